/**
 * `GET /v/:slug/status`: the voucher page asks for news; asking also says that the shopper is there.
 * `POST /v/:slug/kept`: the shopper copied, printed or shared the code. The slug is the only key to either.
 */
import { createHash } from "node:crypto";
import type { Context } from "hono";
import { refuse } from "#app/doors/door-answers.ts";
import { keepVoucher, readVoucherStatus } from "#app/payments/see-voucher.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";

export function voucherStatusDoor(deps: Pick<PaymentDeps, "clock" | "db">) {
  return async (c: Context): Promise<Response> => {
    const status = await readVoucherStatus(deps, c.req.param("slug") ?? "");
    if (!status) return refuse(c, 404, "unknown-code", "no code has this address");
    const body = JSON.stringify(status);
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 16)}"`;
    c.header("ETag", etag);
    c.header("Cache-Control", "no-store");
    if (c.req.header("If-None-Match") === etag) return c.body(null, 304);
    return c.body(body, 200, { "Content-Type": "application/json" });
  };
}

export function voucherKeptDoor(deps: Pick<PaymentDeps, "clock" | "db">) {
  return async (c: Context): Promise<Response> => {
    const known = await keepVoucher(deps, c.req.param("slug") ?? "");
    return known ? c.body(null, 204) : refuse(c, 404, "unknown-code", "no code has this address");
  };
}
