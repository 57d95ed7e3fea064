import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { makeTestCertificates, type KeyAndCertificate } from "../certificates.ts";
import { SHOP, standInApp, startSimulator, type StandInApp } from "./test-stand-in.ts";

// TLS compares validity with the machine's clock, so these certificates are made for the real now.
const now = new Date();
const DAY_MS = 86_400_000;

async function sendAs(
  client: KeyAndCertificate,
  serverCa: string,
  app: StandInApp,
  withoutCertificate = false,
) {
  const simulator = await startSimulator({
    paymentSessionUrl: app.url,
    clientTls: { ...client, ca: serverCa },
    switches: { sessionAttempts: 1 },
  });
  return simulator.sendSession(simulator.newSession({ shop: SHOP.domain }).id, { withoutCertificate });
}

test("presents the client certificate over https, and none when told to hide it", async () => {
  const made = await makeTestCertificates({ now });
  const app = await standInApp(undefined, { ...made.server, ca: made.ca });

  const known = await sendAs(made.client, made.ca, app);
  const stranger = await sendAs(made.client, made.ca, app, true);

  expect([known.error, stranger.error]).toEqual([null, null]);
  expect(app.received.map((request) => request.certified)).toEqual([true, false]);
});

test("does not talk to a server that the given authority did not sign", async () => {
  const made = await makeTestCertificates({ now });
  const impostor = await makeTestCertificates({ now });
  const app = await standInApp(undefined, { ...impostor.server, ca: made.ca });

  const answer = await sendAs(made.client, made.ca, app);

  expect(answer.status).toBe(0);
  expect(answer.error).not.toBeNull();
  expect(app.received).toEqual([]);
});

test("certificates signed by an intermediate verify with the root alone", async () => {
  const made = await makeTestCertificates({ now, intermediate: true });
  const app = await standInApp(undefined, { ...made.server, ca: made.ca });

  await sendAs(made.client, made.ca, app);

  expect(app.received.map((request) => request.certified)).toEqual([true]);
});

test("wrong client certificates are made to be refused: authority, validity, usage, chain", async () => {
  const made = await makeTestCertificates({ now, intermediate: true });
  const second = await makeTestCertificates({ now, commonName: "Another Root CA" });
  const app = await standInApp(undefined, { ...made.server, ca: made.ca });
  const wrong = {
    authority: second.client,
    sameNameAuthority: (await makeTestCertificates({ now, intermediate: true })).client,
    expired: await made.issuer.issueClient({ notAfter: new Date(now.getTime() - DAY_MS / 2) }),
    notYetValid: await made.issuer.issueClient({ notBefore: new Date(now.getTime() + DAY_MS) }),
    usage: await made.issuer.issueClient({ usages: ["serverAuth"] }),
    chain: await made.issuer.issueClient({ presentIntermediates: false }),
  };

  for (const client of Object.values(wrong)) await sendAs(client, made.ca, app);

  expect(app.received.map((request) => request.certified)).toEqual([
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test("a missing intermediate is made up for by a bundle that holds it, and two authorities may be trusted at once", async () => {
  const made = await makeTestCertificates({ now, intermediate: true });
  const second = await makeTestCertificates({ now, commonName: "Another Root CA" });
  const app = await standInApp(undefined, { ...made.server, ca: `${made.caBundle}${second.ca}` });
  const incomplete = await made.issuer.issueClient({ presentIntermediates: false });

  await sendAs(incomplete, made.ca, app);
  await sendAs(second.client, made.ca, app);

  expect(app.received.map((request) => request.certified)).toEqual([true, true]);
});

test("a client certificate can be made without any extended usage", async () => {
  const made = await makeTestCertificates({ now });

  const plain = await made.issuer.issueClient({ usages: [] });

  expect(new X509Certificate(plain.cert).keyUsage).toBeUndefined();
  expect(new X509Certificate(made.client.cert).keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
});
