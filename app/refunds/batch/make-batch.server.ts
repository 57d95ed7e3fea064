/**
 * A person gathers everything that can be paid into a file for the bank. The file is written first, from the refunds as they
 * stand, and stored in the statement that puts exactly these into the batch: there is never a batch without its file, nor a file
 * that says something else than its batch.
 */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { newId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Currency } from "#app/lib/money.ts";
import { Secret } from "#app/lib/secret.ts";
import type { SealedPlace, Vault } from "#app/lib/vault.server.ts";
import { MOST_PAYOUTS, type BatchRefusal } from "#app/refunds/batch/batch-page.ts";
import {
  findReadyRefunds,
  nextBatchNumber,
  type ReadyRefund,
} from "#app/refunds/batch/batch-queries.server.ts";
import { payoutFile, type Payout } from "#app/refunds/batch/payout-file.ts";
import type { Destination } from "#app/refunds/destination/destination.ts";
import { openDestination } from "#app/refunds/destination/sealed-destination.server.ts";
import { makeBatchRow } from "#app/refunds/refund-store-batches.server.ts";

export interface BatchDeps {
  clock: Clock;
  db: Queryable;
  vault: Vault;
}

/** So often the file is written anew because somebody moved one of its refunds, or made another batch, meanwhile. */
const TRIES = 6;

export type MakeBatchOutcome =
  | { kind: "made"; batchId: string }
  | { kind: "refused"; reason: Extract<BatchRefusal, "nothing-ready" | "busy"> };

/** Puts all refunds of this currency that are ready, the oldest first, into one new batch with its file. */
export async function makeBatch(
  deps: BatchDeps,
  input: { shopId: string; userId: string; currency: Currency },
): Promise<MakeBatchOutcome> {
  const { shopId, userId, currency } = input;
  invariant(userId !== "", "a batch is made by a person");
  for (let left = TRIES; left > 0; left -= 1) {
    const ready = await findReadyRefunds(deps.db, { shopId, currency, limit: MOST_PAYOUTS });
    const [first] = ready;
    if (!first) return { kind: "refused", reason: "nothing-ready" };
    const number = await nextBatchNumber(deps.db, shopId);
    const batchId = newId(deps.clock);
    const payouts = ready.map((refund) => payoutOf(deps.vault, refund));
    const file = new Secret(payoutFile({ number, currency, payouts }));
    const isMade = await makeBatchRow(deps.db, {
      ...{ shopId, userId, batchId, number, currency, refunds: ready },
      at: deps.clock.now(),
      sealedFile: deps.vault.seal(file, placeOfFile(first.shop, batchId)),
    });
    if (isMade) return { kind: "made", batchId };
  }
  return { kind: "refused", reason: "busy" };
}

/** Where a batch's file is sealed: moved to another batch or shop it does not open. */
export function placeOfFile(shop: string, batchId: string): SealedPlace {
  return { shop, field: `refund-batch:${batchId}` };
}

function payoutOf(vault: Vault, refund: ReadyRefund): Payout {
  const place = { shop: refund.shop, refundId: refund.id };
  const destination = openDestination(vault, place, refund.sealedDestination);
  const { holder, documentKind, documentNumber, kind } = destination;
  return {
    refundId: refund.id,
    sessionId: refund.sessionId,
    amountCentimos: refund.amountCentimos,
    ...{ kind, holder, documentKind, documentNumber },
    bank: refund.hint.bank ?? "",
    number: numberOf(destination),
  };
}

function numberOf(destination: Destination): string {
  switch (destination.kind) {
    case "cci":
      return destination.cci;
    case "account":
      return destination.account;
    case "yape":
    case "plin":
      return destination.phone;
  }
}
