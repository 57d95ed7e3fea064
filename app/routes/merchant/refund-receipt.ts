import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import type {} from "#app/load-context.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { MOST_RECEIPT_BYTES } from "#app/refunds/receipt/receipt-file.ts";
import type { ReceiptAnswer } from "#app/refunds/receipt/receipt-page.ts";
import { addReceipt, fetchReceipt } from "#app/refunds/receipt/receipt.server.ts";

/** What a form with one file adds to the file. */
const FORM_BYTES = 16 * 1024;

/** A download, never shown in the browser: it is a file that somebody sent us. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop, user } = await requireMerchant(context.deps, request);
  const input = { shopId: shop.id, userId: user.id, refundId: params["refundId"] ?? "" };
  const file = await fetchReceipt(context.deps, input);
  if (!file) throw new Response(null, { status: 404 });
  return new Response(file.bytes, {
    headers: {
      "content-type": file.mediaType,
      "content-disposition": `attachment; filename="${file.name}"`,
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  // Judged before the body is read: it is held in memory whole. Browsers always say how long a form is.
  const length = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  if (length > MOST_RECEIPT_BYTES + FORM_BYTES) {
    await requireMerchant(context.deps, request);
    return answerWith({ kind: "refused", reason: "too-large" }, 413);
  }
  const { login, form } = await requireMerchantPost(context.deps, request);
  const input = { shopId: login.shop.id, userId: login.user.id, refundId: params["refundId"] ?? "" };
  const file = form.get("file");
  if (!(file instanceof File)) return answerWith({ kind: "refused", reason: "no-file" }, 422);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const answer = await addReceipt(context.deps, {
    ...input,
    file: { name: file.name, claimedType: file.type, bytes },
  });
  if (!answer) throw json(null, { status: 404 });
  return answerWith(answer, answer.kind === "refused" ? 422 : 200);
}

function answerWith(answer: ReceiptAnswer, status: number) {
  return json(answer, { status });
}
