import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, type ShouldRevalidateFunction } from "@remix-run/react";
import { answerMappingForm } from "#app/books/answer-statement-form.server.ts";
import { seeUpload } from "#app/books/see-statements.server.ts";
import type {} from "#app/load-context.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { UploadPage } from "#app/merchant-ui/statements/upload-page.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const key = { shopId: shop.id, uploadId: params["uploadId"] ?? "" };
  const view = await seeUpload(context.deps, key);
  if (!view) throw json(null, { status: 404 });
  return json({ view });
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const input = { shopId: login.shop.id, userId: login.user.id, uploadId: params["uploadId"] ?? "" };
  const answer = await answerMappingForm(context.deps, input, form);
  const isDone = answer.kind === "reading" || answer.kind === "discarded";
  return json(answer, { status: isDone ? 200 : 422 });
}

/** A file that was discarded has no page any more: looking again would show an error until the browser has left. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ actionResult, defaultShouldRevalidate }) => {
  const answer: unknown = actionResult;
  const isDiscarded =
    typeof answer === "object" && answer !== null && "kind" in answer && answer.kind === "discarded";
  return defaultShouldRevalidate && !isDiscarded;
};

export default function StatementUpload() {
  const { view } = useLoaderData<typeof loader>();
  // A page of its own for each file: what was chosen for one is not for the next.
  return <UploadPage key={view.id} view={view} />;
}
