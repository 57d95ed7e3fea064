import { json, type ActionFunctionArgs } from "@remix-run/node";
import type {} from "#app/load-context.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";
import { signOut } from "#app/merchants/sign-out.server.ts";

/** Only posted to; who is not signed in learns no more here than anywhere else. */
export async function loader({ request, context }: ActionFunctionArgs) {
  await requireMerchant(context.deps, request);
  throw json(null, { status: 404 });
}

/** The person leaves: this session ends, here and in the browser. */
export function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  return signOut(context.deps, request);
}
