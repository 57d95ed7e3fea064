import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { processAgain } from "#app/log/process-again.server.ts";
import { seeLogEntry } from "#app/log/see-log-entry.server.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { EntryPage } from "#app/merchant-ui/log/entry-page.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const view = await seeLogEntry(context.deps, { shopId: shop.id, entryId: params["entryId"] ?? "" });
  if (!view) throw json(null, { status: 404 });
  return json({ view });
}

/** Processes the message again. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const input = { shopId: login.shop.id, userId: login.user.id, entryId: params["entryId"] ?? "" };
  const answer = form.get("intent") === "again" ? await processAgain(context.deps, input) : null;
  if (!answer) throw json(null, { status: 404 });
  return json(answer, { status: answer.kind === "not-again" ? 422 : 200 });
}

export default function LogEntry() {
  const { view } = useLoaderData<typeof loader>();
  return <EntryPage key={view.id} view={view} />;
}
