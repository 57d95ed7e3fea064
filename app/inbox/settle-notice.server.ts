/** What became of a stored notice, as the subjects that act on notices say it. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { job } from "#app/jobs/queue.server.ts";
import { writeReduced, writeSettled, writeTriedAgain } from "#app/inbox/inbox-store.server.ts";

/** For the store whose statement ends the notice as well. */
export { settleMatched } from "#app/inbox/inbox-store.server.ts";

type Deps = { db: Queryable; clock: Clock };

/** `matched`: brought to a code. `foreign`: of somebody else's CIP. `case`: a person looks at it. A settled notice stays as it was settled. */
export async function settleNotice(
  deps: Deps,
  input: { noticeId: string; state: "matched" | "foreign" | "case"; codeId: string | null },
): Promise<void> {
  await writeSettled(deps.db, { ...input, at: deps.clock.now() });
}

/** Puts what may stay of each notice in the place of its body; the rest is gone for good. */
export function reduceNotices(
  db: Queryable,
  notices: readonly { id: string; body: Uint8Array }[],
): Promise<void> {
  return writeReduced(db, notices);
}

/** Counts one more try and asks for the next at `at` (UTC). */
export async function tryNoticeAgain(deps: Deps, input: { noticeId: string; at: Date }): Promise<void> {
  const { noticeId, at } = input;
  await writeTriedAgain(deps.db, {
    noticeId,
    jobs: [job("apply-notice", { noticeId }, at, `notice:${noticeId}`)],
  });
}
