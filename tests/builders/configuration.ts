import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll } from "vitest";
import { ConfigError, readConfig } from "#app/lib/config.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { makeTestCertificates, type TestCertificates } from "../../simulators/certificates.ts";

/** Stands in every secret, so that one search finds any that leaks. */
export const CANARY = "canary-9f2c";
export const KEY = Buffer.alloc(32, CANARY).toString("base64");
export const PROXY_SECRET = `${CANARY}-`.repeat(4);

export const LOCAL: Record<string, string> = {
  NODE_ENV: "test",
  DATABASE_URL: `postgres://app:${CANARY}@localhost/ventanilla`,
  PUBLIC_ORIGIN: "http://localhost:3000",
  PAYMENTS_TLS_MODE: "off",
  VAULT_KEYS: `2026:${KEY}`,
  SHOPIFY_API_KEY: "0123456789abcdef0123456789abcdef",
  SHOPIFY_API_SECRET: `${CANARY}-shpss`,
};
export const PRODUCTION: Record<string, string> = {
  ...LOCAL,
  NODE_ENV: "production",
  PUBLIC_ORIGIN: "https://app.ventanilla.pe",
};
export const PROXY = { PAYMENTS_TLS_MODE: "proxy", PAYMENTS_PROXY_SECRET: PROXY_SECRET };

export interface TlsFiles {
  made: TestCertificates;
  /** Three files in a folder of their own, as the variables that name them: good ones, but for what is given. */
  write(instead?: { KEY?: string; CERT?: string; CLIENT_CA?: string }): Record<string, string>;
}

/** Certificates for the whole file; the files end with the test that wrote them. */
export function useTlsFiles(): () => TlsFiles {
  const folders: string[] = [];
  let files: TlsFiles | null = null;
  beforeAll(async () => {
    const made = await makeTestCertificates({ now: new Date(), intermediate: true });
    const good = { KEY: made.server.key, CERT: made.server.cert, CLIENT_CA: made.caBundle };
    const write: TlsFiles["write"] = (instead = {}) => {
      const folder = mkdtempSync(path.join(tmpdir(), "config-"));
      folders.push(folder);
      const names = Object.entries({ ...good, ...instead }).map(([name, text]): [string, string] => {
        const file = path.join(folder, name);
        writeFileSync(file, text);
        return [`PAYMENTS_TLS_${name}_FILE`, file];
      });
      return { PAYMENTS_TLS_MODE: "direct", ...Object.fromEntries(names) };
    };
    files = { made, write };
  });
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  return () => {
    invariant(files, "the certificates are made");
    return files;
  };
}

/** What the operator is told, or that nothing is wrong. */
export function refusalOf(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    return error instanceof ConfigError ? error.message : `not for the operator: ${String(error)}`;
  }
  return "accepted";
}

/** The variables that a refusal names, in the order of the alphabet. */
export const namedIn = (refusal: string): string[] =>
  [...refusal.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name = ""]) => name).sort();
