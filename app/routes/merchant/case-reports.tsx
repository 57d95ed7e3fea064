import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { listDeadLetters, sendLettersAgain } from "#app/cases/dead-letters.server.ts";
import { readReportIds } from "#app/cases/dead-letters.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { DeadLettersPage } from "#app/merchant-ui/cases/dead-letters-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ letters: await listDeadLetters(context.deps, shop.id) });
}

/** Sends the chosen reports again. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const reportIds = form.get("intent") === "send-again" ? readReportIds(form.get("ids")) : [];
  const input = { shopId: login.shop.id, userId: login.user.id, reportIds };
  const answer = await sendLettersAgain(context.deps, input);
  return json(answer, { status: answer.kind === "refused" ? 422 : 200 });
}

export default function CaseReports() {
  return <DeadLettersPage letters={useLoaderData<typeof loader>().letters} />;
}
