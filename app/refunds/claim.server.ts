/** A shopper is asked where their money goes, and says it. */
import { newId, newSlug } from "#app/lib/ids.server.ts";
import { CLAIM_LIFE_MS, CLAIM_OPENINGS, type RefusedForm } from "#app/refunds/claim.ts";
import { loadOpenClaim, wasUsed, type OpenClaim } from "#app/refunds/claim-queries.server.ts";
import { markUsed, storeClaim } from "#app/refunds/claim-store.server.ts";
import type { Destination } from "#app/refunds/destination/destination.ts";
import { readDestination, type TypedDestination } from "#app/refunds/destination/destination-form.ts";
import { askDetails, giveDetails, type RefundActDeps } from "#app/refunds/refund-acts.server.ts";
import type { Refund, RefundActOutcome } from "#app/refunds/refund.ts";
import { hashToken } from "#app/refunds/see-claim.server.ts";

export type IssuedClaim = { kind: "issued"; url: string; expiresAt: Date; refund: Refund };

/**
 * Makes the one link of a refund; earlier ones end. Its address is told once, here: of the token only a hash is kept, so that it can be
 * made again but not looked up.
 */
export async function issueClaim(
  deps: RefundActDeps & { publicOrigin: string },
  input: { shopId: string; userId: string; refundId: string; version: number },
): Promise<IssuedClaim | Exclude<RefundActOutcome, { kind: "done" }>> {
  const asked = await askDetails(deps, input);
  if (asked.kind !== "done") return asked;
  const token = newSlug();
  const createdAt = deps.clock.now();
  const expiresAt = new Date(createdAt.getTime() + CLAIM_LIFE_MS);
  const isStored = await storeClaim(deps.db, {
    id: newId(deps.clock),
    shopId: input.shopId,
    refundId: input.refundId,
    version: asked.refund.version,
    tokenHash: hashToken(token),
    createdAt,
    createdBy: input.userId,
    expiresAt,
    openings: CLAIM_OPENINGS,
  });
  if (!isStored) return { kind: "moved" };
  return { kind: "issued", url: `${deps.publicOrigin}/r/${token}`, expiresAt, refund: asked.refund };
}

export type GivenClaim =
  | { kind: "given" }
  /** Something is wrong with what was typed; nothing was kept. */
  | { kind: "refused"; form: RefusedForm }
  /** The link cannot be used, whatever the reason. */
  | { kind: "not-found" };

/** Somebody of the shop may act on the refund between reading and writing; then it is tried once more. */
const TRIES = 2;

/** Takes what the shopper typed, once per link. */
export async function giveClaim(
  deps: RefundActDeps,
  input: { token: string; typed: TypedDestination },
): Promise<GivenClaim> {
  const tokenHash = hashToken(input.token);
  for (let tries = 0; tries < TRIES; tries++) {
    const claim = await loadOpenClaim(deps.db, { tokenHash, at: deps.clock.now() });
    if (!claim) break;
    const read = readDestination(input.typed, claim.currency);
    if (read.kind === "refused")
      return { kind: "refused", form: { typed: input.typed, problems: read.problems } };
    if (await take(deps, claim, read.destination)) {
      await markUsed(deps.db, { tokenHash, at: deps.clock.now() });
      return { kind: "given" };
    }
    // Two presses of one button: the other one was first, and this one must not be told that it failed.
    if (await wasUsed(deps.db, tokenHash)) return { kind: "given" };
  }
  return { kind: "not-found" };
}

async function take(deps: RefundActDeps, claim: OpenClaim, destination: Destination): Promise<boolean> {
  const { shopId, refundId, version } = claim;
  const outcome = await giveDetails(deps, {
    shopId,
    refundId,
    version,
    by: "shopper",
    destination,
  });
  return outcome.kind === "done";
}
