import { isRouteErrorResponse, Links, Meta, Outlet, useRouteError } from "@remix-run/react";
import type { ReactNode } from "react";
import { LOCALE, message } from "#app/messages/message.ts";
import { STYLE_HREF } from "#app/shopper-ui/voucher-assets.ts";

/** The document around every page. No <Scripts/>: nothing is hydrated, pages are complete as they arrive. */
export default function Root() {
  return (
    <Document>
      <Outlet />
    </Document>
  );
}

/** Whatever failed, the visitor learns nothing of it: no message, no stack, no status text. */
export function ErrorBoundary() {
  const error = useRouteError();
  const notFound = isRouteErrorResponse(error) && error.status === 404;
  const title = notFound ? message("app.notFound.title") : message("app.error.title");
  return (
    <Document
      head={
        <>
          <title>{title}</title>
          <link rel="stylesheet" href={STYLE_HREF} />
        </>
      }
    >
      <main>
        <h1>{title}</h1>
        <p>{notFound ? message("app.notFound.body") : message("app.error.body")}</p>
        {!notFound && (
          <p className="actions">
            {/* An empty address is the page itself. */}
            <a className="button primary" href="">
              {message("app.error.reload")}
            </a>
          </p>
        )}
      </main>
    </Document>
  );
}

function Document({ head, children }: { head?: ReactNode; children: ReactNode }) {
  return (
    <html lang={LOCALE}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {/* iOS would turn a payment code into a telephone link. */}
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {head}
        <Meta />
        <Links />
      </head>
      <body>{children}</body>
    </html>
  );
}
