import type { LoaderFunctionArgs } from "@remix-run/node";
import type {} from "#app/load-context.ts";
import { makeSheet } from "#app/help/make-sheet.server.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";

/** "How to pay" as a PDF, in the language of `lang`. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const language = new URL(request.url).searchParams.get("lang");
  const sheet = await makeSheet(context.deps, { shopId: shop.id, language });
  return new Response(sheet.content, {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="${sheet.name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
