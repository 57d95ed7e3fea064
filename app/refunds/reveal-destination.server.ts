/** Shows whoever pays where the money goes, in full. Who asked is written down before anything is opened. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import { bankName } from "#app/refunds/destination/banks.ts";
import { bankCodeOf } from "#app/refunds/destination/cci.ts";
import type { Destination } from "#app/refunds/destination/destination.ts";
import { nameMatch } from "#app/refunds/destination/holder-name.ts";
import { openDestination } from "#app/refunds/destination/sealed-destination.server.ts";
import { loadRefundForPage } from "#app/refunds/refund-page-queries.server.ts";
import type { ShownDestination, ShownField } from "#app/refunds/refund-page.ts";

/** Null when no refund of the shop has this id; `none` while it has no destination, or none any more. */
export async function revealDestination(
  deps: { clock: Clock; db: Queryable; vault: Vault },
  input: { shopId: string; userId: string; refundId: string },
): Promise<ShownDestination | "none" | null> {
  const stored = isId(input.refundId) ? await loadRefundForPage(deps.db, input) : null;
  if (!stored) return null;
  if (stored.sealedDestination === null) return "none";
  const { shopId, userId, refundId } = input;
  await recordAudit(deps.db, {
    ...{ shopId, userId, at: deps.clock.now(), action: "refund-destination-shown" },
    ...{ paymentId: stored.paymentId, after: { refundId } },
  });
  const place = { shop: stored.shop, refundId };
  const destination = openDestination(deps.vault, place, stored.sealedDestination);
  return {
    kind: destination.kind,
    documentKind: destination.documentKind,
    fields: fieldsOf(destination),
    nameMatch: nameMatch(destination.holder, stored.shopperName),
  };
}

function fieldsOf(destination: Destination): { name: ShownField; value: string }[] {
  const { holder, documentNumber } = destination;
  const whose = [
    { name: "holder", value: holder },
    { name: "documentNumber", value: documentNumber },
  ] as const;
  return [...placeOf(destination), ...whose];
}

function placeOf(destination: Destination): { name: ShownField; value: string }[] {
  switch (destination.kind) {
    case "cci":
      return [
        { name: "cci", value: destination.cci },
        { name: "bank", value: bankName(bankCodeOf(destination.cci)) ?? "" },
      ];
    case "account":
      return [
        { name: "bank", value: bankName(destination.bank) ?? destination.bank },
        { name: "account", value: destination.account },
      ];
    case "yape":
    case "plin":
      return [{ name: "phone", value: destination.phone }];
  }
}
