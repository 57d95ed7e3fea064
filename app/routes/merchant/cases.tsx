import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { listCases } from "#app/cases/list-cases.server.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";
import { CasesPage } from "#app/merchant-ui/cases/cases-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop, user } = await requireMerchant(context.deps, request);
  const query = new URL(request.url).searchParams;
  return json({ list: await listCases(context.deps, { shopId: shop.id, userId: user.id, query }) });
}

export default function Cases() {
  return <CasesPage list={useLoaderData<typeof loader>().list} />;
}
