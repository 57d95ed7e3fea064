import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { listLog } from "#app/log/list-log.server.ts";
import { saveLogSettings } from "#app/log/save-log-settings.server.ts";
import { textFields } from "#app/merchants/connect-form.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { LogPage } from "#app/merchant-ui/log/log-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const query = new URL(request.url).searchParams;
  return json({ list: await listLog(context.deps, { shopId: shop.id, query }) });
}

/** How long the log is kept. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const actor = { shopId: login.shop.id, userId: login.user.id };
  const answer = await saveLogSettings(context.deps, actor, textFields(form.entries()));
  return json(answer, { status: { saved: 200, conflict: 409, refused: 422 }[answer.kind] });
}

export default function Log() {
  return (
    <LogPage list={useLoaderData<typeof loader>().list} answer={useActionData<typeof action>() ?? null} />
  );
}
