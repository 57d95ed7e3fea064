/**
 * The job of a close: asks PagoEfectivo about what is not settled here, takes down which rows the close is about, then matches them place
 * by place. It may be killed anywhere: the next run goes on where this one stopped, and writes nothing twice.
 */
import type { CloseEntry, StatementOfClose } from "#app/books/close-entry.ts";
import { keep, placeOf } from "#app/books/close-facts.ts";
import { likelyPairs } from "#app/books/close-likely.ts";
import { matchBooks, type Matching } from "#app/books/close-matcher.ts";
import { countKept, findLonelyEntries } from "#app/books/close-queries.server.ts";
import { nextPlace, readLedger, readSaid } from "#app/books/close-rows-queries.server.ts";
import { daysOf } from "#app/books/close-span.ts";
import {
  findContradictedCodes,
  findStatementsOfClose,
  findUnsettledCodes,
  LINES_AT_ONCE,
  loadRun,
  MOST_ASKED,
  partsOf,
  sumSettlements,
  type CloseRun,
} from "#app/books/close-run-queries.server.ts";
import {
  analyzeWork,
  appendEntries,
  beginMatching,
  collectPaid,
  collectSaid,
  finishClose,
  noteAsked,
  runAgain,
} from "#app/books/close-run-store.server.ts";
import { withEntries } from "#app/books/close-totals.ts";
import { feeCheck } from "#app/books/fee-check.ts";
import { loadFeeTerms } from "#app/books/fee-terms-queries.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { askAgainAbout, stillUnanswered } from "#app/payments/ask-again.server.ts";

export interface CloseDeps {
  clock: Clock;
  db: Queryable;
}

/** What one step reads, matches and writes: flat memory, however many days are closed. */
const PLACES_AT_ONCE = 1_000;
/** PagoEfectivo's answers are waited for this long; the close then says what is known. */
const ASKING_MS = 10 * 60_000;
const ASKING_AGAIN_MS = 5_000;

export async function runClose(deps: CloseDeps, closeId: string): Promise<void> {
  const run = await loadRun(deps.db, closeId);
  if (!run || run.state === "done") return;
  if (run.state === "asking" && !(await prepare(deps, run))) return;
  await match(deps, closeId);
}

/** False while PagoEfectivo is still being asked: the run goes on a little later. */
async function prepare(deps: CloseDeps, run: CloseRun): Promise<boolean> {
  const { id: closeId, shopId, span } = run;
  const now = deps.clock.now();
  const statements = await findStatementsOfClose(deps.db, { shopId, span });
  const askedAt = run.askedAt ?? now;
  let codeIds: readonly string[] = run.askedCodes;
  if (run.askedAt === null) {
    codeIds = await codesToAsk(deps, run, statements);
    await askAgainAbout(deps.db, { shopId, codeIds, at: now });
    await noteAsked(deps.db, { closeId, codeIds, at: now });
  }
  const waiting = await stillUnanswered(deps.db, { shopId, codeIds, at: askedAt });
  if (waiting > 0 && now.getTime() - askedAt.getTime() < ASKING_MS) {
    await runAgain(deps.db, { closeId, at: new Date(now.getTime() + ASKING_AGAIN_MS) });
    return false;
  }
  for (const part of partsOf(statements)) await collectSaid(deps.db, { closeId, shopId, span, part });
  for (const day of daysOf(span))
    await collectPaid(deps.db, { closeId, shopId, span: { from: day, to: day } });
  const lines = statements.reduce((sum, { rowCount }) => sum + rowCount, 0);
  if (lines > LINES_AT_ONCE) await analyzeWork(deps.db);
  await beginMatching(deps.db, { closeId, shopId, statements, at: now });
  return true;
}

async function codesToAsk(
  deps: CloseDeps,
  { shopId, span }: CloseRun,
  statements: readonly StatementOfClose[],
): Promise<string[]> {
  const codeIds = new Set(await findUnsettledCodes(deps.db, { shopId, span }));
  for (const part of partsOf(statements)) {
    if (codeIds.size >= MOST_ASKED) break;
    for (const id of await findContradictedCodes(deps.db, { shopId, span, part })) codeIds.add(id);
  }
  return [...codeIds].slice(0, MOST_ASKED);
}

async function match(deps: CloseDeps, closeId: string): Promise<void> {
  const run = await loadRun(deps.db, closeId);
  if (run?.state !== "matching") return;
  const matching = await matchingOf(deps, run);
  let { place, done, totals } = run;
  for (;;) {
    const upTo = await nextPlace(deps.db, { closeId, after: place, size: PLACES_AT_ONCE });
    if (upTo === null) return finish(deps, { closeId, place });
    const places = { closeId, after: place, upTo };
    const ledger = await readLedger(deps.db, places);
    const said = await readSaid(deps.db, places);
    const entries = inOrder(matchBooks(ledger, said, matching));
    totals = withEntries(totals, entries);
    const isKept = await appendEntries(deps.db, {
      ...{ closeId, from: place, to: upTo, totals, at: deps.clock.now() },
      entries: entries.map((entry, index) => keep(entry, done + index + 1)),
    });
    // Somebody else works on this run, and is ahead.
    if (!isKept) return;
    place = upTo;
    done += entries.length;
  }
}

async function matchingOf(deps: CloseDeps, run: CloseRun): Promise<Matching> {
  const ids = run.statements.map(({ id }) => id);
  const [settlements, { terms }] = await Promise.all([
    sumSettlements(deps.db, ids),
    loadFeeTerms(deps.db, run.shopId),
  ]);
  return { statements: run.statements, settlements, checkFee: feeCheck(terms) };
}

function inOrder(entries: readonly CloseEntry[]): CloseEntry[] {
  const places = new Map(entries.map((entry) => [entry, placeOf(entry)]));
  const of = (entry: CloseEntry) => places.get(entry) ?? "";
  return entries.toSorted((one, other) => (of(one) < of(other) ? -1 : 1));
}

async function finish(deps: CloseDeps, input: { closeId: string; place: string }): Promise<void> {
  const { closeId } = input;
  const kept = await countKept(deps.db, closeId);
  // Somebody else has finished it meanwhile.
  if (kept === null) return;
  // Nobody may sign for books of which a row was lost on the way.
  invariant(
    kept.workHere === kept.here && kept.workSaid === kept.said,
    `close ${closeId} has ${kept.here} of ${kept.workHere} codes and ${kept.said} of ${kept.workSaid} rows`,
  );
  const lonely = await findLonelyEntries(deps.db, closeId);
  await finishClose(deps.db, {
    ...input,
    likely: likelyPairs(lonely.here, lonely.there),
    at: deps.clock.now(),
  });
}
