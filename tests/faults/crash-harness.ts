import { invariant } from "#app/lib/invariant.ts";
import { evidenceOf, gatherEvidence, violations } from "./invariants.ts";
import type { Scenario } from "./crash-scenarios.ts";
import type { CrashWorld, Subject } from "./crash-world.ts";
import { FATES, Life, LostProcess, mortalDeps, type Fate } from "./mortal-process.ts";
import { recover, stuckJobs } from "./queue-at-work.ts";

/** Long enough for every retry of a healthy world, and short of a code's life. */
const HORIZON_MS = 20 * 60_000;

/** Where a payment stands when nothing is due any more, as the outside and our rows have it. */
export interface End {
  /** Shopify's state of the session, and what changed it. */
  session: string | undefined;
  heard: string[];
  /** The page's address that Shopify was answered is the stored one. */
  isAddressKept: boolean;
  told: string | undefined;
  codes: string[];
  /** PagoEfectivo takes money for a code exactly as long as we think, or it was taken back. */
  isExpiryAgreed: boolean;
  reports: string[];
  notices: string[];
  cases: string[];
}

export interface Verdict {
  /** Boundaries that were really reached, each tried in every way. */
  boundaries: number;
  tried: number;
  undisturbed: End;
  /** The crashes that did not end as the undisturbed run did. */
  different: { crash: string; end: End }[];
  /** Everything that a person would have to be told about: jobs that threw or wait for ever, broken invariants. */
  complaints: string[];
  subjects: Subject[];
}

/** Runs the scenario once in peace, then once for every statement and every way to end there, and compares the ends. */
export async function crashEverywhere(world: CrashWorld, scenario: Scenario): Promise<Verdict> {
  const peace = await runThrough(world, scenario, [null]);
  const [calm] = peace.subjects;
  invariant(calm, "the undisturbed run has a payment");
  const boundaries = peace.lives[0]?.statements ?? 0;
  const undisturbed = await endOf(world, calm);

  world.clock.shift(0);
  const crashes = Array.from({ length: boundaries }, (_, index) => index + 1).flatMap((statement) =>
    FATES.map((fate) => ({ statement, fate })),
  );
  const storm = await runThrough(world, scenario, crashes);
  const different: Verdict["different"] = [];
  for (const [index, subject] of storm.subjects.entries()) {
    const crash = crashes[index];
    const end = await endOf(world, subject);
    if (isSame(end, undisturbed) || (scenario.mayEndUnknown && isUnknown(end))) continue;
    different.push({ crash: `${crash?.fate ?? "?"} at statement ${crash?.statement ?? "?"}`, end });
  }
  const missed = storm.lives.filter((life) => !life.isReached);
  return {
    boundaries,
    tried: storm.lives.length - missed.length,
    undisturbed,
    different,
    complaints: [
      ...peace.complaints,
      ...storm.complaints,
      ...(missed.length > 0 ? [`${missed.length} boundaries were never reached`] : []),
    ],
    subjects: storm.subjects,
  };
}

interface Outcome {
  subjects: Subject[];
  lives: Life[];
  complaints: string[];
}

async function runThrough(
  world: CrashWorld,
  scenario: Scenario,
  crashes: readonly ({ statement: number; fate: Fate } | null)[],
): Promise<Outcome> {
  world.pagoefectivo.switches.timers = "manual";
  const subjects = await scenario.prepare(world, crashes.length);
  const lives: Life[] = [];
  const unanswered: Subject[] = [];
  for (const [index, subject] of subjects.entries()) {
    const life = new Life(crashes[index] ?? null);
    // Each is a process of its own, which has not seen what its forerunners met.
    world.system.deps.lanes.forget();
    lives.push(life);
    try {
      await scenario.act({ world, life, deps: mortalDeps(world.system.deps, life), subject });
    } catch (error) {
      if (!(error instanceof LostProcess)) throw error;
    }
    if (life.isReached) unanswered.push(subject);
  }
  await scenario.askAgain?.(world, unanswered);
  const found = await settle(world, subjects);
  return { ...found, lives };
}

/** Lets a new process finish what is due, and judges. */
export async function settle(
  world: CrashWorld,
  subjects: readonly Subject[],
): Promise<Pick<Outcome, "subjects" | "complaints">> {
  const threw = await recover(world, HORIZON_MS);
  const stored = await Promise.all(subjects.map((subject) => withPayment(world, subject)));
  const evidence = await gatherEvidence(world);
  const sessionIds = subjects.map((subject) => subject.sessionId);
  return {
    subjects: stored,
    complaints: [
      ...threw.map((line) => `threw: ${line}`),
      ...(await stuckJobs(world)).map((line) => `stuck: ${line}`),
      ...violations(evidenceOf(evidence, sessionIds)),
    ],
  };
}

async function withPayment(world: CrashWorld, subject: Subject): Promise<Subject> {
  const rows = await world.rows<{ paymentId: string; slug: string }>(
    `select id as "paymentId", slug from payments where session_id = $1`,
    [subject.sessionId],
  );
  const [only] = rows;
  invariant(only && rows.length === 1, `session ${subject.sessionId} is stored ${rows.length} times`);
  return { ...subject, ...only };
}

export async function endOf(world: CrashWorld, subject: Subject): Promise<End> {
  const session = world.shopify.session(subject.sessionId);
  const list = async (sql: string): Promise<string[]> =>
    (await world.rows<{ line: string }>(sql, [subject.paymentId])).map((row) => row.line);
  const expiries = await world.rows<{ id: string; at: Date }>(
    "select id, expires_at as at from codes where payment_id = $1 and state = 'live'",
    [subject.paymentId],
  );
  const cips = world.pagoefectivo.ledger();
  const changes = session?.history.filter((entry) => !entry.repeated) ?? [];
  return {
    session: session?.state,
    heard: changes.map((entry) => entry.mutation),
    isAddressKept: session?.redirectUrl?.endsWith(`/v/${subject.slug}`) === true,
    told: (await list("select told as line from payments where id = $1"))[0],
    codes: await list("select state as line from codes where payment_id = $1 order by created_at, id"),
    isExpiryAgreed: expiries.every(({ id, at }) =>
      cips.some((cip) => cip.transactionCode === id && wholeSeconds(cip.expires) === wholeSeconds(at)),
    ),
    reports: await list(
      "select kind || ' ' || state as line from reports where payment_id = $1 order by decided_at, id",
    ),
    notices: await list(
      `select n.state as line from notices n join codes c on c.cip = n.cip where c.payment_id = $1`,
    ),
    cases: await list(
      `select kind || ' ' || held_centimos as line from cases
       where state = 'open' and case when evidence ? 'unanswered'
         then evidence -> 'unanswered' ?| array(select id::text from codes where payment_id = $1)
         else payment_id = $1 end`,
    ),
  };
}

/** PagoEfectivo's times have no fractions. */
function wholeSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}

function isSame(one: End, other: End): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isUnknown(end: End): boolean {
  const { codes, told, cases } = end;
  return JSON.stringify([codes, told, cases]) === '[["unknown"],"open",["create-unknown 0"]]';
}
