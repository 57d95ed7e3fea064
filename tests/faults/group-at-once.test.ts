import { randomInt } from "node:crypto";
import type { QueryConfig, QueryResultRow } from "pg";
import { expect, it, onTestFinished } from "vitest";
import { cancelPayment } from "#app/payments/give-up-payment.server.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { seededRandom, type SeededRandom } from "../../simulators/shopify/seeded-random.ts";
import { buildDependencies } from "../../server/dependencies.ts";
import { arrive, codesOf, paymentRow } from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { sendOnce } from "../builders/session-answer.ts";
import { useWorld } from "../setup/world.ts";
import { evidenceOf, gatherEvidence, violations } from "./invariants.ts";
import { advance, runQueue, stuckJobs } from "./queue-at-work.ts";

const world = useWorld("group_at_once", { roles: ["web", "payments"], tls: "off" });

const ROUNDS = 6;
const SESSIONS = 20;
/** Longer than an attempt waits for an older code to be taken back. */
const STEPS = 14;
const STEP_MS = 6_000;

type Cip = ReturnType<ReturnType<typeof world>["pagoefectivo"]["ledger"]>[number];

/** Whether the counter would have taken money for both in the same moment. */
function overlap(one: Cip, other: Cip): boolean {
  return one.created < endOf(other) && other.created < endOf(one);
}

function endOf(cip: Cip): Date {
  return cip.deletedAt ?? cip.paidAt ?? cip.expires;
}

async function cipsOf(group: string): Promise<Cip[]> {
  const rows = await world().rows<{ id: string }>("select id from codes where session_group = $1", [group]);
  const ids = new Set(rows.map(({ id }) => id));
  return world()
    .pagoefectivo.ledger()
    .filter(({ transactionCode }) => ids.has(transactionCode));
}

/** Sessions of one checkout: mostly of one sum, as a cart that somebody still changes. */
function newSessions(group: string, random: SeededRandom): string[] {
  return Array.from({ length: SESSIONS }, () => {
    const amount = random() < 0.6 ? "125.00" : "99.00";
    const currency = random() < 0.9 ? "PEN" : "USD";
    return world().shopify.newSession({ shop: DEMO_SHOP, group, amount, currency }).id;
  });
}

// The fault it guards against: two attempts each see no code in their way, and a shopper holds two that can be paid.
it(
  "twenty attempts of a checkout at once never have two codes that can be paid",
  { timeout: 120_000 },
  async () => {
    const seed = randomInt(2 ** 31);
    process.stdout.write(`group at once: seed ${seed}\n`);
    const random = seededRandom(seed);
    const { config, log, ...deps } = world().system.deps;
    const another = buildDependencies(config, log, world().clock);
    onTestFinished(() => another.close());
    const parts = [{ config, log, ...deps }, another];
    const threw: string[] = [];

    for (let round = 0; round < ROUNDS; round += 1) {
      const group = `at-once-${round}`;
      const sessions = newSessions(group, random);
      const sending = Promise.all(sessions.map((id) => sendOnce(world(), id)));
      for (let step = 0; step < STEPS; step += 1) {
        const queues = await Promise.all(parts.map((one) => runQueue(world(), one)));
        threw.push(...queues.flat());
        if (step === 0)
          expect((await sending).map(({ status }) => status)).toEqual(sessions.map(() => 200));
        // In some rounds somebody pays whatever can be paid, in the middle of it all.
        if (round % 3 === 2 && step === 1) await payOne(group);
        advance(world(), STEP_MS);
      }

      const cips = await cipsOf(group);
      const together = cips.flatMap((one, index) =>
        cips
          .slice(index + 1)
          .filter((other) => overlap(one, other))
          .map((other) => [one.cip, other.cip]),
      );
      expect({ seed, round, together }).toEqual({ seed, round, together: [] });
      const left = cips.filter(({ state }) => state === "pending").length;
      const collected = cips.filter(({ state }) => state === "paid").length;
      expect({ seed, round, payable: left }).toEqual({ seed, round, payable: collected === 0 ? 1 : 0 });
      const evidence = evidenceOf(await gatherEvidence(world()), sessions);
      expect({ seed, round, broken: violations(evidence) }).toEqual({ seed, round, broken: [] });
      const open = await world().rows("select 1 from payments where session_group = $1 and told = 'open'", [
        group,
      ]);
      expect(open.length).toBeLessThanOrEqual(collected === 0 ? 1 : 0);
    }
    expect({ seed, threw, stuck: await stuckJobs(world()) }).toEqual({ seed, threw: [], stuck: [] });
  },
);

async function payOne(group: string): Promise<void> {
  const payable = (await cipsOf(group)).find(({ state }) => state === "pending");
  if (payable) await world().pagoefectivo.pay(payable.cip);
  await world().pagoefectivo.settleNotices();
}

/** Parts in which everything that is due is done right after the first read. */
function depsThatWorkAfterRead() {
  const { deps } = world().system;
  let isDone = false;
  const query = async <Row extends QueryResultRow>(config: QueryConfig) => {
    const result = await deps.db.query<Row>(config);
    if (isDone) return result;
    isDone = true;
    await runQueue(world(), deps);
    return result;
  };
  return { ...deps, db: { query } };
}

// The fault it guards against: the payment is released as one without a code, and the code that it was just given stays payable.
it("an attempt that is cancelled while it takes over the code of an earlier one gives the code up too", async () => {
  const { deps } = world().system;
  const earlier = await arrive(world());
  await runQueue(world(), deps);
  const later = await arrive(world(), { group: earlier.group });

  await cancelPayment(depsThatWorkAfterRead(), later.slug);
  await runQueue(world(), deps);

  expect(await codesOf(world(), later)).toMatchObject([{ state: "voided" }]);
  expect((await paymentRow(world(), later)).told).toBe("released");
});

// The fault it guards against: the way back is stored for the code that failed, and its successor, just begun, stays payable.
it("an attempt that is cancelled while its next code is being made gives that code up too", async () => {
  const { deps } = world().system;
  const shop = await connectNewShop(world());
  world().pagoefectivo.switches.nextFaults.push({ operation: "authorize", fault: "html-503" });
  const payment = await arrive(world(), { shop: shop.domain });
  await runQueue(world(), deps);
  expect(await codesOf(world(), payment)).toMatchObject([{ state: "failed" }]);
  advance(world(), 3_000);

  await cancelPayment(depsThatWorkAfterRead(), payment.slug);
  await runQueue(world(), deps);

  const states = (await codesOf(world(), payment)).map(({ state }) => state);
  expect(states.sort()).toEqual(["failed", "voided"]);
  expect((await paymentRow(world(), payment)).told).toBe("released");
});
