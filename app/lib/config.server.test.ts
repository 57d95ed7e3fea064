import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { readConfig } from "#app/lib/config.server.ts";
import {
  CANARY,
  KEY,
  LOCAL,
  namedIn,
  PRODUCTION,
  PROXY,
  refusalOf,
  useTlsFiles,
} from "../../tests/builders/configuration.ts";

const tls = useTlsFiles();

describe("a usable configuration", () => {
  it("needs five variables and has a default for the rest", () => {
    const config = readConfig(LOCAL);

    expect(config).toMatchObject({
      environment: "test",
      roles: ["web", "payments", "worker"],
      publicOrigin: "http://localhost:3000",
      webPort: 3000,
      paymentsPort: 3443,
      paymentsHost: null,
      opsPort: 3900,
      opsHost: "127.0.0.1",
      logLevel: "info",
      requestIdHeader: null,
      databasePoolSize: 10,
      workerConcurrency: 20,
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
    const { NODE_ENV: _, ...unsaid } = { ...PRODUCTION, ...tls().write() };

    expect(readConfig(unsaid).environment).toBe("production");
    expect(readConfig({ ...unsaid, NODE_ENV: " " }).environment).toBe("production");
  });

  it("shows no password, no key and no proxy's secret when it is printed", () => {
    const config = readConfig({ ...LOCAL, ...tls().write() });
    const proxied = readConfig({ ...LOCAL, ...PROXY });

    const printed = [config, proxied].map((each) => JSON.stringify(each) + inspect(each, { depth: null }));
    expect(printed.join()).not.toContain(CANARY);
    expect(printed.join()).not.toContain(KEY);
    expect(printed.join()).not.toContain("PRIVATE KEY");
    expect(config.databaseUrl.reveal()).toContain(CANARY);
    expect(config.vaultKeys.reveal()).toBe(`2026:${KEY}`);
  });
});

describe("an unusable configuration", () => {
  it("names everything that is missing at once, as not set", () => {
    const refusal = refusalOf({});

    expect(refusal.match(/: is not set$/gm)).toHaveLength(6);
    expect(namedIn(refusal)).toEqual([
      "DATABASE_URL",
      "PAYMENTS_TLS_MODE",
      "PUBLIC_ORIGIN",
      "SHOPIFY_API_KEY",
      "SHOPIFY_API_SECRET",
      "VAULT_KEYS",
    ]);
  });

  it("takes an empty variable for a missing one", () => {
    expect(namedIn(refusalOf({ ...LOCAL, DATABASE_URL: "", VAULT_KEYS: "  " }))).toEqual([
      "DATABASE_URL",
      "VAULT_KEYS",
    ]);
  });

  it("names every malformed variable at once and repeats no value", () => {
    const checked = ["DATABASE_POOL_SIZE", "LOG_LEVEL", "NODE_ENV", "OPS_PORT", "PAYMENTS_PORT"];
    checked.push(
      "PAYMENTS_PROXY_SECRET",
      "PAYMENTS_TLS_MODE",
      "PUBLIC_ORIGIN",
      "ROLE",
      "SHOPIFY_API_SECRET",
      "SHOPIFY_APP_EMBEDDED",
      "SIMULATOR_PAGOEFECTIVO_ORIGIN",
    );
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
    ["SHOPIFY_API_KEY", "with a space"],
    ["SHOPIFY_API_SECRET", "too-short"],
    ["SHOPIFY_APP_EMBEDDED", "yes"],
    ["PROXY_REQUEST_ID_HEADER", "Cookie"],
    ["PROXY_REQUEST_ID_HEADER", "Shopify-Request-Id"],
  ])("refuses %s=%s", (name, value) => {
    expect(namedIn(refusalOf({ ...LOCAL, [name]: value }))).toEqual([name]);
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
    expect(refusalOf({ ...PRODUCTION, ...tls().write() })).toBe("accepted");
    expect(refusalOf({ ...PRODUCTION, ...PROXY })).toBe("accepted");
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
      const refusal = refusalOf({ ...PRODUCTION, ...tls().write(), PUBLIC_ORIGIN: written });

      expect(namedIn(refusal)).toEqual(["PUBLIC_ORIGIN"]);
    },
  );

  it.each([
    ["PAYMENTS_TLS_MODE", "off"],
    ["PUBLIC_ORIGIN", "http://app.ventanilla.pe"],
    ["SIMULATOR_SHOPIFY_ORIGIN", "http://127.0.0.1:4000"],
    ["SIMULATOR_PAGOEFECTIVO_ORIGIN", "http://127.0.0.1:4001"],
  ])("refuses %s=%s on its own", (name, value) => {
    expect(namedIn(refusalOf({ ...PRODUCTION, ...tls().write(), [name]: value }))).toEqual([name]);
  });
});
