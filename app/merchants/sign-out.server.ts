/**
 * A session of the admin ends because its person says so. Standalone only: inside Shopify's admin there is nothing of ours to end, the next
 * session token would begin another.
 */
import { signedOff } from "#app/merchants/sign-in-answers.ts";
import { requireMerchantPost, type SignInDeps } from "#app/merchants/sign-in.server.ts";

/** The answer to the form of a page of this sign-in. Throws a Response like every action, and 404 inside Shopify's admin. */
export async function signOut(deps: SignInDeps, request: Request): Promise<Response> {
  const { login, sessionId } = await requireMerchantPost(deps, request);
  if (login.shell === "embedded") throw new Response(null, { status: 404 });
  await deps.sessions.deleteSession(sessionId);
  deps.log.info(
    { shop: login.shop.domain, userId: login.user.id, event: "signed-out" },
    "a person signed out",
  );
  return signedOff(login.language);
}
