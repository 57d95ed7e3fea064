/**
 * The settings of the shopper's page, as stored. A save carries the version that its page was read at, changes nothing when
 * somebody was first, and is audited with it.
 */
import type { PrismaClient } from "#app/generated/prisma/client.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { AuditAction } from "#app/merchants/audit-action.ts";
import type { PageSettings } from "#app/merchants/page-settings-form.ts";

export interface PageStoreDeps {
  prisma: PrismaClient;
  clock: Clock;
}

const ACTION: AuditAction = "page-saved";
const PAGE_COLUMNS = {
  displayName: true,
  helpUrl: true,
  supportEmail: true,
  supportWhatsapp: true,
  supportPhone: true,
  shopperLanguages: true,
  accentColor: true,
} as const;

export interface StoredPage {
  version: number;
  settings: PageSettings;
  isPreviewed: boolean;
}

/** Throws when there is no such shop. */
export async function loadPageSettings(
  deps: Pick<PageStoreDeps, "prisma">,
  shopId: string,
): Promise<StoredPage> {
  const { pageVersion, pagePreviewedAt, displayName, shopperLanguages, ...rest } =
    await deps.prisma.shop.findUniqueOrThrow({
      where: { id: shopId },
      select: { ...PAGE_COLUMNS, pageVersion: true, pagePreviewedAt: true },
    });
  const offersEnglish = shopperLanguages.includes("en");
  return {
    version: pageVersion,
    settings: { storeName: displayName, offersEnglish, ...rest },
    isPreviewed: pagePreviewedAt !== null,
  };
}

/** All or nothing; `conflict`: somebody saved since the version was read. */
export async function storePageSettings(
  deps: PageStoreDeps,
  save: { shopId: string; userId: string; version: number; settings: PageSettings },
): Promise<"saved" | "conflict"> {
  const { shopId, userId, version, settings } = save;
  const at = deps.clock.now();
  return deps.prisma.$transaction(async (tx) => {
    // Raised first: it keeps other saves of the shop waiting, so that `before` is what this save replaces.
    const raised = await tx.shop.updateMany({
      where: { id: shopId, pageVersion: version },
      data: { pageVersion: { increment: 1 } },
    });
    if (raised.count === 0) return "conflict";
    const before = await tx.shop.findUniqueOrThrow({ where: { id: shopId }, select: PAGE_COLUMNS });
    const { storeName, offersEnglish, ...rest } = settings;
    const shopperLanguages = offersEnglish ? ["es", "en"] : ["es"];
    const after = { displayName: storeName, shopperLanguages, ...rest };
    await tx.shop.update({ where: { id: shopId }, data: after });
    await tx.auditEntry.create({ data: { shopId, userId, at, action: ACTION, before, after } });
    return "saved";
  });
}

/** Somebody of the shop has seen the preview; the first time is kept. */
export async function recordPreview(deps: PageStoreDeps, shopId: string): Promise<void> {
  await deps.prisma.shop.updateMany({
    where: { id: shopId, pagePreviewedAt: null },
    data: { pagePreviewedAt: deps.clock.now() },
  });
}
