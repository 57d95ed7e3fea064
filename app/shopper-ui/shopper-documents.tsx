import { createHash } from "node:crypto";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { invariant } from "#app/lib/invariant.ts";
import type { OperatorConfig } from "#app/lib/operator-config.ts";
import { LOCALES, message } from "#app/messages/message.ts";
import type { ShopperLanguage } from "#app/payments/voucher-view.ts";
import { DocumentBasics } from "./document-basics.tsx";
import { shopperDocumentHeaders } from "./document-headers.ts";
import { ErrorPage, errorTitleId } from "./error-page.tsx";
import { PublicLinks } from "./public-links.tsx";
import { PublicDocument } from "./public-page.tsx";
import { PUBLIC_TEXTS, type PublicPage } from "./public-pages.ts";
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
  /** Where the links to the public pages open; null on a page that only leads on. */
  links?: "beside" | "here" | null;
  children: ReactNode;
}

/** Draws one document around its parts, with this stylesheet inside. */
function drawerWith(style: string) {
  // React escapes text, which in a stylesheet changes its meaning; so this one goes in as it is.
  invariant(!/<\/style/i.test(style), "the stylesheet does not end itself");
  const styleElement = <style dangerouslySetInnerHTML={{ __html: style }} />;
  const styleHash = hashOf(style);
  const plainHeaders = shopperDocumentHeaders(styleHash);

  return ({ language, title, accentColor = null, icon, links = "beside", children }: DocumentParts) => ({
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
          <InLanguage language={language}>
            {children}
            {links !== null && <PublicLinks beside={links === "beside"} />}
          </InLanguage>
        </body>
      </html>,
    )}`,
    headers:
      accentColor === null
        ? plainHeaders
        : shopperDocumentHeaders(styleHash, hashOf(accentRule(accentColor))),
  });
}

/**
 * The shopper's documents, whole, with the stylesheet inside: a page that needs no second file can be painted as soon as it is there, and still
 * shows itself when it was saved. The document's policy lets the styles in by their hashes. `canFind`: this installation can write to
 * shoppers, so that a page that leads nowhere may offer it. `operator`: whom the public pages name; `payersDays`: for how long they say that
 * who a payer is stays known.
 */
export function createShopperPages(
  style: string,
  installation: { canFind: boolean; operator: OperatorConfig | null; payersDays: number },
) {
  const { canFind } = installation;
  const draw = drawerWith(style);
  /** The same for everybody: drawn once, so that asking for them often costs next to nothing. */
  const publicPages = new Map<string, ReturnType<typeof draw>>();
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
        links: null,
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
    publicPage: ({ page, language }: { page: PublicPage; language: ShopperLanguage }) => {
      const known = publicPages.get(`${page} ${language}`);
      if (known) return known;
      const children = <PublicDocument page={page} {...installation} />;
      const title = message(PUBLIC_TEXTS[page].title, undefined, language);
      const drawn = draw({ language, title, links: "here", children });
      publicPages.set(`${page} ${language}`, drawn);
      return drawn;
    },
  };
}

function hashOf(style: string): string {
  return createHash("sha256").update(style).digest("base64");
}
