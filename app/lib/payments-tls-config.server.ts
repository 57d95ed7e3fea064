/** The part of the configuration by which the payments port knows its callers. Reads the files that it names. */
import { createPrivateKey, type X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { readCertificates } from "#app/lib/pem-certificates.ts";
import { Secret } from "#app/lib/secret.ts";

/**
 * How the payments port knows Shopify. `direct`: we end TLS; `proxy`: a proxy that knows our secret does, and says what
 * came of the client certificate; `off`: plain HTTP from anyone, never in production.
 */
export type PaymentsTls =
  | { mode: "direct"; key: Secret; cert: string; clientCa: string }
  | { mode: "proxy"; secret: Secret; verifiedValue: string }
  | { mode: "off" };

/** Any header but those that the door itself reads, and that of the secret: what proves a caller is taken out of the request. */
const PROOF_HEADER = /^(?!(shopify-|content-|transfer-|host$|x-payments-proxy-secret$))[a-z0-9-]{1,64}$/i;

export const PAYMENTS_TLS_VARIABLES = {
  PAYMENTS_TLS_MODE: z.enum(["direct", "proxy", "off"]),
  PAYMENTS_TLS_KEY_FILE: z.string().optional(),
  PAYMENTS_TLS_CERT_FILE: z.string().optional(),
  PAYMENTS_TLS_CLIENT_CA_FILE: z.string().optional(),
  PAYMENTS_PROXY_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]{32,512}$/, "must be 32 to 512 visible ASCII characters")
    .optional(),
  PAYMENTS_PROXY_VERIFY_HEADER: z
    .string()
    .regex(PROOF_HEADER, "must be the name of a header that carries nothing else")
    .toLowerCase()
    .default("x-client-verify"),
  PAYMENTS_PROXY_VERIFY_VALUE: z
    .string()
    .regex(/^[\x21-\x7e]{1,64}$/, "must be 1 to 64 visible ASCII characters")
    .default("SUCCESS"),
};

const DIRECT_TLS_FILES = [
  "PAYMENTS_TLS_KEY_FILE",
  "PAYMENTS_TLS_CERT_FILE",
  "PAYMENTS_TLS_CLIENT_CA_FILE",
] as const;

/** What one variable says about another, on the raw texts: a malformed one hides nothing. */
export function paymentsTlsProblems(
  env: Readonly<Record<string, string | undefined>>,
  isProduction: boolean,
): string[] {
  const mode = env["PAYMENTS_TLS_MODE"];
  if (mode === "direct") return directTlsProblems(env);
  if (mode === "proxy" && !env["PAYMENTS_PROXY_SECRET"])
    return ["PAYMENTS_PROXY_SECRET: needed while PAYMENTS_TLS_MODE=proxy"];
  if (mode === "off" && isProduction)
    return [
      "PAYMENTS_TLS_MODE: off is refused in production: only mutual TLS proves that Shopify is calling",
    ];
  return [];
}

function directTlsProblems(env: Readonly<Record<string, string | undefined>>): string[] {
  const problems: string[] = [];
  for (const name of DIRECT_TLS_FILES) {
    const file = env[name];
    if (!file) problems.push(`${name}: needed while PAYMENTS_TLS_MODE=direct`);
    else if (textOf(file) === null) problems.push(`${name}: names a file that cannot be read`);
  }
  if (problems.length > 0) return problems;

  const [key, cert, clientCa] = DIRECT_TLS_FILES.map((name) => textOf(env[name] ?? "") ?? "");
  const chain = readCertificates(cert ?? "");
  const authorities = readCertificates(clientCa ?? "");
  if (chain === null) {
    problems.push("PAYMENTS_TLS_CERT_FILE: must hold certificates (PEM) and nothing else");
  } else if (!isKeyOf(chain[0], key ?? "")) {
    problems.push(
      "PAYMENTS_TLS_KEY_FILE: is not the key of the first certificate in PAYMENTS_TLS_CERT_FILE",
    );
  }
  // An empty file is, to Node, no file at all: it would then trust every public authority there is.
  if (authorities === null) {
    problems.push("PAYMENTS_TLS_CLIENT_CA_FILE: must hold certificates (PEM) and nothing else");
  } else if (authorities.some((certificate) => !certificate.ca)) {
    problems.push("PAYMENTS_TLS_CLIENT_CA_FILE: holds a certificate that is not an authority's");
  }
  return problems;
}

function isKeyOf(certificate: X509Certificate | undefined, key: string): boolean {
  try {
    return certificate?.checkPrivateKey(createPrivateKey(key)) ?? false;
  } catch {
    return false; // No key at all, or one under a passphrase, which nobody could type here.
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** The checks have passed: what a mode needs is there. */
export function paymentsTlsConfig(
  values: z.infer<z.ZodObject<typeof PAYMENTS_TLS_VARIABLES>>,
): PaymentsTls {
  const mode = values.PAYMENTS_TLS_MODE;
  if (mode === "off") return { mode };
  if (mode === "proxy") {
    const secret = new Secret(required(values.PAYMENTS_PROXY_SECRET));
    return { mode, secret, verifiedValue: values.PAYMENTS_PROXY_VERIFY_VALUE };
  }
  const read = (file: string | undefined) => readFileSync(required(file), "utf8");
  return {
    mode,
    key: new Secret(read(values.PAYMENTS_TLS_KEY_FILE)),
    cert: read(values.PAYMENTS_TLS_CERT_FILE),
    clientCa: read(values.PAYMENTS_TLS_CLIENT_CA_FILE),
  };
}

function required(value: string | undefined): string {
  if (!value) throw new Error("a variable that the checks demand is not set");
  return value;
}
