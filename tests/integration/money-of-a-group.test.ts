import { describe, expect, it } from "vitest";
import {
  arrive,
  casesOf,
  codesOf,
  openPage,
  orderState,
  pageState,
  paymentRow,
  pressCancel,
  pressContinue,
  sessionState,
  timelineOf,
  told,
  toldPending,
  withCode,
  type ArrivedPayment,
  type IssuedPayment,
} from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("money_of_a_group", { tls: "off" });

function atPagoEfectivo(cip: string): string | undefined {
  return world()
    .pagoefectivo.ledger()
    .find((entry) => entry.cip === cip)?.state;
}

/** An attempt whose shopper went back to checkout; its code is removed. */
async function givenUp(input: Parameters<typeof withCode>[1] = {}): Promise<IssuedPayment> {
  const payment = await withCode(world(), input);
  await openPage(payment);
  await pressCancel(payment);
  await world().until("the release", async () => (await paymentRow(world(), payment)).told === "released");
  return payment;
}

/** The counter takes money for a code that is not payable any more: it was under way. */
async function payLate(payment: IssuedPayment): Promise<void> {
  Object.assign(world().pagoefectivo.switches.acceptedAtCounter, {
    deleted: true,
    expired: true,
    paid: false,
  });
  expect(await world().pagoefectivo.pay(payment.cip)).toMatchObject({ kind: "paid" });
}

async function isResolved(payment: ArrivedPayment): Promise<void> {
  await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
}

describe("money for an earlier attempt's code", () => {
  it("makes the order paid that waits in a later attempt, and the later code is removed", async () => {
    const first = await givenUp();
    const second = await toldPending(world(), { group: first.group });

    await payLate(first);

    await isResolved(second);
    expect(orderState(world(), second)).toBe("paid");
    expect(told(world(), first)).toEqual([]);
    expect((await paymentRow(world(), first)).told).toBe("released");
    await world().until("the later code to be removed", () => atPagoEfectivo(second.cip) === "deleted");
    expect(await casesOf(world(), second)).toEqual([]);
    expect(await timelineOf(world(), first)).toContain("code-handed-on");
    expect(await pageState(first)).toBe("paid");
  });

  it("makes the newest open attempt paid when none has an order", async () => {
    const first = await givenUp();
    const second = await withCode(world(), { group: first.group });

    await payLate(first);

    await isResolved(second);
    expect(told(world(), first)).toEqual([]);
    await world().until("the later code to be removed", () => atPagoEfectivo(second.cip) === "deleted");
  });

  it("ends an earlier attempt that is still open when the later one's order is paid with its code", async () => {
    const first = await withCode(world());
    await world().pagoefectivo.expireNow(first.cip);
    await world().run("look-up-code", { codeId: first.codeId });
    const second = await toldPending(world(), { group: first.group });
    expect((await paymentRow(world(), first)).told).toBe("open");

    await payLate(first);

    await isResolved(second);
    expect(await paymentRow(world(), first)).toMatchObject({ told: "released", end_reason: "moved" });
    expect(told(world(), first)).toEqual([]);
  });

  it("makes its own order paid when no other attempt waits", async () => {
    const first = await givenUp();

    await payLate(first);

    await isResolved(first);
  });

  it("is a question for a person when the order of a later attempt has ended meanwhile", async () => {
    const first = await givenUp();
    const second = await toldPending(world(), { group: first.group });
    await world().run("void-code", { codeId: second.codeId, ending: "reject" });
    await world().until("the reject", () => sessionState(world(), second) === "rejected");

    await payLate(first);

    await isResolved(first);
    expect(await casesOf(world(), first)).toMatchObject([{ kind: "paid-past-deadline", state: "open" }]);
  });

  it("makes the waiting order paid although the earlier attempt's had failed", async () => {
    const first = await toldPending(world());
    const other = await arrive(world(), { group: first.group, amount: "99.00" });
    await world().until("the reject", () => sessionState(world(), first) === "rejected");
    await world().until("a code", async () => (await codesOf(world(), other))[0]?.state === "live");
    const second = await toldPending(world(), { group: first.group });

    await payLate(first);

    await isResolved(second);
    expect(told(world(), first)).toEqual(["Pending accepted", "Reject accepted"]);
  });

  it.each([
    ["amount", { amount: "99.00" }],
    ["currency", { currency: "USD" }],
    ["mode", { test: true }],
  ] as const)("is a case when the attempt that waits is for another %s", async (_, other) => {
    const first = await givenUp({ amount: "125.00" });
    const second = await toldPending(world(), { group: first.group, amount: "125.00", ...other });

    await payLate(first);

    const [held] = await world().until("a case", async () => {
      const cases = await casesOf(world(), first);
      return cases.length > 0 && cases;
    });
    expect(held).toMatchObject({ kind: "paid-other-attempt", state: "open", held_centimos: 12_500 });
    expect([sessionState(world(), first), sessionState(world(), second)]).toEqual(["started", "pending"]);
    expect(await codesOf(world(), second)).toMatchObject([{ state: "live" }]);
  });
});

describe("two codes of one checkout that are both paid", () => {
  it("resolve it once; the second is a case with both receipts", async () => {
    const first = await givenUp({ amount: "80.00" });
    const second = await toldPending(world(), { group: first.group, amount: "80.00" });
    await world().pagoefectivo.pay(second.cip);
    await isResolved(second);

    await payLate(first);

    const [held] = await world().until("a case", async () => {
      const cases = await world().rows<{ kind: string; held: number; evidence: Record<string, unknown> }>(
        "select kind, held_centimos as held, evidence from cases where payment_id = $1",
        [first.paymentId],
      );
      return cases.length > 0 && cases;
    });
    expect(held).toMatchObject({ kind: "paid-twice", held: 8_000 });
    const [own] = await codesOf(world(), first);
    const [other] = await world().rows<{ at: Date }>("select paid_at as at from codes where id = $1", [
      second.codeId,
    ]);
    expect(held?.evidence).toMatchObject({
      codeId: own?.id,
      otherCodeId: second.codeId,
      otherPaidAt: other?.at.toISOString(),
      otherSessionId: second.sessionId,
    });
    expect(held?.evidence["paidAt"]).toEqual(expect.stringMatching(/^\d{4}-/));
    expect(told(world(), first)).toEqual([]);
  });

  it("are found although no notice told of either", async () => {
    const first = await givenUp();
    const second = await toldPending(world(), { group: first.group });
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost", count: 2 });
    await payLate(first);
    await world().pagoefectivo.pay(second.cip);
    world().clock.shift(6 * 60_000);

    await world().run("sweep-codes", {});

    await isResolved(second);
    const cases = await world().rows<{ kind: string }>(
      "select k.kind from cases k join payments p on p.id = k.payment_id where p.session_group = $1 and k.state = 'open'",
      [first.group],
    );
    expect(cases).toEqual([{ kind: "paid-twice" }]);
  });
});

describe("a code that is being made while its checkout is paid", () => {
  it("is removed as soon as it is known", async () => {
    const first = await givenUp();
    world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
    const second = await arrive(world(), { group: first.group });
    await world().pagoefectivo.gate.untilHeld(1);
    await payLate(first);
    await isResolved(second);

    world().pagoefectivo.gate.release();

    const made = () => world().pagoefectivo.ledger().at(-1);
    world().clock.shift(15_000);
    await world().until("the new code to be removed", () => made()?.state === "deleted");
    expect((await casesOf(world(), second)).filter(({ held_centimos: held }) => held > 0)).toEqual([]);
  });
});

describe("an earlier attempt's end", () => {
  it("never touches a later attempt's code or order", async () => {
    const first = await toldPending(world(), { amount: "125.00" });
    world().clock.shift(60 * 60_000);
    const second = await toldPending(world(), { group: first.group, amount: "99.00" });
    const [old] = await codesOf(world(), first);

    await world().run("end-code", { codeId: first.codeId });
    world().clock.shift((old?.expires_at.getTime() ?? 0) + 31 * 60_000 - Date.now());
    await world().run("end-code", { codeId: first.codeId });

    expect(sessionState(world(), first)).toBe("rejected");
    expect(sessionState(world(), second)).toBe("pending");
    expect(await codesOf(world(), second)).toMatchObject([{ state: "live" }]);
    expect(atPagoEfectivo(second.cip)).toBe("pending");
  });
});

describe("a new attempt at a paid checkout", () => {
  it("is answered 200, and its page says so and leads to the order", async () => {
    const first = await toldPending(world());
    await world().pagoefectivo.pay(first.cip);
    await isResolved(first);

    const second = await arrive(world(), { group: first.group });

    await world().until(
      "its end",
      async () => (await paymentRow(world(), second)).end_reason === "group-paid",
    );
    const page = await openPage(second);
    expect(page).toContain("Esta compra ya está pagada");
    const order = world()
      .shopify.orders()
      .find(({ paymentIds }) => paymentIds.includes(first.sessionId));
    expect(page).toContain(`/orders/${order?.id ?? "?"}/thank-you`);
    expect(await pressContinue(second)).toBe(`/v/${second.slug}/return`);
    expect(told(world(), second)).toEqual([]);
  });
});

describe("a new attempt whose earlier code is dead", () => {
  it("gets a code when PagoEfectivo says that the earlier one has expired", async () => {
    const first = await withCode(world(), { amount: "125.00" });
    await world().pagoefectivo.expireNow(first.cip);

    const second = await withCode(world(), { group: first.group, amount: "99.00" });

    expect(second.cip).not.toBe(first.cip);
    expect(await codesOf(world(), first)).toMatchObject([{ state: "expired" }]);
  });

  it.each([
    ["es", "Tu código anterior ya no sirve"],
    ["en", "Your earlier code no longer works"],
  ])("says on its page that the earlier one is of no use any more: %s", async (lang, words) => {
    const first = await withCode(world(), { amount: "125.00" });
    await openPage(first);

    const second = await withCode(world(), { group: first.group, amount: "99.00" });

    expect(await openPage({ url: `${second.url}?lang=${lang}` })).toContain(words);
    expect(await openPage({ url: `${first.url}?lang=${lang}` })).not.toContain(words);
  });

  it("says nothing of it where there was no earlier code", async () => {
    const only = await withCode(world());

    expect(await openPage(only)).not.toContain("ya no sirve");
  });
});
