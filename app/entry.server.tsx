import type {} from "#app/load-context.ts";
import type { EntryContext, LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToString } from "react-dom/server";
import { SHOPPER_DOCUMENT_HEADERS } from "#app/shopper-ui/document-headers.ts";

/** A loader or a page failed: the visitor sees the error page, the log has the stack. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs): void {
  // An address that leads nowhere is the visitor's, not ours: scanners would drown the alerts.
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return;
  context.deps.log.error({ error, method: request.method }, "a page failed");
}

/**
 * Renders one document. Every document gets the strict headers of the shopper's pages, except those that the
 * route itself has set. Rendered in one piece: no page streams, and a failure while rendering can
 * then still become a proper error answer.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Response {
  const html = renderToString(<RemixServer context={context} url={request.url} />);
  for (const [name, value] of Object.entries(SHOPPER_DOCUMENT_HEADERS)) {
    if (!headers.has(name)) headers.set(name, value);
  }
  headers.set("Content-Type", "text/html; charset=utf-8");
  return new Response(`<!DOCTYPE html>${html}`, { status, headers });
}
