import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { seeFigures } from "#app/figures/see-figures.server.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";
import { FiguresPage } from "#app/merchant-ui/figures/figures-page.tsx";
import { FIGURES_STYLESHEETS } from "#app/merchant-ui/figures/figures-stylesheet.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const query = new URL(request.url).searchParams;
  return json({ view: await seeFigures(context.deps, { shopId: shop.id, query }) });
}

export const links = () => FIGURES_STYLESHEETS;

export default function Figures() {
  return <FiguresPage view={useLoaderData<typeof loader>().view} />;
}
