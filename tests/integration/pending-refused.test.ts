import { describe, expect, it } from "vitest";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import {
  casesOf,
  codesOf,
  openPage,
  orderState,
  pageState,
  paymentRow,
  pressContinue,
  reportsOf,
  sessionState,
  told,
  withCode,
  type IssuedPayment,
} from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("pending_refused", { tls: "off" });

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const GRACE_MS = 30 * MINUTE_MS;

function atPagoEfectivo(payment: IssuedPayment) {
  return world()
    .pagoefectivo.ledger()
    .find((entry) => entry.cip === payment.cip);
}

/** A code that lives long, shown to its shopper. */
async function seen(): Promise<IssuedPayment> {
  const shop = await connectNewShop(world());
  await world().rows("update shops set code_life_minutes = 4200 where domain = $1", [shop.domain]);
  const payment = await withCode(world(), { shop: shop.domain });
  await openPage(payment);
  return payment;
}

async function startOf(payment: IssuedPayment): Promise<number> {
  const [row] = await world().rows<{ started_at: Date }>("select started_at from payments where id = $1", [
    payment.paymentId,
  ]);
  return row?.started_at.getTime() ?? 0;
}

describe("a pending deadline that Shopify finds too far away", () => {
  it.each([
    [60, 48],
    [30, 24],
    [20, 12],
  ])("is told again nearer, with a code that ends before it: limit %i h", async (limit, accepted) => {
    const payment = await seen();
    world().shopify.switches.pendingLimitMs = limit * HOUR_MS;

    const sentTo = await pressContinue(payment);

    await world().until("the order", () => orderState(world(), payment) === "pending");
    expect(sentTo).toBe(`/v/${payment.slug}/return`);
    // In whole minutes, as the code's own expiry.
    const latest = (await startOf(payment)) + accepted * HOUR_MS;
    const deadline = latest - (latest % MINUTE_MS);
    expect((await paymentRow(world(), payment)).pending_expires_at?.getTime()).toBe(deadline);
    expect(world().shopify.session(payment.sessionId)?.pendingExpiresAt?.getTime()).toBe(deadline);
    expect(atPagoEfectivo(payment)?.expires.getTime()).toBe(deadline - GRACE_MS);
    expect((await codesOf(world(), payment))[0]?.expires_at.getTime()).toBe(deadline - GRACE_MS);
    expect(told(world(), payment).at(-1)).toBe("Pending accepted");
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("can be paid until the nearer deadline, and is rejected after it", async () => {
    const payment = await seen();
    world().shopify.switches.pendingLimitMs = 30 * HOUR_MS;
    await pressContinue(payment);
    await world().until("the order", () => orderState(world(), payment) === "pending");

    world().clock.shift(24 * HOUR_MS + MINUTE_MS);

    await world().until("the reject", () => sessionState(world(), payment) === "rejected");
    expect(atPagoEfectivo(payment)?.state).not.toBe("pending");
  });

  it.each(["error-500", "dropped", "empty-401"] as const)(
    "leads to a removed code when PagoEfectivo does not confirm the nearer expiry: %s",
    async (fault) => {
      const payment = await seen();
      world().shopify.switches.pendingLimitMs = 60 * HOUR_MS;
      const { nextFaults } = world().pagoefectivo.switches;
      nextFaults.push({ operation: "update", fault, workDone: false, count: 5 });

      await pressContinue(payment);

      await world().until("the removal", () => atPagoEfectivo(payment)?.state === "deleted");
      await world().until(
        "the proof",
        async () => (await codesOf(world(), payment))[0]?.state === "voided",
      );
      expect(orderState(world(), payment)).toBeUndefined();
      expect(told(world(), payment).filter((line) => line.endsWith("accepted"))).toEqual([]);
      expect(await pageState(payment)).toBe("voided");
    },
  );

  it("leads to a removed code when no nearer one is worth keeping", async () => {
    const payment = await seen();
    world().shopify.switches.pendingLimitMs = HOUR_MS;

    await pressContinue(payment);

    await world().until("the removal", () => atPagoEfectivo(payment)?.state === "deleted");
    expect(orderState(world(), payment)).toBeUndefined();
  });
});

describe("a pending that Shopify refuses for good", () => {
  /** Shopify never read our answer to the session, and ten minutes have gone by. */
  async function unread(): Promise<{ payment: IssuedPayment; end: () => Promise<void> }> {
    const { shopify } = world();
    shopify.switches.answerReading.hold();
    const session = shopify.newSession({ shop: DEMO_SHOP });
    const sending = shopify.sendSession(session.id, { retries: 0 });
    const row = await world().until("the code", async () => {
      const [found] = await world().rows<Omit<IssuedPayment, "url" | "group">>(
        `select p.id as "paymentId", p.session_id as "sessionId", p.slug, c.id as "codeId", c.cip
         from payments p join codes c on c.payment_id = p.id where p.session_id = $1 and c.state = 'live'`,
        [session.id],
      );
      return found;
    });
    const payment = { ...row, group: session.group, url: `${world().webOrigin}/v/${row.slug}` };
    await openPage(payment);
    world().clock.shift(11 * MINUTE_MS);
    const end = async () => {
      shopify.switches.answerReading.release();
      await sending;
    };
    return { payment, end };
  }

  it("leads to a case and to a code that nobody can pay", async () => {
    const { payment, end } = await unread();

    await pressContinue(payment);

    await world().until("the removal", () => atPagoEfectivo(payment)?.state === "deleted");
    await world().until("the proof", async () => (await codesOf(world(), payment))[0]?.state === "voided");
    expect(await pageState(payment)).toBe("voided");
    expect(await reportsOf(world(), payment)).toMatchObject([{ kind: "pending", state: "refused" }]);
    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "report-refused", state: "open", held_centimos: 0 },
    ]);
    await end();
  });

  it("tries to make the order paid when the code was paid already", async () => {
    const { payment, end } = await unread();
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(payment.cip);

    await pressContinue(payment);

    await world().until("a resolve", () => told(world(), payment).includes("Resolve user-errors"));
    expect(sessionState(world(), payment)).not.toBe("rejected");
    await world().until("the case that holds the money", async () =>
      (await casesOf(world(), payment)).some(
        (one) => one.kind === "resolve-refused" && one.held_centimos === 12_500,
      ),
    );
    expect(told(world(), payment)).not.toContain("Reject user-errors");
    await end();
  });

  it("removes the code also when Shopify denies us access", async () => {
    const payment = await withCode(world());
    await openPage(payment);
    world().shopify.switches.nextFaults.push({ fault: "ACCESS_DENIED", sessionId: payment.sessionId });

    await pressContinue(payment);

    await world().until("the removal", () => atPagoEfectivo(payment)?.state === "deleted");
    expect(await casesOf(world(), payment)).toMatchObject([{ kind: "report-dead", state: "open" }]);
  });
});
