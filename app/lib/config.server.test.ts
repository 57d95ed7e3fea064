import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "#app/lib/config.server.ts";

const CANARY = "canary-9f2c";
const KEY = Buffer.alloc(32, CANARY).toString("base64");
const LOCAL: Record<string, string> = {
  NODE_ENV: "test",
  DATABASE_URL: `postgres://app:${CANARY}@localhost/ventanilla`,
  PUBLIC_ORIGIN: "http://localhost:3000",
  PAYMENTS_TLS_MODE: "off",
  VAULT_KEYS: `2026:${KEY}`,
};
const PRODUCTION = { ...LOCAL, NODE_ENV: "production", PUBLIC_ORIGIN: "https://app.ventanilla.pe" };

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Three files in a folder of their own, as the variables that name them. */
function tlsFiles(): Record<string, string> {
  const folder = mkdtempSync(path.join(tmpdir(), "config-"));
  folders.push(folder);
  const names = ["KEY", "CERT", "CLIENT_CA"].map((name): [string, string] => {
    const file = path.join(folder, name);
    writeFileSync(file, `the ${name} text`);
    return [`PAYMENTS_TLS_${name}_FILE`, file];
  });
  return { PAYMENTS_TLS_MODE: "direct", ...Object.fromEntries(names) };
}

function refusalOf(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    return error instanceof ConfigError ? error.message : `not for the operator: ${String(error)}`;
  }
  return "accepted";
}
const namedIn = (refusal: string): string[] =>
  [...refusal.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name = ""]) => name).sort();

describe("a usable configuration", () => {
  it("needs five variables and has a default for the rest", () => {
    const config = readConfig(LOCAL);

    expect(config).toMatchObject({
      environment: "test",
      roles: ["web", "payments", "worker"],
      publicOrigin: "http://localhost:3000",
      webPort: 3000,
      paymentsPort: 3443,
      opsPort: 3900,
      opsHost: "127.0.0.1",
      logLevel: "info",
      databasePoolSize: 10,
      workerConcurrency: 10,
      paymentsTls: { mode: "off" },
      simulators: { shopify: null, pagoefectivo: null },
    });
  });

  it("takes one role, ports and simulators as they are written", () => {
    const config = readConfig({
      ...LOCAL,
      ROLE: "worker",
      WEB_PORT: "0",
      OPS_HOST: "10.0.0.7",
      SIMULATOR_SHOPIFY_ORIGIN: "http://127.0.0.1:4000/shops",
    });

    expect(config).toMatchObject({ roles: ["worker"], webPort: 0, opsHost: "10.0.0.7" });
    expect(config.simulators).toEqual({ shopify: "http://127.0.0.1:4000", pagoefectivo: null });
  });

  it("is production where nothing else is said, an empty line included", () => {
    const { NODE_ENV: _, ...unsaid } = { ...PRODUCTION, ...tlsFiles() };

    expect(readConfig(unsaid).environment).toBe("production");
    expect(readConfig({ ...unsaid, NODE_ENV: " " }).environment).toBe("production");
  });

  it("holds the text of the three TLS files", () => {
    const config = readConfig({ ...PRODUCTION, ...tlsFiles() });

    expect(config.paymentsTls).toEqual({
      mode: "direct",
      key: "the KEY text",
      cert: "the CERT text",
      clientCa: "the CLIENT_CA text",
    });
  });

  it("shows neither the database's password nor the vault's keys when it is printed", () => {
    const config = readConfig(LOCAL);

    const printed = JSON.stringify(config) + inspect(config, { depth: null });
    expect(printed).not.toContain(CANARY);
    expect(printed).not.toContain(KEY);
    expect(config.databaseUrl.reveal()).toContain(CANARY);
    expect(config.vaultKeys.reveal()).toBe(`2026:${KEY}`);
  });
});

describe("an unusable configuration", () => {
  it("names everything that is missing at once, as not set", () => {
    const refusal = refusalOf({});

    expect(refusal.match(/: is not set$/gm)).toHaveLength(4);
    expect(namedIn(refusal)).toEqual(["DATABASE_URL", "PAYMENTS_TLS_MODE", "PUBLIC_ORIGIN", "VAULT_KEYS"]);
  });

  it("takes an empty variable for a missing one", () => {
    expect(namedIn(refusalOf({ ...LOCAL, DATABASE_URL: "", VAULT_KEYS: "  " }))).toEqual([
      "DATABASE_URL",
      "VAULT_KEYS",
    ]);
  });

  it("names every malformed variable at once and repeats no value", () => {
    const checked = ["DATABASE_POOL_SIZE", "LOG_LEVEL", "NODE_ENV", "OPS_PORT", "PAYMENTS_PORT"];
    checked.push("PAYMENTS_TLS_MODE", "PUBLIC_ORIGIN", "ROLE", "SIMULATOR_PAGOEFECTIVO_ORIGIN");
    checked.push("SIMULATOR_SHOPIFY_ORIGIN", "VAULT_KEYS", "WEB_PORT", "WORKER_CONCURRENCY");

    const refusal = refusalOf({ ...LOCAL, ...Object.fromEntries(checked.map((name) => [name, CANARY])) });

    expect(namedIn(refusal)).toEqual(checked);
    expect(refusal).not.toContain(CANARY);
  });

  it.each([
    ["WEB_PORT", "65536"],
    ["WEB_PORT", "-1"],
    ["OPS_PORT", "1.5"],
    ["DATABASE_POOL_SIZE", "1"],
    ["WORKER_CONCURRENCY", "101"],
  ])("refuses %s=%s", (name, value) => {
    expect(namedIn(refusalOf({ ...LOCAL, [name]: value }))).toEqual([name]);
  });

  it("names each TLS file that is missing in the direct mode, also beside a malformed variable", () => {
    const named = ["PAYMENTS_TLS_CERT_FILE", "PAYMENTS_TLS_CLIENT_CA_FILE", "PAYMENTS_TLS_KEY_FILE"];
    const direct = { ...LOCAL, PAYMENTS_TLS_MODE: "direct" };

    expect(namedIn(refusalOf(direct))).toEqual(named);
    expect(namedIn(refusalOf({ ...direct, WEB_PORT: "many" }))).toEqual([...named, "WEB_PORT"]);
  });

  it("names a TLS file that cannot be read, and not where it is", () => {
    const refusal = refusalOf({
      ...LOCAL,
      ...tlsFiles(),
      PAYMENTS_TLS_KEY_FILE: path.join(tmpdir(), CANARY, "key.pem"),
    });

    expect(namedIn(refusal)).toEqual(["PAYMENTS_TLS_KEY_FILE"]);
    expect(refusal).toContain("cannot be read");
    expect(refusal).not.toContain(CANARY);
  });

  it.each(["PUBLIC_ORIGIN", "SIMULATOR_SHOPIFY_ORIGIN", "SIMULATOR_PAGOEFECTIVO_ORIGIN"])(
    "takes nothing but an http or https address for %s",
    (name) => {
      for (const value of ["ftp://a.pe", "javascript:alert(1)", "file:///etc", "a.pe", "//a.pe"]) {
        expect(namedIn(refusalOf({ ...LOCAL, [name]: value }))).toEqual([name]);
      }
    },
  );

  it("takes only whole keys of 32 bytes with an id, and repeats none of them", () => {
    const short = Buffer.alloc(31, CANARY).toString("base64");
    const long = Buffer.alloc(33, CANARY).toString("base64");
    const rings = [KEY, `:${KEY}`, `2026:${short}`, `2026:${long}`, `2026:${KEY},`, `2026:${KEY},2025`];
    rings.push(`2026:${KEY};2025:${KEY}`, `the key:${KEY}`, `2026:${KEY.slice(0, -1)}`, `2026:${KEY}\n`);

    const refusals = rings.map((ring) => refusalOf({ ...LOCAL, VAULT_KEYS: ring }));

    expect(refusals.map(namedIn)).toEqual(rings.map(() => ["VAULT_KEYS"]));
    expect(refusals.filter((refusal) => refusal.includes(KEY.slice(0, 20)))).toEqual([]);
    expect(refusalOf({ ...LOCAL, VAULT_KEYS: `2026:${KEY},2025:${KEY}` })).toBe("accepted");
  });
});

describe("production", () => {
  it("accepts a real configuration", () => {
    expect(refusalOf({ ...PRODUCTION, ...tlsFiles() })).toBe("accepted");
  });

  it("refuses plain HTTP for payments, a public address without TLS, and both simulators, all at once", () => {
    const refusal = refusalOf({
      ...PRODUCTION,
      PUBLIC_ORIGIN: `http://${CANARY}.pe`,
      SIMULATOR_SHOPIFY_ORIGIN: `https://${CANARY}.pe`,
      SIMULATOR_PAGOEFECTIVO_ORIGIN: `https://${CANARY}.pe`,
    });

    expect(namedIn(refusal)).toEqual([
      "PAYMENTS_TLS_MODE",
      "PUBLIC_ORIGIN",
      "SIMULATOR_PAGOEFECTIVO_ORIGIN",
      "SIMULATOR_SHOPIFY_ORIGIN",
    ]);
    expect(refusal).not.toContain(CANARY);
  });

  it("names what it refuses also beside variables that are malformed or missing", () => {
    const refusal = refusalOf({
      ...PRODUCTION,
      DATABASE_URL: "",
      PUBLIC_ORIGIN: "http://app.ventanilla.pe",
      SIMULATOR_SHOPIFY_ORIGIN: "https://a.pe",
      WEB_PORT: "many",
    });

    expect(namedIn(refusal)).toEqual([
      "DATABASE_URL",
      "PAYMENTS_TLS_MODE",
      "PUBLIC_ORIGIN",
      "SIMULATOR_SHOPIFY_ORIGIN",
      "WEB_PORT",
    ]);
  });

  it.each(["HTTP://app.ventanilla.pe", "Http://app.ventanilla.pe", " http://app.ventanilla.pe"])(
    "refuses a public address without TLS however it is written: %j",
    (written) => {
      const refusal = refusalOf({ ...PRODUCTION, ...tlsFiles(), PUBLIC_ORIGIN: written });

      expect(namedIn(refusal)).toEqual(["PUBLIC_ORIGIN"]);
    },
  );

  it.each([
    ["PAYMENTS_TLS_MODE", "off"],
    ["PUBLIC_ORIGIN", "http://app.ventanilla.pe"],
    ["SIMULATOR_SHOPIFY_ORIGIN", "http://127.0.0.1:4000"],
    ["SIMULATOR_PAGOEFECTIVO_ORIGIN", "http://127.0.0.1:4001"],
  ])("refuses %s=%s on its own", (name, value) => {
    expect(namedIn(refusalOf({ ...PRODUCTION, ...tlsFiles(), [name]: value }))).toEqual([name]);
  });
});
