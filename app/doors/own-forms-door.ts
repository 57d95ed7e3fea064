import type { MiddlewareHandler } from "hono";
import { refuseSignIn } from "#app/merchants/sign-in-answers.ts";

/**
 * Turns away what a browser posts to the admin from another site, before its body is read. Each action judges its caller
 * again and more strictly; but Remix takes such a form for an error of ours, and would answer 500 and raise an alert.
 */
export function ownFormsDoor(deps: { publicOrigin: string }): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header("origin");
    const isForeign = origin !== undefined && origin !== deps.publicOrigin;
    if (isForeign && c.req.method !== "GET" && c.req.method !== "HEAD")
      return refuseSignIn("foreign-origin");
    await next();
    return undefined;
  };
}
