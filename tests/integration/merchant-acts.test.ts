import { describe, expect, it } from "vitest";
import { credentialsOfVersion } from "#app/merchants/credential-queries.server.ts";
import {
  checkNow,
  extendByMerchant,
  sendAgain,
  simulateByMerchant,
  voidByMerchant,
} from "#app/payments/merchant-acts.server.ts";
import { auditOf, by, USER } from "../builders/act.ts";
import {
  codesOf,
  moveToExpiry,
  paymentRow,
  reportsOf,
  sessionState,
  timelineOf,
  told,
  toldPending,
  withCode,
  type IssuedPayment,
} from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("merchant_acts", { tls: "off" });

const HOUR_MS = 3_600_000;

const deps = () => world().system.deps;

function stateAtPagoEfectivo(payment: IssuedPayment): string | undefined {
  return world()
    .pagoefectivo.ledger()
    .find((entry) => entry.cip === payment.cip)?.state;
}

describe("voiding", () => {
  it("removes the code and tells Shopify reject, once, for an order that waits", async () => {
    const payment = await toldPending(world());

    const outcome = await voidByMerchant(deps(), await by(world(), payment));

    expect(outcome).toEqual({ kind: "done", found: "proved-removed" });
    expect(stateAtPagoEfectivo(payment)).toBe("deleted");
    expect(told(world(), payment)).toEqual(["Pending accepted", "Reject accepted"]);
    expect(await auditOf(world(), payment)).toMatchObject([
      { action: "payment-voided", user_id: USER, before: { told: "pending", code: "live" }, after: null },
      {
        action: "payment-voided",
        user_id: USER,
        before: null,
        after: { told: "rejected", code: "voided" },
      },
    ]);
    const [line] = await world().rows(
      "select actor, user_id from timeline where payment_id = $1 and event = 'merchant-void'",
      [payment.paymentId],
    );
    expect(line).toEqual({ actor: "merchant", user_id: USER });
  });

  it("releases a payment that Shopify was told nothing of", async () => {
    const payment = await withCode(world());

    await voidByMerchant(deps(), await by(world(), payment));

    expect(await paymentRow(world(), payment)).toMatchObject({ told: "released" });
    expect(told(world(), payment)).toEqual([]);
  });

  it("resolves instead when the cash came first", async () => {
    const payment = await toldPending(world());
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(payment.cip);

    const outcome = await voidByMerchant(deps(), await by(world(), payment));

    expect(outcome).toEqual({ kind: "done", found: "paid" });
    await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
    expect(told(world(), payment)).not.toContain("Reject accepted");
  });

  it("says that it waits while nothing is proved, and ends it later by itself", async () => {
    const payment = await toldPending(world());
    world().pagoefectivo.switches.nextFaults.push({ operation: "delete", fault: "dropped" });
    world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "dropped" });

    const outcome = await voidByMerchant(deps(), await by(world(), payment));

    expect(outcome).toEqual({ kind: "waiting" });
    expect(told(world(), payment)).toEqual(["Pending accepted"]);
    world().clock.shift(10 * 60_000);
    await world().until("the reject", () => sessionState(world(), payment) === "rejected");
  });

  it("of an expired code asks for the proof and rejects before the grace is over", async () => {
    const payment = await toldPending(world());
    await moveToExpiry(world(), payment, 60_000);
    await checkNow(deps(), await by(world(), payment));
    expect((await codesOf(world(), payment))[0]?.state).toBe("expired");

    const outcome = await voidByMerchant(deps(), await by(world(), payment));

    expect(outcome).toEqual({ kind: "done", found: "proved-expired" });
    expect(sessionState(world(), payment)).toBe("rejected");
  });

  it("twice at once rejects once", async () => {
    const payment = await toldPending(world());
    const input = await by(world(), payment);

    await Promise.all([voidByMerchant(deps(), input), voidByMerchant(deps(), input)]);

    await world().until("the reject", () => sessionState(world(), payment) === "rejected");
    expect(told(world(), payment)).toEqual(["Pending accepted", "Reject accepted"]);
  });
});

async function versionOf(payment: IssuedPayment): Promise<string> {
  const [code] = await world().rows<{ id: string }>(
    "select credential_version_id as id from codes where id = $1",
    [payment.codeId],
  );
  return code?.id ?? "";
}

describe("extending", () => {
  async function shortened(): Promise<{ payment: IssuedPayment; latest: Date; current: Date }> {
    const payment = await toldPending(world());
    const [code] = await codesOf(world(), payment);
    // The same order with a nearer code: there is room below what Shopify was told.
    const current = new Date((code?.expires_at.getTime() ?? 0) - 6 * HOUR_MS);
    await world().rows("update codes set expires_at = $2 where id = $1", [payment.codeId, current]);
    return { payment, latest: code?.expires_at ?? current, current };
  }

  it("moves the expiry at PagoEfectivo and here, up to what Shopify was told", async () => {
    const { payment, latest } = await shortened();

    const outcome = await extendByMerchant(deps(), { ...(await by(world(), payment)), expiresAt: latest });

    expect(outcome).toEqual({ kind: "done", found: null });
    expect((await codesOf(world(), payment))[0]).toMatchObject({ state: "live", expires_at: latest });
    expect(await timelineOf(world(), payment)).toContain("extended");
  });

  it("beyond what Shopify was told is refused, and PagoEfectivo is not asked", async () => {
    const { payment, latest, current } = await shortened();

    const outcome = await extendByMerchant(deps(), {
      ...(await by(world(), payment)),
      expiresAt: new Date(latest.getTime() + 60_000),
    });

    expect(outcome).toEqual({ kind: "refused", reason: "beyond-deadline" });
    expect((await codesOf(world(), payment))[0]?.expires_at).toEqual(current);
    expect(await auditOf(world(), payment)).toEqual([]);
  });

  it("gives a code back its time that PagoEfectivo ended too early", async () => {
    const payment = await toldPending(world());
    const [code] = await codesOf(world(), payment);
    const expiresAt = code?.expires_at ?? new Date(0);
    await world().pagoefectivo.expireNow(payment.cip);
    await checkNow(deps(), await by(world(), payment));
    expect((await codesOf(world(), payment))[0]?.state).toBe("expired");

    const outcome = await extendByMerchant(deps(), { ...(await by(world(), payment)), expiresAt });

    expect(outcome).toEqual({ kind: "done", found: null });
    expect((await codesOf(world(), payment))[0]).toMatchObject({ state: "live", expires_at: expiresAt });
    expect(await world().pagoefectivo.pay(payment.cip)).toMatchObject({ kind: "paid" });
  });

  it("makes an expired code live and payable again", async () => {
    const payment = await toldPending(world());
    const [code] = await codesOf(world(), payment);
    const latest = code?.expires_at ?? new Date(0);
    const nearer = new Date(latest.getTime() - 6 * HOUR_MS);
    const credentials = await credentialsOfVersion(deps().db, deps().vault, await versionOf(payment));
    await deps().pagoefectivo.updateExpiry(credentials, payment.cip, nearer);
    await world().rows("update codes set expires_at = $2 where id = $1", [payment.codeId, nearer]);
    await moveToExpiry(world(), payment, 60_000);
    await checkNow(deps(), await by(world(), payment));
    expect((await codesOf(world(), payment))[0]?.state).toBe("expired");

    const outcome = await extendByMerchant(deps(), { ...(await by(world(), payment)), expiresAt: latest });

    expect(outcome).toEqual({ kind: "done", found: null });
    expect((await codesOf(world(), payment))[0]?.state).toBe("live");
    expect((await world().pagoefectivo.pay(payment.cip)).kind).toBe("paid");
    await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
  });

  it("that PagoEfectivo does not confirm changes nothing", async () => {
    const { payment, latest, current } = await shortened();
    world().pagoefectivo.switches.nextFaults.push({ operation: "update", fault: "dropped" });

    const outcome = await extendByMerchant(deps(), { ...(await by(world(), payment)), expiresAt: latest });

    expect(outcome).toEqual({ kind: "refused", reason: "not-confirmed" });
    expect((await codesOf(world(), payment))[0]?.expires_at).toEqual(current);
  });

  it("of a payment without an order is refused", async () => {
    const payment = await withCode(world());

    const outcome = await extendByMerchant(deps(), {
      ...(await by(world(), payment)),
      expiresAt: new Date(),
    });

    expect(outcome).toEqual({ kind: "refused", reason: "not-pending" });
  });
});

describe("sending again", () => {
  it("repeats what was decided byte for byte", async () => {
    const payment = await toldPending(world());
    world().shopify.switches.nextFaults.push({ fault: "http-423", mutation: "paymentSessionResolve" });
    await world().pagoefectivo.pay(payment.cip);
    const resolve = await world().until("a resolve that is not taken", async () =>
      (await reportsOf(world(), payment)).find(
        (report) => report.kind === "resolve" && report.next_attempt_at > world().clock.now(),
      ),
    );

    const outcome = await sendAgain(deps(), await by(world(), payment));

    expect(outcome).toEqual({ kind: "done", found: null });
    expect(sessionState(world(), payment)).toBe("resolved");
    const sent = (await reportsOf(world(), payment)).find(({ kind }) => kind === "resolve");
    expect(sent).toMatchObject({ id: resolve.id, arguments: resolve.arguments });
  });

  it("is refused when Shopify has acknowledged everything", async () => {
    const payment = await toldPending(world());

    expect(await sendAgain(deps(), await by(world(), payment))).toEqual({
      kind: "refused",
      reason: "nothing-to-send",
    });
  });
});

it("nobody acts on another shop's payment, nor without a name", async () => {
  const payment = await toldPending(world(), { test: true });
  const other = await connectNewShop(world());
  const [shop] = await world().rows<{ id: string }>("select id from shops where domain = $1", [
    other.domain,
  ]);
  const input = { ...(await by(world(), payment)), shopId: shop?.id ?? "" };
  const before = await timelineOf(world(), payment);

  const outcomes = [
    await checkNow(deps(), input),
    await voidByMerchant(deps(), input),
    await extendByMerchant(deps(), { ...input, expiresAt: new Date() }),
    await sendAgain(deps(), input),
    await simulateByMerchant(deps(), { ...input, what: "paid" }),
  ];

  expect(outcomes).toEqual(Array(5).fill({ kind: "not-found" }));
  expect(await timelineOf(world(), payment)).toEqual(before);
  await expect(checkNow(deps(), { ...(await by(world(), payment)), userId: "" })).rejects.toThrow(
    "by a person",
  );
});
