/**
 * The rules of a shop, as stored. A save carries the version that its page was read at, changes nothing when somebody was
 * first, and is audited with it. Codes keep the rules that they were made under.
 */
import type { PrismaClient } from "#app/generated/prisma/client.ts";
import { z } from "zod";
import type { Clock } from "#app/lib/clock.ts";
import { CURRENCIES } from "#app/lib/money.ts";
import type { AuditAction } from "#app/merchants/audit-action.ts";
import type { MerchantRules } from "#app/payments/rules-form.ts";

export interface RulesStoreDeps {
  prisma: PrismaClient;
  clock: Clock;
}

export interface StoredRules {
  version: number;
  rules: MerchantRules;
}

const ACTION: AuditAction = "rules-saved";
const RULE_COLUMNS = {
  codeLifeMinutes: true,
  endsAtDayEnd: true,
  amountBands: true,
  quietFromMinute: true,
  quietToMinute: true,
  graceMinutes: true,
  businessDayGrace: true,
  minPenCentimos: true,
  maxPenCentimos: true,
  minUsdCentimos: true,
  maxUsdCentimos: true,
  atExpiry: true,
  confirmTimerSeconds: true,
} as const;

const storedBands = z.array(
  z.object({ currency: z.enum(CURRENCIES), upToCentimos: z.int(), codeLifeMinutes: z.int() }),
);

/** Throws when there is no such shop. */
export async function loadRules(
  deps: Pick<RulesStoreDeps, "prisma">,
  shopId: string,
): Promise<StoredRules> {
  const shop = await deps.prisma.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { ...RULE_COLUMNS, rulesVersion: true },
  });
  const { rulesVersion: version, minPenCentimos, maxPenCentimos, minUsdCentimos, maxUsdCentimos } = shop;
  const rules: MerchantRules = {
    codeLifeMinutes: shop.codeLifeMinutes,
    endsAtDayEnd: shop.endsAtDayEnd,
    amountBands: storedBands.parse(shop.amountBands),
    quietFromMinute: shop.quietFromMinute,
    quietToMinute: shop.quietToMinute,
    graceMinutes: shop.graceMinutes,
    businessDayGrace: shop.businessDayGrace,
    limits: {
      PEN: { min: minPenCentimos, max: maxPenCentimos },
      USD: { min: minUsdCentimos, max: maxUsdCentimos },
    },
    atExpiry: shop.atExpiry === "lapse" ? "lapse" : "reject",
    confirmTimerSeconds: shop.confirmTimerSeconds,
  };
  return { version, rules };
}

/** All or nothing; `conflict`: somebody saved since the version was read. */
export async function storeRules(
  deps: RulesStoreDeps,
  save: { shopId: string; userId: string; version: number; rules: MerchantRules },
): Promise<"saved" | "conflict"> {
  const { shopId, userId, version, rules } = save;
  const at = deps.clock.now();
  return deps.prisma.$transaction(async (tx) => {
    // Raised first: it keeps other saves of the shop waiting, so that `before` is what this save replaces.
    const raised = await tx.shop.updateMany({
      where: { id: shopId, rulesVersion: version },
      data: { rulesVersion: { increment: 1 }, rulesSavedAt: at },
    });
    if (raised.count === 0) return "conflict";
    const before = await tx.shop.findUniqueOrThrow({ where: { id: shopId }, select: RULE_COLUMNS });
    const after = columnsOf(rules);
    await tx.shop.update({ where: { id: shopId }, data: after });
    await tx.auditEntry.create({ data: { shopId, userId, at, action: ACTION, before, after } });
    return "saved";
  });
}

function columnsOf({ limits, amountBands, ...rules }: MerchantRules) {
  return {
    ...rules,
    amountBands: amountBands.map((band) => ({ ...band })),
    minPenCentimos: limits.PEN.min,
    maxPenCentimos: limits.PEN.max,
    minUsdCentimos: limits.USD.min,
    maxUsdCentimos: limits.USD.max,
  };
}
