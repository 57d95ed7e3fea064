import type pg from "pg";
import { describe, expect, it } from "vitest";
import { NOW, type RowWriter } from "../builders/rows.ts";
import { useWrittenRows } from "../setup/written-rows.ts";

// What must never become of a refund, whoever writes it: a bug of ours, a script, or a person at a console.
let client: pg.Client;
let write: RowWriter;
useWrittenRows("refund_constraints", (rows) => {
  ({ client, write } = rows);
});

const DETAILS = { sealed_destination: "sealed", details_by: "shopper", details_at: NOW };
const REFUSED = { state: "refused", refusal: "by-merchant", refusal_text: "no", ended_at: NOW };
const PAID_OUT = {
  state: "paid-out",
  paid_out_by: "7001",
  paid_out_on: NOW,
  bank_reference: "8812",
  ended_at: NOW,
};
const WITHOUT_SESSION = { session_id: null, session_gid: null };

describe("refunds of one payment", () => {
  it("are never more together than the payment", async () => {
    const at = await write.place();
    await write.newRefund(at, { amount_centimos: 12_499 });
    await write.newRefund(at, { ...REFUSED, amount_centimos: 90_000 });
    await write.newRefund(at, { amount_centimos: 1 });

    await expect(write.newRefund(at, { amount_centimos: 1 })).rejects.toThrow(
      "refunds: more than the payment",
    );
  });

  it("share their sum with those from a case about the very same money", async () => {
    const at = await write.place();
    const money = { held_centimos: 12_500, currency: "PEN" };
    const dead = await write.newCase(at, { ...money, kind: "resolve-dead" });
    const twice = await write.newCase(at, { ...money, kind: "paid-twice" });
    await write.newRefund(at, { amount_centimos: 12_500 });

    await write.newRefund(at, { ...WITHOUT_SESSION, case_id: twice, amount_centimos: 12_500 });
    await expect(write.newRefund(at, { ...WITHOUT_SESSION, case_id: dead })).rejects.toThrow(
      "more than the payment",
    );
  });
});

describe("refunds from a case", () => {
  it("are never more together than the money of the case", async () => {
    const at = await write.place();
    const fromCase = {
      ...WITHOUT_SESSION,
      case_id: await write.newCase(at, { held_centimos: 6_000, currency: "PEN" }),
    };
    await write.newRefund(at, { ...fromCase, amount_centimos: 5_000 });

    await expect(write.newRefund(at, { ...fromCase, amount_centimos: 1_001 })).rejects.toThrow(
      "refunds: more than the money of the case",
    );
  });
});

describe("a refund", () => {
  it.each([
    ["refunds_state_known", { state: "reported" }],
    ["refunds_asked_for", WITHOUT_SESSION],
    ["refunds_currency_known", { currency: "EUR" }],
    ["refunds_refused_with_words", { state: "refused", ended_at: NOW }],
    ["refunds_ended_whole", { ...REFUSED, ended_at: null }],
    ["refunds_paid_out_whole", { ...PAID_OUT, bank_reference: " " }],
    ["refunds_paid_out_whole", { ...PAID_OUT, bank_reference: null }],
    ["refunds_paid_out_whole", { ...PAID_OUT, paid_out_by: null, paid_out_on: null }],
    ["refunds_details_whole", { state: "details-given" }],
    ["refunds_approved_whole", { ...DETAILS, state: "approved" }],
    [
      "refunds_approved_by_another",
      { ...DETAILS, state: "approved", details_by: "7001", approved_by: "7001", approved_at: NOW },
    ],
  ])("is refused by %s: %j", async (name, row) => {
    await expect(write.newRefund(await write.place(), row)).rejects.toThrow(name);
  });

  it("is one for each session of Shopify's", async () => {
    const at = await write.place();
    const session = { session_id: "R1", session_gid: "gid://shopify/RefundSession/R1" };
    await write.newRefund(at, session);

    await expect(write.newRefund(at, session)).rejects.toThrow("refunds_one_per_session");
  });

  it("keeps its money, its currency, its mode and its session, and is never deleted", async () => {
    const id = await write.newRefund(await write.place());

    for (const change of [
      "amount_centimos = 1",
      "currency = 'USD'",
      "test = true",
      "session_id = 'other'",
    ]) {
      const changed = client.query(`update refunds set ${change} where id = $1`, [id]);
      await expect(changed).rejects.toThrow("refunds: this never changes");
    }
    await expect(client.query("delete from refunds where id = $1", [id])).rejects.toThrow(
      "refunds: this never changes",
    );
  });

  it.each([
    ["paid out", PAID_OUT],
    ["refused", REFUSED],
  ])("that is %s stays so", async (_name, row) => {
    const id = await write.newRefund(await write.place(), row);

    for (const change of [
      "state = 'opened', ended_at = null",
      "bank_reference = 'other'",
      "refusal_text = 'x'",
    ]) {
      const changed = client.query(`update refunds set ${change} where id = $1`, [id]);
      await expect(changed).rejects.toThrow(/refunds: this never changes/);
    }
  });
});

describe("a report of a refund", () => {
  it("is one, of a refund's kind, and keeps its words", async () => {
    const at = await write.place();
    const refund_id = await write.newRefund(at);
    const id = await write.newReport(at, "refund-resolve", { refund_id });

    await expect(write.newReport(at, "refund-reject", { refund_id })).rejects.toThrow(
      "reports_one_per_refund",
    );
    await expect(write.newReport(at, "resolve", { refund_id })).rejects.toThrow("reports_kind_known");
    await expect(write.newReport(at, "refund-reject")).rejects.toThrow("reports_kind_known");
    await expect(
      client.query("update reports set refund_id = $2 where id = $1", [id, await write.newRefund(at)]),
    ).rejects.toThrow("reports: this never changes");
  });

  it("stands beside those of other refunds of the payment, and beside the payment's own", async () => {
    const at = await write.place();
    await write.newReport(at, "resolve");
    await write.newReport(at, "refund-resolve", { refund_id: await write.newRefund(at) });

    const second = await write.newReport(at, "refund-resolve", { refund_id: await write.newRefund(at) });

    expect(second).not.toBe("");
  });
});
