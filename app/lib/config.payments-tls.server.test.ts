import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "#app/lib/config.server.ts";
import {
  CANARY,
  LOCAL,
  namedIn,
  PRODUCTION,
  PROXY,
  PROXY_SECRET,
  refusalOf,
  useTlsFiles,
} from "../../tests/builders/configuration.ts";

const tls = useTlsFiles();

describe("how the payments port knows its callers", () => {
  it("holds the text of the three TLS files", () => {
    const { made } = tls();

    const config = readConfig({ ...PRODUCTION, ...tls().write() });

    expect(config.paymentsTls).toMatchObject({
      mode: "direct",
      cert: made.server.cert,
      clientCa: made.caBundle,
    });
    expect(config.paymentsTls.mode === "direct" && config.paymentsTls.key.reveal()).toBe(made.server.key);
  });

  it("believes a proxy on this machine by nginx's word, unless told of another host and word", () => {
    const proxy = { ...PRODUCTION, ...PROXY };

    const told = readConfig({
      ...proxy,
      PAYMENTS_HOST: "10.0.0.7",
      PAYMENTS_PROXY_VERIFY_HEADER: "Cf-Cert-Verified",
      PAYMENTS_PROXY_VERIFY_VALUE: "true",
    });

    expect(readConfig(proxy)).toMatchObject({
      paymentsHost: "127.0.0.1",
      paymentsTls: { mode: "proxy", verifiedValue: "SUCCESS" },
      paymentsVerifyHeader: "x-client-verify",
    });
    expect(told).toMatchObject({
      paymentsHost: "10.0.0.7",
      paymentsTls: { mode: "proxy", verifiedValue: "true" },
      paymentsVerifyHeader: "cf-cert-verified",
    });
  });
});

describe("a way that could not work", () => {
  it("names each TLS file that is missing in the direct mode, also beside a malformed variable", () => {
    const named = ["PAYMENTS_TLS_CERT_FILE", "PAYMENTS_TLS_CLIENT_CA_FILE", "PAYMENTS_TLS_KEY_FILE"];
    const direct = { ...LOCAL, PAYMENTS_TLS_MODE: "direct" };

    expect(namedIn(refusalOf(direct))).toEqual(named);
    expect(namedIn(refusalOf({ ...direct, WEB_PORT: "many" }))).toEqual([...named, "WEB_PORT"]);
  });

  it("names a TLS file that cannot be read, and not where it is", () => {
    const refusal = refusalOf({
      ...LOCAL,
      ...tls().write(),
      PAYMENTS_TLS_KEY_FILE: path.join(tmpdir(), CANARY, "key.pem"),
    });

    expect(namedIn(refusal)).toEqual(["PAYMENTS_TLS_KEY_FILE"]);
    expect(refusal).toContain("cannot be read");
    expect(refusal).not.toContain(CANARY);
  });

  it("names a TLS file whose content would prove nobody, or not us", () => {
    const { made } = tls();
    const half = made.caBundle.slice(0, -40);
    const wrong = {
      KEY: [made.client.key, made.server.cert, ""],
      CERT: [
        made.client.cert,
        made.server.key,
        made.server.cert.slice(0, -40),
        `${made.root.cert}${made.server.cert}`,
      ],
      CLIENT_CA: ["", " ", "no certificate", half, made.server.key, `${made.caBundle}${made.client.cert}`],
    };

    const refusals = Object.entries(wrong).map(([name, texts]) =>
      texts.map((text) => namedIn(refusalOf({ ...LOCAL, ...tls().write({ [name]: text }) })).join()),
    );

    const [key, cert, clientCa] = ["KEY", "CERT", "CLIENT_CA"].map((name) => `PAYMENTS_TLS_${name}_FILE`);
    expect(refusals).toEqual([
      [key, key, key],
      [key, cert, cert, key],
      wrong.CLIENT_CA.map(() => clientCa),
    ]);
  });

  it("needs a secret that nobody guesses from a proxy, and a header that carries nothing else", () => {
    const proxy = { ...LOCAL, ...PROXY };
    const secrets = ["", "x".repeat(31), `${PROXY_SECRET} `.repeat(2), `${PROXY_SECRET}ñ`];
    const headers = [
      "Host",
      "Shopify-Shop-Domain",
      "content-length",
      "X-Payments-Proxy-Secret",
      "X:Y",
      "X Y",
    ];

    const forSecrets = secrets.map((text) => refusalOf({ ...proxy, PAYMENTS_PROXY_SECRET: text }));
    const forHeaders = headers.map((name) => refusalOf({ ...proxy, PAYMENTS_PROXY_VERIFY_HEADER: name }));

    expect(forSecrets.map(namedIn)).toEqual(secrets.map(() => ["PAYMENTS_PROXY_SECRET"]));
    expect(forHeaders.map(namedIn)).toEqual(headers.map(() => ["PAYMENTS_PROXY_VERIFY_HEADER"]));
    expect(forSecrets.join()).not.toContain(CANARY);
  });
});
