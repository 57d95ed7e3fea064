import { expect, it } from "vitest";
import { pressContinue, openPage, orderState, reportsOf, withCode } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("crossing_writes", { tls: "off" });

/** How many statements wait for a row that another one has. */
async function waiting(): Promise<number> {
  const rows = await world().rows(
    "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows.length;
}

// The fault it guards against: two statements that lock payment and report in different orders. The database ends one of them, and a
// report whose answer was not written down is in flight for a minute more.
it("Shopify's answer to a pending and the payment itself are written side by side, and the order is paid", async () => {
  const { slowCalls, nextFaults } = world().shopify.switches;
  const payment = await withCode(world());
  slowCalls.hold();
  nextFaults.push({ fault: "slow-after-effect", sessionId: payment.sessionId });
  await openPage(payment);
  await pressContinue(payment);
  await slowCalls.whenWaiting(1);
  const other = await world().system.deps.database.pool.connect();
  await other.query("begin");
  await other.query("select 1 from payments where id = $1 for update", [payment.paymentId]);

  await world().pagoefectivo.pay(payment.cip);
  await world().until("the money to wait", async () => (await waiting()) >= 1);
  slowCalls.release();
  await world().until("the answer to wait too", async () => (await waiting()) >= 2);
  await other.query("commit");
  other.release();

  await world().until("the order to be paid", () => orderState(world(), payment) === "paid");
  expect((await reportsOf(world(), payment)).map(({ kind, attempts }) => [kind, attempts])).toEqual([
    ["pending", 1],
    ["resolve", 1],
  ]);
  expect(world().logged().join("\n")).not.toContain("deadlock");
});
