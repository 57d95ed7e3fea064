import { randomInt } from "node:crypto";
import { setImmediate as tick } from "node:timers/promises";
import { expect, it } from "vitest";
import { continuePayment, ringTimer } from "#app/payments/confirm-payment.server.ts";
import { cancelPayment, closeUnseen } from "#app/payments/give-up-payment.server.ts";
import { seeVoucher } from "#app/payments/see-voucher.server.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { seededRandom, type SeededRandom } from "../../simulators/shopify/seeded-random.ts";
import { arrive, codesOf, type ArrivedPayment } from "../builders/payment.ts";
import { sendOnce } from "../builders/session-answer.ts";
import { useWorld } from "../setup/world.ts";
import { evidenceOf, gatherEvidence, violations } from "./invariants.ts";
import { advance, runQueue, stuckJobs } from "./queue-at-work.ts";

// No worker of its own: the test says when the queue runs, and that is in the middle of everything.
const world = useWorld("interleavings", { roles: ["web", "payments"], tls: "off" });

const ROUNDS = 10;
const PAYMENTS_PER_ROUND = 20;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

interface Subject extends ArrivedPayment {
  cip: string;
}

type Act = (subject: Subject) => Promise<unknown>;

/** What people, the clock and the counter may do to one payment at the same time. */
const ACTS: Record<string, Act> = {
  cancel: ({ slug }) => cancelPayment(world().system.deps, slug),
  continue: ({ slug }) => continuePayment(world().system.deps, { slug, waitMs: 0 }),
  timer: ({ paymentId }) => ringTimer(world().system.deps, paymentId),
  payment: ({ cip }) => world().pagoefectivo.pay(cip),
  unseen: ({ paymentId }) => closeUnseen(world().system.deps, paymentId),
  again: async ({ group }) => {
    const session = world().shopify.newSession({ shop: DEMO_SHOP, group });
    await sendOnce(world(), session.id);
  },
};

/** Two to five acts in any order; the same one may come twice. */
function draw(random: SeededRandom): string[] {
  const names = Object.keys(ACTS);
  const count = 2 + Math.floor(random() * 4);
  return Array.from({ length: count }, () => names[Math.floor(random() * names.length)] ?? "cancel");
}

/** Starts a little later: by as many turns of the event loop as were drawn. */
async function later(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await tick();
}

async function seenPayments(random: SeededRandom): Promise<Subject[]> {
  const { deps } = world().system;
  const arrived = await Promise.all(
    Array.from({ length: PAYMENTS_PER_ROUND }, () => arrive(world(), { amount: "125.00" })),
  );
  await runQueue(world(), deps);
  return Promise.all(
    arrived.map(async (payment) => {
      const [code] = await codesOf(world(), payment);
      const language = { query: null, header: null };
      // Some pages were never opened.
      if (random() < 0.8) {
        await seeVoucher(deps, {
          slug: payment.slug,
          isPageView: true,
          language,
          emailRefused: false,
          channelsOff: [],
        });
      }
      return { ...payment, cip: code?.cip ?? "" };
    }),
  );
}

/** Everything at once; returns what was thrown at those who acted. */
async function storm(subjects: readonly Subject[], random: SeededRandom): Promise<string[]> {
  const threw: string[] = [];
  const acting = subjects.flatMap((subject) =>
    draw(random).map(async (name) => {
      await later(Math.floor(random() * 300));
      try {
        await ACTS[name]?.(subject);
      } catch (error) {
        threw.push(`${name}: ${String(error)}`);
      }
    }),
  );
  const working = [0, 100, 400].map(async (turns) => {
    await later(turns);
    await runQueue(world(), world().system.deps);
  });
  await Promise.all([...acting, ...working]);
  await world().pagoefectivo.settleNotices();
  return threw;
}

/** Lets time pass in these steps, with the queue at work after each. Returns what its jobs threw. */
async function pass(stepsMs: readonly number[]): Promise<string[]> {
  const threw: string[] = [];
  for (const stepMs of stepsMs) {
    advance(world(), stepMs);
    threw.push(...(await runQueue(world(), world().system.deps)));
    await world().run("send-due-reports", {});
  }
  return threw;
}

async function judge(): Promise<string[]> {
  const all = await gatherEvidence(world());
  const both = await world().rows<{ id: string }>(
    `select p.session_id as id from payments p
     where exists (select 1 from reports r where r.payment_id = p.id and r.kind = 'pending')
       and exists (select 1 from timeline t where t.payment_id = p.id and t.event in ('cancel', 'never-seen'))`,
  );
  const groups = await world().rows<{ group: string }>(
    `select session_group as "group" from codes where state in ('issuing', 'unknown', 'live', 'voiding')
     group by session_group having count(*) > 1`,
  );
  return [
    ...violations(
      evidenceOf(
        all,
        all.sessions.map(({ id }) => id),
      ),
    ),
    ...both.map(({ id }) => `session ${id} was both given up and told pending`),
    ...groups.map(({ group }) => `group ${group} has two codes that may be paid`),
    ...(await stuckJobs(world())).map((line) => `stuck: ${line}`),
  ];
}

// The fault it guards against: two of them read the payment before either wrote, and both had their way.
it("cancel, Continue, timer, cash and a second attempt never both have their way", async () => {
  const seed = randomInt(2 ** 31);
  process.stdout.write(`interleavings: seed ${seed}\n`);
  const random = seededRandom(seed);
  const threw: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    threw.push(...(await storm(await seenPayments(random), random)));
  }

  const soon = await pass([MINUTE_MS, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS]);
  expect({ seed, broken: await judge() }).toEqual({ seed, broken: [] });
  const inTheEnd = await pass([31 * MINUTE_MS, MINUTE_MS, 3 * DAY_MS, 2 * MINUTE_MS, 5 * MINUTE_MS]);

  expect({ seed, broken: await judge(), threw: [...threw, ...soon, ...inTheEnd] }).toEqual({
    seed,
    broken: [],
    threw: [],
  });
  const ends = await world().rows<{ told: string; count: number }>(
    "select told, count(*)::int from payments group by told order by told",
  );
  process.stdout.write(`interleavings: ${ends.map(({ told, count }) => `${count} ${told}`).join(", ")}\n`);
  // Every payment has come to its end, and each kind of end was met.
  expect(ends.map(({ told }) => told)).toEqual(["rejected", "released", "resolved"]);
});
