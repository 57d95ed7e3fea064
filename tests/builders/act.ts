import type { ActInput } from "#app/payments/merchant-acts.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { TestWorld } from "../setup/world.ts";

export const USER = "7001";

/** What a person of the payment's shop hands in with an act. */
export async function by(world: TestWorld, payment: { paymentId: string }): Promise<ActInput> {
  const [row] = await world.rows<{ shopId: string }>(
    'select shop_id as "shopId" from payments where id = $1',
    [payment.paymentId],
  );
  invariant(row, "the payment is stored");
  return { shopId: row.shopId, paymentId: payment.paymentId, userId: USER };
}

export interface AuditRow {
  action: string;
  user_id: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** Oldest first. */
export function auditOf(world: TestWorld, payment: { paymentId: string }): Promise<AuditRow[]> {
  return world.rows<AuditRow>(
    "select action, user_id, before, after from audit_log where payment_id = $1 order by id",
    [payment.paymentId],
  );
}
