/**
 * The only reader of `process.env`. Every bad variable is named at once and the boot stops; no default hides
 * a missing secret. `.env.example` explains each.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { Secret } from "#app/lib/secret.ts";

const port = z.coerce.number().int().min(0).max(65535);
const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);

const KEY = "[\\w-]{1,32}:[A-Za-z0-9+/]{43}=";
const KEY_RING = new RegExp(`^${KEY}(,${KEY})*$`);

const schema = z.object({
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
  PAYMENTS_TLS_MODE: z.enum(["direct", "off"]),
  PAYMENTS_TLS_KEY_FILE: z.string().optional(),
  PAYMENTS_TLS_CERT_FILE: z.string().optional(),
  PAYMENTS_TLS_CLIENT_CA_FILE: z.string().optional(),
  /** `id:base64(32 bytes)`, comma-separated; the first one seals, all of them open. */
  VAULT_KEYS: z
    .string()
    .regex(KEY_RING, "each entry is id:base64 of 32 bytes")
    .refine(hasDistinctIds, "an id is given twice"),
  SIMULATOR_SHOPIFY_ORIGIN: origin.optional(),
  SIMULATOR_PAGOEFECTIVO_ORIGIN: origin.optional(),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(10),
});

type Environment = Record<string, string | undefined>;

const DIRECT_TLS_FILES = [
  "PAYMENTS_TLS_KEY_FILE",
  "PAYMENTS_TLS_CERT_FILE",
  "PAYMENTS_TLS_CLIENT_CA_FILE",
] as const;
const SIMULATOR_ORIGINS = ["SIMULATOR_SHOPIFY_ORIGIN", "SIMULATOR_PAGOEFECTIVO_ORIGIN"] as const;

/** What one variable says about another. Works on the raw texts, so that a malformed one hides nothing. */
function crossChecks(env: Environment): string[] {
  const problems: string[] = [];
  const isProduction = (env["NODE_ENV"] ?? "production") === "production";
  if (env["PAYMENTS_TLS_MODE"] === "direct") {
    for (const name of DIRECT_TLS_FILES) {
      const file = env[name];
      if (!file) problems.push(`${name}: needed while PAYMENTS_TLS_MODE=direct`);
      else if (!isReadable(file)) problems.push(`${name}: names a file that cannot be read`);
    }
  }
  if (!isProduction) return problems;
  if (env["PAYMENTS_TLS_MODE"] === "off") {
    problems.push(
      "PAYMENTS_TLS_MODE: off is refused in production: only mutual TLS proves that Shopify is calling",
    );
  }
  if (isPlainHttp(env["PUBLIC_ORIGIN"])) problems.push("PUBLIC_ORIGIN: must be https in production");
  for (const name of SIMULATOR_ORIGINS) {
    if (env[name]) problems.push(`${name}: simulators are refused in production`);
  }
  return problems;
}

function isReadable(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
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

/** How the payments port knows Shopify. `direct`: we terminate TLS; `off`: plain HTTP, never in production. */
export type PaymentsTls = { mode: "direct"; key: string; cert: string; clientCa: string } | { mode: "off" };

export interface Config {
  environment: "development" | "test" | "production";
  roles: readonly Role[];
  databaseUrl: Secret;
  databasePoolSize: number;
  logLevel: string;
  publicOrigin: string;
  webPort: number;
  paymentsPort: number;
  /** Private: health of the payments and worker roles. */
  opsPort: number;
  opsHost: string;
  paymentsTls: PaymentsTls;
  vaultKeys: Secret;
  simulators: { shopify: string | null; pagoefectivo: string | null };
  workerConcurrency: number;
}

/** The configuration cannot be used; the message is for the operator and names every bad variable and no value. */
export class ConfigError extends Error {}

/** Reads and checks the whole configuration. Throws one ConfigError. */
export function readConfig(environment: Environment = process.env): Config {
  const env = withoutBlanks(environment);
  const parsed = schema.safeParse(env);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => {
      const name = issue.path.join(".");
      return `${name}: ${env[name] === undefined ? "is not set" : issue.message}`;
    }),
    ...crossChecks(env),
  ];
  if (!parsed.success || problems.length > 0) {
    const lines = problems.map((problem) => `  ${problem}`);
    throw new ConfigError(`The configuration is not usable (see .env.example):\n${lines.join("\n")}`);
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
    opsPort: values.OPS_PORT,
    opsHost: values.OPS_HOST,
    paymentsTls:
      values.PAYMENTS_TLS_MODE === "off"
        ? { mode: "off" }
        : {
            mode: "direct",
            key: readPem(values.PAYMENTS_TLS_KEY_FILE),
            cert: readPem(values.PAYMENTS_TLS_CERT_FILE),
            clientCa: readPem(values.PAYMENTS_TLS_CLIENT_CA_FILE),
          },
    vaultKeys: new Secret(values.VAULT_KEYS),
    simulators: {
      shopify: values.SIMULATOR_SHOPIFY_ORIGIN ?? null,
      pagoefectivo: values.SIMULATOR_PAGOEFECTIVO_ORIGIN ?? null,
    },
    workerConcurrency: values.WORKER_CONCURRENCY,
  };
}

/** An empty line in an `.env` file means "not set", not the empty text. */
function withoutBlanks(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}

function readPem(path: string | undefined): string {
  if (!path) throw new Error("a TLS file is not set");
  return readFileSync(path, "utf8");
}
