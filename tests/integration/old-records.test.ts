import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { transactionsOn } from "#app/lib/database.server.ts";
import { newId } from "#app/lib/ids.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { findTimeline } from "#app/payments/payment-detail-queries.server.ts";
import { clearOldRecords } from "#app/privacy/clear-old-records.server.ts";
import { HOUR_MS, NOON, useListedPayments } from "../builders/listed-payments.ts";
import type { Row } from "../builders/rows.ts";

const built = useListedPayments("old records");
const DAY_MS = 24 * HOUR_MS;
const keep = { payersDays: 730, messagesDays: 400, timelineDays: 400 };
const daysAgo = (days: number) => new Date(NOON.getTime() - days * DAY_MS);

function clear(): Promise<void> {
  const { pool } = built();
  const deps = { db: pool, clock: { now: () => NOON }, inTransaction: transactionsOn(pool), keep };
  return clearOldRecords({ ...deps, log: createLogger("silent") });
}

async function select(text: string, values: readonly unknown[]): Promise<Record<string, unknown>[]> {
  return (await built().pool.query<Record<string, unknown>>(text, [...values])).rows;
}

interface Old {
  shopId: string;
  paymentId: string;
}

/** A payment that was received so many days ago and ended a day later, with what was said of it then. */
async function oldPayment(days: number, more: Row = {}): Promise<Old> {
  const { rows } = built();
  const { shopId } = await built().newShop();
  const paymentId = await rows.newPayment(shopId, {
    id: newId({ now: () => daysAgo(days) }),
    ...{ received_at: daysAgo(days), told: "resolved", shopper_email: "canaria@example.com" },
    ...more,
  });
  for (const [event, after] of [
    ["session-stored", 0],
    ["paid", 1],
  ] as const)
    await built().pool.query(
      "insert into timeline (payment_id, at, actor, event, detail) values ($1, $2, 'shopify', $3, '{\"a\": 1}')",
      [paymentId, daysAgo(days - after), event],
    );
  return { shopId, paymentId };
}

const linesOf = ({ paymentId }: Old, table: string) =>
  select(
    `select id, payment_id, code_id, at, actor, event, detail, user_id from ${table} where payment_id = $1 order by id`,
    [paymentId],
  );

describe("who paid", () => {
  it("is forgotten two years after the payment, and not before", async () => {
    const [old, young] = [await oldPayment(731), await oldPayment(729)];

    await clear();

    const emails = await select("select id, shopper_email from payments where id = any($1::uuid[])", [
      [old.paymentId, young.paymentId],
    ]);
    expect(emails).toHaveLength(2);
    expect(emails).toEqual(
      expect.arrayContaining([
        { id: old.paymentId, shopper_email: null },
        { id: young.paymentId, shopper_email: "canaria@example.com" },
      ]),
    );
  });

  it("is kept while the money may still have to be given back", async () => {
    const old = await oldPayment(900);
    await built().rows.newRefund({ ...old, versionId: "", group: "group" });

    await clear();

    const rows = await select("select shopper_email from payments where id = $1", [old.paymentId]);
    expect(rows).toEqual([{ shopper_email: "canaria@example.com" }]);
  });
});

describe("the timeline of a payment that ended long ago", () => {
  it("stands word for word in the archive, and its page shows it as before", async () => {
    const [old, young] = [await oldPayment(402), await oldPayment(399)];
    const before = await linesOf(old, "timeline");
    const shown = await findTimeline(built().pool, old);

    await clear();
    await clear();

    expect(before).toHaveLength(2);
    expect(await linesOf(old, "timeline_archive")).toEqual(before);
    expect(await linesOf(old, "timeline")).toEqual([]);
    expect(await findTimeline(built().pool, old)).toEqual(shown);
    expect(await linesOf(young, "timeline")).toHaveLength(2);
    expect(await linesOf(young, "timeline_archive")).toEqual([]);
  });

  it("stays where it is while a case is open, while nothing has ended it, and while something still happens", async () => {
    const [open, pending, busy] = [
      await oldPayment(500),
      await oldPayment(500, { told: "pending", pending_expires_at: daysAgo(497) }),
      await oldPayment(500),
    ];
    await built().rows.newCase({ ...open, versionId: "", group: "group" }, { payment_id: open.paymentId });
    await built().pool.query(
      "insert into timeline (payment_id, at, actor, event) values ($1, $2, 'shopify', 'refund-opened')",
      [busy.paymentId, daysAgo(3)],
    );

    await clear();

    for (const payment of [open, pending, busy])
      expect(await linesOf(payment, "timeline_archive")).toEqual([]);
    expect(await linesOf(busy, "timeline")).toHaveLength(3);
  });

  it("is found also where the numbers of its lines are shorter than those of very many others", async () => {
    await built().pool.query("select setval('timeline_id_seq', 99990)");
    const [old, long] = [await oldPayment(500), await oldPayment(500)];
    await built().pool.query(
      `insert into timeline (payment_id, at, actor, event) select $1, $2, 'ventanilla', 'asked' from generate_series(1, 2100)`,
      [long.paymentId, daysAgo(490)],
    );

    await clear();

    expect(await linesOf(old, "timeline")).toEqual([]);
    expect(await linesOf(old, "timeline_archive")).toHaveLength(2);
    expect(await linesOf(long, "timeline_archive")).toHaveLength(2_102);
  });

  it("is never changed nor lost: the database refuses both, in either place", async () => {
    const [kept, moved] = [await oldPayment(10), await oldPayment(500)];
    await clear();
    const { pool } = built();

    await expect(
      pool.query("delete from timeline where payment_id = $1", [kept.paymentId]),
    ).rejects.toThrow("never changes");
    await expect(
      pool.query("update timeline set event = 'x' where payment_id = $1", [kept.paymentId]),
    ).rejects.toThrow("never changes");
    for (const change of ["delete from timeline_archive", "update timeline_archive set event = 'x'"])
      await expect(pool.query(`${change} where payment_id = $1`, [moved.paymentId])).rejects.toThrow(
        "never changes",
      );
  });
});

describe("messages that were dealt with", () => {
  it("go after their term: webhooks, tests of a connection, alerts; and sign-ins a day after their end", async () => {
    const { shopId } = await built().newShop();
    const { rows } = built();
    const shop = `${shopId}.myshopify.com`;
    for (const days of [401, 399]) {
      const at = daysAgo(days);
      await rows.insert("shopify_webhooks", {
        ...{ webhook_id: `${shopId}-${days}`, topic: "app/uninstalled", shop, received_at: at },
      });
      await rows.insert("connection_checks", {
        ...{ id: randomUUID(), shop_id: shopId, mode: "live", at, user_id: "7001", ok: true },
      });
      await rows.insert("alerts", {
        ...{ id: randomUUID(), shop_id: shopId, occasion: "test", channel: "email", state: "sent" },
        ...{ made_at: at, next_attempt_at: at, ended_at: at },
      });
    }
    const session = { shop, sealed: "sealed" };
    await rows.insert("shopify_sessions", {
      id: `${shopId}-1`,
      is_online: true,
      expires: daysAgo(2),
      ...session,
    });
    await rows.insert("shopify_sessions", {
      id: `${shopId}-2`,
      is_online: true,
      expires: NOON,
      ...session,
    });
    await rows.insert("shopify_sessions", {
      id: `offline_${shop}`,
      is_online: false,
      expires: daysAgo(2),
      ...session,
    });

    await clear();

    const left = async (text: string, value: string) => (await select(text, [value])).length;
    expect(await select("select webhook_id from shopify_webhooks where shop = $1", [shop])).toEqual([
      { webhook_id: `${shopId}-399` },
    ]);
    expect(await left("select 1 from connection_checks where shop_id = $1", shopId)).toBe(1);
    expect(await left("select 1 from alerts where shop_id = $1", shopId)).toBe(1);
    expect(await select("select id from shopify_sessions where shop = $1 order by id", [shop])).toEqual([
      { id: `${shopId}-2` },
      { id: `offline_${shop}` },
    ]);
  });

  it("go with attempts at telling Shopify only where it has acknowledged", async () => {
    const { paymentId } = await oldPayment(500);
    const attempts = async (state: string, acknowledged: Date | null) => {
      const reportId = await built().rows.newReport(
        { shopId: "", versionId: "", group: "", paymentId },
        state === "dead" ? "pending" : "resolve",
        { state, acknowledged_at: acknowledged },
      );
      await built().pool.query(
        "insert into report_attempts (report_id, started_at, finished_at, answer) values ($1, $2, $2, 'x')",
        [reportId, daysAgo(499)],
      );
      return reportId;
    };
    const [told, dead] = [await attempts("acknowledged", daysAgo(499)), await attempts("dead", null)];

    await clear();

    const left = await select("select report_id from report_attempts where report_id = any($1::uuid[])", [
      [told, dead],
    ]);
    expect(left).toEqual([{ report_id: dead }]);
  });

  it("leave no address behind of who looked for a lost code and could not be written to", async () => {
    await built().pool.query(
      "select enqueue_job('send-found-codes', '{\"sealed\": \"k1.x\"}', now(), 12, null)",
    );
    await built().pool.query(
      "update graphile_worker._private_jobs set attempts = max_attempts, updated_at = $1",
      [daysAgo(2)],
    );

    await clear();

    expect(await select("select 1 from graphile_worker._private_jobs", [])).toEqual([]);
  });
});
