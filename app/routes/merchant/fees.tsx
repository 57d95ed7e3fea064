import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readFees, saveFeeTerms } from "#app/books/save-fee-terms.server.ts";
import type {} from "#app/load-context.ts";
import { textFields } from "#app/merchants/connect-form.ts";
import { statusOfSettings } from "#app/merchants/settings-answer.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { FeesPage } from "#app/merchant-ui/fees/fees-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ view: await readFees(context.deps, shop.id) });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const actor = { shopId: login.shop.id, userId: login.user.id };
  const answer = await saveFeeTerms(context.deps, actor, textFields(form.entries()));
  return json(answer, { status: statusOfSettings(answer) });
}

export default function Fees() {
  const { view } = useLoaderData<typeof loader>();
  return <FeesPage view={view} answer={useActionData<typeof action>() ?? null} />;
}
