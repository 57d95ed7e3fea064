import { json, type LoaderFunctionArgs } from "@remix-run/node";
import type {} from "#app/load-context.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";
import { totalPayments } from "#app/payments/payment-list.server.ts";

/** What the payments of a list add up to; asked for by the list's page, after it is there. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const query = new URL(request.url).searchParams;
  return json({ totals: await totalPayments(context.deps, { shopId: shop.id, query }) });
}
