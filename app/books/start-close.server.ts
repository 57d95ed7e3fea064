/** A close is asked for: by a person for some days, or by the clock for yesterday. Asked for twice at once it is one close. */
import { readSpan, daysToClose, type SpanRefusal } from "#app/books/close-span.ts";
import { findRunning, findShopsToClose } from "#app/books/close-queries.server.ts";
import { beginClose, beginSilentAgain } from "#app/books/close-run-store.server.ts";
import type { CloseDeps } from "#app/books/run-close.server.ts";
import { newId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";

export type StartOutcome =
  | { kind: "started"; closeId: string }
  /** One of the same days is on its way: theirs. */
  | { kind: "running"; closeId: string }
  | { kind: "refused"; reason: SpanRefusal };

/** Closes these days of Lima now. A person may do it as often as they want; every run is kept. */
export async function startClose(
  deps: CloseDeps,
  input: { shopId: string; userId: string; from: string; to: string },
): Promise<StartOutcome> {
  const { shopId, userId } = input;
  invariant(userId !== "", "a close is asked for by a person");
  const now = deps.clock.now();
  const read = readSpan(input, now);
  if (read.kind === "refused") return read;
  const { span } = read;
  const id = newId(deps.clock);
  const begun = await beginClose(deps.db, { id, shopId, span, userId, at: now });
  if (begun !== null) return { kind: "started", closeId: begun };
  const running = await findRunning(deps.db, { shopId, span });
  // It was done between two looks: the next press begins another.
  if (running === null) return startClose(deps, input);
  return { kind: "running", closeId: running };
}

/** A run whose worker was killed loses its job only with the database's help; then it is given another. */
const SILENT_MS = 10 * 60_000;

/** The schedule: gives every installed shop the close of yesterday from 06:00 in Lima on, and wakes runs that fell silent. */
export async function closeYesterday(deps: CloseDeps): Promise<void> {
  const now = deps.clock.now();
  await beginSilentAgain(deps.db, { silentSince: new Date(now.getTime() - SILENT_MS), now });
  for (const { shopId, lastDay } of await findShopsToClose(deps.db)) {
    for (const day of daysToClose(now, lastDay)) {
      const span = { from: day, to: day };
      await beginClose(deps.db, { id: newId(deps.clock), shopId, span, userId: null, at: now });
    }
  }
}
