import type { CaseFact, CodeFact, Evidence } from "../faults/invariants.ts";

type Cip = Evidence["cips"][number];
type Session = Evidence["sessions"][number];

/** Why somebody's money has not come to its right end yet; empty when all of it has. By checkout, to which money belongs. */
export function unsettledMoney(evidence: Evidence): string[] {
  return paidCodes(evidence)
    .filter(({ code, group }) => {
      const isResolved = group.some((session) => session.state === "resolved");
      return !isResolved && !isInCase(evidence.cases, code);
    })
    .map(({ code }) => `code ${code.id} was paid, and its checkout is neither resolved nor in a case`);
}

/** Every payment that was not paid, and has not ended as unpaid: to be asked when all time is over. */
export function unendedPayments(evidence: Evidence): string[] {
  const paidGroups = new Set(paidCodes(evidence).flatMap(({ group }) => group.map(({ id }) => id)));
  const codesOf = Map.groupBy(evidence.codes, ({ sessionId }) => sessionId);
  return evidence.sessions
    .filter(({ id }) => !paidGroups.has(id))
    .filter((session) => !hasEndedUnpaid(session, codesOf.get(session.id) ?? [], evidence.cases))
    .map((session) => `session ${session.id} is ${session.state} and was not ended`);
}

/** What was done twice: a session that changed twice in the same way, or a checkout resolved twice. */
export function doneTwice(evidence: Evidence): string[] {
  return evidence.sessions.flatMap(({ id, history }) => {
    const changes = history.filter(({ repeated }) => !repeated).map(({ mutation }) => mutation);
    const twice = changes.filter((mutation, index) => changes.indexOf(mutation) !== index);
    return twice.map((mutation) => `session ${id} had two changes by ${mutation}`);
  });
}

function hasEndedUnpaid(session: Session, codes: readonly CodeFact[], cases: readonly CaseFact[]): boolean {
  if (session.state === "rejected") return true;
  // A person has been asked: the answer to a create was lost with its process.
  if (codes.some((code) => cases.some((one) => one.state === "open" && one.codeId === code.id)))
    return true;
  const wasOrdered = session.history.some(({ mutation }) => mutation === "paymentSessionPending");
  // Its code may have moved to a later attempt; one that never reached us has none and needs no end.
  return !wasOrdered && codes.every(({ told }) => told === "released");
}

function paidCodes({ cips, codes, sessions }: Evidence): { code: CodeFact; cip: Cip; group: Session[] }[] {
  const codeOf = new Map(codes.map((code) => [code.id, code]));
  const sessionOf = new Map(sessions.map((session) => [session.id, session]));
  const groups = Map.groupBy(sessions, (session) => session.group);
  return cips
    .filter(({ collections }) => collections.some(({ reversedAt }) => reversedAt === null))
    .flatMap((cip) => {
      const code = codeOf.get(cip.transactionCode);
      const session = code && sessionOf.get(code.sessionId);
      if (!code || !session) throw new Error(`CIP ${cip.cip} was paid, and no code of ours is behind it`);
      return [{ code, cip, group: groups.get(session.group) ?? [] }];
    });
}

function isInCase(cases: readonly CaseFact[], code: CodeFact): boolean {
  return cases.some((one) => one.state === "open" && one.codeId === code.id && one.heldCentimos > 0);
}
