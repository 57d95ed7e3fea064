import type { LoaderFunctionArgs } from "@remix-run/node";
import type {} from "#app/load-context.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";
import { downloadBatch } from "#app/refunds/batch/batch.server.ts";

/** The batch's file, with the same bytes each time. 410 once it was deleted. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop, user } = await requireMerchant(context.deps, request);
  const input = { shopId: shop.id, userId: user.id, batchId: params["batchId"] ?? "" };
  const file = await downloadBatch(context.deps, input);
  if (file.kind !== "file") throw new Response(null, { status: file.kind === "wiped" ? 410 : 404 });
  return new Response(file.text, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${file.name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
