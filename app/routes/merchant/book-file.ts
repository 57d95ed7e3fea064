import type { LoaderFunctionArgs } from "@remix-run/node";
import type {} from "#app/load-context.ts";
import { isFileType } from "#app/books/close-page.ts";
import { downloadClose } from "#app/books/export-close.server.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";

/** A close that is done, for the accountant: `file.csv`, `file.xlsx` or `file.pdf`. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop, user, language } = await requireMerchant(context.deps, request);
  const type = /^file\.(.+)$/.exec(params["file"] ?? "")?.[1];
  const file = isFileType(type)
    ? await downloadClose(context.deps, {
        ...{ shopId: shop.id, userId: user.id, storeName: shop.storeName, language },
        ...{ closeId: params["closeId"] ?? "", type },
      })
    : null;
  if (!file) throw new Response(null, { status: 404 });
  return new Response(file.body, {
    headers: {
      "content-type": file.mediaType,
      "content-disposition": `attachment; filename="${file.name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
