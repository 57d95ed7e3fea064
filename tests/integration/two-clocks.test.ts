import { describe, expect, it } from "vitest";
import { seePayment } from "#app/payments/see-payment.server.ts";
import { by } from "../builders/act.ts";
import {
  codesOf,
  moveToExpiry,
  openPage,
  pressContinue,
  sessionState,
  toldPending,
  withCode,
  type IssuedPayment,
} from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("two_clocks", { tls: "off" });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

async function see(payment: IssuedPayment) {
  const seen = await seePayment(world().system.deps, await by(world(), payment));
  expect(seen).not.toBeNull();
  return seen;
}

function lineOf(seen: Awaited<ReturnType<typeof see>>, kind: string) {
  return seen?.timeline.find((line) => line.kind === kind);
}

describe("the merchant sees of a code", () => {
  it("when it expires and when its payment is closed unpaid, at a glance and in its story", async () => {
    const payment = await withCode(world());

    const seen = await see(payment);

    const [code] = await codesOf(world(), payment);
    const expiresAt = code?.expires_at.toISOString();
    const endsAt = new Date((code?.expires_at.getTime() ?? 0) + 30 * MINUTE_MS).toISOString();
    expect(seen).toMatchObject({ code: { expiresAt }, endsAt });
    expect(lineOf(seen, "created")?.detail).toMatchObject({ expiresAt, endsAt });
  });

  it("that its payment waits for a business day although the code is dead", async () => {
    const shop = await connectNewShop(world());
    await world().rows(
      "update shops set business_day_grace = true, code_life_minutes = 120 where domain = $1",
      [shop.domain],
    );
    // The next Saturday at noon in Lima, which is 17:00 in UTC.
    const now = Date.now();
    const today = Math.floor((now - 5 * HOUR_MS) / DAY_MS) * DAY_MS;
    const toSaturday = (6 - new Date(today).getUTCDay() + 7) % 7;
    world().clock.shift(today + toSaturday * DAY_MS + 17 * HOUR_MS - now);
    const payment = await toldPending(world(), { shop: shop.domain });

    const seen = await see(payment);

    const expiresAt = new Date(seen?.code?.expiresAt ?? "");
    const endsAt = new Date(seen?.endsAt ?? "");
    expect(endsAt.getTime() - expiresAt.getTime()).toBeGreaterThan(DAY_MS);
    expect([0, 6]).not.toContain(new Date(endsAt.getTime() - 5 * HOUR_MS).getUTCDay());
    expect(lineOf(seen, "created")?.detail).toMatchObject({ endsAt: endsAt.toISOString() });
    await moveToExpiry(world(), payment, 31 * MINUTE_MS);
    await world().until(
      "the dead code",
      async () => (await codesOf(world(), payment))[0]?.state === "expired",
    );
    expect((await see(payment))?.endsAt).toBe(endsAt.toISOString());
    expect(sessionState(world(), payment)).toBe("pending");
  });

  it("the last look-up, which proves that nobody paid, before Shopify is told so", async () => {
    const payment = await toldPending(world());

    await moveToExpiry(world(), payment, 31 * MINUTE_MS);

    await world().until("the reject", async () => lineOf(await see(payment), "reject-acknowledged"));
    const kinds = (await see(payment))?.timeline.map(({ kind }) => kind) ?? [];
    expect(kinds.indexOf("last-look-up")).toBe(kinds.indexOf("reject-acknowledged") + 1);
    expect(lineOf(await see(payment), "last-look-up")?.detail).toMatchObject({ status: 21 });
  });

  it("a nearer expiry that Shopify asked for, with the end that follows from it", async () => {
    world().shopify.switches.pendingLimitMs = 30 * HOUR_MS;
    const payment = await withCode(world());
    await openPage(payment);
    await pressContinue(payment);
    await world().until("the order", () => sessionState(world(), payment) === "pending");

    const seen = await see(payment);

    const line = lineOf(seen, "pending-shortened");
    expect(line?.detail).toMatchObject({ expiresAt: seen?.code?.expiresAt, endsAt: seen?.endsAt });
  });
});
