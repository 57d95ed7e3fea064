import type { LoaderFunctionArgs } from "@remix-run/node";
import type {} from "#app/load-context.ts";
import { answerAuth } from "#app/merchants/answer-auth.server.ts";

/** Signing in: Shopify and its library know these addresses, a person never types one. */
export function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  return answerAuth(context.deps, request);
}
