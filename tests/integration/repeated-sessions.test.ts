import { describe, expect, it } from "vitest";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { arrive, codesOf, moveToExpiry, paymentRow, toldPending, withCode } from "../builders/payment.ts";
import { refusal, sendOnce } from "../builders/session-answer.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("repeated_sessions", { tls: "off" });

async function storedSessions(sessionId: string): Promise<unknown[]> {
  return world().rows("select told from payments where session_id = $1", [sessionId]);
}

describe("a repeated session", () => {
  it("is answered with the first address, also while its shop is not ready", async () => {
    const shop = await connectNewShop(world());
    const payment = await arrive(world(), { shop: shop.domain });
    await world().rows("update shops set ready = false where domain = $1", [shop.domain]);

    const answer = await sendOnce(world(), payment.sessionId);

    expect(answer).toEqual({ status: 200, body: { redirect_url: payment.url } });
    expect(await storedSessions(payment.sessionId)).toHaveLength(1);
  });

  it("may differ in what is only a courtesy; the first is kept", async () => {
    const payment = await arrive(world());

    const answer = await sendOnce(world(), payment.sessionId, {
      body: (body) => ({
        ...body,
        customer: null,
        merchant_locale: "en",
        proposed_at: "2026-01-01T00:00:00Z",
      }),
    });

    expect(answer).toEqual({ status: 200, body: { redirect_url: payment.url } });
    const [kept] = await world().rows(
      "select shopper_given_name, merchant_locale from payments where id = $1",
      [payment.paymentId],
    );
    expect(kept).toEqual({ shopper_given_name: "Rosa", merchant_locale: "es-PE" });
  });

  it.each([
    ["amount", { amount: "1.00" }],
    ["currency", { currency: "USD" }],
    ["test", { test: true }],
    ["group", { group: "another" }],
    ["gid", { gid: "gid://shopify/PaymentSession/another" }],
  ])("with another %s is refused and the first stands", async (_, change) => {
    const payment = await arrive(world(), { amount: "125.00" });

    const answer = await sendOnce(world(), payment.sessionId, { body: (body) => ({ ...body, ...change }) });

    expect(answer).toEqual(refusal(409, "content-differs", "this session id is known with other content"));
    const stored = await world().rows(
      "select amount_centimos, currency, test from payments where id = $1",
      [payment.paymentId],
    );
    expect(stored).toEqual([{ amount_centimos: 12500, currency: "PEN", test: false }]);
    expect(
      world()
        .logged()
        .some((line) => line.includes('"alert":true')),
    ).toBe(true);
    expect((await sendOnce(world(), payment.sessionId)).body).toEqual({ redirect_url: payment.url });
  });

  it("that arrives fifty times at once is one payment with one code", async () => {
    const session = world().shopify.newSession({ shop: DEMO_SHOP });

    const answers = await Promise.all(Array.from({ length: 50 }, () => sendOnce(world(), session.id)));

    const [first] = answers;
    expect(first?.status).toBe(200);
    expect(answers).toEqual(Array.from({ length: 50 }, () => first));
    expect(await storedSessions(session.id)).toHaveLength(1);
    const codes = await world().until("the code", async () => {
      const rows = await world().rows<{ id: string; state: string }>(
        "select c.id, c.state from codes c join payments p on p.id = c.payment_id where p.session_id = $1",
        [session.id],
      );
      return rows[0]?.state === "live" && rows;
    });
    const creates = world()
      .pagoefectivo.calls()
      .filter((call) => call.operation === "create" && call.transactionCode === codes[0]?.id);
    expect([codes.length, creates.length]).toEqual([1, 1]);
  });
});

describe("a second session of a checkout whose first one is over", () => {
  it.each([
    ["released", withCode],
    ["rejected", toldPending],
  ] as const)("gets a code of its own: %s", async (end, made) => {
    const first = await made(world());
    await moveToExpiry(world(), first, 31 * 60_000);
    await world().until(
      `the first to be ${end}`,
      async () => (await paymentRow(world(), first)).told === end,
    );

    const second = await withCode(world(), { group: first.group });

    expect(second.cip).not.toBe(first.cip);
    expect(await codesOf(world(), first)).toMatchObject([{ state: "expired" }]);
  });
});
