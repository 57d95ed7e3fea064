import pg from "pg";
import { describe, expect, it } from "vitest";
import { NOW, type RowWriter, type Row } from "../builders/rows.ts";
import { useWrittenRows } from "../setup/written-rows.ts";

// What must never be written, whoever writes it: a bug of ours, a script, or a person at a console.
let client: pg.Client;
let write: RowWriter;
useWrittenRows("lifecycle_constraints", (rows) => {
  ({ client, write } = rows);
});

async function isRefused(writing: Promise<unknown>, byName: string): Promise<void> {
  const error: unknown = await writing.then(
    () => "written",
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof pg.DatabaseError)) throw new Error(`expected ${byName}, got ${String(error)}`);
  expect(error.constraint ?? error.message).toContain(byName);
}

describe("unknown words and impossible sums", () => {
  it.each<[string, Row]>([
    ["shops_at_expiry_known", { at_expiry: "shrug" }],
    ["shops_timer_in_bounds", { confirm_timer_seconds: 29 }],
    ["shops_code_life_in_bounds", { code_life_minutes: 4201 }],
    ["shops_grace_in_bounds", { grace_minutes: -1 }],
  ])("of a shop are refused: %s", async (constraint, row) => {
    await isRefused(write.newShop(row), constraint);
  });

  it.each<[string, Row]>([
    ["payments_amount_positive", { amount_centimos: 0 }],
    ["payments_currency_known", { currency: "EUR" }],
    ["payments_kind_is_sale", { kind: "authorization" }],
    ["payments_told_known", { told: "cancelled" }],
    ["payments_pending_has_deadline", { told: "pending" }],
    ["payments_pending_has_deadline", { told: "lapsed" }],
    ["payments_deadline_in_bounds", { pending_expires_at: "2026-11-25T15:00:00.001Z" }],
  ])("of a payment are refused: %s %j", async (constraint, row) => {
    await isRefused(write.newPayment(await write.newShop(), row), constraint);
  });

  it("let a deadline of exactly 72 hours pass", async () => {
    const row = { told: "pending", pending_expires_at: "2026-11-25T15:00:00Z" };

    expect(await write.newPayment(await write.newShop(), row)).toBeTruthy();
  });

  it.each<[string, Row]>([
    ["codes_amount_positive", { amount_centimos: -1 }],
    ["codes_currency_known", { currency: "EUR" }],
    ["codes_mode_known", { mode: "pre" }],
    ["codes_state_known", { state: "cancelado" }],
    ["codes_cip_is_digits", { cip: "31110A" }],
    ["codes_payable_has_cip", { cip: null }],
    ["codes_payable_has_cip", { cip: null, state: "paid" }],
  ])("of a code are refused: %s %j", async (constraint, row) => {
    await isRefused(write.newCode(await write.place(), row), constraint);
  });

  it.each<[string, string, Row]>([
    ["reports_kind_known", "capture", {}],
    ["reports_state_known", "resolve", { state: "lost" }],
  ])("of a report are refused: %s", async (constraint, kind, row) => {
    await isRefused(write.newReport(await write.place(), kind, row), constraint);
  });

  it.each<[string, Row]>([
    ["cases_state_known", { state: "forgotten" }],
    ["cases_held_not_negative", { held_centimos: -1, currency: "PEN" }],
    ["cases_held_not_negative", { held_centimos: 1 }],
  ])("of a case are refused: %s %j", async (constraint, row) => {
    await isRefused(write.newCase(await write.place(), row), constraint);
  });
});

describe("a checkout", () => {
  it.each(["issuing", "unknown", "live", "voiding"])(
    "has no second payable code while one is %s",
    async (state) => {
      const at = await write.place();
      await write.newCode(at, { state });

      const second = write.newCode(
        { ...at, paymentId: await write.newPayment(at.shopId) },
        { state: "issuing", cip: null },
      );

      await isRefused(second, "codes_one_payable_per_group");
    },
  );

  it.each(["failed", "expired", "voided", "lost", "paid", "reversed"])(
    "may have another code after one is %s",
    async (state) => {
      const at = await write.place();
      await write.newCode(at, { state });

      expect(await write.newCode(at)).toBeTruthy();
    },
  );

  it("is resolved once", async () => {
    const at = await write.place();
    await write.newPayment(at.shopId, { told: "resolved" });

    const second = client.query("update payments set told = 'resolved' where id = $1", [at.paymentId]);

    await isRefused(second, "payments_one_resolved_per_group");
  });

  it("of another shop is another checkout", async () => {
    const [one, other] = [await write.place(), await write.place()];
    await write.newCode(one);

    expect(await write.newCode(other)).toBeTruthy();
  });
});

describe("what identifies", () => {
  it("is one payment per session of a shop", async () => {
    const shopId = await write.newShop();
    await write.newPayment(shopId, { session_id: "twice" });

    await isRefused(write.newPayment(shopId, { session_id: "twice" }), "payments_shop_id_session_id_key");
  });

  it("is one code per CIP of a mode", async () => {
    const [one, other] = [await write.place(), await write.place()];
    await write.newCode(one, { cip: "1" });
    await write.newCode(other, { cip: "1", mode: "sandbox" });

    await isRefused(write.newCode(other, { cip: "1", state: "expired" }), "codes_one_per_cip");
  });

  it("is one current version of a set of keys", async () => {
    const shopId = await write.newShop();
    const versionId = await write.newVersion(shopId);
    const second = client.query(
      `insert into credential_versions (id, set_id, number, service_id, sealed_access_key, sealed_secret_key, created_at)
       select gen_random_uuid(), set_id, 2, 1, 'sealed', 'sealed', created_at from credential_versions where id = $1`,
      [versionId],
    );

    await isRefused(second, "credential_versions_one_current");
  });

  it("is one open case per question", async () => {
    const at = await write.place();
    await write.newCase(at, {
      ...{ merge_key: "same", state: "closed" },
      ...{ closed_at: NOW, resolution: "answered" },
    });
    await write.newCase(at, { merge_key: "same" });

    await isRefused(write.newCase(at, { merge_key: "same" }), "cases_merge_while_open");
  });
});

describe("what Shopify is told of a payment", () => {
  it.each([
    ["resolve", "reject"],
    ["reject", "resolve"],
  ])("is never both: %s, then %s", async (first, second) => {
    const at = await write.place();
    await write.newReport(at, first, { state: "acknowledged" });

    await isRefused(write.newReport(at, second), "reports_one_final");
  });

  it("is each thing once, unless it was dropped before it was sent", async () => {
    const at = await write.place();
    await write.newReport(at, "pending", { state: "dropped" });
    await write.newReport(at, "pending");

    await isRefused(write.newReport(at, "pending"), "reports_one_of_a_kind");
  });

  it("is one thing at a time", async () => {
    const at = await write.place();
    await write.newReport(at, "pending", { in_flight_since: NOW });

    await isRefused(write.newReport(at, "resolve", { in_flight_since: NOW }), "reports_one_in_flight");
  });
});

describe("what was written", () => {
  it.each([
    ["the amount", "update payments set amount_centimos = 1 where id = $1"],
    ["the currency", "update payments set currency = 'USD' where id = $1"],
    ["the mode", "update payments set test = true where id = $1"],
    ["the group", "update payments set session_group = 'other' where id = $1"],
    ["the address", "update payments set slug = 'other' where id = $1"],
  ])("keeps %s of a payment", async (_, sql) => {
    const { paymentId } = await write.place();

    await isRefused(client.query(sql, [paymentId]), "payments: this never changes");
  });

  it.each([
    ["the CIP", "update codes set cip = '2' where id = $1"],
    ["the CIP from being forgotten", "update codes set state = 'lost', cip = null where id = $1"],
    ["the amount", "update codes set amount_centimos = 1 where id = $1"],
    ["the keys", "update codes set credential_version_id = gen_random_uuid() where id = $1"],
    ["itself", "delete from codes where id = $1"],
  ])("keeps %s of a code", async (_, sql) => {
    const codeId = await write.newCode(await write.place());

    await isRefused(client.query(sql, [codeId]), "codes: this never changes");
  });

  it.each([
    ["the words", `update reports set arguments = '{"id":1}' where id = $1`],
    ["the kind", "update reports set kind = 'resolve' where id = $1"],
  ])("keeps %s of a report", async (_, sql) => {
    const reportId = await write.newReport(await write.place(), "reject");

    await isRefused(client.query(sql, [reportId]), "reports: this never changes");
  });

  it.each(["update timeline set event = 'x'", "delete from timeline"])(
    "keeps its story: %s",
    async (sql) => {
      const { paymentId } = await write.place();
      const line = { payment_id: paymentId, at: NOW, actor: "shopify", event: "session-received" };
      await write.insert("timeline", line);

      await isRefused(
        client.query(`${sql} where payment_id = $1`, [paymentId]),
        "timeline: this never changes",
      );
    },
  );

  it("keeps a payment that has a story", async () => {
    const at = await write.place();
    await write.newCode(at);

    await isRefused(
      client.query("delete from payments where id = $1", [at.paymentId]),
      "codes_payment_id_fkey",
    );
  });
});
