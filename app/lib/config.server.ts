/**
 * The only reader of `process.env`. Every bad variable is named at once and the boot stops; no default hides
 * a missing secret. `.env.example` explains each, and is written from `configSchema` and scripts/env-words.ts.
 */
import { z } from "zod";
import { ALERT_VARIABLES, alertConfig, alertProblems, type AlertConfig } from "#app/lib/alert-config.ts";
import { FLOOD_VARIABLES, floodConfig, OWN_HEADER, type FloodConfig } from "#app/lib/flood-config.ts";
import { KEEP_VARIABLES, keepConfig, type KeepConfig } from "#app/lib/keep-config.ts";
import {
  OPERATOR_VARIABLES,
  operatorConfig,
  operatorProblems,
  type OperatorConfig,
} from "#app/lib/operator-config.ts";
import {
  PAYMENTS_TLS_VARIABLES,
  paymentsTlsConfig,
  paymentsTlsProblems,
  type PaymentsTls,
} from "#app/lib/payments-tls-config.server.ts";
import { Secret } from "#app/lib/secret.ts";

const port = z.coerce.number().int().min(0).max(65535);
const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);

const KEY = "[\\w-]{1,32}:[A-Za-z0-9+/]{43}=";
const KEY_RING = new RegExp(`^${KEY}(,${KEY})*$`);

/** Every variable of the running app. */
export const configSchema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
  ROLE: z.enum(["all", "web", "payments", "worker"]).default("all"),
  DATABASE_URL: z.string(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  PUBLIC_ORIGIN: origin,
  WEB_PORT: port.default(3000),
  PAYMENTS_PORT: port.default(3443),
  OPS_PORT: port.default(3900),
  OPS_HOST: z.string().default("127.0.0.1"),
  PAYMENTS_HOST: z.string().optional(),
  ...PAYMENTS_TLS_VARIABLES,
  /** `id:base64(32 bytes)`, comma-separated; the first one seals, all of them open. */
  VAULT_KEYS: z
    .string()
    .regex(KEY_RING, "each entry is id:base64 of 32 bytes")
    .refine(hasDistinctIds, "an id is given twice"),
  /** Of the same form: what backups are encrypted with. */
  BACKUP_KEYS: z
    .string()
    .regex(KEY_RING, "each entry is id:base64 of 32 bytes")
    .refine(hasDistinctIds, "an id is given twice")
    .optional(),
  ERASURE_JOURNAL: z.string().startsWith("/", "must be a folder's whole path").optional(),
  SHOPIFY_API_KEY: z.string().regex(/^[a-zA-Z0-9_-]{8,64}$/, "must be the app's client id"),
  SHOPIFY_API_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]{16,256}$/, "must be 16 to 256 visible ASCII characters"),
  SHOPIFY_APP_EMBEDDED: z.enum(["true", "false"]).default("false"),
  SIMULATOR_SHOPIFY_ORIGIN: origin.optional(),
  SIMULATOR_PAGOEFECTIVO_ORIGIN: origin.optional(),
  PROXY_REQUEST_ID_HEADER: z
    .string()
    .regex(OWN_HEADER, "must be the name of a header that carries nothing else")
    .toLowerCase()
    .optional(),
  ...ALERT_VARIABLES,
  ...FLOOD_VARIABLES,
  ...KEEP_VARIABLES,
  ...OPERATOR_VARIABLES,
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(20),
  PAGOEFECTIVO_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(30).default(30),
});

type Environment = Record<string, string | undefined>;

const SIMULATOR_ORIGINS = ["SIMULATOR_SHOPIFY_ORIGIN", "SIMULATOR_PAGOEFECTIVO_ORIGIN"] as const;

/** What one variable says about another. Works on the raw texts, so that a malformed one hides nothing. */
function crossChecks(env: Environment): string[] {
  const problems: string[] = [];
  const isProduction = (env["NODE_ENV"] ?? "production") === "production";
  problems.push(...paymentsTlsProblems(env, isProduction));
  problems.push(...alertProblems(env, isProduction), ...operatorProblems(env));
  if (!isProduction) return problems;
  if (isPlainHttp(env["PUBLIC_ORIGIN"])) problems.push("PUBLIC_ORIGIN: must be https in production");
  for (const name of SIMULATOR_ORIGINS) {
    if (env[name]) problems.push(`${name}: simulators are refused in production`);
  }
  return problems;
}

function isPlainHttp(address: string | undefined): boolean {
  const text = address?.trim() ?? "";
  return URL.canParse(text) && new URL(text).protocol === "http:";
}

/** A later key of the same id would hide the earlier one, and with it everything it sealed. */
function hasDistinctIds(ring: string): boolean {
  const ids = ring.split(",").map((entry) => entry.split(":")[0]);
  return new Set(ids).size === ids.length;
}

export type Role = "web" | "payments" | "worker";

export interface Config {
  environment: "development" | "test" | "production";
  roles: readonly Role[];
  databaseUrl: Secret;
  databasePoolSize: number;
  logLevel: string;
  publicOrigin: string;
  webPort: number;
  paymentsPort: number;
  /** Null: every address of this machine. */
  paymentsHost: string | null;
  /** Private: health and metrics. */
  opsPort: number;
  opsHost: string;
  paymentsTls: PaymentsTls;
  /** The header in which a proxy says what came of the client certificate, in small letters. */
  paymentsVerifyHeader: string;
  /** In which header a proxy whose secret we know names a request, in small letters; null: it does not. */
  requestIdHeader: string | null;
  vaultKeys: Secret;
  /** Null: no backups are made with our own command. */
  backupKeys: Secret | null;
  /** The folder in which erasures are written down, beside the backups; null: after a restore nobody knows of them. */
  erasureJournal: string | null;
  /** The app as Shopify knows it. `embedded`: its admin lives inside Shopify's. */
  shopifyApp: { apiKey: string; apiSecret: Secret; embedded: boolean };
  simulators: { shopify: string | null; pagoefectivo: string | null };
  alerts: AlertConfig;
  flood: FloodConfig;
  keep: KeepConfig;
  /** Null: nobody has said who operates this installation, and the public pages say so. */
  operator: OperatorConfig | null;
  workerConcurrency: number;
  /** For how long PagoEfectivo's answer is awaited. */
  pagoEfectivoTimeoutMs: number;
}

/** The configuration cannot be used; the message is for the operator and names every bad variable and no value. */
export class ConfigError extends Error {
  /** Each bad variable as `NAME: what is wrong`; empty where the trouble is not about one. */
  readonly problems: readonly string[];

  constructor(message: string, problems: readonly string[] = []) {
    super(message);
    this.problems = problems;
  }
}

/** Reads and checks the whole configuration. Throws one ConfigError. */
export function readConfig(environment: Environment = process.env): Config {
  const env = withoutBlanks(environment);
  const parsed = configSchema.safeParse(env);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => {
      const name = issue.path.join(".");
      return `${name}: ${env[name] === undefined ? "is not set" : issue.message}`;
    }),
    ...crossChecks(env),
  ];
  if (!parsed.success || problems.length > 0) {
    const lines = problems.map((problem) => `  ${problem}`);
    const message = `The configuration is not usable (see .env.example):\n${lines.join("\n")}`;
    throw new ConfigError(message, problems);
  }
  const values = parsed.data;
  return {
    environment: values.NODE_ENV,
    roles: values.ROLE === "all" ? ["web", "payments", "worker"] : [values.ROLE],
    databaseUrl: new Secret(values.DATABASE_URL),
    databasePoolSize: values.DATABASE_POOL_SIZE,
    logLevel: values.LOG_LEVEL,
    publicOrigin: values.PUBLIC_ORIGIN,
    webPort: values.WEB_PORT,
    paymentsPort: values.PAYMENTS_PORT,
    // What a proxy on this machine speaks for must not be reached past it.
    paymentsHost: values.PAYMENTS_HOST ?? (values.PAYMENTS_TLS_MODE === "proxy" ? "127.0.0.1" : null),
    opsPort: values.OPS_PORT,
    opsHost: values.OPS_HOST,
    paymentsTls: paymentsTlsConfig(values),
    paymentsVerifyHeader: values.PAYMENTS_PROXY_VERIFY_HEADER,
    requestIdHeader: values.PROXY_REQUEST_ID_HEADER ?? null,
    vaultKeys: new Secret(values.VAULT_KEYS),
    backupKeys: values.BACKUP_KEYS ? new Secret(values.BACKUP_KEYS) : null,
    erasureJournal: values.ERASURE_JOURNAL ?? null,
    shopifyApp: {
      apiKey: values.SHOPIFY_API_KEY,
      apiSecret: new Secret(values.SHOPIFY_API_SECRET),
      embedded: values.SHOPIFY_APP_EMBEDDED === "true",
    },
    simulators: {
      shopify: values.SIMULATOR_SHOPIFY_ORIGIN ?? null,
      pagoefectivo: values.SIMULATOR_PAGOEFECTIVO_ORIGIN ?? null,
    },
    alerts: alertConfig(values),
    flood: floodConfig(values, values.NODE_ENV === "production"),
    keep: keepConfig(values),
    operator: operatorConfig(values),
    workerConcurrency: values.WORKER_CONCURRENCY,
    pagoEfectivoTimeoutMs: values.PAGOEFECTIVO_TIMEOUT_SECONDS * 1_000,
  };
}

/** An empty line in an `.env` file means "not set", not the empty text. */
function withoutBlanks(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}
