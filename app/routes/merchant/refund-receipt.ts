import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { isUploadTooLarge, UNREAD } from "#app/lib/upload-size.ts";
import type {} from "#app/load-context.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { MOST_RECEIPT_BYTES } from "#app/refunds/receipt/receipt-file.ts";
import type { ReceiptAnswer } from "#app/refunds/receipt/receipt-page.ts";
import { addReceipt, fetchReceipt } from "#app/refunds/receipt/receipt.server.ts";

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
      "content-security-policy": "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  if (isUploadTooLarge(request, MOST_RECEIPT_BYTES)) {
    await requireMerchant(context.deps, request);
    return answerWith({ kind: "refused", reason: "too-large" }, UNREAD);
  }
  const { login, form } = await requireMerchantPost(context.deps, request);
  const input = { shopId: login.shop.id, userId: login.user.id, refundId: params["refundId"] ?? "" };
  const file = form.get("file");
  if (!(file instanceof File)) return answerWith({ kind: "refused", reason: "no-file" }, { status: 422 });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const answer = await addReceipt(context.deps, {
    ...input,
    file: { name: file.name, claimedType: file.type, bytes },
  });
  if (!answer) throw json(null, { status: 404 });
  return answerWith(answer, { status: answer.kind === "refused" ? 422 : 200 });
}

function answerWith(answer: ReceiptAnswer, init: ResponseInit) {
  return json(answer, init);
}
