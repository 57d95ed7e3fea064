import { invariant } from "#app/lib/invariant.ts";
import { isCaseKind, type CaseKind } from "#app/payments/case-kind.ts";
import type { PrismaClient } from "#app/generated/prisma/client.ts";

export interface OpenCase {
  id: string;
  kind: CaseKind;
  shop: string;
  sessionId: string | null;
  heldCentimos: number;
  currency: string | null;
  times: number;
  openedAt: Date;
  evidence: unknown;
}

/** Everything that waits for a person, oldest first. */
export async function listOpenCases(prisma: PrismaClient): Promise<OpenCase[]> {
  const rows = await prisma.case.findMany({
    where: { state: "open" },
    include: { shop: true, payment: true },
    orderBy: { openedAt: "asc" },
  });
  return rows.map(({ kind, ...row }) => {
    invariant(isCaseKind(kind), `case kind ${kind} is known`);
    return {
      id: row.id,
      kind,
      shop: row.shop.domain,
      sessionId: row.payment?.sessionId ?? null,
      heldCentimos: row.heldCentimos,
      currency: row.currency,
      times: row.times,
      openedAt: row.openedAt,
      evidence: row.evidence,
    };
  });
}

export interface DeadReport {
  id: string;
  kind: string;
  state: string;
  shop: string;
  sessionId: string;
  attempts: number;
  decidedAt: Date;
}

/** Reports that Shopify refused for good or that used up their attempts. */
export async function listDeadReports(prisma: PrismaClient): Promise<DeadReport[]> {
  const rows = await prisma.report.findMany({
    where: { state: { in: ["dead", "refused"] } },
    include: { payment: { include: { shop: true } } },
    orderBy: { decidedAt: "asc" },
  });
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    shop: row.payment.shop.domain,
    sessionId: row.payment.sessionId,
    attempts: row.attempts,
    decidedAt: row.decidedAt,
  }));
}
