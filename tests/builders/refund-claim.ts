import { randomUUID } from "node:crypto";
import { invariant } from "#app/lib/invariant.ts";
import { issueClaim } from "#app/refunds/claim.server.ts";
import { loadRefund } from "#app/refunds/refund-queries.server.ts";
import type { Refund } from "#app/refunds/refund.ts";
import { arrive } from "./payment.ts";
import type { TestWorld } from "../setup/world.ts";

export const STAFF = "7001";

/** What an honest shopper types. The CCI is localpayment's example, the DNI python-stdnum's. */
export const TYPED = {
  kind: "cci",
  cci: "011-366-000100032542-21",
  holder: "Canaria Titular Secreta",
  documentKind: "dni",
  documentNumber: "10117410-2",
};
/** What must stand nowhere in clear. */
export const CANARIES = ["01136600010003254221", "000100032542", "Canaria", "Titular", "10117410"];

export interface AskedRefund {
  id: string;
  shopId: string;
}

type RefundWorld = Pick<TestWorld, "system" | "clock">;

/** A refund that Shopify asked for, as the door would have stored it, of half a payment. */
export async function openedRefund(
  world: TestWorld,
  input: { test?: boolean; sessionId?: string } = {},
): Promise<AskedRefund> {
  const sessionId = input.sessionId ?? (await arrive(world)).sessionId;
  return openedRefundOf(world, { ...input, sessionId });
}

export async function openedRefundOf(
  world: RefundWorld,
  input: { test?: boolean; sessionId: string },
): Promise<AskedRefund> {
  const { rows } = await world.system.deps.database.pool.query<AskedRefund>(
    `insert into refunds (id, shop_id, payment_id, session_id, session_gid, amount_centimos, currency, test, received_at, state)
     select $1::uuid, shop_id, id, $1::text, 'gid://shopify/RefundSession/' || $1, amount_centimos / 2, currency, $3, $4, 'opened'
     from payments where session_id = $2 returning id, shop_id as "shopId"`,
    [randomUUID(), input.sessionId, input.test ?? false, world.clock.now()],
  );
  invariant(rows[0], "the payment is stored");
  return rows[0];
}

export async function refundOf(world: RefundWorld, { id, shopId }: AskedRefund): Promise<Refund> {
  const refund = await loadRefund(world.system.deps.db, { shopId, refundId: id });
  invariant(refund, "the refund is stored");
  return refund;
}

/** A new link for the shopper. */
export async function newLink(world: RefundWorld, refund: AskedRefund): Promise<string> {
  const { version } = await refundOf(world, refund);
  const issued = await issueClaim(world.system.deps, {
    shopId: refund.shopId,
    userId: STAFF,
    refundId: refund.id,
    version,
  });
  invariant(issued.kind === "issued", `a link was asked for and is ${issued.kind}`);
  return issued.url;
}

/** Sends the form; a browser without a referrer says `Origin: null`. */
export function send(url: string, typed: Record<string, string> = TYPED): Promise<Response> {
  return fetch(url, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: "null" },
    body: new URLSearchParams(typed),
  });
}
