import { describe, expect, it } from "vitest";
import { answerPaymentForm } from "#app/payments/answer-payment-form.server.ts";
import { seePayment } from "#app/payments/see-payment.server.ts";
import { auditOf, by, USER } from "../builders/act.ts";
import {
  arrive,
  sessionState,
  timelineOf,
  toldPending,
  withCode,
  type IssuedPayment,
} from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("payment_detail", { tls: "off" });

const deps = () => world().system.deps;

async function see(payment: { paymentId: string }) {
  return seePayment(deps(), await by(world(), payment));
}

async function send(payment: { paymentId: string }, fields: Record<string, string>) {
  return answerPaymentForm(deps(), await by(world(), payment), new Map(Object.entries(fields)));
}

async function emailOf(payment: { paymentId: string }): Promise<string> {
  const [row] = await world().rows<{ email: string }>(
    "select shopper_email as email from payments where id = $1",
    [payment.paymentId],
  );
  return row?.email ?? "no e-mail";
}

async function paid(): Promise<IssuedPayment> {
  const payment = await toldPending(world());
  await world().pagoefectivo.pay(payment.cip);
  await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
  await world().until(
    "its answer to be stored",
    async () => (await see(payment))?.toShopify[0]?.answer === "acknowledged",
  );
  return payment;
}

describe("the page of a payment", () => {
  it("tells its story newest first, with who did what, and both parties' messages", async () => {
    const payment = await paid();

    const seen = await see(payment);

    expect(seen).toMatchObject({
      status: "paid",
      sessionId: payment.sessionId,
      code: { cip: payment.cip, state: "paid" },
      shopperPage: payment.url,
      fromPagoEfectivo: [{ eventType: "cip.paid", state: "matched", simulated: false }],
    });
    expect(seen?.timeline.map(({ kind }) => kind)).toEqual([
      "resolve-acknowledged",
      "paid",
      "pending-acknowledged",
      "continue",
      "code-seen",
      "created",
      "code-asked-for",
      "session-received",
    ]);
    expect(seen?.toShopify.map(({ kind }) => kind)).toEqual(["resolve", "pending"]);
    expect(seen?.operationNumber).not.toBeNull();
  });

  it("shows no contact whole, and of a notice only fields that hold nothing of a person", async () => {
    const payment = await paid();
    await world().rows("update notices set body = $2 where code_id = $1", [
      payment.codeId,
      Buffer.from('{"eventType":"cip.paid","data":{"cip":"1","payer":"Canary Person"},"note":"Canary"}'),
    ]);

    const text = JSON.stringify(await see(payment));

    expect(text).toContain("••@");
    expect(text).not.toContain(await emailOf(payment));
    expect(text).not.toContain("Canary");
  });

  it("offers only what can be done now", async () => {
    const waiting = await toldPending(world());
    const done = await paid();

    expect((await see(waiting))?.acts).toMatchObject({ check: null, void: null, simulate: "live-payment" });
    expect((await see(done))?.acts).toMatchObject({ void: "code-ended", "send-again": "nothing-to-send" });
  });

  it("names the other attempts of the same checkout", async () => {
    const first = await toldPending(world());
    const again = await arrive(world(), { group: first.group });

    const seen = await see(first);

    expect(seen?.attempts).toMatchObject([{ id: again.paymentId, sessionId: again.sessionId }]);
  });

  it("does not exist for another shop, nor for an id that is none, whatever is asked of it", async () => {
    const payment = await toldPending(world(), { test: true });
    const other = await connectNewShop(world());
    const [shop] = await world().rows<{ id: string }>("select id from shops where domain = $1", [
      other.domain,
    ]);
    const shopId = shop?.id ?? "";
    const before = await timelineOf(world(), payment);

    const seen = [
      await seePayment(deps(), { shopId, paymentId: payment.paymentId }),
      await seePayment(deps(), { shopId, paymentId: "../../etc/passwd" }),
      await seePayment(deps(), { shopId, paymentId: "" }),
    ];
    const answers = [];
    for (const intent of ["check", "void", "extend", "send-again", "simulate", "note", "show-contact"]) {
      const form = new Map(
        Object.entries({ intent, text: "x", what: "paid", expiresAt: "2026-12-24T10:00" }),
      );
      const input = { shopId, paymentId: payment.paymentId, userId: USER };
      answers.push(await answerPaymentForm(deps(), input, form));
      answers.push(await answerPaymentForm(deps(), { ...input, paymentId: "nonsense" }, form));
      answers.push(await answerPaymentForm(deps(), { ...input, paymentId: "-".repeat(36) }, form));
    }

    expect(seen).toEqual([null, null, null]);
    expect(answers).toEqual(Array(21).fill(null));
    expect(await timelineOf(world(), payment)).toEqual(before);
    expect(await auditOf(world(), payment)).toEqual([]);
  });
});

describe("what a person does at the page", () => {
  it("keeps a note with who wrote it, and says so in the audit without its words", async () => {
    const payment = await withCode(world());

    const answer = await send(payment, { intent: "note", text: "  Llamó, paga mañana.\u0000 " });

    expect(answer).toEqual({ kind: "noted" });
    expect((await see(payment))?.notes).toMatchObject([{ text: "Llamó, paga mañana.", by: USER }]);
    const [line] = await auditOf(world(), payment);
    expect(line).toMatchObject({ action: "payment-note-added", user_id: USER });
    expect(JSON.stringify(line)).not.toContain("mañana");
  });

  it.each([
    ["", { kind: "not-noted", reason: "empty" }],
    ["   ", { kind: "not-noted", reason: "empty" }],
    ["x".repeat(2_001), { kind: "not-noted", reason: "too-long" }],
  ])("refuses a note that is empty or too long", async (text, expected) => {
    const payment = await withCode(world());

    expect(await send(payment, { intent: "note", text })).toEqual(expected);
    expect((await see(payment))?.notes).toEqual([]);
  });

  it("shows the whole contact to who asks, and writes down who asked", async () => {
    const payment = await withCode(world());

    const answer = await send(payment, { intent: "show-contact" });

    expect(answer).toMatchObject({ kind: "contact", contact: { email: await emailOf(payment) } });
    expect(await auditOf(world(), payment)).toMatchObject([
      { action: "payment-contact-shown", user_id: USER },
    ]);
  });

  it("voids through the form, and is told what PagoEfectivo said", async () => {
    const payment = await toldPending(world());

    const answer = await send(payment, { intent: "void" });

    expect(answer).toEqual({ kind: "done", act: "void", found: "proved-removed" });
    expect((await see(payment))?.status).toBe("voided");
  });

  it.each([
    { intent: "extend", expiresAt: "tomorrow" },
    { intent: "extend" },
    { intent: "simulate", what: "everything" },
    { intent: "drop table" },
    {},
  ])("does nothing for a form that it does not understand: %j", async (fields) => {
    const payment = await toldPending(world(), { test: true });
    const before = await timelineOf(world(), payment);

    expect(await send(payment, fields as Record<string, string>)).toEqual({ kind: "not-understood" });
    expect(await timelineOf(world(), payment)).toEqual(before);
  });
});
