/**
 * A notice that a person of the shop makes up for a test payment, so that a test order can be finished without anybody
 * paying at a counter. It stands in the inbox beside the real ones, marked, and is acted on by the same job.
 */
import { createHash } from "node:crypto";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { newId } from "#app/lib/ids.server.ts";
import { job } from "#app/jobs/queue.server.ts";
import { storeSimulatedNotice } from "#app/inbox/inbox-store.server.ts";
import type { SimulatedNotice } from "#app/inbox/simulated-notice.ts";

/** For when the process dies before it has acted on the notice. Not at once: a worker would begin beside it. */
const JOB_AFTER_MS = 60_000;

/**
 * Returns the notice's id, for the caller to act on it at once; its job does so a minute later where that did not happen. Throws for a
 * payment that is not a test one: the database holds that line.
 */
export async function simulateNotice(
  deps: { db: Queryable; clock: Clock },
  input: {
    paymentId: string;
    credentialVersionId: string;
    cip: string;
    notice: SimulatedNotice;
  },
): Promise<string> {
  const id = newId(deps.clock);
  const at = deps.clock.now();
  // The id makes each body one of its own: the same thing may be simulated twice.
  const body = Buffer.from(JSON.stringify({ ...input.notice, operationNumber: `SIM-${id}` }));
  await storeSimulatedNotice(deps.db, {
    id,
    paymentId: input.paymentId,
    credentialVersionId: input.credentialVersionId,
    receivedAt: at,
    body,
    bodyHash: createHash("sha256").update(body).digest(),
    eventType: input.notice.eventType,
    cip: input.cip,
    jobs: [job("apply-notice", { noticeId: id }, new Date(at.getTime() + JOB_AFTER_MS), `notice:${id}`)],
  });
  return id;
}
