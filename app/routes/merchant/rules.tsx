import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { textFields } from "#app/merchants/connect-form.ts";
import { statusOfSettings } from "#app/merchants/settings-answer.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { RulesPage } from "#app/merchant-ui/rules/rules-page.tsx";
import { readRules, saveRules } from "#app/payments/save-rules.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ view: await readRules(context.deps, shop.id) });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const actor = { shopId: login.shop.id, userId: login.user.id };
  const answer = await saveRules(context.deps, actor, textFields(form.entries()));
  return json(answer, { status: statusOfSettings(answer) });
}

export default function Rules() {
  const { view } = useLoaderData<typeof loader>();
  return <RulesPage view={view} answer={useActionData<typeof action>() ?? null} />;
}
