import type { MiddlewareHandler } from "hono";
import { addToLogContext } from "#app/lib/log-context.server.ts";
import { isFormTooLarge } from "#app/lib/upload-size.ts";
import { refuseSignIn } from "#app/merchants/sign-in-answers.ts";

/** They judge a file by its length before they read it, too, and tell the page that sent it in words of its own. */
const UPLOADS = /^\/app\/(?:refunds\/[^/]+\/receipt|books\/statements\/parts)$/;

/**
 * Turns away what a browser posts to the admin, or to any page that takes no form, from another site, before its body is read. Each action judges its caller
 * again and more strictly; but Remix takes such a form for an error of ours, and would answer 500 and raise an alert. A form that is larger
 * than any is turned away too: an action holds it in memory whole.
 */
export function ownFormsDoor(deps: { publicOrigin: string }): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header("origin");
    const isForeign = origin !== undefined && origin !== deps.publicOrigin;
    const isForm = c.req.method !== "GET" && c.req.method !== "HEAD";
    if (isForeign && isForm) {
      addToLogContext({ reason: "foreign-origin" });
      return refuseSignIn("foreign-origin");
    }
    if (isForm && !UPLOADS.test(c.req.path) && isFormTooLarge(c.req.raw.headers)) {
      const refusal = refuseSignIn("form-too-large");
      // What is still being sent is not read, so that the connection cannot be used again.
      refusal.headers.set("Connection", "close");
      return refusal;
    }
    await next();
    return undefined;
  };
}
