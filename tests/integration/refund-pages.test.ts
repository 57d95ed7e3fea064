import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Queryable } from "#app/lib/database.server.ts";
import { countOverdue, listRefunds, listRefundsOfPayment } from "#app/refunds/list-refunds.server.ts";
import type { RefundList } from "#app/refunds/refund-list.ts";
import { readRefundSettings, saveRefundSettings } from "#app/refunds/refund-settings.server.ts";
import { seeRefund } from "#app/refunds/see-refund.server.ts";
import { HOUR_MS, NOON, useListedPayments } from "../builders/listed-payments.ts";
import type { Place, Row } from "../builders/rows.ts";

const built = useListedPayments("refund pages");

const ME = "7001";
const DAY_HOURS = 24;
const clock = { now: () => NOON };
const deps = () => ({ db: built().pool, clock, mailer: null });

function paidPayment(more: Row = {}): Promise<Place> {
  return built()
    .newShop()
    .then((shop) => built().payment(shop, 400, { told: "resolved", ...more }));
}

const PAID_OUT = { state: "paid-out", paid_out_by: ME, paid_out_on: "2026-11-23", bank_reference: "OP-1" };
const DETAILS = {
  ...{ state: "details-given", sealed_destination: "sealed", details_by: ME, details_at: NOON },
  destination_hint: JSON.stringify({
    ...{ kind: "cci", bank: "BCP", last4: "4477" },
    ...{ holderInitials: "R. Q.", documentKind: "dni" },
  }),
};

/** A refund of Shopify's, received so many hours before noon. */
function newRefund(at: Place, hoursAgo: number, more: Row = {}): Promise<string> {
  const id = randomUUID();
  return built().rows.insert("refunds", {
    ...{ id, shop_id: at.shopId, payment_id: at.paymentId, session_id: id },
    session_gid: `gid://shopify/RefundSession/${id}`,
    ...{ amount_centimos: 100, currency: "PEN", test: false, state: "opened" },
    received_at: new Date(NOON.getTime() - hoursAgo * HOUR_MS),
    ...more,
  });
}

function list(at: Place, query = ""): Promise<RefundList> {
  return listRefunds(deps(), { shopId: at.shopId, query: new URLSearchParams(query) });
}

const ids = ({ rows }: RefundList) => rows.map(({ id }) => id);

describe("the queue of refunds", () => {
  it("shows what is open, the overdue first, with what was paid and what goes back", async () => {
    const payment = await paidPayment();
    const young = await newRefund(payment, 1);
    const old = await newRefund(payment, 4 * DAY_HOURS, { amount_centimos: 2_500 });
    await newRefund(payment, 200, { ...PAID_OUT, ended_at: NOON });
    await newRefund(await paidPayment(), 50);

    const shown = await list(payment);

    expect(ids(shown)).toEqual([old, young]);
    expect(shown.rows).toMatchObject([
      { isOverdue: true, amount: { centimos: 2_500, currency: "PEN" }, paid: { centimos: 12_500 } },
      { isOverdue: false, state: "opened", isFromShopify: true, needsApproval: false },
    ]);
  });

  it("is narrowed to what is overdue, to whom it waits for, and to what has ended", async () => {
    const payment = await paidPayment();
    const old = await newRefund(payment, 4 * DAY_HOURS, DETAILS);
    const asked = await newRefund(payment, 2, { state: "details-asked" });
    const first = await newRefund(payment, 200, {
      ...PAID_OUT,
      ended_at: new Date(NOON.getTime() - HOUR_MS),
    });
    const refused = { state: "refused", refusal: "by-merchant", refusal_text: "No." };
    const last = await newRefund(payment, 300, { ...refused, ended_at: NOON });

    expect(ids(await list(payment))).toEqual([old, asked]);
    expect(ids(await list(payment, "view=overdue"))).toEqual([old]);
    expect(ids(await list(payment, "view=shopper"))).toEqual([asked]);
    expect(ids(await list(payment, "view=to-pay"))).toEqual([old]);
    expect(ids(await list(payment, "view=ended"))).toEqual([last, first]);
  });

  it("goes on from page to page without losing or repeating one, also where many came at once", async () => {
    const payment = await paidPayment();
    for (let index = 0; index < 120; index += 1) await newRefund(payment, 10 - Math.floor(index / 40));

    const seen: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const page: RefundList = await list(payment, `after=${after}`);
      seen.push(...ids(page));
      after = page.next;
    }

    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
  });

  it("is answered whatever the address holds", async () => {
    const payment = await paidPayment();
    const one = await newRefund(payment, 1);

    for (const query of ["view=\u0000", "view='", "after=1.2", "after=9.-", "view=toString"])
      expect(ids(await list(payment, query)), query).toEqual([one]);
  });

  it("reads by an index in every view, also after years of refunds", async () => {
    const payment = await paidPayment();
    const { pool } = built();
    await pool.query(
      `insert into refunds (id, shop_id, payment_id, session_id, session_gid, amount_centimos, currency, test, state, received_at,
         ended_at, refusal, refusal_text)
       select gen_random_uuid(), $1, $2, 'old-' || n, 'gid', 1, 'PEN', false, 'refused', $3, $3::timestamptz + n * interval '1 s',
         'by-merchant', 'No.' from generate_series(1, 5000) n`,
      [payment.shopId, payment.paymentId, new Date(NOON.getTime() - 1_000 * HOUR_MS)],
    );
    await newRefund(payment, 100);
    await pool.query("analyze refunds");
    const plans: string[] = [];
    const db: Queryable = {
      query: async (config) => {
        const plan = await pool.query({ text: `explain ${config.text}`, values: config.values ?? [] });
        plans.push(JSON.stringify(plan.rows));
        return pool.query(config);
      },
    };

    for (const view of ["open", "overdue", "shopper", "to-pay", "ended"]) {
      plans.length = 0;
      await listRefunds({ db, clock }, { shopId: payment.shopId, query: new URLSearchParams({ view }) });
      const read = plans.join("\n");
      expect(read, view).toMatch(/(Index (Only )?Scan[^"]* using|Bitmap Index Scan on) refunds_/);
      expect(read, view).not.toContain("Seq Scan on refunds");
    }
  });

  it("counts for the home page what is overdue, and no test", async () => {
    const payment = await paidPayment();
    await newRefund(payment, 4 * DAY_HOURS);
    await newRefund(payment, 3 * DAY_HOURS);
    await newRefund(payment, 71);
    const tested = await paidPayment({ test: true });
    await newRefund({ ...tested, shopId: tested.shopId }, 200, { test: true });

    expect(await countOverdue(deps(), payment.shopId)).toBe(2);
    expect(await countOverdue(deps(), tested.shopId)).toBe(0);
  });

  it("lists a payment's refunds for its page, the newest first, and nobody else's", async () => {
    const payment = await paidPayment();
    const old = await newRefund(payment, 9, { ...PAID_OUT, ended_at: NOON });
    const young = await newRefund(payment, 2);
    const other = await paidPayment();

    const { shopId, paymentId } = payment;
    const found = await listRefundsOfPayment(deps(), { shopId, paymentId });
    const byOther = await listRefundsOfPayment(deps(), { shopId: other.shopId, paymentId });

    expect(found.map(({ id }) => id)).toEqual([young, old]);
    expect(byOther).toEqual([]);
  });
});

describe("the page of a refund", () => {
  it("tells the money apart: paid, given back before, being given back, and this", async () => {
    const payment = await paidPayment();
    await newRefund(payment, 90, { ...PAID_OUT, amount_centimos: 2_000, ended_at: NOON });
    await newRefund(payment, 80, {
      ...{ state: "refused", refusal: "by-merchant", refusal_text: "No.", ended_at: NOON },
      amount_centimos: 9_000,
    });
    await newRefund(payment, 5, { amount_centimos: 700 });
    const refundId = await newRefund(payment, 4, { amount_centimos: 1_500 });

    const seen = await seeRefund(deps(), { shopId: payment.shopId, refundId, userId: ME });

    expect(seen).toMatchObject({
      amount: { centimos: 1_500, currency: "PEN" },
      paid: { centimos: 12_500, currency: "PEN" },
      givenBack: { centimos: 2_000, currency: "PEN" },
      alsoOpen: { centimos: 700, currency: "PEN" },
      acts: ["link", "details", "refuse"],
    });
  });

  it("counts the money of a case by itself, and not with the payment's", async () => {
    const payment = await paidPayment();
    await newRefund(payment, 90, { ...PAID_OUT, amount_centimos: 2_000, ended_at: NOON });
    const caseId = await built().rows.newCase(payment, {
      ...{ payment_id: payment.paymentId, held_centimos: 5_000, currency: "PEN" },
    });
    const ofCase = { case_id: caseId, session_id: null, session_gid: null };
    await newRefund(payment, 80, { ...PAID_OUT, ...ofCase, amount_centimos: 1_000, ended_at: NOON });
    const refundId = await newRefund(payment, 4, { ...ofCase, amount_centimos: 4_000 });

    const seen = await seeRefund(deps(), { shopId: payment.shopId, refundId, userId: ME });

    expect(seen).toMatchObject({
      ...{ caseId, isFromShopify: false, paid: { centimos: 5_000 } },
      ...{ givenBack: { centimos: 1_000 }, alsoOpen: null },
    });
  });

  it("knows who wrote the details down, and holds none of them", async () => {
    const payment = await paidPayment();
    const refundId = await newRefund(payment, 4, DETAILS);

    const mine = await seeRefund(deps(), { shopId: payment.shopId, refundId, userId: ME });
    const others = await seeRefund(deps(), { shopId: payment.shopId, refundId, userId: "7002" });

    expect(mine?.destination).toMatchObject({ isMine: true, hint: { bank: "BCP", last4: "4477" } });
    expect(others?.destination).toMatchObject({ isMine: false });
    expect(JSON.stringify(mine)).not.toContain("sealed");
  });

  it("does not exist for another shop, nor for an id that is none", async () => {
    const payment = await paidPayment();
    const other = await paidPayment();
    const refundId = await newRefund(payment, 1);
    const see = (shopId: string, id: string) => seeRefund(deps(), { shopId, refundId: id, userId: ME });

    expect(await see(other.shopId, refundId)).toBeNull();
    expect(await see(payment.shopId, "../../etc/passwd")).toBeNull();
    expect(await see(payment.shopId, "-".repeat(36))).toBeNull();
    expect((await see(payment.shopId, refundId))?.id).toBe(refundId);
  });
});

describe("the settings of refunds", () => {
  const fields = { policy: "manual", accepted: "yes", approvalPEN: "500", approvalUSD: "" };
  const off = { ...fields, policy: "refuse", accepted: "" };

  it("are off until a person accepts what they mean, and keep who did and when", async () => {
    const { shopId } = await paidPayment();
    const rosa = { shopId, userId: ME };
    const before = await readRefundSettings(deps(), shopId);

    const unread = await saveRefundSettings(deps(), rosa, { ...fields, accepted: "", version: "0" });
    const saved = await saveRefundSettings(deps(), rosa, { ...fields, version: "0" });
    const later = { ...rosa, userId: "7002" };
    const changed = await saveRefundSettings(deps(), later, {
      ...{ ...fields, accepted: "", approvalPEN: "0", version: "1" },
    });

    expect(before).toMatchObject({ version: 0, accepted: null, settings: { isManual: false } });
    expect(unread).toEqual({ kind: "refused", problems: { accepted: "refunds.problem.accept" } });
    expect([saved, changed]).toEqual([{ kind: "saved" }, { kind: "saved" }]);
    expect(await readRefundSettings(deps(), shopId)).toMatchObject({
      ...{ version: 2, accepted: { at: NOON.toISOString(), by: ME } },
      settings: { isManual: true, approvalAbove: { PEN: 0, USD: null } },
    });
  });

  it("have to be accepted anew after they were off", async () => {
    const { shopId } = await paidPayment();
    const rosa = { shopId, userId: ME };
    await saveRefundSettings(deps(), rosa, { ...fields, version: "0" });
    await saveRefundSettings(deps(), rosa, { ...off, version: "1" });

    const again = await saveRefundSettings(deps(), rosa, { ...fields, accepted: "", version: "2" });

    expect(again).toMatchObject({ kind: "refused" });
    expect(await readRefundSettings(deps(), shopId)).toMatchObject({ accepted: null });
  });

  it("are saved by one of two people at once, and audited once", async () => {
    const { shopId } = await paidPayment();

    const answers = await Promise.all(
      ["7001", "7002", "7003", "7004"].map((userId) =>
        saveRefundSettings(deps(), { shopId, userId }, { ...fields, version: "0" }),
      ),
    );

    expect(answers.filter(({ kind }) => kind === "saved")).toHaveLength(1);
    const { rows } = await built().pool.query(
      "select after from audit_log where shop_id = $1 and action = 'refund-settings-saved'",
      [shopId],
    );
    expect(rows).toEqual([{ after: { isManual: true, approvalAbove: { PEN: 50_000, USD: null } } }]);
  });
});
