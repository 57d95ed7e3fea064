import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { newId } from "#app/lib/ids.server.ts";
import { clearLog } from "#app/log/clear-log.server.ts";
import { saveLogSettings } from "#app/log/save-log-settings.server.ts";
import { USER } from "../builders/act.ts";
import { HOUR_MS, NOON, useListedPayments } from "../builders/listed-payments.ts";

const built = useListedPayments("log keeping");

const clock = { now: () => NOON };
const deps = () => ({ db: built().pool, clock });
const DAY_MS = 24 * HOUR_MS;

async function newEntry(shopId: string, daysAgo: number, direction = "to-pagoefectivo"): Promise<string> {
  const at = new Date(NOON.getTime() - daysAgo * DAY_MS);
  const id = newId({ now: () => at });
  const facts = { kind: "search-cips", verdict: "accepted", took_ms: 1 };
  return built().rows.insert("log_entries", { id, shop_id: shopId, direction, at, ...facts });
}

async function left(shopId: string): Promise<string[]> {
  const { rows } = await built().pool.query<{ id: string }>({
    text: "select id from log_entries where shop_id = $1 order by id",
    values: [shopId],
  });
  return rows.map(({ id }) => id);
}

const save = (shopId: string, keepDays: string, version: string) =>
  saveLogSettings(deps(), { shopId, userId: USER }, { keepDays, version });

it("removes what is older than its shop keeps, each night, and nothing else", async () => {
  const [{ shopId }, other] = [await built().newShop(), await built().newShop()];
  for (const direction of ["from-pagoefectivo", "from-shopify", "to-pagoefectivo"])
    await newEntry(shopId, 31, direction);
  const young = await newEntry(shopId, 29);
  const others = [await newEntry(other.shopId, 89), await newEntry(other.shopId, 31)];
  await newEntry(other.shopId, 91);
  expect(await save(shopId, "30", "0")).toEqual({ kind: "saved" });

  await clearLog(deps());
  await clearLog(deps());

  expect(await left(shopId)).toEqual([young]);
  expect(await left(other.shopId)).toEqual(others);
});

it("removes more than one statement takes", async () => {
  const { shopId } = await built().newShop();
  await built().pool.query({
    text: `insert into log_entries (id, shop_id, direction, at, kind, verdict, took_ms)
      select log_place($2::timestamptz, n::text), $1, 'to-pagoefectivo', $2, 'search-cips', 'accepted', 1
      from generate_series(1, 5001) n`,
    values: [shopId, new Date(NOON.getTime() - 100 * DAY_MS)],
  });

  await clearLog(deps());

  expect(await left(shopId)).toEqual([]);
});

it("is saved once by two who save at once, and written down with who did it", async () => {
  const { shopId } = await built().newShop();

  const answers = await Promise.all([save(shopId, "60", "0"), save(shopId, "180", "0")]);

  expect(answers.map(({ kind }) => kind).toSorted()).toEqual(["conflict", "saved"]);
  expect(await save(shopId, "365", "1")).toEqual({ kind: "saved" });
  const { rows } = await built().pool.query({
    text: "select user_id, action, before, after from audit_log where shop_id = $1 order by id",
    values: [shopId],
  });
  expect(rows).toHaveLength(2);
  expect(rows[1]).toMatchObject({ user_id: USER, action: "log-settings-saved", after: { keepDays: 365 } });
});

it.each(["7", "10000", "", "0x5a"])("keeps no other number of days: %s", async (days) => {
  const { shopId } = await built().newShop();

  expect(await save(shopId, days, "0")).toEqual({ kind: "refused" });
});

it("is bounded by the database too", async () => {
  const { shopId } = await built().newShop();
  const entry = {
    shop_id: shopId,
    direction: "to-shopify",
    at: NOON,
    kind: "x",
    verdict: "accepted",
    took_ms: 1,
  };

  await expect(built().rows.insert("log_settings", { shop_id: shopId, keep_days: 3 })).rejects.toThrow(
    "log_settings_keep_within",
  );
  await expect(built().rows.insert("log_entries", { id: randomUUID(), ...entry })).rejects.toThrow(
    "log_entries_words_known",
  );
  const large = { ...entry, direction: "from-shopify", detail: JSON.stringify({ x: "x".repeat(2_100) }) };
  await expect(built().rows.insert("log_entries", { id: randomUUID(), ...large })).rejects.toThrow(
    "log_entries_small",
  );
});
