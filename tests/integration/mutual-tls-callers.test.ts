import { connect } from "node:tls";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "#app/lib/secret.ts";
import {
  makeTestCertificates,
  type KeyAndCertificate,
  type TestCertificates,
} from "../../simulators/certificates.ts";
import { openPaymentsPort, type Caller, type PaymentsPort } from "../setup/payments-port.ts";
import { useWorld } from "../setup/world.ts";

const HOUR_MS = 3_600_000;
const world = useWorld("mutual_tls_callers", { roles: [] });

/** TLS compares with the machine's clock, so these are made for the real now. */
const now = new Date();
const inHours = (hours: number) => new Date(now.getTime() + hours * HOUR_MS);

let shopify: TestCertificates;
let next: TestCertificates;
let namesake: TestCertificates;
let server: KeyAndCertificate;
beforeAll(async () => {
  shopify = await makeTestCertificates({ now, intermediate: true });
  next = await makeTestCertificates({ now, commonName: "The Next Root CA" });
  namesake = await makeTestCertificates({ now, intermediate: true });
  // Far from its end, of which the operator would be told too.
  server = await shopify.root.issueServer({ notAfter: inHours(24 * 300) });
});

let port: PaymentsPort | null = null;
afterEach(async () => {
  await port?.close();
  port = null;
});

async function open(clientCa: string = shopify.ca): Promise<PaymentsPort> {
  const tls = { key: new Secret(server.key), cert: server.cert, clientCa };
  return (port = await openPaymentsPort(world(), { mode: "direct", ...tls }));
}
const calledBy = (identity: Caller): Caller => ({ ca: shopify.ca, ...identity });

interface Row {
  who: string;
  caller: () => Caller | Promise<Caller>;
  clientCa?: () => string;
}

describe("a caller that nobody vouches for is refused before any HTTP, with the reason in the log, when it has", () => {
  it.each<Row & { reason: string }>([
    { who: "no certificate", caller: () => ({}), reason: "no-client-certificate" },
    {
      who: "no certificate, and the words of a proxy",
      caller: () => ({
        headers: { "X-Client-Verify": "SUCCESS", "X-Payments-Proxy-Secret": "x".repeat(32) },
      }),
      reason: "no-client-certificate",
    },
    {
      who: "a certificate of another authority",
      caller: () => next.client,
      reason: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    },
    {
      who: "a certificate of another authority that has the same name",
      caller: () => namesake.client,
      reason: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    },
    {
      who: "a certificate that has ended",
      caller: () => shopify.issuer.issueClient({ notAfter: inHours(-1) }),
      reason: "CERT_HAS_EXPIRED",
    },
    {
      who: "a certificate that has not begun",
      caller: () => shopify.issuer.issueClient({ notBefore: inHours(1) }),
      reason: "CERT_NOT_YET_VALID",
    },
    {
      who: "a certificate for servers only",
      caller: () => shopify.issuer.issueClient({ usages: ["serverAuth"] }),
      reason: "INVALID_PURPOSE",
    },
    {
      who: "a certificate for no purpose in particular",
      caller: () => shopify.issuer.issueClient({ usages: [] }),
      reason: "not-for-client-authentication",
    },
    {
      who: "a certificate whose intermediate nobody presents",
      caller: () => shopify.issuer.issueClient({ presentIntermediates: false }),
      reason: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    },
    {
      who: "TLS 1.1",
      caller: () => ({
        ...shopify.client,
        ...({ minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const),
      }),
      reason: "ERR_SSL_UNSUPPORTED_PROTOCOL",
    },
    { who: "no TLS at all", caller: () => ({ scheme: "http:" }), reason: "ERR_SSL_HTTP_REQUEST" },
  ])("$who", async ({ caller, reason }) => {
    const { knock, storedInTheEnd } = await open();

    const outcome = await knock(calledBy(await caller()));

    const { answer, alerts } = outcome;
    const stored = await storedInTheEnd(outcome);

    expect({ answer, alerts, stored }).toEqual({
      answer: "connection closed",
      alerts: [reason],
      stored: 0,
    });
  });
});

describe("a session is taken from a caller with", () => {
  it.each<Row>([
    { who: "a certificate of the authority, below its intermediate", caller: () => shopify.client },
    {
      who: "a certificate whose intermediate stands in our bundle instead",
      caller: () => shopify.issuer.issueClient({ presentIntermediates: false }),
      clientCa: () => shopify.caBundle,
    },
    {
      who: "a renewed certificate, under another name",
      caller: () => shopify.issuer.issueClient({ commonName: "the renewed payments client" }),
    },
    {
      who: "a certificate for clients and servers alike",
      caller: () => shopify.issuer.issueClient({ usages: ["serverAuth", "clientAuth"] }),
    },
    {
      who: "a certificate of the second authority in the bundle",
      caller: () => next.client,
      clientCa: () => `${shopify.caBundle}${next.ca}`,
    },
    {
      who: "a certificate of the first of two authorities",
      caller: () => shopify.client,
      clientCa: () => `${shopify.caBundle}${next.ca}`,
    },
    { who: "TLS 1.2", caller: () => ({ ...shopify.client, maxVersion: "TLSv1.2" as const }) },
    { who: "TLS 1.3", caller: () => ({ ...shopify.client, minVersion: "TLSv1.3" as const }) },
  ])("$who", async ({ caller, clientCa }) => {
    const { knock, storedInTheEnd } = await open(clientCa?.());

    const outcome = await knock(calledBy(await caller()));

    const { answer, alerts } = outcome;
    const stored = await storedInTheEnd(outcome);

    expect({ answer, alerts, stored }).toEqual({ answer: "HTTP 200", alerts: [], stored: 1 });
  });
});

describe.each(["TLSv1.2", "TLSv1.3"] as const)("an earlier session of %s", (version) => {
  const only = { minVersion: version, maxVersion: version };

  it("cannot be continued, not even by the caller that had it", async () => {
    const { knock } = await open();
    const first = await knock(calledBy({ ...shopify.client, ...only }));

    const second = await knock(
      calledBy({ ...shopify.client, ...only, session: first.tlsSession ?? undefined }),
    );

    expect([first.answer, first.tlsSession]).toEqual(["HTTP 200", expect.any(Buffer)]);
    expect([second.answer, second.isResumed]).toEqual(["HTTP 200", false]);
  });

  it("proves nothing for a caller without a certificate", async () => {
    const { knock, storedInTheEnd } = await open();
    const first = await knock(calledBy({ ...shopify.client, ...only }));

    const second = await knock(calledBy({ ...only, session: first.tlsSession ?? undefined }));

    const stored = await storedInTheEnd(second);
    expect(first.tlsSession).toEqual(expect.any(Buffer));
    expect(second).toMatchObject({ answer: "connection closed", alerts: ["no-client-certificate"] });
    expect(stored).toBe(0);
  });
});

it("does not let a caller show another certificate once it was judged", async () => {
  const { port: number } = await open();

  const outcome = await new Promise<string>((resolve) => {
    const ca = shopify.ca;
    const options = {
      port: number,
      host: "127.0.0.1",
      maxVersion: "TLSv1.2",
      ca,
      ...shopify.client,
    } as const;
    const socket = connect(options, () => socket.renegotiate({}, () => resolve("renegotiated")));
    socket.on("error", (error: Error) => resolve(error.message));
  });

  expect(outcome).toContain("no renegotiation");
});

it("tells the operator at the start that our certificate ends soon, and nothing about those that do not", async () => {
  const ending = await shopify.root.issueServer({ notAfter: inHours(24 * 3 + 1) });
  const tls = { key: new Secret(ending.key), cert: ending.cert, clientCa: shopify.caBundle };

  port = await openPaymentsPort(world(), { mode: "direct", ...tls });

  const alerts = world()
    .logged()
    .filter((line) => line.includes('"alert":true'));
  expect(alerts).toEqual([expect.stringContaining("the server certificate ends in 3 days")]);
  expect(alerts.join()).not.toContain("BEGIN");
});
