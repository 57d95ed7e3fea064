/**
 * `GET /v/:slug/status`: the voucher page asks for news; asking also says that the shopper is there.
 * `POST /v/:slug/kept`: the shopper copied, printed or shared the code. The slug is the only key to either.
 */
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import { refuse } from "#app/doors/door-answers.ts";
import type { ShopperContext } from "#app/doors/shopper-pages.ts";
import { keepVoucher, readVoucherStatus } from "#app/payments/see-voucher.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";

export function unknownCode(c: Context): Response {
  return refuse(c, 404, "unknown-code", "no code has this address");
}

export function voucherStatusDoor(deps: Pick<PaymentDeps, "clock" | "db">) {
  return async (c: ShopperContext): Promise<Response> => {
    const status = await readVoucherStatus(deps, c.req.param("slug") ?? "");
    if (!status) return unknownCode(c);
    const { state, told, version } = status;
    const etag = `"${state}-${told}-${version}"`;
    const { incoming, outgoing } = c.env;
    const headers = { ETag: etag, "Cache-Control": "no-store" };
    // Straight to Node, as the page is: thousands of waiting pages ask here, and a Response costs as much as the question.
    if (incoming.headers["if-none-match"] === etag) outgoing.writeHead(304, headers).end();
    else {
      const body = JSON.stringify(status);
      outgoing
        .writeHead(200, {
          ...headers,
          "Content-Type": "application/json",
          "Content-Length": Buffer.byteLength(body),
        })
        .end(body);
    }
    return RESPONSE_ALREADY_SENT;
  };
}

export function voucherKeptDoor(deps: Pick<PaymentDeps, "clock" | "db">) {
  return async (c: ShopperContext): Promise<Response> => {
    const known = await keepVoucher(deps, c.req.param("slug") ?? "");
    return known ? c.body(null, 204) : unknownCode(c);
  };
}
