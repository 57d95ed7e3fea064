import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../app/lib/ids.server.ts";
import { putSetupAside } from "../../app/merchants/put-setup-aside.server.ts";
import { seeHome } from "../../app/payments/see-home.server.ts";
import { RowWriter, type Place, type Row } from "../builders/rows.ts";
import { cloneDatabase, type TestDatabase } from "../setup/database.ts";

/** 24 November, 11 p. m. in Lima; already the 25th in UTC. */
const NOW = new Date("2026-11-25T04:00:00.000Z");
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const clock = { now: () => NOW };

let clone: TestDatabase;
let pool: pg.Pool;
let client: pg.Client;
let write: RowWriter;

beforeAll(async () => {
  clone = await cloneDatabase("home");
  client = new pg.Client({ connectionString: clone.url });
  await client.connect();
  pool = new pg.Pool({ connectionString: clone.url });
  write = new RowWriter(client);
});
afterAll(async () => {
  await client.end();
  await pool.end();
  await clone.drop();
});

const home = (shopId: string) => seeHome({ db: pool, clock }, shopId);

async function newShop(more: Row = {}): Promise<Place> {
  const shopId = await write.newShop(more);
  const versionId = await write.newVersion(shopId);
  return { shopId, versionId, group: "", paymentId: "" };
}

/** A payment that began so long ago, with one code unless none is wanted. */
async function payment(shop: Place, agoMs: number, row: Row = {}, code: Row | null = {}): Promise<Place> {
  const at = new Date(NOW.getTime() - agoMs);
  const id = newId({ now: () => at });
  await write.newPayment(shop.shopId, { id, session_group: id, received_at: at, ...row });
  const place = { ...shop, group: id, paymentId: id };
  if (code) await write.newCode(place, { created_at: at, ...code });
  return place;
}

const pending: Row = { told: "pending", pending_expires_at: "2026-11-23T15:00:00Z" };
const paidAfter = (agoMs: number, hours: number): Row => ({
  state: "paid",
  paid_at: new Date(NOW.getTime() - agoMs + hours * HOUR_MS),
});

describe("the home page of a shop", () => {
  it("counts the codes of the last 30 days of Lima and what became of them", async () => {
    const shop = await newShop();
    await payment(shop, HOUR_MS, pending);
    await payment(shop, DAY_MS, { told: "resolved" }, paidAfter(DAY_MS, 1));
    await payment(
      shop,
      DAY_MS,
      { told: "resolved", currency: "USD", amount_centimos: 700 },
      paidAfter(DAY_MS, 3),
    );
    await payment(shop, 29 * DAY_MS, { told: "released" }, { state: "voided" });
    // Not counted: without a code, and from before the period.
    await payment(shop, HOUR_MS, { told: "released" }, null);
    await payment(shop, 30 * DAY_MS, { told: "resolved" }, paidAfter(30 * DAY_MS, 1));

    const { figures, period, mode } = await home(shop.shopId);

    expect(period).toEqual({ from: "2026-10-26", to: "2026-11-24" });
    expect(mode).toBe("live");
    expect(figures).toMatchObject({ created: 4, paid: 2, medianMs: 2 * HOUR_MS, awaiting: 1 });
    expect(figures.collected).toEqual([
      { currency: "PEN", centimos: 12_500 },
      { currency: "USD", centimos: 700 },
    ]);
    expect(figures.days).toHaveLength(30);
    expect(figures.days.at(-1)).toEqual({ day: "2026-11-24", created: 1, paid: 0 });
    expect(figures.days.at(-2)).toEqual({ day: "2026-11-23", created: 2, paid: 2 });
  });

  it("counts test payments only where there has never been a live one", async () => {
    const shop = await newShop();
    await payment(shop, HOUR_MS, { ...pending, test: true });
    const tested = await home(shop.shopId);

    await payment(shop, 90 * DAY_MS, { told: "released" }, { state: "voided" });

    expect(tested).toMatchObject({ mode: "test", figures: { created: 1, awaiting: 1 } });
    expect(await home(shop.shopId)).toMatchObject({ mode: "live", figures: { created: 0, awaiting: 0 } });
  });

  it("shows nothing of another shop", async () => {
    const other = await newShop();
    const asked = await payment(other, HOUR_MS, pending);
    await write.newCase(asked, { payment_id: asked.paymentId });

    const { figures, attention, latest } = await home((await newShop()).shopId);

    expect(figures).toMatchObject({ created: 0, awaiting: 0, medianMs: null });
    expect(attention).toMatchObject({
      late: 0,
      cases: 0,
      reports: 0,
      held: [],
      codesOfDisconnected: 0,
      unansweredSince: null,
    });
    expect(latest).toEqual([]);
  });

  it("lists the five newest payments, newest first, whatever Shopify was told of them", async () => {
    const shop = await newShop();
    const ids: string[] = [];
    for (const told of ["released", "open", "rejected", "resolved", "released", "open"]) {
      const place = await payment(shop, (10 - ids.length) * HOUR_MS, { told }, null);
      ids.unshift(place.paymentId);
    }

    const { latest } = await home(shop.shopId);

    expect(latest.map(({ id }) => id)).toEqual(ids.slice(0, 5));
    expect(latest[0]).toMatchObject({ amount: { centimos: 12_500, currency: "PEN" }, cip: null });
    expect(latest.map(({ status }) => status)).toEqual([
      "preparing",
      "failed",
      "paid",
      "expired",
      "preparing",
    ]);
  });

  it("says what waits for a person, and counts held money by currency", async () => {
    const shop = await newShop();
    const one = await payment(shop, HOUR_MS, pending);
    const held = { held_centimos: 900, currency: "PEN" };
    await write.newCase(one, { payment_id: one.paymentId, ...held });
    await write.newCase(one, { ...held, held_centimos: 100 });
    await write.newCase(one, { kind: "report-dead" });

    const { attention, figures, latest } = await home(shop.shopId);

    expect(attention).toMatchObject({ cases: 2, reports: 1, held: [{ currency: "PEN", centimos: 1_000 }] });
    expect(figures.awaiting).toBe(0);
    expect(latest[0]?.status).toBe("review");
  });

  it("says since when nothing is known of a code that PagoEfectivo should have been asked about", async () => {
    const shop = await newShop();
    const lateMs = 16 * 60_000;
    const due = (agoMs: number) => ({ next_ask_at: new Date(NOW.getTime() - agoMs) });
    await payment(shop, HOUR_MS, pending, due(lateMs));
    const other = await newShop();
    await payment(other, HOUR_MS, pending, due(14 * 60_000));

    expect((await home(shop.shopId)).attention.unansweredSince).toBe(
      new Date(NOW.getTime() - lateMs).toISOString(),
    );
    expect((await home(other.shopId)).attention.unansweredSince).toBeNull();
  });

  it("counts cases that nobody has looked at for as long as the shop allows", async () => {
    const shop = await newShop();
    const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS);
    await write.newCase(shop, { opened_at: ago(25) });
    await write.newCase(shop, { opened_at: ago(13) });
    await write.newCase(shop, { opened_at: ago(30), attended_at: ago(29), owner_id: "7001" });

    const before = (await home(shop.shopId)).attention;
    await write.insert("desk_settings", { shop_id: shop.shopId, attention_hours: 12 });
    const after = (await home(shop.shopId)).attention;

    expect(before).toMatchObject({ late: 1, attentionHours: 24, cases: 3 });
    expect(after).toMatchObject({ late: 2, attentionHours: 12, cases: 3 });
  });

  it("finds codes that can still be paid of an account that was disconnected", async () => {
    const shop = await newShop();
    await payment(shop, HOUR_MS, pending);
    await client.query("update credential_sets set disconnected_at = $2 where shop_id = $1", [
      shop.shopId,
      NOW,
    ]);

    const { attention, environment, status } = await home(shop.shopId);

    expect(attention.codesOfDisconnected).toBe(1);
    expect(environment).toBeNull();
    expect(status).toBe("unfinished");
  });

  it("sees by itself which steps of setting up are done", async () => {
    const at = { rules_saved_at: NOW, page_previewed_at: NOW, configured_ready: true };
    const shop = await newShop(at);
    await client.query("update credential_sets set verified_at = $2 where shop_id = $1", [
      shop.shopId,
      NOW,
    ]);

    const before = await home(shop.shopId);
    await payment(shop, HOUR_MS, { told: "open", test: true }, null);
    const after = await home(shop.shopId);

    expect(before.setup).toMatchObject({ done: 4, isComplete: true });
    expect(before.setup.steps.at(-1)).toEqual({ name: "activate", state: "waiting" });
    expect(after.setup.done).toBe(5);
    expect(after.status).toBe("active");
  });
});

describe("keys that PagoEfectivo refuses", () => {
  it("are a problem of the shop where new codes need them", async () => {
    const shop = await newShop({ configured_ready: true });
    const refuse = (mode: string) =>
      client.query("update credential_sets set refused_since = $3 where shop_id = $1 and mode = $2", [
        shop.shopId,
        mode,
        NOW,
      ]);
    const testKeys = await write.newVersion(shop.shopId);
    await client.query(
      "update credential_sets set mode = 'sandbox' where id = (select set_id from credential_versions where id = $1)",
      [testKeys],
    );

    await refuse("sandbox");
    const ofTests = await home(shop.shopId);
    await refuse("live");
    const ofLive = await home(shop.shopId);

    expect(ofTests).toMatchObject({ status: "active", banner: null });
    expect(ofLive).toMatchObject({ status: "problems", banner: "refused" });
  });
});

describe("putting the guide aside", () => {
  it("is refused while a step is open", async () => {
    const shop = await newShop();

    expect(await putSetupAside({ db: pool, clock }, { shopId: shop.shopId, aside: true })).toBe(false);
    expect((await home(shop.shopId)).setup.isDismissed).toBe(false);
  });

  it("lasts until the guide is asked for again", async () => {
    const shop = await newShop({ rules_saved_at: NOW, page_previewed_at: NOW, configured_ready: true });
    await client.query("update credential_sets set verified_at = $2 where shop_id = $1", [
      shop.shopId,
      NOW,
    ]);
    const put = (aside: boolean) => putSetupAside({ db: pool, clock }, { shopId: shop.shopId, aside });

    expect(await put(true)).toBe(true);
    expect((await home(shop.shopId)).setup.isDismissed).toBe(true);
    expect(await put(false)).toBe(true);
    expect((await home(shop.shopId)).setup.isDismissed).toBe(false);
  });
});
