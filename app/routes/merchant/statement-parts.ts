import { json, type ActionFunctionArgs } from "@remix-run/node";
import { answerUploadForm } from "#app/books/answer-statement-form.server.ts";
import { PART_BYTES, type UploadAnswer } from "#app/books/statement-upload.ts";
import { isUploadTooLarge, UNREAD } from "#app/lib/upload-size.ts";
import type {} from "#app/load-context.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";

/** A file arrives, part by part: the only answer that the page's script waits for. */
export async function action({ request, context }: ActionFunctionArgs) {
  if (isUploadTooLarge(request, PART_BYTES)) {
    await requireMerchant(context.deps, request);
    return answerWith({ kind: "refused", reason: "file-too-large", line: null }, UNREAD);
  }
  const { login, form } = await requireMerchantPost(context.deps, request);
  const input = { shopId: login.shop.id, userId: login.user.id };
  const answer = await answerUploadForm(context.deps, input, form);
  return answerWith(answer, { status: answer.kind === "refused" ? 422 : 200 });
}

function answerWith(answer: UploadAnswer, init: ResponseInit) {
  return json(answer, init);
}
