/**
 * deploy/proxy/nginx.conf, run as it is by a real nginx: in front of the app, and in front of a recorder that sees what the app would.
 */
import { request as plainRequest, type OutgoingHttpHeaders } from "node:http";
import { request as tlsRequest } from "node:https";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import {
  makeTestCertificates,
  type LeafRequest,
  type TestCertificates,
} from "../../simulators/certificates.ts";
import { launchAppProcess } from "../builders/app-process.ts";
import { startNginx, type RunningNginx } from "../builders/nginx.ts";
import { arrive } from "../builders/payment.ts";
import { startRecorder } from "../builders/recorder.ts";
import { bodyOf } from "../setup/payments-port.ts";
import { MANY_FROM_HERE } from "../setup/many-from-here.ts";
import { useWorld } from "../setup/world.ts";

const PAYMENTS_SECRET = "between-the-proxy-and-the-payments-port-5b20";
const WEB_SECRET = "between-the-proxy-and-the-public-port-9c1e";
const PAGES_AT_ONCE = 5;
const WEB = "app.example.com";
const PAYMENTS = "payments.example.com";

const world = useWorld("proxy", {
  roles: ["web", "payments"],
  environment: {
    ...MANY_FROM_HERE,
    WEB_PROXY_SECRET: WEB_SECRET,
    FLOOD_PAGES_PER_ADDRESS: `${PAGES_AT_ONCE}/1`,
  },
});

let made: TestCertificates;
let recorder: Awaited<ReturnType<typeof startRecorder>>;
/** One before the app, one before the recorder. */
let proxy: RunningNginx;
let watched: RunningNginx;

beforeAll(async () => {
  made = await makeTestCertificates({ now: new Date(), intermediate: true });
  recorder = await startRecorder();
  const files = {
    web: await made.issuer.issueServer({ dnsNames: [WEB] }),
    payments: await made.issuer.issueServer({ dnsNames: [PAYMENTS] }),
    authorities: made.caBundle,
    webSecret: WEB_SECRET,
    paymentsSecret: PAYMENTS_SECRET,
  };
  const { webPort } = world().system;
  invariant(webPort, "the public port listens");
  watched = await startNginx({ ...files, webPort: recorder.port, paymentsPort: recorder.port });
  proxy = await startNginx({ ...files, webPort, paymentsPort: await startProxiedPayments() });
});
afterAll(async () => {
  await Promise.all([proxy.stop(), watched.stop()]);
  await recorder.close();
});

/** The real process, in the mode in which it believes a proxy; it ends with the file. */
let endPayments: () => Promise<void> = async () => {};
async function startProxiedPayments(): Promise<number> {
  const payments = launchAppProcess(
    world(),
    "payments",
    { PAYMENTS_TLS_MODE: "proxy", PAYMENTS_PROXY_SECRET: PAYMENTS_SECRET },
    (end) => (endPayments = end),
  );
  const { port } = await payments.said("started");
  invariant(port, "the payments port listens");
  return port;
}
afterAll(() => endPayments());

interface Call {
  to?: RunningNginx;
  /** For which host the connection was made, and which one the request names. */
  servername?: string;
  host?: string;
  path?: string;
  certificate?: { key: string; cert: string } | null;
  headers?: OutgoingHttpHeaders;
  body?: string;
}

/** The status of the answer, or that there was none. */
function call({
  to = proxy,
  servername = WEB,
  host = servername,
  path = "/",
  certificate,
  headers,
  body,
}: Call) {
  return new Promise<{ status: number | "no connection"; body: string; location: string | undefined }>(
    (resolve) => {
      const request = tlsRequest(
        {
          ...{ host: "127.0.0.1", port: to.httpsPort, servername, path, agent: false },
          ...{ ca: made.ca, ...certificate },
          method: body === undefined ? "GET" : "POST",
          headers: { Host: host, ...headers },
        },
        (response) => {
          const { statusCode = 0, headers: answered } = response;
          void text(response).then((content) =>
            resolve({ status: statusCode, body: content, location: answered.location }),
          );
        },
      );
      request.on("error", () => resolve({ status: "no connection", body: "", location: undefined }));
      request.end(body);
    },
  );
}

/** What anybody can write about themselves, the right secrets included: as if they had leaked. */
const FORGED: OutgoingHttpHeaders = {
  "X-Client-Verify": ["SUCCESS", "SUCCESS"],
  "X-Payments-Proxy-Secret": [PAYMENTS_SECRET, "another"],
  "X-Web-Proxy-Secret": [WEB_SECRET, "another"],
  "X-Client-Address": ["190.232.1.7", "190.232.1.8"],
  "X-Forwarded-For": "190.232.1.7",
  "X-Forwarded-Host": "evil.example.com",
  "X-Forwarded-Proto": "http",
  "X-Real-IP": "190.232.1.7",
  Forwarded: "for=190.232.1.7",
  "X-Request-Id": "forged",
  X_Client_Verify: "SUCCESS",
};

/** What the proxy calls a request. */
const OWN_NAME: unknown = expect.stringMatching(/^x-request-id: [0-9a-f]{32}$/);

/** A new session, as Shopify sends it. */
async function sendSession(how: Omit<Call, "body" | "path">) {
  const session = world().shopify.newSession({ shop: DEMO_SHOP });
  const { status } = await call({
    servername: PAYMENTS,
    ...how,
    path: "/shopify/payment-sessions",
    headers: {
      "Content-Type": "application/json",
      "Shopify-Shop-Domain": DEMO_SHOP,
      "Shopify-Request-Id": "request-0001",
      ...how.headers,
    },
    body: bodyOf(session),
  });
  const stored = await world().rows("select 1 from payments where session_id = $1", [session.id]);
  return { status, stored: stored.length };
}

describe("Shopify's host", () => {
  it("lets the right certificate through to the payments process, which stores its session", async () => {
    expect(await sendSession({ certificate: made.client })).toEqual({ status: 200, stored: 1 });
  });

  it("lets it through whatever else it says about itself", async () => {
    const outcome = await sendSession({ certificate: made.client, headers: FORGED });

    expect(outcome).toEqual({ status: 200, stored: 1 });
  });

  it("refuses a caller without a certificate, also one who knows every secret", async () => {
    expect(await sendSession({ headers: FORGED })).toEqual({ status: 400, stored: 0 });
  });

  const wrong: [string, (own: TestCertificates) => Promise<{ key: string; cert: string }>][] = [
    ["of another authority", async () => (await makeTestCertificates({ now: new Date() })).client],
    ["that has ended", ({ issuer }) => issuer.issueClient(dates(-2, -1))],
    ["that has not begun", ({ issuer }) => issuer.issueClient(dates(1, 2))],
    ["that is for servers", ({ issuer }) => issuer.issueClient({ usages: ["serverAuth"] })],
  ];
  it.each(wrong)("refuses a certificate %s, and says why in its log", async (_, issue) => {
    const before = proxy.log().length;

    const outcome = await sendSession({ certificate: await issue(made), headers: FORGED });

    expect(outcome).toEqual({ status: 400, stored: 0 });
    await logSays(proxy, "client SSL certificate verify error", before);
  });

  it("refuses who comes through the other host's door, where no certificate is asked for", async () => {
    const outcome = await sendSession({ servername: WEB, host: PAYMENTS, headers: FORGED });

    expect(outcome).toEqual({ status: 421, stored: 0 });
  });

  it("passes on its own word alone, once each, and takes away what its other port believes", async () => {
    recorder.requests.length = 0;

    await sendSession({ to: watched, certificate: made.client, headers: FORGED });

    const [seen = []] = recorder.requests;
    expect(seen.filter((line) => !/^(shopify-|content-|host:)/.test(line))).toEqual([
      "x-client-verify: SUCCESS",
      `x-payments-proxy-secret: ${PAYMENTS_SECRET}`,
      OWN_NAME,
    ]);
    expect(seen).toContain(`host: ${PAYMENTS}`);
    expect(seen).toContain("shopify-request-id: request-0001");
  });

  it.each(["/", "/healthz", "/readyz", "/shopify/payment-sessions/more"])(
    "has nothing at %s",
    async (path) => {
      const answer = await call({ servername: PAYMENTS, certificate: made.client, path });

      expect(answer.status).toBe(404);
    },
  );
});

describe("the public host", () => {
  it("passes on where the caller really is, once, and nothing of what it says about itself", async () => {
    recorder.requests.length = 0;

    await call({ to: watched, headers: FORGED });

    expect(recorder.requests).toEqual([
      [`host: ${WEB}`, "x-client-address: 127.0.0.1", OWN_NAME, `x-web-proxy-secret: ${WEB_SECRET}`],
    ]);
  });

  it("counts pages of one address together, whatever addresses it claims", async () => {
    const { slug } = await arrive(world());
    const statuses: unknown[] = [];

    for (let turn = 0; turn <= PAGES_AT_ONCE; turn += 1) {
      const headers = { ...FORGED, "X-Client-Address": `190.232.2.${turn}` };
      statuses.push((await call({ path: `/v/${slug}`, headers })).status);
    }

    expect(statuses).toEqual([...Array<number>(PAGES_AT_ONCE).fill(200), 429]);
  });

  it("shows nobody whether a process can work", async () => {
    expect((await call({ path: "/readyz" })).status).toBe(404);
  });

  it("sends plain HTTP to itself, and knows no other host", async () => {
    const answered = (host: string) =>
      new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
        plainRequest(
          { host: "127.0.0.1", port: proxy.httpPort, path: "/find?a=b", headers: { Host: host } },
          (response) => {
            response.resume();
            resolve([response.statusCode, response.headers.location]);
          },
        )
          .on("error", reject)
          .end();
      });

    expect(await answered(WEB)).toEqual([308, `https://${WEB}/find?a=b`]);
    expect(await answered("evil.example.com")).toEqual([421, undefined]);
    expect((await call({ servername: "evil.example.com" })).status).toBe("no connection");
  });
});

// Fault: a log of addresses is a list of every shopper's page, and of the tokens with which notices are sent.
it("writes no address of a page, no query and no secret into its log, also when the app is away", async () => {
  const away = await startNginx({
    ...{ web: await made.issuer.issueServer({ dnsNames: [WEB] }), payments: made.server },
    ...{ authorities: made.caBundle, webSecret: WEB_SECRET, paymentsSecret: PAYMENTS_SECRET },
    ...{ webPort: 1, paymentsPort: 1 },
  });
  const { slug } = await arrive(world());
  const path = `/v/${slug}?lang=canary-query`;

  expect((await call({ path, headers: { Referer: `https://${WEB}/v/${slug}` } })).status).not.toBe(502);
  expect((await call({ to: away, path })).status).toBe(502);

  await logSays(away, `${WEB} GET 502`);
  const written = proxy.log() + away.log();
  await away.stop();
  for (const secret of [slug, "canary-query", WEB_SECRET, PAYMENTS_SECRET]) {
    expect(written).not.toContain(secret);
  }
});

/** nginx writes its line after the answer. */
async function logSays(nginx: RunningNginx, words: string, from = 0): Promise<void> {
  await world().until(`the log to say ${words}`, () => nginx.log().slice(from).includes(words));
}

const DAY_MS = 86_400_000;
function dates(from: number, to: number): LeafRequest {
  const day = (offset: number) => new Date(Date.now() + offset * DAY_MS);
  return { notBefore: day(from), notAfter: day(to) };
}
