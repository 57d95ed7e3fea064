import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";
import { RefundsPage } from "#app/merchant-ui/refunds/refunds-page.tsx";
import { listRefunds } from "#app/refunds/list-refunds.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const query = new URL(request.url).searchParams;
  return json({ list: await listRefunds(context.deps, { shopId: shop.id, query }) });
}

export default function Refunds() {
  return <RefundsPage list={useLoaderData<typeof loader>().list} />;
}
