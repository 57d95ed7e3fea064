import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { answerDeskForm } from "#app/cases/answer-desk-form.server.ts";
import { readDeskSettings } from "#app/cases/desk-settings.server.ts";
import { isDeskPress } from "#app/cases/desk-settings.ts";
import { textFields } from "#app/merchants/connect-form.ts";
import { statusOfSettings } from "#app/merchants/settings-answer.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { DeskSettingsPage } from "#app/merchant-ui/cases/desk-settings-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ view: await readDeskSettings(context.deps, shop.id) });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const actor = { shopId: login.shop.id, userId: login.user.id };
  const answer = await answerDeskForm(context.deps, actor, textFields(form.entries()));
  // A secret may be in it: nobody keeps this answer.
  const headers = { "cache-control": "no-store" };
  if (isDeskPress(answer))
    return json(answer, { headers, status: answer.kind === "press-refused" ? 422 : 200 });
  return json(answer, { headers, status: statusOfSettings(answer) });
}

export default function CaseSettings() {
  const { view } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() ?? null;
  return <DeskSettingsPage view={view} answer={answer && !isDeskPress(answer) ? answer : null} />;
}
