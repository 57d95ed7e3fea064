import { describe, expect, it } from "vitest";
import { z } from "zod";
import { rulesFields, type MerchantRules, type RuleFields } from "#app/payments/rules-form.ts";
import type { RulesView } from "#app/payments/rules-view.ts";
import { arrive, codesOf, pageState, paymentRow, told, withCode } from "../builders/payment.ts";
import { openSettings, settingsAuditOf, type SettingsPage } from "../builders/settings-page.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("saving_rules");

const HOUR_MS = 3_600_000;
const loaded = z.object({ view: z.custom<RulesView>() });

const open = () => openSettings(world(), { address: "/app/rules", route: "routes/merchant/rules" });
const read = async (page: SettingsPage) => loaded.parse(await page.load()).view;

async function save(page: SettingsPage, typed: Partial<RuleFields>, view?: RulesView) {
  const { rules, version } = view ?? (await read(page));
  return page.post({ ...rulesFields(rules), ...typed, version: String(version), intent: "save" });
}

function hoursAtPagoEfectivo(cip: string): number {
  const entry = world()
    .pagoefectivo.ledger()
    .find((each) => each.cip === cip);
  return Math.round(((entry?.expires.getTime() ?? 0) - world().clock.now().getTime()) / HOUR_MS);
}

describe("saving the rules", () => {
  it("decides the next code's life as PagoEfectivo sees it, and no earlier code's", async () => {
    const page = await open();
    const before = await withCode(world(), { shop: page.shop.domain });

    const bands = JSON.stringify([{ currency: "PEN", upTo: "100.00", hours: "3" }]);
    const answer = await save(page, { lifeHours: "24", bands });
    const small = await withCode(world(), { shop: page.shop.domain, amount: "99.00" });
    const large = await withCode(world(), { shop: page.shop.domain, amount: "101.00" });

    expect(answer).toMatchObject({ status: 200, kind: "saved" });
    expect([before, small, large].map(({ cip }) => hoursAtPagoEfectivo(cip))).toEqual([48, 3, 24]);
  });

  it("gives a code the grace and the business days that the rules say when it is made", async () => {
    const page = await open();
    await save(page, { graceMinutes: "90", businessDays: "yes" });

    const payment = await withCode(world(), { shop: page.shop.domain });

    const [code] = await world().rows<{ grace_minutes: number; business_day_grace: boolean }>(
      "select grace_minutes, business_day_grace from codes where payment_id = $1",
      [payment.paymentId],
    );
    expect(code).toEqual({ grace_minutes: 90, business_day_grace: true });
  });

  it("ends an amount outside of the saved limits honestly: no code, no word to Shopify", async () => {
    const page = await open();
    await save(page, { minPEN: "20", maxPEN: "1,000.00" });

    const payment = await arrive(world(), { shop: page.shop.domain, amount: "1000.01" });

    await world().until("the end", async () => (await paymentRow(world(), payment)).told === "released");
    expect(await paymentRow(world(), payment)).toMatchObject({ end_reason: "amount-outside-limits" });
    expect(await pageState(payment)).toBe("error");
    expect(await codesOf(world(), payment)).toEqual([]);
    expect(told(world(), payment)).toEqual([]);
  });

  it("is audited with the person, what was before and what is after, and counts as a step of setting up", async () => {
    const page = await open();

    await save(page, { lifeHours: "12", atExpiry: "lapse" });

    const [entry, ...more] = await settingsAuditOf(world(), page);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      action: "rules-saved",
      user_id: page.userId,
      before: { codeLifeMinutes: 2_880, atExpiry: "reject" },
      after: { codeLifeMinutes: 720, atExpiry: "lapse" },
    });
    const [shop] = await world().rows<{ rules_saved_at: Date | null }>(
      "select rules_saved_at from shops where id = $1",
      [page.shopId],
    );
    expect(shop?.rules_saved_at).toBeInstanceOf(Date);
  });
});

describe("a save of a second tab", () => {
  it("is refused with 409 and changes nothing: neither what the first saved nor the audit", async () => {
    const page = await open();
    const seen = await read(page);
    await save(page, { lifeHours: "10" }, seen);

    const second = await save(page, { lifeHours: "20", graceMinutes: "5" }, seen);

    expect(second).toMatchObject({ status: 409, kind: "conflict" });
    const { rules, version } = await read(page);
    expect([rules.codeLifeMinutes, rules.graceMinutes, version]).toEqual([600, 30, 1]);
    expect(await settingsAuditOf(world(), page)).toHaveLength(1);
  });

  it("at the same moment as the first is refused too: one of them wins whole", async () => {
    const page = await open();
    const seen = await read(page);

    const answers = await Promise.all(
      [3, 4, 5, 6].map((hours) => save(page, { lifeHours: `${hours}`, graceMinutes: `${hours}` }, seen)),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const { rules } = await read(page);
    expect(rules.graceMinutes * 60).toBe(rules.codeLifeMinutes);
  });
});

describe("rules that are none", () => {
  it("are refused with 422 and the fields that are wrong; nothing is saved of the others", async () => {
    const page = await open();

    const answer = await save(page, { lifeHours: "71", minPEN: "20", maxPEN: "10", confirmSeconds: "9" });

    expect(answer).toEqual({
      status: 422,
      kind: "refused",
      problems: {
        lifeHours: "rules.problem.hours",
        maxPEN: "rules.problem.maxBelowMin",
        confirmSeconds: "rules.problem.confirm",
      },
    });
    expect((await read(page)).rules.limits.PEN).toEqual({ min: null, max: null });
  });

  it("are refused whatever is sent in place of the form", async () => {
    const page = await open();

    expect(await page.post({ version: "0" })).toMatchObject({ status: 422 });
    expect(await page.post({})).toMatchObject({ status: 409 });
  });
});

it("keeps every rule as it was saved", async () => {
  const page = await open();
  const rules: MerchantRules = {
    codeLifeMinutes: 4_200,
    endsAtDayEnd: true,
    amountBands: [{ currency: "USD", upToCentimos: 5_000, codeLifeMinutes: 125 }],
    quietFromMinute: 1_380,
    quietToMinute: 420,
    graceMinutes: 1_440,
    businessDayGrace: true,
    limits: { PEN: { min: 1, max: 2_000_000_000 }, USD: { min: null, max: 99 } },
    atExpiry: "lapse",
    confirmTimerSeconds: 600,
  };

  expect(await save(page, rulesFields(rules))).toMatchObject({ kind: "saved" });

  expect((await read(page)).rules).toEqual(rules);
});
