import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listStatements } from "#app/books/see-statements.server.ts";
import type {} from "#app/load-context.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";
import { StatementsPage } from "#app/merchant-ui/statements/statements-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ view: await listStatements(context.deps, shop.id) });
}

export default function Statements() {
  return <StatementsPage view={useLoaderData<typeof loader>().view} />;
}
