import { recordAudit } from "#app/merchants/audit.server.ts";
import { findExport } from "#app/privacy/privacy-queries.server.ts";
import { openExport } from "#app/privacy/privacy-request.server.ts";
import type { PrivacyDeps } from "#app/privacy/work-privacy-request.server.ts";

/**
 * The export of a `customers/data_request` as JSON text, for a person of the shop that was asked. Null when this shop has no such
 * export. That it was fetched is written down with the person's name, before it is handed out.
 */
export async function fetchPrivacyExport(
  deps: Omit<PrivacyDeps, "log">,
  input: { shopId: string; userId: string; requestId: string },
): Promise<string | null> {
  const found = await findExport(deps.db, input);
  if (!found) return null;
  await recordAudit(deps.db, {
    shopId: input.shopId,
    userId: input.userId,
    at: deps.clock.now(),
    action: "privacy-export-fetched",
    after: { requestId: input.requestId },
  });
  return openExport(deps.vault, found.shop, found.sealedExport);
}
