import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { PaymentsPage } from "#app/merchant-ui/payments/payments-page.tsx";
import { PAYMENTS_STYLESHEETS } from "#app/merchant-ui/payments/payments-stylesheet.ts";
import { listPayments } from "#app/payments/payment-list.server.ts";
import { readSelection, type BulkOutcome } from "#app/payments/payment-list.ts";
import { checkPayments, voidPayments } from "#app/payments/payment-list-acts.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const query = new URL(request.url).searchParams;
  return json({ list: await listPayments(context.deps, { shopId: shop.id, query }) });
}

/** Acts on the payments that were chosen: `check` or `void`. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const paymentIds = readSelection(form.get("ids"));
  const intent = form.get("intent");
  if (paymentIds === null || (intent !== "check" && intent !== "void"))
    return answer({ kind: "refused", reason: "nothing-selected" });
  const input = { shopId: login.shop.id, userId: login.user.id, paymentIds };
  const act = intent === "check" ? checkPayments : voidPayments;
  return answer(await act(context.deps, input));
}

function answer(outcome: BulkOutcome) {
  return json(outcome, { status: outcome.kind === "refused" ? 422 : 200 });
}

export const links = () => PAYMENTS_STYLESHEETS;

export default function Payments() {
  return <PaymentsPage list={useLoaderData<typeof loader>().list} />;
}
