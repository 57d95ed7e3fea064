import type { Queryable } from "#app/lib/database.server.ts";
import { toDecimalText } from "#app/lib/money.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { openDestination } from "#app/refunds/destination/sealed-destination.server.ts";
import type { ExportedRefund } from "#app/refunds/exported-refund.ts";
import { loadRefundsForExport, type RefundForExport } from "#app/refunds/refund-export-queries.server.ts";

/** What is kept about the refunds of a person's payments, in full. The caller seals it again. */
export async function exportRefunds(
  deps: { db: Queryable; vault: Vault },
  input: { shop: string; paymentIds: readonly string[] },
): Promise<ExportedRefund[]> {
  const refunds = await loadRefundsForExport(deps.db, input.paymentIds);
  return refunds.map((refund) => exported(deps.vault, input.shop, refund));
}

function exported(vault: Vault, shop: string, refund: RefundForExport): ExportedRefund {
  const { id, sealedDestination, amountCentimos, receivedAt, endedAt, ...rest } = refund;
  return {
    ...rest,
    receivedAt: receivedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    amount: toDecimalText(amountCentimos),
    destination:
      sealedDestination === null ? null : openDestination(vault, { shop, refundId: id }, sealedDestination),
  };
}
