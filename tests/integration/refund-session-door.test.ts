import { describe, expect, it } from "vitest";
import { casesOf, toldPending, withCode } from "../builders/payment.ts";
import {
  askRefund,
  paid,
  refundLines,
  refundsOf,
  refundState,
  sendRefundOnce,
  setPolicy,
} from "../builders/refund.ts";
import { refusal } from "../builders/session-answer.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("refund_session_door", { tls: "off" });

const alerts = () =>
  world()
    .logged()
    .filter((line) => line.includes('"alert":true'));

const ACCEPTED = { status: 201, body: null };

describe("a refund session", () => {
  it("is stored before it is answered 201 with an empty body, and waits for people", async () => {
    const payment = await paid(world());
    await setPolicy(world(), payment);

    const answer = await askRefund(world(), payment, { amount: "25.50" });

    expect(answer).toMatchObject(ACCEPTED);
    expect(await refundsOf(world(), payment)).toMatchObject([
      { session_id: answer.id, state: "opened", amount_centimos: 2_550, currency: "PEN", refusal: null },
    ]);
    expect(await refundLines(world(), payment)).toEqual(["refund-opened"]);
    expect(refundState(world(), answer.id)).toBe("pending");
  });

  it("that is repeated is answered 201 and changes nothing, also when its shop has left", async () => {
    const shop = await connectNewShop(world());
    const payment = await paid(world(), { shop: shop.domain });
    await setPolicy(world(), payment);
    const { id } = await askRefund(world(), payment);
    const before = await refundsOf(world(), payment);
    await world().rows("update shops set ready = false, uninstalled_at = now() where domain = $1", [
      shop.domain,
    ]);
    await setPolicy(world(), payment, { isByHand: false });

    const answer = await sendRefundOnce(world(), id, {
      body: (body) => ({ ...body, merchant_locale: "en", proposed_at: "2026-01-01T00:00:00Z" }),
    });

    expect(answer).toEqual(ACCEPTED);
    expect(await refundsOf(world(), payment)).toEqual(before);
    expect(await refundLines(world(), payment)).toEqual(["refund-opened"]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["gid", { gid: "gid://shopify/RefundSession/other" }],
    ["amount", { amount: "1.00" }],
    ["currency", { currency: "USD" }],
    ["mode", { test: true }],
  ])("that repeats an id with another %s is answered 409, with an alert", async (_, other) => {
    const payment = await paid(world());
    await setPolicy(world(), payment);
    const { id } = await askRefund(world(), payment, { amount: "20.00" });
    const before = await refundsOf(world(), payment);

    const answer = await sendRefundOnce(world(), id, { body: (body) => ({ ...body, ...other }) });

    expect(answer).toEqual(
      refusal(409, "content-differs", "this refund session id is known with other content"),
    );
    expect(await refundsOf(world(), payment)).toEqual(before);
    expect(alerts()).toEqual([expect.stringContaining(`"refundId":"${before[0]?.id}"`)]);
  });

  it("that repeats an id for another payment is answered 409", async () => {
    const [payment, other] = [await paid(world()), await paid(world())];
    await setPolicy(world(), payment);
    const { id } = await askRefund(world(), payment);

    const answer = await sendRefundOnce(world(), id, {
      body: (body) => ({ ...body, payment_id: other.sessionId }),
    });

    expect(answer.status).toBe(409);
    expect(await refundsOf(world(), other)).toEqual([]);
  });

  it("of a shop that is not ready is accepted all the same", async () => {
    const shop = await connectNewShop(world());
    const payment = await paid(world(), { shop: shop.domain });
    await setPolicy(world(), payment);
    await world().rows("update shops set ready = false where domain = $1", [shop.domain]);

    expect(await askRefund(world(), payment)).toMatchObject(ACCEPTED);
  });
});

describe("a refund session that is not taken", () => {
  const unknownShop = refusal(404, "unknown-shop", "this shop has not installed the app");
  const unknownPayment = refusal(404, "unknown-payment", "no payment session of this shop has this id");

  it("is answered 404 when the shop has uninstalled the app", async () => {
    const shop = await connectNewShop(world());
    const payment = await paid(world(), { shop: shop.domain });
    await world().rows("update shops set uninstalled_at = now() where domain = $1", [shop.domain]);

    expect(await askRefund(world(), payment)).toMatchObject(unknownShop);
  });

  it("is answered 404 when the payment is unknown, or another shop's", async () => {
    const payment = await paid(world());
    const shop = await connectNewShop(world());

    const unknown = await askRefund(world(), payment, { unchecked: true, paymentId: "unknown" });
    const others = await askRefund(world(), payment, { unchecked: true, shop: shop.domain });

    expect([unknown, others]).toMatchObject([unknownPayment, unknownPayment]);
    expect(await refundsOf(world(), payment)).toEqual([]);
  });

  it("is answered 503, with an alert, while the payment was not decided resolved here", async () => {
    const payment = await toldPending(world());
    await setPolicy(world(), payment);

    const answer = await askRefund(world(), payment, { unchecked: true, amount: "10.00" });

    expect(answer).toMatchObject({ status: 503, body: { error: { code: "not-resolved" } } });
    expect(await refundsOf(world(), payment)).toEqual([]);
    expect(alerts()).toEqual([expect.stringContaining(`"paymentId":"${payment.paymentId}"`)]);
    expect(alerts()[0]).toContain('"status":"pending"');
  });

  it.each([
    ["{", 400, "not-json"],
    ['{"id":"1","id":"2"}', 400, "not-json"],
    ["{}", 400, "invalid-field"],
    [" ".repeat(64 * 1024 + 1), 413, "body-too-large"],
  ])("is refused when its body is no refund session", async (rawBody, status, code) => {
    const payment = await withCode(world());

    const answer = await askRefund(world(), payment, { unchecked: true, amount: "1.00" }, { rawBody });

    expect(answer).toMatchObject({ status, body: { error: { code } } });
  });
});

describe("a refund that cannot be paid", () => {
  it.each<[string, Parameters<typeof askRefund>[2], string]>([
    ["over-refund", { amount: "125.01" }, "more than what is left"],
    ["other-currency", { amount: "25.00", currency: "USD" }, "another currency"],
    ["other-currency", { amount: "25.00", currency: "EUR" }, "another currency"],
    ["other-mode", { amount: "25.00", test: true }, "one is a test"],
  ])("is stored, answered 201 and refused to Shopify with its reason: %s", async (reason, input, words) => {
    const payment = await paid(world());
    await setPolicy(world(), payment);

    const answer = await askRefund(world(), payment, {
      unchecked: true,
      merchantLocale: "en-US",
      ...input,
    });
    await world().until("Shopify to be told", () => refundState(world(), answer.id) === "rejected");

    expect(answer).toMatchObject(ACCEPTED);
    const [row] = await refundsOf(world(), payment);
    expect(row).toMatchObject({ state: "refused", refusal: reason });
    expect(row?.refusal_text).toContain(words);
    expect(world().shopify.refund(answer.id)?.rejection).toEqual({
      code: "PROCESSING_ERROR",
      merchantMessage: row?.refusal_text,
    });
    expect((await refundLines(world(), payment)).slice(0, 2)).toEqual(["refund-opened", "refund-refused"]);
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it.each([
    ["es-PE", "no acepta hacer reembolsos a mano"],
    ["zh-CN", "未启用人工退款"],
  ])("is refused at once where the shop has not accepted manual refunds, in %s", async (locale, words) => {
    const payment = await paid(world());
    await setPolicy(world(), payment, { isByHand: false });

    const { id } = await askRefund(world(), payment, { merchantLocale: locale });
    await world().until("Shopify to be told", () => refundState(world(), id) === "rejected");

    expect(world().shopify.refund(id)?.rejection?.merchantMessage).toContain(words);
    expect(await refundsOf(world(), payment)).toMatchObject([{ state: "refused", refusal: "policy-off" }]);
  });

  it("leaves room for another one", async () => {
    const payment = await paid(world());
    await setPolicy(world(), payment);
    await askRefund(world(), payment, { unchecked: true, amount: "125.01" });

    const whole = await askRefund(world(), payment, { unchecked: true, amount: "125.00" });

    expect(whole.status).toBe(201);
    expect((await refundsOf(world(), payment)).map(({ state }) => state)).toEqual(["refused", "opened"]);
  });
});

describe("refunds that come at once", () => {
  it("a hundred partial ones never exceed the payment", async () => {
    const payment = await paid(world());
    await setPolicy(world(), payment);

    // 100 × S/ 3.00 of S/ 125.00: 41 fit.
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => askRefund(world(), payment, { unchecked: true, amount: "3.00" })),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const rows = await refundsOf(world(), payment);
    expect(rows.filter(({ state }) => state === "opened")).toHaveLength(41);
    expect(rows.filter(({ refusal }) => refusal === "over-refund")).toHaveLength(59);
  });

  it("twenty times the same is one", async () => {
    const payment = await paid(world());
    await setPolicy(world(), payment);
    const { id } = world().shopify.newRefund({ sessionId: payment.sessionId });

    const answers = await Promise.all(Array.from({ length: 20 }, () => sendRefundOnce(world(), id)));

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
    expect(await refundsOf(world(), payment)).toMatchObject([{ session_id: id, state: "opened" }]);
  });
});
