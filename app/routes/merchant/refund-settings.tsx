import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { textFields } from "#app/merchants/connect-form.ts";
import { statusOfSettings } from "#app/merchants/settings-answer.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { RefundSettingsPage } from "#app/merchant-ui/refunds/refund-settings-page.tsx";
import { readRefundSettings, saveRefundSettings } from "#app/refunds/refund-settings.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ view: await readRefundSettings(context.deps, shop.id) });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const actor = { shopId: login.shop.id, userId: login.user.id };
  const answer = await saveRefundSettings(context.deps, actor, textFields(form.entries()));
  return json(answer, { status: statusOfSettings(answer) });
}

export default function RefundSettings() {
  const { view } = useLoaderData<typeof loader>();
  return <RefundSettingsPage view={view} answer={useActionData<typeof action>() ?? null} />;
}
