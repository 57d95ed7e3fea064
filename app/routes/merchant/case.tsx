import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { answerCaseForm } from "#app/cases/answer-case-form.server.ts";
import { seeCase } from "#app/cases/see-case.server.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { seeSlips } from "#app/payments/see-slips.server.ts";
import { CasePage } from "#app/merchant-ui/cases/case-page.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop, user } = await requireMerchant(context.deps, request);
  const key = { shopId: shop.id, userId: user.id, caseId: params["caseId"] ?? "" };
  const view = await seeCase(context.deps, key);
  if (!view) throw json(null, { status: 404 });
  // Only there is it the question: another case of the payment has its own.
  const isAsked = view.kind === "shopper-says-paid" && view.payment !== null;
  const slips = isAsked
    ? await seeSlips(context.deps, { shopId: shop.id, paymentId: view.payment?.id ?? "" })
    : null;
  return json({ view, slips });
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const input = { shopId: login.shop.id, userId: login.user.id, caseId: params["caseId"] ?? "" };
  const answer = await answerCaseForm(context.deps, input, form);
  if (!answer) throw json(null, { status: 404 });
  const refund = { "refund-opened": 200, "refund-refused": 422 };
  const status = { refused: 422, moved: 409, done: 200, acted: 200, ...refund }[answer.kind];
  return json(answer, { status });
}

export default function Case() {
  const { view, slips } = useLoaderData<typeof loader>();
  // A page of its own for each case: an answer must not stay for the next one.
  return <CasePage key={view.id} view={view} slips={slips} />;
}
