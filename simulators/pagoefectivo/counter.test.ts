import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR_MS } from "./testing/movable-clock.ts";
import { read } from "./testing/plain-client.ts";
import { openWorkbench } from "./testing/workbench.ts";
import type { Workbench } from "./testing/workbench.ts";

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

describe("12.18 the collector", () => {
  test("takes the exact amount and nothing else", async () => {
    const cip = await bench.client.createdCip({ amount: 22.5 });

    const wrong = await bench.simulator.pay(cip, { amountCentimos: 2200 });
    const right = await bench.simulator.pay(cip, { amountCentimos: 2250, channel: "Tambo+" });

    expect(wrong).toEqual({ kind: "refused", cip, reason: "wrong-amount" });
    expect(right).toMatchObject({ kind: "paid", amountCentimos: 2250, currency: "PEN", channel: "Tambo+" });
  });

  test("refuses unknown, expired, deleted and paid CIPs by name", async () => {
    const [expired, deleted, paid] = [
      await bench.client.createdCip(),
      await bench.client.createdCip(),
      await bench.client.createdCip(),
    ];
    await bench.simulator.expireNow(expired);
    await bench.client.remove(deleted);
    await bench.simulator.pay(paid);

    const receipts = await Promise.all(
      ["99", expired, deleted, paid].map((cip) => bench.simulator.pay(cip)),
    );

    expect(receipts.map((receipt) => receipt.kind === "refused" && receipt.reason)).toEqual([
      "unknown-cip",
      "expired",
      "deleted",
      "paid",
    ]);
    expect(bench.simulator.ledger().flatMap((entry) => entry.collections)).toHaveLength(1);
  });

  test("takes late and repeated payments where the switch mimics the race", async () => {
    const expired = await bench.client.createdCip();
    const deleted = await bench.client.createdCip();
    await bench.simulator.expireNow(expired);
    await bench.client.remove(deleted);
    bench.simulator.switches.acceptedAtCounter = { expired: true, deleted: true, paid: true };

    const receipts = [
      await bench.simulator.pay(expired),
      await bench.simulator.pay(deleted),
      await bench.simulator.pay(deleted),
    ];
    await bench.simulator.settleNotices();

    const operations = bench.simulator
      .notices()
      .map((notice) => /"operationNumber":"(\d+)"/.exec(notice.body)?.[1]);
    expect(receipts.map((receipt) => receipt.kind)).toEqual(["paid", "paid", "paid"]);
    expect(new Set(operations).size).toBe(3);
    expect(await bench.client.searchOne(deleted)).toMatchObject({ status: 23 });
    expect(bench.simulator.ledger()[1]?.collections).toHaveLength(2);
  });
});

describe("12.19 a payment", () => {
  test("makes the state 23 with its date, and the notice goes out at once by default", async () => {
    const cip = await bench.client.createdCip();
    bench.clock.advance(HOUR_MS);

    await bench.simulator.pay(cip);
    await bench.simulator.settleNotices();

    const item = await bench.client.searchOne(cip);
    expect(item).toMatchObject({ status: 23, datePayment: "2026-11-22T11:15:30-05:00" });
    expect(bench.receiver.received).toHaveLength(1);
    expect(bench.simulator.ledger()).toMatchObject([{ state: "paid", paidAt: bench.clock.now() }]);
  });

  test("is told after the delay that the switch or the payment sets", async () => {
    bench.simulator.switches.timers = "manual";
    bench.simulator.switches.noticeDelayMs = 300_000;
    await bench.simulator.pay(await bench.client.createdCip());
    await bench.simulator.pay(await bench.client.createdCip(), { noticeDelayMs: 1000 });

    const dueFirst = bench.simulator.nextDeliveryAt();
    const counts = [];
    for (const advance of [999, 1, 298_999, 1]) {
      bench.clock.advance(advance);
      counts.push(await bench.simulator.runDueDeliveries());
    }

    expect(dueFirst).toEqual(new Date("2026-11-22T15:15:31Z"));
    expect(counts).toEqual([0, 1, 0, 1]);
    expect(bench.receiver.received).toHaveLength(2);
  });
});

describe("12.24 a reversal", () => {
  test("brings the CIP back to pending and tells nobody by default", async () => {
    const cip = await bench.client.createdCip();
    await bench.simulator.pay(cip);

    const receipt = await bench.simulator.reverse(cip);
    await bench.simulator.settleNotices();

    expect(receipt).toMatchObject({ kind: "reversed", cip });
    expect(await bench.client.searchOne(cip)).toMatchObject({
      status: 22,
      datePayment: "1900-01-01T00:00:00-05:00",
    });
    expect(bench.receiver.received).toHaveLength(1);
    expect(bench.simulator.ledger()).toMatchObject([{ state: "pending", reversedAt: bench.clock.now() }]);
    expect(await bench.simulator.pay(cip)).toMatchObject({ kind: "paid" });
  });

  test("of a CIP past its expiry leaves it expired", async () => {
    const cip = await bench.client.createdCip();
    await bench.simulator.pay(cip);
    bench.clock.advance(5 * HOUR_MS);

    await bench.simulator.reverse(cip);

    expect(bench.simulator.ledger()).toMatchObject([{ state: "expired" }]);
  });

  test("is final where the switch says so, and sends cip.refunded where that is on", async () => {
    bench.simulator.switches.reversal = "terminal";
    bench.simulator.switches.sendRefundedNotices = true;
    const cip = await bench.client.createdCip();
    await bench.simulator.pay(cip);

    await bench.simulator.reverse(cip);
    await bench.simulator.settleNotices();

    expect(await bench.client.searchOne(cip)).toMatchObject({ statusName: "Extornado." });
    expect(await bench.simulator.pay(cip)).toMatchObject({ reason: "reversed" });
    expect(bench.simulator.notices().map((notice) => notice.eventType)).toEqual([
      "cip.paid",
      "cip.refunded",
    ]);
  });

  test("of an unpaid or unknown CIP is refused", async () => {
    const cip = await bench.client.createdCip();

    expect(await bench.simulator.reverse(cip)).toMatchObject({ kind: "refused", reason: "not-paid" });
    expect(await bench.simulator.reverse("99")).toMatchObject({ kind: "refused", reason: "unknown-cip" });
  });
});

describe("the agent's counter page", () => {
  test("shows amount and state for a code typed in groups, and pays without JavaScript", async () => {
    const cip = await bench.client.createdCip({ amount: 1500.15 });
    const counter = `${bench.simulator.origin}/counter`;
    const grouped = `${cip.slice(0, 3)} ${cip.slice(3)}`;

    const shown = await (await fetch(`${counter}?cip=${encodeURIComponent(grouped)}`)).text();
    const paid = await fetch(`${counter}/pay`, {
      method: "POST",
      body: new URLSearchParams({ cip, channel: "Yape" }),
    });
    const again = await fetch(`${counter}/pay`, {
      method: "POST",
      body: new URLSearchParams({ cip, channel: "Yape" }),
    });

    expect(shown).toContain('<html lang="es">');
    expect(shown).toContain('<label for="cip">');
    expect(shown).toContain("Pagar S/ 1,500.15");
    expect(await paid.text()).toContain("Pago registrado");
    expect(await again.text()).toContain("ya está pagado");
    expect(shown).not.toContain("<script");
    expect(bench.simulator.ledger()[0]?.collections).toMatchObject([
      { channel: "Yape", amountCentimos: 150_015 },
    ]);
  });

  test("reverses a payment", async () => {
    const cip = await bench.client.createdCip();
    await bench.simulator.pay(cip);

    const page = await fetch(`${bench.simulator.origin}/counter/reverse`, {
      method: "POST",
      body: new URLSearchParams({ cip }),
    });

    expect(await page.text()).toContain("Pago extornado.");
    expect(bench.simulator.ledger()).toMatchObject([{ state: "pending" }]);
  });

  test("says that it does not know a code, without echoing markup", async () => {
    const page = await fetch(
      `${bench.simulator.origin}/counter?cip=${encodeURIComponent('"><script>x</script>')}`,
    );
    const html = await page.text();

    expect(html).toContain("No encontramos ese código");
    expect(html).not.toContain("<script>");
  });
});

test("the control endpoints do the same over HTTP", async () => {
  const cip = await bench.client.createdCip();
  const send = async (method: string, path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${bench.simulator.origin}/control/${path}`, {
      method,
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    });
    return response.json();
  };

  const switched = await send("PATCH", "switches", { noticeShape: "short" });
  const paid = await send("POST", "pay", { cip });
  await send("POST", "settle", {});
  const replayed = await send("POST", "replay", { deliveryId: 1 });
  const ledger = await send("GET", "ledger", null);
  const wrong = await send("POST", "pay", { cip: 5 });

  expect(switched).toMatchObject({ noticeShape: "short", noticeRetryDelayMs: 60_000 });
  expect(paid).toMatchObject({ kind: "paid", cip });
  expect(replayed).toMatchObject({ outcome: "accepted" });
  expect(ledger).toMatchObject([{ cip, state: "paid" }]);
  expect(read({ json: wrong }, "error")).toContain("cip");
  expect(bench.receiver.received.map((notice) => notice.body.includes("paymentDate"))).toEqual([
    false,
    false,
  ]);
});
