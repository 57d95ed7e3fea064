import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { BatchesPage } from "#app/merchant-ui/refunds/batch/batches-page.tsx";
import { answerBatchesForm } from "#app/refunds/batch/answer-batch-form.server.ts";
import { listBatches } from "#app/refunds/batch/see-batches.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ list: await listBatches(context.deps, shop.id) });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const answer = await answerBatchesForm(
    context.deps,
    { shopId: login.shop.id, userId: login.user.id },
    form,
  );
  return json(answer, { status: answer.kind === "refused" ? 422 : 200 });
}

export default function RefundBatches() {
  return <BatchesPage list={useLoaderData<typeof loader>().list} />;
}
