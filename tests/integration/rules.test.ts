import { describe, expect, it } from "vitest";
import {
  arrive,
  codesOf,
  paymentRow,
  sessionState,
  told,
  toldPending,
  withCode,
  pageState,
} from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("rules", { tls: "off" });

const HOUR_MS = 3_600_000;

async function shopWith(columns: string, values: readonly unknown[]): Promise<string> {
  const { domain } = await connectNewShop(world());
  await world().rows(`update shops set ${columns} where domain = $1`, [domain, ...values]);
  return domain;
}

function expiryAtPagoEfectivo(cip: string): Date | undefined {
  return world()
    .pagoefectivo.ledger()
    .find((entry) => entry.cip === cip)?.expires;
}

describe("the merchant's rules", () => {
  it("give a code the life of its amount, here and at PagoEfectivo", async () => {
    const bands = [{ currency: "PEN", upToCentimos: 10_000, codeLifeMinutes: 180 }];
    const shop = await shopWith("code_life_minutes = 1440, amount_bands = $2::jsonb", [
      JSON.stringify(bands),
    ]);

    const small = await withCode(world(), { shop, amount: "99.00" });
    const large = await withCode(world(), { shop, amount: "101.00" });

    const lives = [small, large].map(({ cip }) => {
      const expiresAt = expiryAtPagoEfectivo(cip);
      return expiresAt && Math.round((expiresAt.getTime() - world().clock.now().getTime()) / HOUR_MS);
    });
    expect(lives).toEqual([3, 24]);
  });

  it("keep their hands off a code that exists", async () => {
    const shop = await shopWith("code_life_minutes = 1440", []);
    const payment = await withCode(world(), { shop });
    const [before] = await codesOf(world(), payment);

    await world().rows("update shops set code_life_minutes = 120, grace_minutes = 5 where domain = $1", [
      shop,
    ]);

    expect((await codesOf(world(), payment))[0]?.expires_at).toEqual(before?.expires_at);
  });

  it.each([
    ["below their minimum", "19.99"],
    ["above their maximum", "500.01"],
  ])("make no code for an amount %s: the page says so and Shopify is told nothing", async (_, amount) => {
    const shop = await shopWith("min_pen_centimos = 2000, max_pen_centimos = 50000", []);

    const payment = await arrive(world(), { shop, amount });

    await world().until("the end", async () => (await paymentRow(world(), payment)).told === "released");
    expect(await paymentRow(world(), payment)).toMatchObject({ end_reason: "amount-outside-limits" });
    expect(await pageState(payment)).toBe("error");
    expect(await codesOf(world(), payment)).toEqual([]);
    expect(told(world(), payment)).toEqual([]);
  });

  it("of one currency do not bound the other", async () => {
    const shop = await shopWith("max_pen_centimos = 1000", []);

    const payment = await withCode(world(), { shop, amount: "90.00", currency: "USD" });

    expect((await codesOf(world(), payment))[0]?.state).toBe("live");
  });
});

describe("waiting for a business day", () => {
  it("delays our own reject and nothing else: the code is dead before, the order ends after", async () => {
    const shop = await shopWith(
      "business_day_grace = true, grace_minutes = 0, code_life_minutes = 120",
      [],
    );
    // A Saturday at noon in Lima, whichever Saturday comes next.
    const now = Date.now();
    const day = new Date(now - 5 * HOUR_MS);
    const toSaturday = ((6 - day.getUTCDay() + 7) % 7) * 24 * HOUR_MS;
    const noon =
      Math.floor((now - 5 * HOUR_MS) / (24 * HOUR_MS)) * 24 * HOUR_MS + 17 * HOUR_MS + toSaturday;
    world().clock.shift(noon - now);
    const payment = await toldPending(world(), { shop });

    world().clock.shift(noon - now + 3 * HOUR_MS);
    await world().until(
      "the code to end",
      async () => (await codesOf(world(), payment))[0]?.state === "expired",
    );
    expect(sessionState(world(), payment)).toBe("pending");

    world().clock.shift(noon - now + 7 * 24 * HOUR_MS);
    await world().until("the reject", () => sessionState(world(), payment) === "rejected");
    expect(told(world(), payment)).toEqual(["Pending accepted", "Reject accepted"]);
  });
});
