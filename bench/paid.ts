/**
 * From cash to Shopify: how long a payment takes from the instant PagoEfectivo stored *paid* to the instant Shopify
 * stored RESOLVED, and how fast many waiting notices are worked off.
 */
import { invariant } from "#app/lib/invariant.ts";
import { until } from "../scripts/demo/until.ts";
import { DEMO_SHOP, type World } from "../scripts/demo/world.ts";
import { rounded } from "./doors.ts";
import { quantile } from "./load.ts";

const DELIVERED_AT_ONCE = 100;

/** Opens payments through the door and waits until each has a CIP. Returns their CIPs. */
export async function issueCodes(world: World, count: number): Promise<string[]> {
  const known = new Set(world.pagoefectivo.ledger().map((entry) => entry.cip));
  const pending = Array.from({ length: count }, () =>
    world.shopify.newSession({ shop: DEMO_SHOP, amount: "20.00" }),
  );
  const send = async () => {
    for (let session = pending.pop(); session; session = pending.pop()) {
      const answer = await world.shopify.sendSession(session.id);
      invariant(answer.status === 200, `a session was answered ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, send));
  const { pool } = world.system.deps.database;
  await until(
    `${count} codes`,
    async () => {
      const { rows } = await pool.query<{ count: number }>(
        "select count(*)::int from codes where state = 'live'",
      );
      return (rows[0]?.count ?? 0) >= count;
    },
    300_000,
  );
  return world.pagoefectivo
    .ledger()
    .map((entry) => entry.cip)
    .filter((cip) => !known.has(cip));
}

/** One payment at a time. Both instants are taken by the simulators' one clock. */
export async function paidToResolved(world: World, count: number): Promise<{ p50: number; p99: number }> {
  const cips = await issueCodes(world, count);
  const took: number[] = [];
  for (const cip of cips) {
    const told = resolves(world).length;
    const paidAt = performance.now();
    const receipt = await world.pagoefectivo.pay(cip);
    invariant(receipt.kind === "paid", "the counter takes the money");
    await until("the resolve", () => resolves(world).length > told);
    const at = resolves(world).at(-1)?.at;
    invariant(at && receipt.paidAt, "both instants are known");
    took.push(Math.max(at.getTime() - receipt.paidAt.getTime(), 0));
    invariant(performance.now() - paidAt < 60_000, "a payment is resolved within a minute");
  }
  return { p50: rounded(quantile(took, 0.5)), p99: rounded(quantile(took, 0.99)) };
}

/**
 * `count` notices wait while no worker runs; then one worker process works them off. `startWorker` starts it and
 * resolves when it is up; the time runs until Shopify has resolved the last payment.
 */
export async function drain(
  world: World,
  count: number,
  stages: { stopWorker: () => Promise<void>; startWorker: () => Promise<void> },
): Promise<{ perSecond: number }> {
  const cips = await issueCodes(world, count);
  await stages.stopWorker();
  const before = resolves(world).length;
  for (const [index, cip] of cips.entries()) {
    await world.pagoefectivo.pay(cip);
    // All at once they would be more than the door lets wait.
    if (index % DELIVERED_AT_ONCE === 0) await world.pagoefectivo.settleNotices();
  }
  await world.pagoefectivo.settleNotices();
  const { pool } = world.system.deps.database;
  const { rows } = await pool.query<{ count: number }>(
    "select count(*)::int from notices where state = 'received'",
  );
  invariant(rows[0]?.count === cips.length, `${rows[0]?.count} of ${cips.length} notices wait`);
  await stages.startWorker();
  const first = await until("the first resolve", () => resolves(world).at(before), 60_000);
  await until("the last resolve", () => resolves(world).length >= before + cips.length, 300_000);
  const last = resolves(world).at(-1);
  invariant(last, "something was resolved");
  return {
    perSecond: Math.round((cips.length / Math.max(last.at.getTime() - first.at.getTime(), 1)) * 1_000),
  };
}

function resolves(world: World) {
  return world.shopify
    .mutations()
    .filter((mutation) => mutation.mutation === "paymentSessionResolve" && mutation.outcome === "accepted");
}
