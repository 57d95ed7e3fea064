import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, Links, Meta, Outlet, useMatches, useRouteError } from "@remix-run/react";
import type { ReactNode } from "react";
import { LOCALES } from "#app/messages/message.ts";
import { chooseLanguage } from "#app/payments/shopper-language.ts";
import { languageOfPage } from "#app/shopper-ui/page-language.ts";
import { STYLE_HREF } from "#app/shopper-ui/voucher-assets.ts";
import { InLanguage, useWords } from "#app/shopper-ui/words.tsx";

/** The language of a page that no shopper is known of: one that is not found, or one that failed. */
export function loader({ request }: LoaderFunctionArgs) {
  const language = chooseLanguage({
    query: new URL(request.url).searchParams.get("lang"),
    shopper: null,
    header: request.headers.get("Accept-Language"),
  });
  return json({ language });
}

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
  return (
    <Document head={<ErrorHead notFound={notFound} />}>
      <ErrorPage notFound={notFound} />
    </Document>
  );
}

function ErrorPage({ notFound }: { notFound: boolean }) {
  const { say } = useWords();
  return (
    <main>
      <h1>{say(errorTitleId(notFound))}</h1>
      <p>{say(notFound ? "app.notFound.body" : "app.error.body")}</p>
      {!notFound && (
        <p className="actions">
          {/* An empty address is the page itself. */}
          <a className="button primary" href="">
            {say("app.error.reload")}
          </a>
        </p>
      )}
    </main>
  );
}

function ErrorHead({ notFound }: { notFound: boolean }) {
  const { say } = useWords();
  return (
    <>
      <title>{say(errorTitleId(notFound))}</title>
      <link rel="stylesheet" href={STYLE_HREF} />
    </>
  );
}

function errorTitleId(notFound: boolean) {
  return notFound ? "app.notFound.title" : "app.error.title";
}

function Document({ head, children }: { head?: ReactNode; children: ReactNode }) {
  const language = languageOfPage(useMatches());
  return (
    <InLanguage language={language}>
      <html lang={LOCALES[language]}>
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
    </InLanguage>
  );
}
