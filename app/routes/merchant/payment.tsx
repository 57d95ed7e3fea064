import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { seePaymentMoney } from "#app/books/see-payment-money.server.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { PaymentPage } from "#app/merchant-ui/payment/payment-page.tsx";
import { answerPaymentForm } from "#app/payments/answer-payment-form.server.ts";
import { seePayment } from "#app/payments/see-payment.server.ts";
import { seeSlips } from "#app/payments/see-slips.server.ts";
import { listRefundsOfPayment } from "#app/refunds/list-refunds.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const key = { shopId: shop.id, paymentId: params["paymentId"] ?? "" };
  const payment = await seePayment(context.deps, key);
  if (!payment) throw json(null, { status: 404 });
  const [refunds, slips, money] = await Promise.all([
    listRefundsOfPayment(context.deps, key),
    seeSlips(context.deps, key),
    seePaymentMoney(context.deps, key),
  ]);
  return json({ payment, refunds, slips, money });
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const input = { shopId: login.shop.id, userId: login.user.id, paymentId: params["paymentId"] ?? "" };
  const answer = await answerPaymentForm(context.deps, input, form);
  if (!answer) throw json(null, { status: 404 });
  const isRefused = answer.kind === "refused" || answer.kind.startsWith("not-");
  return json(answer, { status: isRefused ? 422 : 200 });
}

export default function PaymentRoute() {
  const { payment, refunds, slips, money } = useLoaderData<typeof loader>();
  // A page of its own for each payment: an unmasked contact or an answer must not stay for the next one.
  return <PaymentPage key={payment.id} payment={payment} refunds={refunds} slips={slips} money={money} />;
}
