import { json, type LoaderFunctionArgs } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useRouteError,
} from "@remix-run/react";
import { useContext, type ReactNode } from "react";
import { merchantLanguage } from "#app/merchants/merchant-language.ts";
import { merchantDocument, type MerchantDocument } from "#app/merchant-ui/merchant-document.ts";
import { ScriptNonce } from "#app/merchant-ui/script-nonce.ts";
import { MERCHANT_LOCALES } from "#app/messages/merchant-message.ts";
import { LOCALES } from "#app/messages/message.ts";
import { chooseLanguage } from "#app/payments/shopper-language.ts";
import { AccentStyle, accentOfPage } from "#app/shopper-ui/page-accent.tsx";
import { iconOfPage } from "#app/shopper-ui/page-icon.ts";
import { languageOfPage } from "#app/shopper-ui/page-language.ts";
import { STYLE_HREF } from "#app/shopper-ui/voucher-assets.ts";
import { InLanguage, useWords } from "#app/shopper-ui/words.tsx";

/** The language of a page that nobody is known of: one that is not found, one that failed, one without a login. */
export function loader({ request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const accepted = request.headers.get("Accept-Language");
  return json({
    language: chooseLanguage({ query: query.get("lang"), shopper: null, header: accepted }),
    merchantLanguage: merchantLanguage({
      chosen: null,
      asked: query.get("locale"),
      account: null,
      accepted,
    }),
  });
}

/** The document around every page. */
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
  const matches = useMatches();
  const merchant = merchantDocument(matches);
  if (merchant) return <AdminDocument merchant={merchant}>{children}</AdminDocument>;
  return <ShopperDocument head={head}>{children}</ShopperDocument>;
}

/** No <Scripts/>: nothing is hydrated, the shopper's pages are complete as they arrive. */
function ShopperDocument({ head, children }: { head?: ReactNode; children: ReactNode }) {
  const matches = useMatches();
  const language = languageOfPage(matches);
  return (
    <InLanguage language={language}>
      <html lang={LOCALES[language]}>
        <head>
          <meta charSet="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          {/* iOS would turn a payment code into a telephone link. */}
          <meta name="format-detection" content="telephone=no" />
          <link rel="icon" href={iconOfPage(matches)} type="image/svg+xml" />
          {head}
          <Meta />
          <Links />
          {/* After the stylesheet that it corrects. */}
          <AccentStyle color={accentOfPage(matches)} />
        </head>
        <body>{children}</body>
      </html>
    </InLanguage>
  );
}

/** The merchant's pages: the same React on the server and in the browser. */
function AdminDocument({ merchant, children }: { merchant: MerchantDocument; children: ReactNode }) {
  const nonce = useContext(ScriptNonce);
  const { appBridge } = merchant;
  return (
    <html lang={MERCHANT_LOCALES[merchant.language]}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {/* App Bridge asks to be the first script, neither deferred nor a module, and finds the app's key in front of it. */}
        {appBridge && <meta name="shopify-api-key" content={appBridge.apiKey} />}
        {appBridge && <script src={appBridge.script} data-api-key={appBridge.apiKey} />}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        {/* In another site's frame a browser may refuse us its storage, and with it the places that this keeps there. */}
        {!appBridge && <ScrollRestoration nonce={nonce} />}
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}
