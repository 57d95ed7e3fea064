/**
 * What must be true of money whatever happens, judged by what the outside parties hold and by the open cases, not by
 * what we believe. Judge when nothing is under way: between a payment at the counter and its notice nobody knows of it.
 */
import type { TestWorld } from "../setup/world.ts";

type PagoEfectivoEntry = ReturnType<TestWorld["pagoefectivo"]["ledger"]>[number];
type PagoEfectivoCall = ReturnType<TestWorld["pagoefectivo"]["calls"]>[number];
type Session = ReturnType<TestWorld["shopify"]["sessions"]>[number];
type Mutation = ReturnType<TestWorld["shopify"]["mutations"]>[number];

/** Whose a code is: what ties the books of the two outside parties together. */
export interface CodeFact {
  id: string;
  sessionId: string;
  shop: string;
  serviceId: number;
  mode: string;
  told: string;
}

export interface CaseFact {
  kind: string;
  state: string;
  resolution: string | null;
  heldCentimos: number;
  currency: string | null;
  codeId: string | null;
  sessionId: string | null;
}

export interface Evidence {
  cips: readonly PagoEfectivoEntry[];
  calls: readonly PagoEfectivoCall[];
  sessions: readonly Session[];
  mutations: readonly Mutation[];
  codes: readonly CodeFact[];
  cases: readonly CaseFact[];
}

export async function gatherEvidence(
  world: Pick<TestWorld, "pagoefectivo" | "shopify" | "rows">,
): Promise<Evidence> {
  return {
    cips: world.pagoefectivo.ledger(),
    calls: world.pagoefectivo.calls(),
    sessions: world.shopify.sessions(),
    mutations: world.shopify.mutations(),
    codes: await world.rows<CodeFact>(
      `select c.id, p.session_id as "sessionId", s.domain as shop, v.service_id as "serviceId", c.mode, p.told
       from codes c join payments p on p.id = c.payment_id join shops s on s.id = p.shop_id
         join credential_versions v on v.id = c.credential_version_id`,
    ),
    cases: await world.rows<CaseFact>(
      `select k.kind, k.state, k.resolution, k.held_centimos as "heldCentimos", k.currency,
         coalesce(c.id, k.code_id) as "codeId", p.session_id as "sessionId"
       from cases k
         left join lateral jsonb_array_elements_text(k.evidence -> 'unanswered') asked on true
         left join codes c on c.id = asked::uuid
         left join payments p on p.id = coalesce(c.payment_id, k.payment_id)`,
    ),
  };
}

/** The part of the evidence that is about these sessions. */
export function evidenceOf(all: Evidence, sessionIds: readonly string[]): Evidence {
  const wanted = new Set(sessionIds);
  const codes = all.codes.filter((code) => wanted.has(code.sessionId));
  const codeIds = new Set(codes.map((code) => code.id));
  return {
    codes,
    cips: all.cips.filter((cip) => codeIds.has(cip.transactionCode)),
    calls: all.calls.filter((call) => codeIds.has(call.transactionCode ?? "")),
    sessions: all.sessions.filter((session) => wanted.has(session.id)),
    mutations: all.mutations.filter((mutation) => wanted.has(mutation.sessionId ?? "")),
    cases: all.cases.filter((one) => wanted.has(one.sessionId ?? "")),
  };
}

/** Every broken rule in words; empty when all is well. */
export function violations(evidence: Evidence): string[] {
  return [
    ...moneyIsAccountedFor(evidence),
    ...reversalsAreKnown(evidence),
    ...answersExcludeEachOther(evidence),
    ...resolvesArePaid(evidence),
    ...codesAreAskedForOnce(evidence),
    ...deadPaymentsCannotBePaid(evidence),
    ...cancelAndPendingExclude(evidence),
    ...worldsStayApart(evidence),
  ];
}

/** Decimal text as Shopify writes it, in céntimos, by its digits. */
export function centimosOf(amount: string): number {
  const [whole = "0", cents = ""] = amount.split(".");
  return Number(whole) * 100 + Number(cents.padEnd(2, "0").slice(0, 2));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Told resolved, and the money was taken back: a second sum, on another of its codes, is one that a case counts or asks about. */
function resolvedAndReversed({ cips, sessions, codes, cases }: Evidence): Session[] {
  const isHeld = (codeId: string) =>
    cases.some((one) => one.codeId === codeId && (one.heldCentimos > 0 || asksOf(one)));
  return sessions.filter((session) => {
    const ofOrder = codes.filter(({ id, sessionId }) => sessionId === session.id && !isHeld(id));
    const own = ofOrder.map(({ id }) => id);
    const taken = cips.filter((cip) => own.includes(cip.transactionCode)).flatMap((cip) => cip.collections);
    return session.state === "resolved" && taken.length > 0 && taken.every((one) => one.reversedAt);
  });
}

/** A person hears of every order whose money was taken back; test payments are not asked about once they are paid. */
function reversalsAreKnown(evidence: Evidence): string[] {
  return resolvedAndReversed(evidence)
    .filter((session) => !session.test)
    .filter(
      ({ id }) => !evidence.cases.some((one) => one.sessionId === id && one.kind === "reversal-suspected"),
    )
    .map((session) => `session ${session.id} is resolved, its money was taken back, and nobody was told`);
}

function collectionsOf({ cips, codes }: Evidence, one: CaseFact): PagoEfectivoEntry["collections"] {
  const own = codes.filter(({ id, sessionId }) =>
    one.codeId === null ? sessionId === one.sessionId : id === one.codeId,
  );
  return cips
    .filter((cip) => own.some(({ id }) => id === cip.transactionCode))
    .flatMap((cip) => cip.collections);
}

/** Money in a case that was taken back while it waited, which the person is told in a case of its own. */
function isTakenBack(evidence: Evidence, one: CaseFact): boolean {
  const taken = collectionsOf(evidence, one);
  const isTold = evidence.cases.some(
    (other) => other.sessionId === one.sessionId && other.kind === "reversal-suspected",
  );
  // A test payment that is paid is not asked about again: nobody can be told.
  const isTest = evidence.sessions.some(({ id, test }) => id === one.sessionId && test);
  return (isTold || isTest) && taken.length > 0 && taken.every((collection) => collection.reversedAt);
}

/** A person has been asked what became of this code, because no machine can learn it: its money is theirs to find. */
const ASKS_A_PERSON = ["create-unknown", "not-known-at-deadline"];
const asksOf = ({ state, kind }: CaseFact) => state === "open" && ASKS_A_PERSON.includes(kind);

/** Money on codes about which a person is asked, and which no case counts. */
function askedAbout(evidence: Evidence, currency: string): number {
  const { cips, cases } = evidence;
  const isCounted = (id: string) =>
    cases.some((one) => one.codeId === id && one.state === "open" && one.heldCentimos > 0);
  const ids = cases
    .filter((one) => asksOf(one) && !isCounted(one.codeId ?? ""))
    .map(({ codeId }) => codeId);
  const taken = cips
    .filter((cip) => cip.currency === currency && ids.includes(cip.transactionCode))
    .flatMap((cip) => cip.collections);
  return sum(taken.filter((one) => !one.reversedAt).map((one) => one.amountCentimos));
}

/** Céntimos collected = resolved + held in open cases + given back + reversed, in each currency. */
function moneyIsAccountedFor(evidence: Evidence): string[] {
  const { cips, sessions, cases } = evidence;
  const withoutMoney = resolvedAndReversed(evidence);
  return ["PEN", "USD"].flatMap((currency) => {
    const own = cips.filter((cip) => cip.currency === currency);
    const taken = own.flatMap((cip) => cip.collections);
    const collected = sum(taken.map((one) => one.amountCentimos));
    const reversed = sum(taken.filter((one) => one.reversedAt).map((one) => one.amountCentimos));
    const resolved = sum(
      sessions
        .filter((session) => session.currency === currency && session.state === "resolved")
        .filter((session) => !withoutMoney.includes(session))
        .map((session) => centimosOf(session.amount)),
    );
    const held = sum(
      cases
        .filter((one) => one.currency === currency && !isTakenBack(evidence, one))
        .filter(
          (one) => one.state === "open" || one.resolution === "given-back" || one.resolution === "kept",
        )
        .map((one) => one.heldCentimos),
    );
    const accounted = resolved + held + reversed + askedAbout(evidence, currency);
    if (collected === accounted) return [];
    return [
      `${currency}: ${collected} collected, but ${resolved} resolved + ${held} in cases + ${reversed} reversed`,
    ];
  });
}

/** Never both resolve and reject; at most one resolve per group. */
function answersExcludeEachOther({ sessions }: Evidence): string[] {
  const both = sessions.filter((session) => {
    const heard = new Set(session.history.map((entry) => entry.mutation));
    return heard.has("paymentSessionResolve") && heard.has("paymentSessionReject");
  });
  const resolved = sessions.filter((session) => session.state === "resolved");
  const groups = resolved.map((session) => `${session.shop} ${session.group}`);
  const twice = groups.filter((group, index) => groups.indexOf(group) !== index);
  return [
    ...both.map((session) => `session ${session.id} was resolved and rejected`),
    ...twice.map((group) => `group ${group} was resolved twice`),
  ];
}

/** No resolve without a paid code of equal amount and currency; a report is repeated in its first words. */
function resolvesArePaid({ cips, sessions, codes, mutations }: Evidence): string[] {
  const unpaid = sessions
    .filter((session) => session.state === "resolved")
    .filter((session) => {
      const own = codes.filter((code) => code.sessionId === session.id).map((code) => code.id);
      return !cips.some(
        (cip) =>
          own.includes(cip.transactionCode) &&
          cip.collections.length > 0 &&
          cip.amountCentimos === centimosOf(session.amount) &&
          cip.currency === session.currency,
      );
    });
  const words = new Map<string, string>();
  const changed = mutations.filter((mutation) => {
    const key = `${mutation.mutation} of ${mutation.sessionId}`;
    const said = JSON.stringify(mutation.variables);
    const first = words.get(key) ?? said;
    // A refusal in words is answered by another report: a nearer deadline, say.
    if (mutation.outcome === "user-errors") words.delete(key);
    else words.set(key, first);
    return first !== said;
  });
  return [
    ...unpaid.map((session) => `session ${session.id} was resolved without money`),
    ...changed.map(
      (mutation) => `${mutation.mutation} of ${mutation.sessionId} was repeated in other words`,
    ),
  ];
}

/** One create per code; at most one code of a group can be paid at a time. */
function codesAreAskedForOnce({ cips, calls, codes, sessions }: Evidence): string[] {
  // A 401 comes before any work: that call was none.
  const creates = calls.filter((call) => call.operation === "create" && call.status !== 401);
  const asked = creates.map((call) => call.transactionCode);
  const twice = asked.filter((id, index) => asked.indexOf(id) !== index);
  const groupOf = new Map(sessions.map((session) => [session.id, `${session.shop} ${session.group}`]));
  const payable = cips
    .filter((cip) => cip.state === "pending")
    .flatMap((cip) => codes.find((code) => code.id === cip.transactionCode) ?? [])
    .map((code) => groupOf.get(code.sessionId) ?? code.sessionId);
  return [
    ...twice.map((id) => `code ${id} was asked for twice`),
    ...payable
      .filter((group, index) => payable.indexOf(group) !== index)
      .map((group) => `group ${group} has two codes that can be paid`),
  ];
}

/** No payable code after reject, release or lapse, unless a person knows of it. */
function deadPaymentsCannotBePaid({ cips, codes, cases }: Evidence): string[] {
  const ended = ["rejected", "released", "lapsed"];
  return cips
    .filter((cip) => cip.state === "pending")
    .flatMap((cip) => codes.find((code) => code.id === cip.transactionCode) ?? [])
    .filter((code) => ended.includes(code.told))
    .filter((code) => !cases.some((one) => one.state === "open" && one.codeId === code.id))
    .map((code) => `code ${code.id} can be paid although its payment is ${code.told}`);
}

/** No pending after cancel, no cancel after pending: a payment that we ended silently was never an order. */
function cancelAndPendingExclude({ sessions, codes }: Evidence): string[] {
  const released = codes.filter((code) => code.told === "released").map((code) => code.sessionId);
  return sessions
    .filter((session) => released.includes(session.id))
    .filter((session) => session.history.some((entry) => entry.mutation === "paymentSessionPending"))
    .map((session) => `session ${session.id} is released although Shopify was told pending`);
}

/** Sandbox never touches live, one shop never another. */
function worldsStayApart({ cips, codes, sessions, mutations }: Evidence): string[] {
  const strayed = codes.filter((code) => {
    const cip = cips.find((one) => one.transactionCode === code.id);
    const session = sessions.find((one) => one.id === code.sessionId);
    const mode = session?.test ? "sandbox" : "live";
    if (session?.shop !== code.shop || code.mode !== mode) return true;
    return cip !== undefined && (cip.environment !== mode || cip.serviceId !== code.serviceId);
  });
  const shopOf = new Map(sessions.map((session) => [session.id, session.shop]));
  const foreign = mutations.filter(
    (mutation) => mutation.sessionId !== null && shopOf.get(mutation.sessionId) !== mutation.shop,
  );
  return [
    ...strayed.map(
      (code) => `code ${code.id} was made in another mode, service or shop than its session's`,
    ),
    ...foreign.map(
      (mutation) => `${mutation.mutation} of ${mutation.sessionId} was sent by ${mutation.shop}`,
    ),
  ];
}
