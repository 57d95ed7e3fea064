/** Presses of *Test connection*: each is written down before anything is asked, so that the count is right across processes. */
import type { PrismaClient } from "#app/generated/prisma/client.ts";
import type { ConnectionReport } from "#app/merchants/connection-steps.ts";
import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";

/** PagoEfectivo publishes no limit; ours keeps a stuck finger from locking the merchant's account there. */
const MOST_PER_MINUTE = 5;
const MINUTE_MS = 60_000;

/** Counts this press; false when the shop has used up its minute. */
export async function beginCheck(
  prisma: PrismaClient,
  press: { id: string; shopId: string; mode: Environment; userId: string; at: Date },
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    // One press of a shop at a time: two that count before either is written would both be the fifth. The lock is the weak
    // one, which sessions that arrive meanwhile do not wait for.
    await tx.$queryRaw`select 1 from shops where id = ${press.shopId}::uuid for no key update`;
    const since = new Date(press.at.getTime() - MINUTE_MS);
    const pressed = await tx.connectionCheck.count({ where: { shopId: press.shopId, at: { gt: since } } });
    if (pressed >= MOST_PER_MINUTE) return false;
    await tx.connectionCheck.create({ data: { ...press, ok: false } });
    return true;
  });
}

/** Writes down how it ended. */
export async function endCheck(
  prisma: PrismaClient,
  press: { id: string; report: ConnectionReport },
): Promise<void> {
  const { ok, steps } = press.report;
  await prisma.connectionCheck.update({
    where: { id: press.id },
    data: { ok, steps: steps.map((step) => ({ ...step })) },
  });
}
