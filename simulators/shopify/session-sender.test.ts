import { expect, test } from "vitest";
import { accepts, HandClock, SHOP, standInApp, startSimulator, VOUCHER_URL } from "./test-stand-in.ts";

const breaks = { status: 503, body: "" };

test("sends the documented body and headers and learns where the buyer goes", async () => {
  const clock = new HandClock();
  const app = await standInApp();
  const simulator = await startSimulator({ clock, paymentSessionUrl: app.url });
  const session = simulator.newSession({ shop: SHOP.domain, amount: "80.50", test: true });

  const answer = await simulator.sendSession(session.id);

  const request = app.received[0];
  expect(answer).toEqual({
    status: 200,
    bodyText: accepts.body,
    redirectUrl: VOUCHER_URL,
    attempts: 1,
    error: null,
  });
  expect(request?.headers).toMatchObject({
    "content-type": "application/json",
    "shopify-shop-domain": SHOP.domain,
    "shopify-api-version": "2026-10",
    "shopify-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(request?.body).toEqual({
    id: session.id,
    gid: `gid://shopify/PaymentSession/${session.id}`,
    group: session.group,
    session_id: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    amount: "80.50",
    currency: "PEN",
    test: true,
    merchant_locale: "es-PE",
    payment_method: {
      type: "offsite",
      data: { cancel_url: `https://${SHOP.domain}/checkouts/${session.checkoutId}` },
    },
    proposed_at: clock.now().toISOString(),
    kind: "sale",
    customer: expect.objectContaining({ email: "rosa.quispe@example.com", phone_number: "+51987654321" }),
    transaction_metadata: { tax_amount: "0.00" },
  });
  expect(simulator.session(session.id)).toMatchObject({ state: "started", redirectUrl: VOUCHER_URL });
});

test("sends exactly what the caller chose, null customer included", async () => {
  const app = await standInApp();
  const simulator = await startSimulator({
    paymentSessionUrl: app.url,
    switches: { transactionMetadata: null },
  });
  const choice = {
    shop: SHOP.domain,
    amount: "1.005",
    currency: "EUR",
    kind: "authorization",
    customer: null,
    cancelUrl: "javascript:alert(1)",
    proposedAt: "2020-01-01T00:00:00Z",
    group: "grupo",
  };

  await simulator.sendSession(simulator.newSession(choice).id);

  expect(app.received[0]?.body).toMatchObject({
    amount: "1.005",
    currency: "EUR",
    kind: "authorization",
    customer: null,
    group: "grupo",
    payment_method: { data: { cancel_url: "javascript:alert(1)" } },
    proposed_at: "2020-01-01T00:00:00Z",
  });
  expect(app.received[0]?.body).not.toHaveProperty("transaction_metadata");
});

test("attempts of one group differ in id and share group and buyer session", async () => {
  const app = await standInApp();
  const simulator = await startSimulator({ paymentSessionUrl: app.url });
  const first = simulator.newSession({ shop: SHOP.domain });
  const second = simulator.newSession({ shop: SHOP.domain, group: first.group });

  await simulator.sendSession(first.id);
  await simulator.sendSession(second.id);

  const [one, two] = app.received.map((request) => request.body);
  expect(one?.["id"]).not.toBe(two?.["id"]);
  expect([one?.["group"], one?.["session_id"]]).toEqual([two?.["group"], two?.["session_id"]]);
});

test("repeats a failing session with the same body until the app accepts", async () => {
  const app = await standInApp([breaks, null, accepts]);
  const simulator = await startSimulator({ paymentSessionUrl: app.url });

  const answer = await simulator.sendSession(simulator.newSession({ shop: SHOP.domain }).id);

  expect(answer).toMatchObject({ attempts: 3, redirectUrl: VOUCHER_URL, error: null });
  expect(new Set(app.received.map((request) => request.text)).size).toBe(1);
});

test("gives up after the switched number of attempts and leaves the session unstarted", async () => {
  const app = await standInApp([breaks]);
  const simulator = await startSimulator({ paymentSessionUrl: app.url, switches: { sessionAttempts: 4 } });
  const session = simulator.newSession({ shop: SHOP.domain });

  const answer = await simulator.sendSession(session.id);

  expect(answer).toMatchObject({ status: 503, attempts: 4, redirectUrl: null, error: "http-503" });
  expect(simulator.session(session.id)?.state).toBe("created");
});

test.each(["before-head", "before-body"] as const)(
  "an answer that stalls %s is given up and tried again",
  async (stalls) => {
    const app = await standInApp([{ ...accepts, stalls }, accepts]);
    const simulator = await startSimulator({
      paymentSessionUrl: app.url,
      switches: { sessionTimeoutMs: 200 },
    });

    const answer = await simulator.sendSession(simulator.newSession({ shop: SHOP.domain }).id);

    expect(answer).toMatchObject({ attempts: 2, redirectUrl: VOUCHER_URL });
  },
);

test("a caller may forbid retries for one sending", async () => {
  const app = await standInApp([breaks, accepts]);
  const simulator = await startSimulator({ paymentSessionUrl: app.url });

  const answer = await simulator.sendSession(simulator.newSession({ shop: SHOP.domain }).id, {
    retries: 0,
  });

  expect(answer).toMatchObject({ status: 503, attempts: 1 });
});

test.each([
  ["no JSON", "hola", "no-redirect-url"],
  ["no address", "{}", "no-redirect-url"],
  ["an address that is no http address", `{"redirect_url":"javascript:alert(1)"}`, "no-redirect-url"],
  [
    "an address of 8192 bytes",
    JSON.stringify({ redirect_url: `https://a.example/${"x".repeat(8174)}` }),
    "redirect-url-too-long",
  ],
])("a 200 with %s counts as a failure", async (_what, body, error) => {
  const app = await standInApp([{ status: 200, body }]);
  const simulator = await startSimulator({ paymentSessionUrl: app.url });
  const session = simulator.newSession({ shop: SHOP.domain });

  const answer = await simulator.sendSession(session.id);

  expect(answer).toMatchObject({ status: 200, redirectUrl: null, error, attempts: 3 });
  expect(simulator.session(session.id)?.state).toBe("created");
});

test("an address of 8191 bytes is accepted", async () => {
  const redirectUrl = `https://a.example/${"x".repeat(8191 - "https://a.example/".length)}`;
  const app = await standInApp([{ status: 200, body: JSON.stringify({ redirect_url: redirectUrl }) }]);
  const simulator = await startSimulator({ paymentSessionUrl: app.url });

  const answer = await simulator.sendSession(simulator.newSession({ shop: SHOP.domain }).id);

  expect(answer.redirectUrl).toBe(redirectUrl);
});

test("sends the same session again on demand, with altered content and with malformed content", async () => {
  const app = await standInApp();
  const simulator = await startSimulator({ paymentSessionUrl: app.url });
  const { id } = simulator.newSession({ shop: SHOP.domain });

  await simulator.sendSession(id);
  await simulator.sendSession(id);
  await simulator.sendSession(id, { body: (body) => ({ ...body, amount: "999.00" }) });
  await simulator.sendSession(id, { rawBody: "{malformed" });

  const [first, again, altered, malformed] = app.received;
  expect(again?.text).toBe(first?.text);
  expect(again?.headers["shopify-request-id"]).not.toBe(first?.headers["shopify-request-id"]);
  expect(altered?.body).toMatchObject({ id, amount: "999.00" });
  expect(malformed?.text).toBe("{malformed");
});

test("headers can be replaced whatever their case", async () => {
  const app = await standInApp();
  const simulator = await startSimulator({ paymentSessionUrl: app.url });
  const { id } = simulator.newSession({ shop: SHOP.domain });

  await simulator.sendSession(id, { headers: { "shopify-shop-domain": "evil.example", "X-Extra": "1" } });

  expect(app.received[0]?.headers).toMatchObject({ "shopify-shop-domain": "evil.example", "x-extra": "1" });
});

test("fifty sessions at once are all answered", async () => {
  const app = await standInApp();
  const simulator = await startSimulator({ paymentSessionUrl: app.url });
  const ids = Array.from({ length: 50 }, () => simulator.newSession({ shop: SHOP.domain }).id);

  const answers = await Promise.all(ids.map((id) => simulator.sendSession(id)));

  expect(answers.filter((answer) => answer.redirectUrl === VOUCHER_URL)).toHaveLength(50);
  expect(new Set(app.received.map((request) => request.body["id"]))).toEqual(new Set(ids));
});

test("without an app to send to, says so", async () => {
  const simulator = await startSimulator();

  const answer = await simulator.sendSession(simulator.newSession({ shop: SHOP.domain }).id);

  expect(answer).toMatchObject({ status: 0, error: "no-payment-session-url" });
});

test("sends to the address set last", async () => {
  const app = await standInApp();
  const simulator = await startSimulator({ paymentSessionUrl: "http://127.0.0.1:1/nobody" });
  simulator.setPaymentSessionUrl(app.url);

  const answer = await simulator.sendSession(simulator.newSession({ shop: SHOP.domain }).id);

  expect(answer.attempts).toBe(1);
  expect(app.received).toHaveLength(1);
});

test("closing breaks off a sending whose answer is held", async () => {
  const app = await standInApp();
  const simulator = await startSimulator({ paymentSessionUrl: app.url });
  const session = simulator.newSession({ shop: SHOP.domain });
  simulator.switches.answerReading.hold();
  const sending = simulator.sendSession(session.id);
  await simulator.switches.answerReading.whenWaiting(1);

  await simulator.close();

  expect(await sending).toMatchObject({ redirectUrl: null, attempts: 1 });
});
