/**
 * What a person of the shop does with a case: take it, hand it over, note something, close it. Whoever acts on what they saw
 * brings the version they saw; when somebody was first, nothing is done and they are told who and how.
 */
import { isId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import {
  cleanText,
  isEnding,
  MOST_CASE_CHARACTERS,
  needsReason,
  resolutionsOf,
  type CaseOutcome,
  type Resolution,
} from "#app/payments/case-desk.ts";
import {
  closeCaseRow,
  giveCase,
  isOfShop,
  loadStandingCase,
  writeCaseLine,
  type StandingCase,
} from "#app/payments/case-desk-store.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";

export type CaseDeskDeps = Pick<PaymentDeps, "clock" | "db">;

export interface CaseInput {
  shopId: string;
  caseId: string;
  /** Shopify's id of the person. */
  userId: string;
}

const NOT_FOUND = { kind: "not-found" } as const;
const DONE = { kind: "done" } as const;

/** The person takes the case, also from somebody who has it. */
export async function takeCase(
  deps: CaseDeskDeps,
  input: CaseInput & { version: number },
): Promise<CaseOutcome> {
  return give(deps, input, input.userId);
}

/** Gives the case to another person of the shop. */
export async function handOverCase(
  deps: CaseDeskDeps,
  input: CaseInput & { version: number; ownerId: string },
): Promise<CaseOutcome> {
  if (!(await findCase(deps, input))) return NOT_FOUND;
  const isKnown = await isOfShop(deps.db, { shopId: input.shopId, userId: input.ownerId });
  if (!isKnown) return { kind: "refused", reason: "not-of-the-shop" };
  return give(deps, input, input.ownerId);
}

async function give(
  deps: CaseDeskDeps,
  input: CaseInput & { version: number },
  ownerId: string,
): Promise<CaseOutcome> {
  requirePerson(input);
  const standing = await findCase(deps, input);
  if (!standing) return NOT_FOUND;
  const given = await giveCase(deps.db, { ...input, at: deps.clock.now(), ownerId });
  return given ? DONE : movedCase(deps, input);
}

/** Notes something for the shop's own people, also on a closed case. */
export async function noteOnCase(
  deps: CaseDeskDeps,
  input: CaseInput & { text: string },
): Promise<CaseOutcome> {
  requirePerson(input);
  const text = cleanText(input.text);
  if (text === "") return { kind: "refused", reason: "empty" };
  if (text.length > MOST_CASE_CHARACTERS) return { kind: "refused", reason: "too-long" };
  if (!(await findCase(deps, input))) return NOT_FOUND;
  await writeCaseLine(deps.db, { ...input, at: deps.clock.now(), line: { kind: "noted", text } });
  return DONE;
}

/** Keeps in the case's history that somebody tried an answer of it. */
export async function recordCaseAct(deps: CaseDeskDeps, input: CaseInput & { act: string }): Promise<void> {
  requirePerson(input);
  await writeCaseLine(deps.db, { ...input, at: deps.clock.now(), line: { kind: "acted", act: input.act } });
}

/** Closes the case for good. Money closes as what became of it, and what is kept with a written reason; nothing else. */
export async function closeCase(
  deps: CaseDeskDeps,
  input: CaseInput & { version: number; resolution: Resolution; reason: string },
): Promise<CaseOutcome> {
  requirePerson(input);
  const reason = cleanText(input.reason);
  const standing = await findCase(deps, input);
  if (!standing) return NOT_FOUND;
  if (standing.state === "closed") return movedOf(standing);
  if (!resolutionsOf(standing.heldCentimos).includes(input.resolution))
    return { kind: "refused", reason: "not-that-way" };
  if (needsReason(input.resolution) && reason === "") return { kind: "refused", reason: "needs-reason" };
  if (reason.length > MOST_CASE_CHARACTERS) return { kind: "refused", reason: "too-long" };
  const closed = await closeCaseRow(deps.db, {
    ...input,
    at: deps.clock.now(),
    reason: reason === "" ? null : reason,
    reportId: reportIdOf(standing),
  });
  if (closed === "closed") return DONE;
  return closed === "moved" ? movedCase(deps, input) : { kind: "refused", reason: closed };
}

/** The report that the case is about, by its key (`caseOfReport`). */
function reportIdOf({ mergeKey }: StandingCase): string | null {
  const id = /^report:(.+)$/.exec(mergeKey)?.[1] ?? "";
  return isId(id) ? id : null;
}

function findCase(deps: CaseDeskDeps, input: CaseInput): Promise<StandingCase | null> {
  return isId(input.caseId) ? loadStandingCase(deps.db, input) : Promise.resolve(null);
}

async function movedCase(deps: CaseDeskDeps, input: CaseInput): Promise<CaseOutcome> {
  const standing = await findCase(deps, input);
  return standing ? movedOf(standing) : NOT_FOUND;
}

function movedOf({ state, closedBy, owner, resolution }: StandingCase): CaseOutcome {
  return { kind: "moved", state, closedBy, owner, ending: isEnding(resolution) ? resolution : null };
}

function requirePerson({ userId }: CaseInput): void {
  invariant(userId !== "", "a case is worked on by a person");
}
