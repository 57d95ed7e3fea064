/**
 * The only reader of `process.env`. Every bad variable is named at once and the boot stops; no default hides
 * a missing secret. `.env.example` explains each.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { Secret } from "#app/lib/secret.ts";

const port = z.coerce.number().int().min(0).max(65535);
const origin = z.url().transform((text) => new URL(text).origin);

const schema = z
  .object({
    NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
    ROLE: z.enum(["all", "web", "payments", "worker"]).default("all"),
    DATABASE_URL: z.string().min(1),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
    PUBLIC_ORIGIN: origin,
    WEB_PORT: port.default(3000),
    PAYMENTS_PORT: port.default(3443),
    OPS_PORT: port.default(3900),
    PAYMENTS_TLS_MODE: z.enum(["direct", "off"]),
    PAYMENTS_TLS_KEY_FILE: z.string().optional(),
    PAYMENTS_TLS_CERT_FILE: z.string().optional(),
    PAYMENTS_TLS_CLIENT_CA_FILE: z.string().optional(),
    /** `id:base64(32 bytes)`, comma-separated; the first one seals, all of them open. */
    VAULT_KEYS: z.string().min(1),
    SIMULATOR_SHOPIFY_ORIGIN: origin.optional(),
    SIMULATOR_PAGOEFECTIVO_ORIGIN: origin.optional(),
    WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(10),
  })
  .superRefine((env, context) => {
    const refuse = (variable: string, message: string) => {
      context.addIssue({ code: "custom", path: [variable], message });
    };
    if (env.PAYMENTS_TLS_MODE === "direct") {
      for (const name of DIRECT_TLS_FILES)
        if (!env[name]) refuse(name, "needed while PAYMENTS_TLS_MODE=direct");
    }
    if (env.NODE_ENV !== "production") return;
    if (env.PAYMENTS_TLS_MODE === "off") {
      refuse(
        "PAYMENTS_TLS_MODE",
        "off is refused in production: mutual TLS is the only proof that Shopify is calling",
      );
    }
    if (!env.PUBLIC_ORIGIN.startsWith("https://")) refuse("PUBLIC_ORIGIN", "must be https in production");
    for (const name of SIMULATOR_ORIGINS)
      if (env[name]) refuse(name, "simulators are refused in production");
  });

const DIRECT_TLS_FILES = [
  "PAYMENTS_TLS_KEY_FILE",
  "PAYMENTS_TLS_CERT_FILE",
  "PAYMENTS_TLS_CLIENT_CA_FILE",
] as const;
const SIMULATOR_ORIGINS = ["SIMULATOR_SHOPIFY_ORIGIN", "SIMULATOR_PAGOEFECTIVO_ORIGIN"] as const;

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
  paymentsTls: PaymentsTls;
  vaultKeys: Secret;
  simulators: { shopify: string | null; pagoefectivo: string | null };
  workerConcurrency: number;
}

/** Reads and checks the whole configuration. Throws one error that names every bad variable and no value. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const parsed = schema.safeParse(withoutBlanks(env));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The configuration is not usable (see .env.example):\n${lines.join("\n")}`);
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
function withoutBlanks(env: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}

function readPem(path: string | undefined): string {
  if (!path) throw new Error("a TLS file is not set");
  return readFileSync(path, "utf8");
}
