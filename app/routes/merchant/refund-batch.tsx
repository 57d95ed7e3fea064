import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { BatchPage } from "#app/merchant-ui/refunds/batch/batch-page.tsx";
import { answerBatchForm } from "#app/refunds/batch/answer-batch-form.server.ts";
import { seeBatch } from "#app/refunds/batch/see-batches.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const view = await seeBatch(context.deps, { shopId: shop.id, batchId: params["batchId"] ?? "" });
  if (!view) throw json(null, { status: 404 });
  return json({ view });
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const input = { shopId: login.shop.id, userId: login.user.id, batchId: params["batchId"] ?? "" };
  const answer = await answerBatchForm(context.deps, input, form);
  if (!answer) throw json(null, { status: 404 });
  return json(answer, { status: answer.kind === "refused" ? 422 : 200 });
}

export default function RefundBatch() {
  const { view } = useLoaderData<typeof loader>();
  // A page of its own for each batch: what is chosen must not stay for the next one.
  return <BatchPage key={view.id} view={view} />;
}
