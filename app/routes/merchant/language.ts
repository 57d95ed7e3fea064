import { json, type ActionFunctionArgs } from "@remix-run/node";
import type {} from "#app/load-context.ts";
import { chooseMerchantLanguage } from "#app/merchants/choose-language.server.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { isMerchantLanguage } from "#app/messages/merchant-message.ts";

/** Only posted to; who is not signed in learns no more here than anywhere else. */
export async function loader({ request, context }: ActionFunctionArgs) {
  await requireMerchant(context.deps, request);
  throw json(null, { status: 404 });
}

/** The person's own language from now on; every page that is open is loaded again in it. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const language = form.get("language");
  if (!isMerchantLanguage(language)) return json({ kind: "refused" }, { status: 422 });
  await chooseMerchantLanguage(context.deps, { login, language });
  return json({ kind: "saved" });
}
