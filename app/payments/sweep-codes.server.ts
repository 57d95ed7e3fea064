/**
 * The sweep: asks PagoEfectivo on a plan about every code that may still move, many in one search, and brings what is
 * new to the payments. It finds what no notice told: paid, expired, removed, taken back.
 */
import { isExternalCallError, type ExternalCallError } from "#app/lib/external-call-error.ts";
import { job } from "#app/jobs/queue.server.ts";
import { credentialsOfVersion } from "#app/merchants/credential-queries.server.ts";
import type { CipLookUp } from "#app/pagoefectivo/pagoefectivo-client.ts";
import { nextAsk } from "#app/payments/ask-plan.ts";
import { purposeAt, readLookUp, type Found } from "#app/payments/ask-pagoefectivo.server.ts";
import { releaseTime } from "#app/payments/code-expiry.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";
import { applyFinding } from "#app/payments/look-up-code.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import {
  claimCodesToAsk,
  findVersionsToAsk,
  planNextAsks,
  type DueCode,
} from "#app/payments/payment-store-asks.server.ts";
import { enqueue } from "#app/payments/payment-store-jobs.server.ts";
import { noteSweepHealth } from "#app/payments/sweep-health.server.ts";

/** As many as one search takes. */
const CODES_AT_ONCE = 50;
/**
 * Searches of a run for each merchant's keys, and a run starts every minute: after days of downtime the backlog is worked off
 * over minutes, not in a burst.
 */
export const SEARCHES_IN_A_MINUTE = 4;
const VERSIONS_IN_A_RUN = 200;
/** Merchants asked for side by side: one whose answers hang does not hold up all others. */
const VERSIONS_AT_ONCE = 5;
/** Codes that got no answer are tried again after this. */
const CLAIM_MS = 5 * 60_000;

/** The job, every minute. Runs of several processes share the codes; none is asked about twice at once. */
export async function sweepCodes(deps: PaymentDeps): Promise<void> {
  const now = deps.clock.now();
  // Codes of a merchant whom PagoEfectivo does not answer stay due; they must not stand before everybody else's.
  const except = deps.pagoefectivo.stoppedVersions();
  const versions = await findVersionsToAsk(deps.db, { now, limit: VERSIONS_IN_A_RUN, except });
  const rest = versions.values();
  const work = async () => {
    for (const versionId of rest) await sweepVersion(deps, versionId);
  };
  await Promise.all(Array.from({ length: VERSIONS_AT_ONCE }, work));
  await noteSweepHealth(deps);
}

async function sweepVersion(deps: PaymentDeps, versionId: string): Promise<void> {
  for (let batch = 0; batch < SEARCHES_IN_A_MINUTE; batch += 1) {
    const now = deps.clock.now();
    const until = new Date(now.getTime() + CLAIM_MS);
    const codes = await claimCodesToAsk(deps.db, { versionId, now, until, limit: CODES_AT_ONCE });
    if (codes.length === 0 || !(await askAbout(deps, { versionId, codes, until }))) return;
  }
}

interface Claimed {
  versionId: string;
  codes: readonly DueCode[];
  until: Date;
}

/** False when PagoEfectivo did not answer: its codes wait for a later run. */
async function askAbout(deps: PaymentDeps, claimed: Claimed): Promise<boolean> {
  const { versionId, codes, until } = claimed;
  let lookUps: ReadonlyMap<string, CipLookUp>;
  try {
    const credentials = await credentialsOfVersion(deps.db, deps.vault, versionId);
    const cips = codes.map(({ cip }) => cip);
    lookUps = await deps.pagoefectivo.searchCips(credentials, cips, { isPlanned: true });
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    await leaveUnasked(deps, claimed, error);
    return false;
  }
  const failures: unknown[] = [];
  const asks: Parameters<typeof planNextAsks>[1]["asks"][number][] = [];
  for (const code of codes) {
    try {
      // An item that is missing proves nothing: the code is asked about again at its next time.
      const lookUp = lookUps.get(code.cip);
      if (lookUp) await bringNews(deps, code, readLookUp(code, lookUp));
      asks.push({ id: code.id, dueAt: code.dueAt, at: nextAsk(code, deps.clock.now()) });
    } catch (error) {
      // One payment that cannot be moved must not keep the others from being asked about.
      failures.push(error);
    }
  }
  await planNextAsks(deps.db, { claimedUntil: until, asks });
  if (failures.length > 0) throw new AggregateError(failures, "the sweep could not apply every answer");
  return true;
}

/**
 * What was never sent is given back at once. What was sent in vain stays claimed, so that other codes come before it: the
 * failure may be about one of these.
 */
async function leaveUnasked(deps: PaymentDeps, claimed: Claimed, error: ExternalCallError): Promise<void> {
  const { codes, until } = claimed;
  deps.log.warn({ reason: error.reason, codes: codes.length }, "the sweep got no answer from PagoEfectivo");
  if (error.retryAfterMs === null) return;
  const asks = codes.map(({ id, dueAt }) => ({ id, dueAt, at: dueAt }));
  await planNextAsks(deps.db, { claimedUntil: until, asks });
}

/** What an answer has to be for nothing to have changed. */
const UNCHANGED: Partial<Record<CodeState, Found["kind"]>> = {
  live: "still-payable",
  expired: "proved-expired",
  voided: "proved-removed",
  paid: "paid",
};

const UNENDED: readonly Told[] = ["open", "pending"];
const PROVED: readonly Found["kind"][] = ["proved-expired", "proved-removed"];

async function bringNews(deps: PaymentDeps, code: DueCode, found: Found): Promise<void> {
  const now = deps.clock.now();
  const isOver = now >= releaseTime(code.startedAt, code);
  // The proof is as good as the one that the job of the code's end would ask for.
  const endsPayment = isOver && UNENDED.includes(code.told) && PROVED.includes(found.kind);
  if (UNCHANGED[code.state] !== found.kind || endsPayment)
    await applyFinding(deps, {
      ...{ paymentId: code.paymentId, codeId: code.id, found, askedIn: code.state, purpose: purposeAt },
    });
  // It has to be deleted before its payment can end: one at a time, by the job that does that.
  if (isOver && found.kind === "still-payable")
    await enqueue(deps.db, [job("end-code", { codeId: code.id }, now, `end:${code.id}`)]);
}
