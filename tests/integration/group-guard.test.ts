import { describe, expect, it } from "vitest";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import {
  arrive,
  casesOf,
  codesOf,
  createCalls,
  moveToExpiry,
  openPage,
  orderState,
  pageState,
  paymentRow,
  pressContinue,
  sessionState,
  told,
  toldPending,
  withCode,
  type ArrivedPayment,
} from "../builders/payment.ts";
import { sendOnce } from "../builders/session-answer.ts";
import { connectNewShop, extendAtPagoEfectivo } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("group_guard", { tls: "off" });

const MINUTE_MS = 60_000;

async function endsAs(payment: ArrivedPayment, endReason: string): Promise<void> {
  await world().until(
    `the payment to end as ${endReason}`,
    async () => (await paymentRow(world(), payment)).end_reason === endReason,
  );
  expect((await paymentRow(world(), payment)).told).toBe("released");
}

async function hasCode(payment: ArrivedPayment, isIt: (cip: string) => boolean): Promise<string> {
  return world().until("a live code", async () => {
    const [newest] = await codesOf(world(), payment);
    return newest?.state === "live" && newest.cip && isIt(newest.cip) && newest.cip;
  });
}

function atPagoEfectivo(cip: string): string | undefined {
  return world()
    .pagoefectivo.ledger()
    .find((entry) => entry.cip === cip)?.state;
}

describe("a second attempt at a checkout whose first code can be paid", () => {
  it("takes the first one's code over, and both pages show it", async () => {
    const first = await withCode(world());

    const second = await arrive(world(), { group: first.group });

    await endsAs(first, "moved");
    await hasCode(second, (cip) => cip === first.cip);
    expect(await codesOf(world(), first)).toEqual([]);
    expect(await createCalls(world(), second)).toBe(1);
    for (const page of [await openPage(first), await openPage(second)]) {
      expect(page).toContain('data-state="waiting"');
      expect(page.replaceAll(/\s/g, "")).toContain(first.cip);
    }
    expect(told(world(), first)).toEqual([]);
  });

  it("makes its own order of the code it took over, and that order is paid", async () => {
    const first = await withCode(world());
    const second = await arrive(world(), { group: first.group });
    await endsAs(first, "moved");
    await openPage(second);

    await pressContinue(second);
    await world().pagoefectivo.pay(first.cip);

    await world().until("paid", () => sessionState(world(), second) === "resolved");
    expect(orderState(world(), second)).toBe("paid");
    expect(told(world(), first)).toEqual([]);
    expect(await pageState(first)).toBe("paid");
  });

  it("sends the shopper to the first one's order when that exists already", async () => {
    const first = await toldPending(world());

    const second = await arrive(world(), { group: first.group });

    await endsAs(second, "served-by-earlier");
    expect(await codesOf(world(), second)).toEqual([]);
    expect(await codesOf(world(), first)).toMatchObject([{ state: "live", cip: first.cip }]);
    expect(await pageState(second)).toBe("waiting");
    expect((await openPage(second)).replaceAll(/\s/g, "")).toContain(first.cip);
    const order = world()
      .shopify.orders()
      .find(({ paymentId }) => paymentId === first.sessionId);
    expect(await openPage({ url: `${second.url}/return` })).toContain(
      `/orders/${order?.id ?? ""}/thank-you`,
    );
    expect(told(world(), second)).toEqual([]);
  });

  it("is one code with one create when twelve attempts arrive in the same instant", async () => {
    const group = "twelve-at-once";
    const sessions = Array.from({ length: 12 }, () =>
      world().shopify.newSession({ shop: DEMO_SHOP, group }),
    );

    const answers = await Promise.all(sessions.map(({ id }) => sendOnce(world(), id)));

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    await world().until("eleven to have given way", async () => {
      world().clock.shift(world().clock.now().getTime() - Date.now() + 200);
      const rows = await world().rows("select 1 from payments where session_group = $1 and told = 'open'", [
        group,
      ]);
      return rows.length === 1;
    });
    const codes = await world().rows<{ id: string; state: string }>(
      "select id, state from codes where session_group = $1",
      [group],
    );
    expect(codes.filter(({ state }) => state !== "voided")).toMatchObject([{ state: "live" }]);
    const payable = world()
      .pagoefectivo.ledger()
      .filter((entry) => codes.some(({ id }) => id === entry.transactionCode) && entry.state === "pending");
    expect(payable).toHaveLength(1);
  });
});

describe("a second attempt that the first one's code does not fit", () => {
  it.each([
    ["amount", { amount: "99.00" }],
    ["currency", { amount: "125.00", currency: "USD" }],
    ["mode", { amount: "125.00", test: true }],
  ] as const)("gets a code of its own once the first is removed: other %s", async (_, other) => {
    const first = await withCode(world(), { amount: "125.00" });

    const second = await arrive(world(), { group: first.group, ...other });

    await hasCode(second, (cip) => cip !== first.cip);
    expect(atPagoEfectivo(first.cip)).toBe("deleted");
    expect((await paymentRow(world(), first)).told).toBe("released");
    expect(told(world(), first)).toEqual([]);
  });

  it("ends the first one's order when its code is removed", async () => {
    const first = await toldPending(world(), { amount: "125.00" });

    const second = await arrive(world(), { group: first.group, amount: "99.00" });

    await hasCode(second, (cip) => cip !== first.cip);
    expect(atPagoEfectivo(first.cip)).toBe("deleted");
    await world().until("the reject", () => sessionState(world(), first) === "rejected");
  });

  it("gets a code of its own when the first one lives less than two hours more", async () => {
    const first = await withCode(world());
    await moveToExpiry(world(), first, -119 * MINUTE_MS);

    const second = await arrive(world(), { group: first.group });

    await hasCode(second, (cip) => cip !== first.cip);
    expect(atPagoEfectivo(first.cip)).toBe("deleted");
  });

  it("finds the money that nobody had noticed, and issues nothing", async () => {
    const first = await withCode(world(), { amount: "125.00" });
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(first.cip);

    const second = await arrive(world(), { group: first.group, amount: "99.00" });

    await endsAs(second, "group-paid");
    await world().until("paid", () => sessionState(world(), first) === "resolved");
    expect(await codesOf(world(), second)).toEqual([]);
    expect(await pageState(second)).toBe("paid");
  });

  it("gets no code while nobody knows whether the first one can be paid", async () => {
    world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "dropped" });
    const first = await arrive(world());
    await world().until("unknown", async () => (await codesOf(world(), first))[0]?.state === "unknown");

    const second = await arrive(world(), { group: first.group });

    await endsAs(second, "another-code-active");
    expect(await codesOf(world(), second)).toEqual([]);
    expect(await pageState(second)).toBe("error");
  });

  it("gives up after a minute when the first code's removal cannot be proved", async () => {
    const first = await withCode(world(), { amount: "125.00" });
    const { nextFaults } = world().pagoefectivo.switches;
    nextFaults.push({ operation: "search", fault: "html-503", count: 50 });

    const second = await arrive(world(), { group: first.group, amount: "99.00" });
    await world().until("a look-up in vain", () =>
      world()
        .pagoefectivo.calls()
        .some((call) => call.operation === "search" && call.cips.includes(first.cip)),
    );
    expect(await pageState(second)).toBe("preparing");
    world().clock.shift(66_000);

    await endsAs(second, "another-code-active");
    expect(await codesOf(world(), second)).toEqual([]);
  });
});

describe("a second attempt while the first one's create is under way", () => {
  it("waits for its end and takes the code over", async () => {
    world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
    const first = await arrive(world());
    await world().pagoefectivo.gate.untilHeld(1);

    const second = await arrive(world(), { group: first.group });
    await world().until("the second to wait", async () => {
      const jobs = await world().rows(
        "select 1 from graphile_worker.jobs where key = $1 and run_at > now()",
        [`issue:${second.paymentId}`],
      );
      return jobs.length > 0;
    });
    world().pagoefectivo.gate.release();
    await hasCode(first, () => true);
    world().clock.shift(6_000);

    await endsAs(first, "moved");
    await hasCode(second, () => true);
    expect(await createCalls(world(), second)).toBe(1);
  });
});

describe("a second attempt at a paid checkout", () => {
  it("gets no code, and its page says that an earlier attempt was paid", async () => {
    const first = await toldPending(world());
    await world().pagoefectivo.pay(first.cip);
    await world().until("paid", () => sessionState(world(), first) === "resolved");

    const second = await arrive(world(), { group: first.group });

    await endsAs(second, "group-paid");
    expect(await codesOf(world(), second)).toEqual([]);
    expect(await pageState(second)).toBe("paid");
    expect(told(world(), second)).toEqual([]);
  });
});

// Two codes of one checkout that both can be paid are how shoppers pay twice; the job that found it failed for ever.
describe("an older code that PagoEfectivo lets live again beside the newer one", () => {
  it("goes to a person who takes it back, and the newer one stays as it is", async () => {
    const shop = await connectNewShop(world());
    const first = await toldPending(world(), { shop: shop.domain });
    await world().pagoefectivo.expireNow(first.cip);
    await world().run("look-up-code", { codeId: first.codeId });
    const second = await withCode(world(), { shop: shop.domain, group: first.group });
    const until = new Date(world().clock.now().getTime() + 120 * MINUTE_MS);
    await extendAtPagoEfectivo(world(), shop, { cip: first.cip, until });

    await world().run("look-up-code", { codeId: first.codeId });

    expect(await casesOf(world(), first)).toMatchObject([{ kind: "payable-after-end", state: "open" }]);
    expect((await codesOf(world(), first))[0]?.state).toBe("expired");
    expect((await codesOf(world(), second))[0]?.state).toBe("live");
  });
});
