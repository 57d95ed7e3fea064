import { json, type ActionFunctionArgs } from "@remix-run/node";
import { answerUploadForm } from "#app/books/answer-statement-form.server.ts";
import { PART_BYTES, type UploadAnswer } from "#app/books/statement-upload.ts";
import type {} from "#app/load-context.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";

/** What a form with one part of a file adds to the part. */
const FORM_BYTES = 16 * 1024;

/** A file arrives, part by part: the only answer that the page's script waits for. */
export async function action({ request, context }: ActionFunctionArgs) {
  // Judged before the body is read: it is held in memory whole. Browsers always say how long a form is.
  const length = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  if (length > PART_BYTES + FORM_BYTES) {
    await requireMerchant(context.deps, request);
    return answerWith({ kind: "refused", reason: "file-too-large", line: null }, 413);
  }
  const { login, form } = await requireMerchantPost(context.deps, request);
  const input = { shopId: login.shop.id, userId: login.user.id };
  const answer = await answerUploadForm(context.deps, input, form);
  return answerWith(answer, answer.kind === "refused" ? 422 : 200);
}

function answerWith(answer: UploadAnswer, status: number) {
  return json(answer, { status });
}
