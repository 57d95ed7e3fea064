/**
 * What must be true when nothing is due any more, judged by the books of the two parties. Our own rows say only whose a code
 * is, and what a person has been asked.
 */
import { evidenceOf, gatherEvidence, violations, type Evidence } from "../faults/invariants.ts";
import { judgeRefunds } from "./judge-refunds.ts";
import type { StormWorld } from "./world.ts";

interface PaymentFact {
  id: string;
  sessionId: string;
  group: string;
  told: string;
  shop: string;
  isAway: boolean;
  openCases: string[];
  allCases: string[];
  endedAt: Date | null;
  /** Report kind and state, e.g. `resolve acknowledged`. */
  reports: string[];
  codes: string[];
}

export async function judge(world: StormWorld): Promise<string[]> {
  const all = await gatherEvidence(world);
  const evidence = evidenceOf(
    all,
    all.sessions.map(({ id }) => id),
  );
  const payments = await paymentFacts(world);
  return [
    ...violations(evidence),
    ...everyPaymentEnds(payments, evidence),
    ...moneyIsKnown(payments, evidence),
    ...lateMoneyIsChecked(payments, evidence, world),
    ...endedCodesCannotBePaid(payments, evidence),
    ...neverTwoPayable(payments, evidence),
    ...givenUpIsNotPending(await givenUpAndPending(world)),
    ...(await judgeRefunds(world, all)),
    ...(await stuckJobs(world)),
  ];
}

/** A case of an outage asks about many codes. */
const IS_ABOUT = `(k.payment_id = p.id or exists (select 1 from codes c
  where c.payment_id = p.id and k.evidence -> 'unanswered' ? c.id::text))`;

function paymentFacts(world: StormWorld): Promise<PaymentFact[]> {
  const list = (sql: string) => `array(${sql})`;
  return world.rows<PaymentFact>(
    `select p.id, p.session_id as "sessionId", s.domain || ' ' || p.session_group as "group", p.told, s.domain as shop,
       s.uninstalled_at is not null as "isAway",
       ${list(`select kind from cases k where ${IS_ABOUT} and k.state = 'open'`)} as "openCases",
       ${list(`select kind from cases k where ${IS_ABOUT}`)} as "allCases",
       (select max(at) from timeline t where t.payment_id = p.id
        and t.detail ->> 'told' in ('rejected', 'released', 'lapsed')) as "endedAt",
       ${list(`select kind || ' ' || state from reports r where r.payment_id = p.id`)} as reports,
       ${list(`select state from codes c where c.payment_id = p.id`)} as codes
     from payments p join shops s on s.id = p.shop_id`,
  );
}

/** Every accepted session has an end, and Shopify knows it, or a person does. */
function everyPaymentEnds(payments: readonly PaymentFact[], { sessions }: Evidence): string[] {
  return payments.flatMap((payment) => {
    const { told, openCases, isAway } = payment;
    const name = `payment of ${payment.sessionId}`;
    if (openCases.length > 0) return [];
    if (told === "open" || told === "pending")
      return [`${name} is still ${told} (${payment.codes.join(", ")})`];
    const state = sessions.find(({ id }) => id === payment.sessionId)?.state;
    // A person gave the money back instead: Shopify lets the order expire by itself.
    const isSettled = payment.reports.includes("resolve settled");
    if ((told === "resolved" || told === "rejected") && state !== told && !isAway && !isSettled)
      return [`${name} is ${told}, and Shopify has it as ${state} (${payment.reports.join(", ")})`];
    const open = payment.codes.filter((code) => ["issuing", "unknown", "live", "voiding"].includes(code));
    return open.length > 0 ? [`${name} is ${told} and has a code that is ${open.join(", ")}`] : [];
  });
}

/** Every paid code is resolved, a case, or given back. */
function moneyIsKnown(payments: readonly PaymentFact[], { cips, codes, cases }: Evidence): string[] {
  const resolved = new Set(payments.filter(({ told }) => told === "resolved").map(({ group }) => group));
  return cips
    .filter((cip) => cip.collections.some((one) => one.reversedAt === null))
    .flatMap((cip) => {
      const code = codes.find(({ id }) => id === cip.transactionCode);
      const payment = payments.find(({ sessionId }) => sessionId === code?.sessionId);
      const isHeld = cases.some(
        (one) =>
          (one.state === "open" || one.resolution === "given-back") &&
          (one.codeId === code?.id || one.sessionId === code?.sessionId),
      );
      if (isHeld || (payment && resolved.has(payment.group))) return [];
      return [`CIP ${cip.cip} is paid, and neither resolved nor a case`];
    });
}

/** Whoever was told *resolved* of an order that had ended otherwise must be asked to look at it. */
function lateMoneyIsChecked(
  payments: readonly PaymentFact[],
  { sessions }: Evidence,
  world: StormWorld,
): string[] {
  return world.shopify.orders().flatMap(({ endedOtherwise, paymentIds }) => {
    if (!endedOtherwise) return [];
    return sessions
      .filter(({ id, state }) => paymentIds.includes(id) && state === "resolved")
      .filter(({ id }) => payments.find(({ sessionId }) => sessionId === id)?.allCases.length === 0)
      .map(
        ({ id }) =>
          `session ${id} was resolved though its order was ${endedOtherwise.how}: nobody was asked`,
      );
  });
}

/** The most that a machine's clock is wrong by. */
const WRONG_CLOCK_MS = 20 * 60_000;

function isReject(entry: { mutation: string }): boolean {
  return entry.mutation === "paymentSessionReject";
}

/** When it stopped being payable at PagoEfectivo. */
function payableUntil(cip: Evidence["cips"][number]): number {
  const ends = [cip.expires, cip.deletedAt, cip.collections[0]?.paidAt];
  return Math.min(...ends.flatMap((at) => (at ? [at.getTime()] : [])));
}

/** No payable code after reject, release or lapse, unless a person was told. */
function endedCodesCannotBePaid(
  payments: readonly PaymentFact[],
  { cips, codes, sessions }: Evidence,
): string[] {
  return cips.flatMap((cip) => {
    const code = codes.find(({ id }) => id === cip.transactionCode);
    const payment = payments.find(({ sessionId }) => sessionId === code?.sessionId);
    if (!payment?.endedAt || payment.allCases.length > 0) return [];
    if (!["rejected", "released", "lapsed"].includes(payment.told)) return [];
    const until = payableUntil(cip);
    const rejected = sessions.find(({ id }) => id === payment.sessionId)?.history.find(isReject);
    // Our own note of it may carry the time of a clock that was wrong.
    const endedAt = rejected?.at.getTime() ?? payment.endedAt.getTime() + WRONG_CLOCK_MS;
    return until > endedAt
      ? [
          `CIP ${cip.cip} could be paid until ${new Date(until).toISOString()}, after its payment was ${payment.told}`,
        ]
      : [];
  });
}

/** From when until when it could be paid, in ms: more than once when it had expired and was extended. */
function payableSpans(cip: Evidence["cips"][number]): { from: number; until: number }[] {
  const begins = [cip.created, ...cip.revivals.map(({ at }) => at)].map((at) => at.getTime());
  const ends = [...cip.revivals.map(({ expired }) => expired.getTime()), payableUntil(cip)];
  return begins.map((from, index) => ({ from, until: ends[index] ?? from }));
}

/** At most one code of a group can be paid at a time, unless a person was told of the other. */
function neverTwoPayable(payments: readonly PaymentFact[], { cips, codes }: Evidence): string[] {
  const spans = cips.flatMap((cip) => {
    const code = codes.find(({ id }) => id === cip.transactionCode);
    const payment = payments.find(({ sessionId }) => sessionId === code?.sessionId);
    if (!payment || payment.allCases.length > 0) return [];
    return payableSpans(cip).map((span) => ({ ...span, cip: cip.cip, group: payment.group }));
  });
  return spans.flatMap((one, index) =>
    spans
      .slice(index + 1)
      .filter((other) => other.cip !== one.cip && other.group === one.group)
      .filter((other) => other.from < one.until && one.from < other.until)
      .map((other) => `CIPs ${one.cip} and ${other.cip} of one checkout could be paid at the same time`),
  );
}

/**
 * No pending after cancel, no cancel after pending. Who was never shown the code has given nothing up: they may come back and
 * ask for another.
 */
async function givenUpAndPending(world: StormWorld): Promise<string[]> {
  const rows = await world.rows<{ id: string }>(
    `select p.session_id as id from payments p
     where exists (select 1 from reports r where r.payment_id = p.id and r.kind = 'pending')
       and exists (select 1 from timeline t where t.payment_id = p.id and (t.event = 'cancel' or t.event = 'never-seen'
         and not exists (select 1 from timeline n where n.payment_id = p.id and n.event = 'renew' and n.id > t.id)))`,
  );
  return rows.map(({ id }) => id);
}

function givenUpIsNotPending(ids: readonly string[]): string[] {
  return ids.map((id) => `session ${id} was both given up and told pending`);
}

async function stuckJobs(world: StormWorld): Promise<string[]> {
  const rows = await world.rows<{ line: string }>(
    `select t.identifier || ': ' || coalesce(j.last_error, 'locked by ' || j.locked_by) as line
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where j.last_error is not null or j.locked_at is not null`,
  );
  return rows.map(({ line }) => `stuck job: ${line}`);
}
