import { describe, expect, it } from "vitest";
import { z } from "zod";
import { feeFields, type FeeFields } from "#app/books/fee-terms-form.ts";
import type { FeeTerms } from "#app/books/fee-terms.ts";
import type { FeesView } from "#app/books/fees-view.ts";
import { terms } from "../builders/fee-terms.ts";
import { withCode } from "../builders/payment.ts";
import { openSettings, type SettingsPage } from "../builders/settings-page.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("fees");

const loaded = z.object({ view: z.custom<FeesView>() });
const open = () => openSettings(world(), { address: "/app/books/fees", route: "routes/merchant/fees" });
const read = async (page: SettingsPage) => loaded.parse(await page.load()).view;

async function save(page: SettingsPage, typed: Partial<FeeFields> = {}, version?: number) {
  const known = version ?? (await read(page)).version;
  return page.post({ ...feeFields(terms()), ...typed, version: String(known), intent: "save" });
}

async function stored(page: SettingsPage): Promise<FeeTerms[]> {
  const { terms: all } = await read(page);
  return all.map(({ savedAt: _, savedBy: __, ...rest }) => rest);
}

function auditOf(page: SettingsPage) {
  return world().rows<{ action: string; user_id: string; before: unknown; after: unknown }>(
    "select action, user_id, before, after from audit_log where shop_id = $1 and action like 'fee-terms-%' order by id",
    [page.shopId],
  );
}

describe("fee terms", () => {
  it("are none until somebody types them", async () => {
    const page = await open();

    expect(await read(page)).toMatchObject({ version: 0, terms: [], month: [] });
  });

  it("are kept as they were typed, whatever they say", async () => {
    const page = await open();
    const all = terms({
      currency: "USD",
      validFrom: "2025-07-01",
      percentThousandths: 1_255,
      fixedCentimos: 49,
      igvThousandths: 16_000,
      conversion: { into: "PEN", chargeThousandths: 1_500, rateTenThousandths: 37_505 },
      refundedFee: "returned",
      monthlyMinimumCentimos: 5_000,
      cycle: { kind: "weekly", weekday: 4 },
      toleranceCentimos: 1,
    });

    expect(await save(page, feeFields(all))).toMatchObject({ status: 200, kind: "saved" });
    expect(await save(page, feeFields(terms({ cycle: null })))).toMatchObject({ kind: "saved" });

    expect(await stored(page)).toEqual([terms({ cycle: null }), all]);
  });

  it("of the same day take the place of the earlier ones, which stay written down with who changed them", async () => {
    const page = await open();
    await save(page);

    await save(page, { percent: "4.5" });

    const changed = terms({ percentThousandths: 4_500 });
    expect(await stored(page)).toEqual([changed]);
    expect(await auditOf(page)).toEqual([
      { action: "fee-terms-saved", user_id: page.userId, before: null, after: terms() },
      { action: "fee-terms-saved", user_id: page.userId, before: terms(), after: changed },
    ]);
  });

  it("that are withdrawn hold no more, and can be typed again", async () => {
    const page = await open();
    await save(page);
    const withdraw = { intent: "withdraw", currency: "PEN", validFrom: "2026-01-01", version: "1" };

    expect(await page.post(withdraw)).toMatchObject({ status: 200, kind: "saved" });

    expect(await stored(page)).toEqual([]);
    expect((await auditOf(page)).at(-1)).toMatchObject({
      action: "fee-terms-withdrawn",
      before: terms(),
      after: null,
    });
    expect(await page.post({ ...withdraw, version: "2" })).toMatchObject({ status: 422 });
    expect(await save(page)).toMatchObject({ kind: "saved" });
    expect(await stored(page)).toEqual([terms()]);
  });

  it("are one person's at a time: the others are told so with 409 and change nothing", async () => {
    const page = await open();

    const answers = await Promise.all(
      ["1", "2", "3", "4"].map((percent) => save(page, { percent, fixed: percent }, 0)),
    );

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    const [kept] = await stored(page);
    expect((kept?.fixedCentimos ?? 0) * 10).toBe(kept?.percentThousandths);
    expect(await auditOf(page)).toHaveLength(1);
  });

  it("that are none are refused with 422 and the fields that are wrong", async () => {
    const page = await open();

    expect(await save(page, { percent: "", cycle: "business-days", cycleDays: "x" })).toEqual({
      status: 422,
      kind: "refused",
      problems: { percent: "fees.problem.percentMissing", cycleDays: "fees.problem.cycleDays" },
    });
    expect(await page.post({})).toMatchObject({ status: 409 });
    expect(await page.post({ version: "0" })).toMatchObject({ status: 422 });
    expect(await stored(page)).toEqual([]);
  });

  it("of one shop are no other's", async () => {
    const [mine, other] = [await open(), await open()];
    await save(mine);

    expect(await stored(other)).toEqual([]);
    const foreign = { intent: "withdraw", currency: "PEN", validFrom: "2026-01-01", version: "0" };
    expect(await other.post(foreign)).toMatchObject({ status: 422 });
    expect(await stored(mine)).toEqual([terms()]);
  });

  it("stay as they were saved: the database changes and forgets none", async () => {
    const page = await open();
    await save(page);

    await expect(world().rows("update fee_terms set fixed_centimos = 1")).rejects.toThrow();
    await expect(world().rows("delete from fee_terms")).rejects.toThrow();
    await expect(
      world().rows(
        `insert into fee_terms (shop_id, version, currency, valid_from, percent_thousandths, fixed_centimos, minimum_centimos,
           igv_thousandths, tolerance_centimos, saved_by, saved_at, cycle_days, cycle_weekday)
         select shop_id, 99, currency, valid_from, 1, 0, 0, 0, 0, saved_by, saved_at, 3, 1 from fee_terms`,
      ),
    ).rejects.toThrow();
    expect(await read(page)).toMatchObject({ version: 1 });
  });
});

describe("the month on the page", () => {
  it("is what the shop's own real payments cost so far", async () => {
    const page = await open();
    await save(page, { validFrom: "2020-01-01" });
    for (const amount of ["100.00", "100.00", "50.00"])
      await withCode(world(), { shop: page.shop.domain, amount });
    await world().rows("update codes set state = 'paid', paid_at = created_at where shop_id = $1", [
      page.shopId,
    ]);

    expect((await read(page)).month).toEqual([
      {
        currency: "PEN",
        count: 3,
        amountCentimos: 25_000,
        feeCentimos: 2 * 399 + 350,
        igvCentimos: 2 * 72 + 63,
        netCentimos: 25_000 - 2 * 471 - 413,
        withoutTerms: 0,
        surcharge: null,
      },
    ]);
    expect((await read(await open())).month).toEqual([]);
  });
});
