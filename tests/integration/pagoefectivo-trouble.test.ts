import { describe, expect, it } from "vitest";
import { FAILURES_THAT_STOP } from "#app/lib/breaker.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { ApiFault } from "../../simulators/pagoefectivo/switches.ts";
import {
  arrive,
  casesOf,
  codesOf,
  createCalls,
  openPage,
  orderState,
  pageState,
  paymentRow,
  sessionState,
  told,
  toldPending,
  type ArrivedPayment,
} from "../builders/payment.ts";
import { connectNewShop, createElsewhere, type Shop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("pagoefectivo_trouble", { tls: "off", pagoEfectivoTimeoutSeconds: 2 });

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Every kind of answer that proves nothing, and what is no answer. */
const NO_PROOF = [
  "error-500",
  "html-429",
  "html-502",
  "html-503",
  "html-200",
  "empty-body",
  "dropped",
  "cut-off",
  "half-open",
  "held",
] as const satisfies ApiFault[];

/** Moves the clock on from where it stands. */
function advance(ms: number): void {
  world().clock.shift(world().clock.now().getTime() - Date.now() + ms);
}

async function codeBecomes(payment: ArrivedPayment, state: string): Promise<void> {
  await world().until(`the code to be ${state}`, async () => {
    const [newest] = await codesOf(world(), payment);
    return newest?.state === state;
  });
}

/** As many payments of the shop as it takes until nobody asks PagoEfectivo for it any more: each create ends unknown. */
async function stopped(shop: Shop): Promise<ArrivedPayment[]> {
  const { nextFaults } = world().pagoefectivo.switches;
  nextFaults.push({
    operation: "create",
    fault: "html-502",
    count: FAILURES_THAT_STOP,
    serviceId: shop.serviceId,
  });
  const payments: ArrivedPayment[] = [];
  for (let index = 0; index < FAILURES_THAT_STOP; index += 1) {
    const payment = await arrive(world(), { shop: shop.domain });
    await codeBecomes(payment, "unknown");
    payments.push(payment);
  }
  return payments;
}

/** PagoEfectivo sends a notice about the CIP that it made all the same, and the search tells whose it is. */
async function learnOf(shop: Shop, payment: ArrivedPayment): Promise<void> {
  const [code] = await codesOf(world(), payment);
  const cip = await createElsewhere(world(), code?.id ?? "", shop.domain);
  await world().pagoefectivo.deliverNotice({ cip, serviceId: shop.serviceId, eventType: "cip.expired" });
  await codeBecomes(payment, "live");
}

/** The page as somebody who waits sees it: what it says, and whether it leads back to checkout. */
async function seen(
  payment: ArrivedPayment,
): Promise<{ state: string | null; isLate: boolean; leadsBack: boolean }> {
  const html = await openPage(payment);
  const { cancelUrl } = world().shopify.session(payment.sessionId) ?? {};
  return {
    state: await pageState(payment),
    isLate: html.includes("PagoEfectivo todavía no nos da tu código"),
    leadsBack: cancelUrl !== undefined && html.includes(cancelUrl.replace("https://", "")),
  };
}

describe("a code that is asked for while PagoEfectivo cannot be reached", () => {
  it("comes when PagoEfectivo is back, and the page says meanwhile that it is late", async () => {
    const shop = await connectNewShop(world());
    await world().pagoefectivo.unplug();
    const payment = await arrive(world(), { shop: shop.domain });
    await codeBecomes(payment, "failed");
    // The next tries of its own, and those of another shopper, until nobody is asked any more.
    const other = await arrive(world(), { shop: shop.domain });
    await world().until("nobody to be asked", () => {
      advance(SECOND_MS);
      return world().system.deps.lanes.stopped().length > 0;
    });
    const late = await arrive(world(), { shop: shop.domain });
    advance(20 * SECOND_MS);

    expect(await seen(late)).toEqual({ state: "preparing", isLate: true, leadsBack: true });
    expect(await codesOf(world(), late)).toEqual([]);
    await world().until("the page to say when PagoEfectivo is asked again", async () => {
      advance(SECOND_MS);
      return /PagoEfectivo no está respondiendo\. Lo intentaremos de nuevo a las \d/.test(
        await openPage(late),
      );
    });

    await world().pagoefectivo.plugIn();
    await world().until("its code", async () => {
      advance(SECOND_MS);
      return (await codesOf(world(), late))[0]?.state === "live";
    });
    expect(await pageState(late)).toBe("waiting");
    expect(await createCalls(world(), late)).toBe(1);
    // How many of their own tries the earlier ones had left depends on how long it took until nobody was asked.
    for (const earlier of [payment, other])
      expect(await createCalls(world(), earlier)).toBeLessThanOrEqual(1);
  });

  it("is given up after half an hour without telling Shopify anything, and the page leads back to checkout", async () => {
    const shop = await connectNewShop(world());
    await stopped(shop);
    const payment = await arrive(world(), { shop: shop.domain });
    await world().until("its job to wait", async () => {
      const rows = await world().rows("select 1 from graphile_worker.jobs where key = $1", [
        `unseen:${payment.paymentId}`,
      ]);
      return rows.length > 0;
    });
    world().pagoefectivo.switches.randomFaults = {
      probability: 1,
      faults: ["html-502"],
      operations: ["authorize", "search", "create"],
    };
    advance(31 * MINUTE_MS);

    await world().until(
      "it to be released",
      async () => (await paymentRow(world(), payment)).told === "released",
    );
    expect(await seen(payment)).toMatchObject({ state: "error", leadsBack: true });
    expect(told(world(), payment)).toEqual([]);
    expect(await createCalls(world(), payment)).toBe(0);
  });
});

describe("a create that is not answered", () => {
  it.each(NO_PROOF)(
    "is never sent twice, and its money makes the order paid all the same: %s",
    async (fault) => {
      const shop = await connectNewShop(world());
      world().pagoefectivo.switches.nextFaults.push({
        operation: "create",
        fault,
        workDone: true,
        serviceId: shop.serviceId,
      });

      const payment = await arrive(world(), { shop: shop.domain });

      await codeBecomes(payment, "unknown");
      expect(await seen(payment)).toMatchObject({ state: "error", leadsBack: true });
      expect(await casesOf(world(), payment)).toMatchObject([{ kind: "create-unknown", state: "open" }]);
      const [code] = await codesOf(world(), payment);
      const made = world()
        .pagoefectivo.ledger()
        .find((entry) => entry.transactionCode === code?.id);
      await world().pagoefectivo.pay(made?.cip ?? "");
      await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
      expect(await createCalls(world(), payment)).toBe(1);
      expect(await casesOf(world(), payment)).toMatchObject([{ state: "closed", resolution: "answered" }]);
    },
  );

  it("stops further creates of its merchant alone, and a harmless question goes before the next one", async () => {
    const shop = await connectNewShop(world());
    const other = await connectNewShop(world());
    await stopped(shop);

    const waiting = await arrive(world(), { shop: shop.domain });
    const elsewhere = await arrive(world(), { shop: other.domain });

    await codeBecomes(elsewhere, "live");
    expect(await codesOf(world(), waiting)).toEqual([]);
    advance(25 * SECOND_MS);
    await codeBecomes(waiting, "live");
    const calls = world()
      .pagoefectivo.calls()
      .filter(({ serviceId }) => serviceId === shop.serviceId);
    expect(calls.slice(-2).map(({ operation }) => operation)).toEqual(["search", "create"]);
    expect(await createCalls(world(), waiting)).toBe(1);
  });
});

describe("the codes whose creates were not answered", () => {
  it("are one case of their merchant, which closes with the last of them", async () => {
    const shop = await connectNewShop(world());
    const payments = await stopped(shop);
    const [first, second, ...rest] = payments;
    invariant(first && second, "several creates were not answered");
    const other = await stopped(await connectNewShop(world()));
    const cases = await Promise.all(payments.map((payment) => casesOf(world(), payment)));
    const [one] = cases.flat();
    expect(new Set(cases.flat().map(({ id }) => id)).size).toBe(1);
    expect(one).toMatchObject({ kind: "create-unknown", state: "open", times: payments.length });
    expect((await casesOf(world(), other[0] ?? first))[0]?.id).not.toBe(one?.id);

    world().system.deps.lanes.forget();
    for (const payment of [second, ...rest]) await learnOf(shop, payment);
    expect(await casesOf(world(), first)).toMatchObject([{ id: one?.id, state: "open" }]);
    expect(await casesOf(world(), second)).toEqual([]);
    await learnOf(shop, first);

    const [row] = await world().rows("select state, resolution from cases where id = $1", [one?.id]);
    expect(row).toEqual({ state: "closed", resolution: "answered" });
  });
});

describe("cash that is paid while look-ups are not answered", () => {
  it.each(NO_PROOF)("makes the order paid when they are answered again: %s", async (fault) => {
    const payment = await toldPending(world());
    world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault, count: 2 });

    await world().pagoefectivo.pay(payment.cip);
    await world().until("two look-ups in vain", () => {
      if (world().pagoefectivo.switches.nextFaults.length > 0) advance(5 * SECOND_MS);
      return world().pagoefectivo.switches.nextFaults.length === 0;
    });
    expect(told(world(), payment)).toEqual(["Pending accepted"]);

    await world().until("the order to be paid", () => {
      advance(5 * SECOND_MS);
      return orderState(world(), payment) === "paid";
    });
    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("makes the order paid by the sweep when PagoEfectivo was away for hours, whatever became of the notice", async () => {
    const payment = await toldPending(world());
    await world().pagoefectivo.unplug();
    await world().pagoefectivo.pay(payment.cip);
    await world().until("the notice to wait", async () => {
      const [row] = await world().rows<{ attempts: number }>(
        "select attempts from notices where cip = $1 and state = 'received'",
        [payment.cip],
      );
      return row;
    });
    for (let minutes = 0; minutes < 180; minutes += 20) {
      advance(20 * MINUTE_MS);
      await world().run("sweep-codes", {});
    }
    expect(orderState(world(), payment)).toBe("pending");

    await world().pagoefectivo.plugIn();
    advance(6 * MINUTE_MS);
    await world().run("sweep-codes", {});

    expect(orderState(world(), payment)).toBe("paid");
    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
  });
});
