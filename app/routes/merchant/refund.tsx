import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { RefundPage } from "#app/merchant-ui/refunds/refund-page.tsx";
import { answerRefundForm } from "#app/refunds/answer-refund-form.server.ts";
import { seeRefund } from "#app/refunds/see-refund.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop, user } = await requireMerchant(context.deps, request);
  const key = { shopId: shop.id, userId: user.id, refundId: params["refundId"] ?? "" };
  const view = await seeRefund(context.deps, key);
  if (!view) throw json(null, { status: 404 });
  return json({ view });
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const input = { shopId: login.shop.id, userId: login.user.id, refundId: params["refundId"] ?? "" };
  const answer = await answerRefundForm(context.deps, input, form);
  if (!answer) throw json(null, { status: 404 });
  const status = { refused: 422, fields: 422, moved: 409, done: 200, link: 200, shown: 200 }[answer.kind];
  // A link or somebody's account may be in it: nobody keeps this answer.
  return json(answer, { status, headers: { "cache-control": "no-store" } });
}

export default function RefundRoute() {
  const { view } = useLoaderData<typeof loader>();
  // A page of its own for each refund: shown details or an answer must not stay for the next one.
  return <RefundPage key={view.id} view={view} />;
}
