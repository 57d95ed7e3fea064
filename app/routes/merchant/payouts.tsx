import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { answerPayoutForm, seePayouts } from "#app/books/see-payouts.server.ts";
import type {} from "#app/load-context.ts";
import { textFields } from "#app/merchants/connect-form.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { PayoutsPage } from "#app/merchant-ui/fees/payouts-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ view: await seePayouts(context.deps, shop.id) });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const actor = { shopId: login.shop.id, userId: login.user.id };
  const answer = await answerPayoutForm(context.deps, actor, textFields(form.entries()));
  if (!answer) throw json(null, { status: 404 });
  const isRefused = answer.kind === "fields" || answer.kind === "refused";
  return json(answer, { status: isRefused ? 422 : 200 });
}

export default function Payouts() {
  return <PayoutsPage view={useLoaderData<typeof loader>().view} />;
}
