import { randomInt } from "node:crypto";
import { setImmediate as tick } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JOB_TABLE } from "#app/jobs/job-table.server.ts";
import { voidByMerchant } from "#app/payments/merchant-acts.server.ts";
import { seededRandom, type SeededRandom } from "../../simulators/shopify/seeded-random.ts";
import { buildDependencies, type Dependencies } from "../../server/dependencies.ts";
import { by } from "../builders/act.ts";
import { noticesOf } from "../builders/notice.ts";
import { arrive, moveToExpiry, reportsOf, sessionState, timelineOf, told } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";
import { cipOf, toldPending, type CrashWorld, type Subject } from "./crash-world.ts";
import { evidenceOf, gatherEvidence, violations } from "./invariants.ts";
import { advance, runQueue, stuckJobs } from "./queue-at-work.ts";

// No worker of its own: two processes' worth of parts run the queue when the test says so.
const world = useWorld("at_once", { roles: ["web", "payments"], tls: "off" });
let another: Dependencies;

beforeAll(() => {
  const { config, log } = world().system.deps;
  another = buildDependencies(config, log, world().clock);
});
afterAll(() => another.close());

const MINUTE_MS = 60_000;
const RELEASE_MS = 30 * MINUTE_MS + 1_000;

async function pendingOnes(count: number): Promise<(Subject & { cip: string })[]> {
  const here: CrashWorld = { ...world(), doors: { origin: "", close: () => Promise.resolve() } };
  const subjects = await toldPending(here, count);
  return Promise.all(subjects.map(async (subject) => ({ ...subject, cip: await cipOf(here, subject) })));
}

/** Both processes work on the same queue. */
async function workTwice(): Promise<string[]> {
  const threw = await Promise.all([runQueue(world(), world().system.deps), runQueue(world(), another)]);
  return threw.flat();
}

async function judge(subjects: readonly Subject[]): Promise<string[]> {
  const ids = subjects.map(({ sessionId }) => sessionId);
  return [...violations(evidenceOf(await gatherEvidence(world()), ids)), ...(await stuckJobs(world()))];
}

async function countOf(subject: Subject, event: string): Promise<number> {
  return (await timelineOf(world(), subject)).filter((line) => line === event).length;
}

describe("fifty identical notices at once", () => {
  it("are one row, one job, one line, one report and one resolve", async () => {
    const [payment] = await pendingOnes(1);
    if (!payment) throw new Error("one payment was made");
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(payment.cip);
    const lost = world()
      .pagoefectivo.notices()
      .find(({ cip }) => cip === payment.cip);

    const copies = await Promise.all(
      Array.from({ length: 50 }, () => world().pagoefectivo.replayNotice(lost?.id ?? 0)),
    );
    const [notice] = await noticesOf(world(), payment.cip);
    const jobs = await world().rows(
      "select 1 from graphile_worker._private_jobs where payload ->> 'noticeId' = $1",
      [notice?.id],
    );
    await workTwice();

    expect(copies.filter(({ status }) => status !== 200)).toEqual([]);
    expect(await noticesOf(world(), payment.cip)).toHaveLength(1);
    expect(jobs).toHaveLength(1);
    expect(await countOf(payment, "paid")).toBe(1);
    expect((await reportsOf(world(), payment)).map(({ kind }) => kind)).toEqual(["pending", "resolve"]);
    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
    expect(await judge([payment])).toEqual([]);
  });
});

type Act = (subject: Subject & { cip: string; codeId: string }) => Promise<unknown>;

/** Everything that may end a pending payment in the same moment. */
const ENDS: Record<string, Act> = {
  cash: ({ cip }) => world().pagoefectivo.pay(cip),
  notice: async () => {
    await world().pagoefectivo.settleNotices();
    await runQueue(world(), another);
  },
  expiry: ({ codeId }) => JOB_TABLE["end-code"](world().system.deps, { codeId }),
  void: async (subject) => voidByMerchant(another, await by(world(), subject)),
  look: ({ codeId }) => JOB_TABLE["look-up-code"](another, { codeId }),
};

function shuffled<Item>(items: readonly Item[], random: SeededRandom): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** All of them at once, each a few turns of the event loop after the one before. */
async function race(
  subject: Subject & { cip: string; codeId: string },
  random: SeededRandom,
): Promise<void> {
  await Promise.all(
    shuffled(Object.values(ENDS), random).map(async (act, index) => {
      const turns = index * Math.floor(random() * 60);
      for (let turn = 0; turn < turns; turn += 1) await tick();
      await act(subject);
    }),
  );
}

// The fault it guards against: two of them read the payment before either wrote, and both had their way.
describe("notice, expiry job and void at once", () => {
  it("end every payment exactly once, whichever comes first", async () => {
    const seed = randomInt(2 ** 31);
    process.stdout.write(`notice against expiry against void: seed ${seed}\n`);
    const random = seededRandom(seed);
    world().pagoefectivo.switches.acceptedAtCounter.expired = true;
    const subjects: Subject[] = [];
    for (let round = 0; round < 5; round += 1) {
      world().clock.shift(0);
      const payments = await pendingOnes(4);
      const [last] = payments;
      if (last) await moveToExpiry(world(), last, RELEASE_MS + MINUTE_MS);
      for (const payment of payments) {
        const [code] = await world().rows<{ id: string }>("select id from codes where cip = $1", [
          payment.cip,
        ]);
        await race({ ...payment, codeId: code?.id ?? "" }, random);
      }
      subjects.push(...payments);
    }

    for (const stepMs of [MINUTE_MS, 5 * MINUTE_MS, 60 * MINUTE_MS]) {
      advance(world(), stepMs);
      await workTwice();
      await world().run("send-due-reports", {});
      await world().run("sweep-codes", {});
    }

    expect({ seed, broken: await judge(subjects) }).toEqual({ seed, broken: [] });
    const ends = subjects.map((subject) => sessionState(world(), subject) ?? "?");
    process.stdout.write(`notice against expiry against void: ${[...new Set(ends)].join(", ")}\n`);
    expect(ends.filter((end) => end !== "resolved" && end !== "rejected")).toEqual([]);
    for (const subject of subjects) {
      const finals = told(world(), subject).filter((line) => /^(Resolve|Reject) accepted/.test(line));
      expect(finals).toHaveLength(1);
    }
  });
});

describe("two workers on one job", () => {
  it("make each code with one create", async () => {
    const payments = await Promise.all(Array.from({ length: 20 }, () => arrive(world())));

    const threw = [...(await workTwice()), ...(await workTwice())];

    const codes = await world().rows<{ id: string; state: string }>(
      "select id, state from codes where payment_id = any($1)",
      [payments.map(({ paymentId }) => paymentId)],
    );
    const creates = world()
      .pagoefectivo.calls()
      .filter(({ operation, transactionCode }) =>
        codes.some(({ id }) => operation === "create" && id === transactionCode),
      );
    expect(threw).toEqual([]);
    expect(codes.map(({ state }) => state)).toEqual(Array(20).fill("live"));
    expect(creates).toHaveLength(20);
  });

  it.each(["apply-notice", "end-code", "void-code"] as const)(
    "have one effect when the same %s is taken over while it still runs",
    async (name) => {
      const [payment] = await pendingOnes(1);
      if (!payment) throw new Error("one payment was made");
      const [code] = await world().rows<{ id: string }>("select id from codes where cip = $1", [
        payment.cip,
      ]);
      if (name === "apply-notice") {
        await world().pagoefectivo.pay(payment.cip);
        await world().pagoefectivo.settleNotices();
      }
      if (name === "end-code") await moveToExpiry(world(), payment, RELEASE_MS);
      const [notice] = await noticesOf(world(), payment.cip);
      const payload = { codeId: code?.id, noticeId: notice?.id, ending: "reject" };

      await Promise.all(
        [world().system.deps, another, world().system.deps, another].map((deps) =>
          JOB_TABLE[name](deps, payload, { isRerun: true }),
        ),
      );
      await workTwice();

      const final = name === "apply-notice" ? "Resolve accepted" : "Reject accepted";
      expect(told(world(), payment)).toEqual(["Pending accepted", final]);
      expect(await judge([payment])).toEqual([]);
    },
  );
});
