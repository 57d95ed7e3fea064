import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { newId } from "#app/lib/ids.server.ts";
import { listLog } from "#app/log/list-log.server.ts";
import type { LogList } from "#app/log/log-list.ts";
import { HOUR_MS, NOON, useListedPayments, type ListedShopRows } from "../builders/listed-payments.ts";
import type { Place, Row } from "../builders/rows.ts";

const built = useListedPayments("log");

const clock = { now: () => NOON };
const before = (hours: number) => new Date(NOON.getTime() - hours * HOUR_MS);

function list(shop: Pick<ListedShopRows, "shopId">, query = ""): Promise<LogList> {
  return listLog({ db: built().pool, clock }, { shopId: shop.shopId, query: new URLSearchParams(query) });
}

async function walk(shop: ListedShopRows, query: string): Promise<LogList[]> {
  const pages = [await list(shop, query)];
  for (let next = pages[0]?.next ?? null; next !== null; next = pages.at(-1)?.next ?? null)
    pages.push(await list(shop, `${query}&after=${next}`));
  return pages;
}

async function newNotice(at: Place, hoursAgo: number, more: Row = {}): Promise<string> {
  const receivedAt = before(hoursAgo);
  const id = newId({ now: () => receivedAt });
  const [version] = (
    await built().pool.query<{ setId: string }>({
      text: `select set_id as "setId" from credential_versions where id = $1`,
      values: [at.versionId],
    })
  ).rows;
  await built().pool.query({
    text: `insert into notices (id, set_id, credential_version_id, received_at, body, body_hash, signature_form, event_type, cip,
        state, settled_at, code_id)
      values ($1::uuid, $2, $3, $4, convert_to($5, 'UTF8'), sha256(convert_to($1::uuid::text, 'UTF8')), 'raw', $6, '311025640', $7, $8, $9)`,
    values: [
      id,
      version?.setId,
      at.versionId,
      receivedAt,
      '{"eventType":"cip.paid","data":{"cip":"311025640"}}',
      more["event_type"] ?? "cip.paid",
      more["state"] ?? "matched",
      more["state"] === "received" ? null : new Date(receivedAt.getTime() + 1_250),
      more["code_id"] ?? null,
    ],
  });
  return `n-${id}`;
}

async function newEntry(shopId: string, hoursAgo: number, more: Row = {}): Promise<string> {
  const at = before(hoursAgo);
  const id = newId({ now: () => at });
  await built().rows.insert("log_entries", {
    ...{
      id,
      shop_id: shopId,
      direction: "from-pagoefectivo",
      at,
      kind: "cip.paid",
      verdict: "bad-signature",
      took_ms: 3,
    },
    ...more,
  });
  return `e-${id}`;
}

async function newAttempt(at: Place, hoursAgo: number, answer: string, state = "due"): Promise<void> {
  const reportId = randomUUID();
  const startedAt = before(hoursAgo);
  await built().rows.insert("reports", {
    ...{ id: reportId, payment_id: at.paymentId, kind: "pending", arguments: "{}", state, attempts: 1 },
    ...{ decided_at: startedAt, next_attempt_at: NOON },
    ...(state === "acknowledged" && { acknowledged_at: startedAt }),
  });
  await built().rows.insert("report_attempts", {
    ...{ report_id: reportId, shop_id: at.shopId, started_at: startedAt, answer },
    finished_at: new Date(startedAt.getTime() + 412),
    detail: JSON.stringify({ attempt: 3 }),
  });
}

const ids = ({ rows }: LogList) => rows.map(({ id }) => id);

describe("what PagoEfectivo told us", () => {
  it("is every notice with what became of it, and those of which nothing was stored, the newest first", async () => {
    const shop = await built().newShop();
    const place = await built().payment(shop, 5);
    const codeId = await built().rows.newCode(place);
    const old = await newNotice(place, 4, { code_id: codeId });
    const bad = await newEntry(shop.shopId, 3, { payment_id: place.paymentId, times: 12 });
    const waiting = await newNotice(place, 2, { state: "received", event_type: "cip.invented" });

    const shown = await list(shop);

    expect(ids(shown)).toEqual([waiting, bad, old]);
    expect(shown.rows).toMatchObject([
      { verdict: "waiting", kind: "other", tookMs: null, sessionId: null },
      { verdict: "bad-signature", kind: "cip.paid", times: 12, tookMs: 3, sessionId: expect.any(String) },
      { verdict: "accepted", kind: "cip.paid", tookMs: 1_250, sessionId: expect.any(String) },
    ]);
    expect(shown.health).toEqual({
      lastAt: before(2).toISOString(),
      ...{ good: 2, bad: 12, oldestWaiting: before(2).toISOString() },
    });
  });

  it("is narrowed by verdict, kind, day of Lima and payment", async () => {
    const shop = await built().newShop();
    const place = await built().payment(shop, 60);
    const codeId = await built().rows.newCode(place, { cip: "311200001" });
    const paid = await newNotice(place, 2, { code_id: codeId });
    const expired = await newNotice(place, 30, { event_type: "cip.expired", state: "foreign" });
    const bad = await newEntry(shop.shopId, 50);

    expect(ids(await list(shop, "verdict=foreign"))).toEqual([expired]);
    expect(ids(await list(shop, "verdict=bad-signature"))).toEqual([bad]);
    expect(ids(await list(shop, "kind=cip.expired"))).toEqual([expired]);
    expect(ids(await list(shop, "from=2026-11-24"))).toEqual([paid]);
    expect(ids(await list(shop, "to=2026-11-22"))).toEqual([bad]);
    expect(ids(await list(shop, "from=2026-11-23&to=2026-11-23"))).toEqual([expired]);
    expect(ids(await list(shop, "payment=311200001"))).toEqual([paid]);
    expect(ids(await list(shop, `payment=${place.paymentId}`))).toEqual([paid]);
    expect(ids(await list(shop, "payment=nobody"))).toEqual([]);
  });
});

describe("what Shopify told us", () => {
  it("is sessions, refunds, webhooks and what was refused, in one order", async () => {
    const shop = await built().newShop();
    const place = await built().payment(shop, 6, { told: "resolved" });
    const [{ domain } = { domain: "" }] = (
      await built().pool.query<{ domain: string }>({
        text: "select domain from shops where id = $1",
        values: [shop.shopId],
      })
    ).rows;
    const refundAt = before(5);
    const refundId = newId({ now: () => refundAt });
    await built().rows.newRefund(place, { id: refundId, received_at: refundAt });
    await built().rows.insert("shopify_webhooks", {
      ...{
        webhook_id: `hook-${shop.shopId}`,
        topic: "app/uninstalled",
        shop: domain,
        received_at: before(4),
      },
      outcome: "left",
    });
    await built().rows.insert("privacy_requests", {
      ...{
        id: randomUUID(),
        shop: domain,
        topic: "customers/redact",
        webhook_id: `privacy-${shop.shopId}`,
      },
      ...{ triggered_at: before(3), received_at: before(3), due_at: NOON },
    });
    const refused = await newEntry(shop.shopId, 2, {
      ...{
        direction: "from-shopify",
        kind: "payment-session",
        verdict: "refused",
        reason: "shop-not-ready",
      },
      http_status: 503,
    });

    const shown = await list(shop, "direction=from-shopify");

    expect(ids(shown)).toEqual([
      refused,
      `w-privacy-${shop.shopId}`,
      `w-hook-${shop.shopId}`,
      `f-${refundId}`,
      `p-${place.paymentId}`,
    ]);
    expect(shown.rows.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual([
      "payment-session refused",
      "customers/redact waiting",
      "app/uninstalled accepted",
      "refund-session accepted",
      "payment-session accepted",
    ]);
    expect(shown.health).toMatchObject({ good: 1, bad: 1, oldestWaiting: null });
    expect(ids(await list(shop, "direction=from-shopify&verdict=refused"))).toEqual([refused]);
    expect(ids(await list(shop, "direction=from-shopify&kind=refund-session"))).toEqual([`f-${refundId}`]);
  });
});

describe("what we told Shopify", () => {
  it("is every attempt with its answer, which is tried again while its report is due", async () => {
    const shop = await built().newShop();
    await newAttempt(await built().payment(shop, 9), 4, "acknowledged", "acknowledged");
    await newAttempt(await built().payment(shop, 9), 3, "timeout");
    await newAttempt(await built().payment(shop, 9), 2, "refused", "refused");
    await newAttempt(await built().payment(shop, 9), 1, "timeout", "dead");

    const shown = await list(shop, "direction=to-shopify");

    expect(shown.rows).toMatchObject([
      { verdict: "failed", kind: "pending", attempts: 3, tookMs: 412 },
      { verdict: "refused" },
      { verdict: "retrying" },
      { verdict: "accepted" },
    ]);
    expect(shown.health).toMatchObject({ good: 1, bad: 3, oldestWaiting: before(3).toISOString() });
    const retried = await list(shop, "direction=to-shopify&verdict=retrying");
    expect(retried.rows).toHaveLength(1);
  });
});

describe("the pages of the log", () => {
  it.each(["", "direction=from-shopify", "direction=to-pagoefectivo"])(
    "hold every entry once, in order: %s",
    async (query) => {
      const shop = await built().newShop();
      for (let number = 0; number < 120; number += 1) {
        // Several in the same millisecond.
        const hoursAgo = Math.floor(number / 3);
        if (query === "") {
          const place = { ...shop, group: "g", paymentId: "" };
          await (number % 2 === 0 ? newNotice(place, hoursAgo) : newEntry(shop.shopId, hoursAgo));
        } else if (query.endsWith("shopify") && number % 2 === 0) await built().payment(shop, hoursAgo);
        else {
          const direction = query.endsWith("shopify") ? "from-shopify" : "to-pagoefectivo";
          await newEntry(shop.shopId, hoursAgo, { direction, verdict: "refused", kind: "create-cip" });
        }
      }

      const pages = await walk(shop, query);

      const all = pages.flatMap(ids);
      expect(pages.map(({ rows }) => rows.length)).toEqual([50, 50, 20]);
      expect(new Set(all).size).toBe(120);
      const times = pages.flatMap(({ rows }) => rows.map(({ at }) => at));
      expect(times).toEqual(times.toSorted().toReversed());
    },
  );

  it("go back as far as the shop keeps its log, and no further", async () => {
    const shop = await built().newShop();
    const kept = await newEntry(shop.shopId, 24 * 89);
    await newEntry(shop.shopId, 24 * 91);
    await built().payment(shop, 24 * 91);

    expect(ids(await list(shop))).toEqual([kept]);
    expect(ids(await list(shop, "from=2026-01-01"))).toEqual([kept]);
    expect(ids(await list(shop, "direction=from-shopify"))).toEqual([]);
    await built().rows.insert("log_settings", { shop_id: shop.shopId, keep_days: 30 });
    expect(ids(await list(shop))).toEqual([]);
    expect((await list(shop)).keep).toEqual({ days: 30, version: 0 });
  });

  it("hold nothing of another shop, in any direction and by any payment", async () => {
    const other = await built().newShop();
    const place = await built().payment(other, 3, { told: "resolved" });
    const codeId = await built().rows.newCode(place, { cip: "311200002" });
    await newNotice(place, 2, { code_id: codeId });
    await newEntry(other.shopId, 2, { payment_id: place.paymentId });
    await newEntry(other.shopId, 2, {
      direction: "to-pagoefectivo",
      verdict: "accepted",
      kind: "create-cip",
    });
    await newAttempt(place, 1, "timeout");
    await built().rows.newRefund(place, { received_at: before(1) });
    const shop = await built().newShop();

    for (const direction of ["from-pagoefectivo", "from-shopify", "to-shopify", "to-pagoefectivo"]) {
      for (const payment of ["", place.paymentId, "311200002"]) {
        const shown = await list(shop, `direction=${direction}&payment=${payment}`);
        expect(shown).toMatchObject({ rows: [], health: { lastAt: null, good: 0, bad: 0 } });
      }
    }
  });
});
