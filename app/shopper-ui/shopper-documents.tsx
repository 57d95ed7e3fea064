import { createHash } from "node:crypto";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { invariant } from "#app/lib/invariant.ts";
import { LOCALES, message } from "#app/messages/message.ts";
import type { ShopperLanguage } from "#app/payments/voucher-view.ts";
import { DocumentBasics } from "./document-basics.tsx";
import { shopperDocumentHeaders } from "./document-headers.ts";
import { ErrorPage, errorTitleId } from "./error-page.tsx";
import { iconOf } from "./page-icon.ts";
import { AccentStyle, accentRule } from "./page-accent.tsx";
import { ReturnToStore, returnTitleId } from "./return-to-store.tsx";
import { TooManyVisits } from "./too-many-visits.tsx";
import { VoucherNotFound, VoucherPage, voucherTitle, type VoucherPageProps } from "./voucher-page.tsx";
import { InLanguage } from "./words.tsx";

interface DocumentParts {
  language: ShopperLanguage;
  title: string;
  accentColor?: string | null;
  icon?: string;
  children: ReactNode;
}

/**
 * The shopper's documents, whole, with the stylesheet inside: a page that needs no second file can be painted as soon as it is there, and still
 * shows itself when it was saved. The document's policy lets the styles in by their hashes. `canFind`: this installation can write to
 * shoppers, so that a page that leads nowhere may offer it.
 */
export function createShopperPages(style: string, { canFind }: { canFind: boolean }) {
  // React escapes text, which in a stylesheet changes its meaning; so this one goes in as it is.
  invariant(!/<\/style/i.test(style), "the stylesheet does not end itself");
  const styleElement = <style dangerouslySetInnerHTML={{ __html: style }} />;
  const styleHash = hashOf(style);
  const plainHeaders = shopperDocumentHeaders(styleHash);

  const draw = ({ language, title, accentColor = null, icon, children }: DocumentParts) => ({
    html: `<!DOCTYPE html>${renderToStaticMarkup(
      <html lang={LOCALES[language]}>
        <head>
          <DocumentBasics {...(icon !== undefined && { icon })} />
          <title>{title}</title>
          {styleElement}
          {/* After the stylesheet that it corrects. */}
          <AccentStyle color={accentColor} />
        </head>
        <body>
          <InLanguage language={language}>{children}</InLanguage>
        </body>
      </html>,
    )}`,
    headers:
      accentColor === null
        ? plainHeaders
        : shopperDocumentHeaders(styleHash, hashOf(accentRule(accentColor))),
  });

  return {
    voucher: (page: VoucherPageProps) =>
      draw({
        language: page.view.language,
        title: voucherTitle(page.view),
        accentColor: page.view.accentColor,
        icon: iconOf(page.view.state),
        children: <VoucherPage {...page} />,
      }),
    returnToStore: (page: { url: string; isCheckout: boolean; language: ShopperLanguage }) =>
      draw({
        language: page.language,
        title: message(returnTitleId(page.isCheckout), undefined, page.language),
        children: <ReturnToStore url={page.url} isCheckout={page.isCheckout} />,
      }),
    notFound: (language: ShopperLanguage) =>
      draw({
        language,
        title: message("voucher.notFound.title", undefined, language),
        children: <VoucherNotFound canFind={canFind} />,
      }),
    failed: (language: ShopperLanguage) =>
      draw({
        language,
        title: message(errorTitleId(false), undefined, language),
        children: <ErrorPage notFound={false} canFind={canFind} />,
      }),
    tooMany: (page: { language: ShopperLanguage; retryHref: string }) =>
      draw({
        language: page.language,
        title: message("voucher.flood.title", undefined, page.language),
        children: <TooManyVisits {...page} />,
      }),
  };
}

function hashOf(style: string): string {
  return createHash("sha256").update(style).digest("base64");
}
