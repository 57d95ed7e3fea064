import { describe, expect, it } from "vitest";
import { checkPayments, voidPayments } from "#app/payments/payment-list-acts.server.ts";
import { auditOf, by, USER } from "../builders/act.ts";
import { arrive, codesOf, sessionState, toldPending, withCode } from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld, type TestWorld } from "../setup/world.ts";

const world = useWorld("payments together");

async function selection(here: TestWorld, payments: readonly { paymentId: string }[]) {
  const [first] = payments;
  const { shopId, userId } = await by(here, first ?? { paymentId: "" });
  return { shopId, userId, paymentIds: payments.map(({ paymentId }) => paymentId) };
}

describe("voiding several payments", () => {
  it("voids each code, tells Shopify of each order, and writes each down with the person", async () => {
    const here = world();
    const chosen = [await toldPending(here), await toldPending(here), await withCode(here)];

    const outcome = await voidPayments(here.system.deps, await selection(here, chosen));

    expect(outcome).toEqual({ kind: "voided", voided: 3, waiting: 0, other: 0 });
    for (const payment of chosen) {
      expect((await codesOf(here, payment)).map(({ state }) => state)).toEqual(["voided"]);
      const audit = await auditOf(here, payment);
      expect(audit.map(({ action, user_id }) => [action, user_id])).toContainEqual([
        "payment-voided",
        USER,
      ]);
    }
    const [first] = chosen;
    await here.until("Shopify to know", () => first && sessionState(here, first) === "rejected");
  });

  it("voids none when one of them does not wait to be paid", async () => {
    const here = world();
    const waiting = await toldPending(here);
    const paid = await toldPending(here);
    await here.pagoefectivo.pay(paid.cip);
    await here.until("the resolve", () => sessionState(here, paid) === "resolved");

    const outcome = await voidPayments(here.system.deps, await selection(here, [waiting, paid]));

    expect(outcome).toEqual({ kind: "refused", reason: "not-all-pending" });
    expect((await codesOf(here, waiting)).map(({ state }) => state)).toEqual(["live"]);
    expect(await auditOf(here, waiting)).toEqual([]);
  });

  it("says what is not proved yet, and goes on asking", async () => {
    const here = world();
    const payment = await toldPending(here);
    for (const operation of ["delete", "search"] as const)
      here.pagoefectivo.switches.nextFaults.push({ operation, fault: "html-503" });

    const outcome = await voidPayments(here.system.deps, await selection(here, [payment]));

    expect(outcome).toEqual({ kind: "voided", voided: 0, waiting: 1, other: 0 });
  });

  it("touches no payment of another shop", async () => {
    const here = world();
    const theirs = await withCode(here, { shop: (await connectNewShop(here)).domain });
    const own = await withCode(here);
    const { shopId, userId } = await by(here, own);
    const input = { shopId, userId, paymentIds: [own.paymentId, theirs.paymentId] };

    expect(await voidPayments(here.system.deps, input)).toMatchObject({ kind: "refused" });
    expect(await checkPayments(here.system.deps, input)).toEqual({ kind: "checked", asked: 1, skipped: 1 });
    expect((await codesOf(here, theirs)).map(({ state }) => state)).toEqual(["live"]);
    expect(await auditOf(here, theirs)).toEqual([]);
  });
});

describe("checking several payments", () => {
  it("finds the money of each, and leaves out what has no code", async () => {
    const here = world();

    const chosen = [await toldPending(here), await toldPending(here)];
    here.pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" }, { fault: "lost" });
    for (const { cip } of chosen) await here.pagoefectivo.pay(cip);
    // The answer to its create is lost: it stays without a code, however quick the worker is.
    here.pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "dropped" });
    const codeless = await arrive(here);
    await here.until("the create", async () => (await codesOf(here, codeless))[0]?.state === "unknown");

    const outcome = await checkPayments(here.system.deps, await selection(here, [...chosen, codeless]));

    expect(outcome).toMatchObject({ kind: "checked", asked: 2, skipped: 1 });
    for (const payment of chosen) {
      await here.until("the resolve", () => sessionState(here, payment) === "resolved");
      expect((await auditOf(here, payment)).map(({ action }) => action)).toEqual(["payment-checked"]);
    }
  });

  it("asks once however often it is pressed", async () => {
    const here = world();
    const chosen = await selection(here, [await withCode(here)]);

    await checkPayments(here.system.deps, chosen);

    expect(await checkPayments(here.system.deps, chosen)).toEqual({
      kind: "checked",
      asked: 0,
      skipped: 1,
    });
  });

  it("is for fifty at most, and for some", async () => {
    const here = world();
    const payment = await withCode(here);
    const chosen = await selection(here, [payment]);
    const many = Array.from({ length: 51 }, (_, n) => payment.paymentId.slice(0, -2) + String(n + 10));

    expect(await checkPayments(here.system.deps, { ...chosen, paymentIds: many })).toEqual({
      kind: "refused",
      reason: "too-many",
    });
    expect(await voidPayments(here.system.deps, { ...chosen, paymentIds: [] })).toEqual({
      kind: "refused",
      reason: "nothing-selected",
    });
  });
});
