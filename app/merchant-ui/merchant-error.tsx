import { isRouteErrorResponse, useLocation, useMatches, useRouteError } from "@remix-run/react";
import { AppProvider, Card, BlockStack, Link, Page, Text } from "@shopify/polaris";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import type { AdminFrame } from "./admin-frame.tsx";
import { SIGNED_OFF } from "#app/merchants/sign-in-answers.ts";
import { merchantDocument } from "./merchant-document.ts";
import { MerchantFrame } from "./merchant-frame.tsx";
import { POLARIS_WORDS } from "./polaris-words.ts";
import { InMerchantLanguage, useWords } from "./words.tsx";

/** The browser tab's title where a page, or the sign-in, failed. */
export function errorTitle(error: unknown, search: string, language: MerchantLanguage): string {
  const failure = failureOf(error, { isKnown: false, search });
  return merchantMessage(`shell.${failure}.title`, undefined, language);
}

type Failure = "notFound" | "signedOut" | "signedOff" | "error";

/** Whatever failed, the page says what to do next and nothing of the failure: no message, no stack. */
export function MerchantError({ frame }: { frame: AdminFrame | null }) {
  const error = useRouteError();
  const matches = useMatches();
  const { search } = useLocation();
  const failure = failureOf(error, { isKnown: frame !== null, search });
  const text = <ErrorText failure={failure} />;
  if (frame && failure !== "signedOut" && failure !== "signedOff")
    return <MerchantFrame frame={frame}>{text}</MerchantFrame>;
  const language = frame?.language ?? merchantDocument(matches)?.language ?? "es";
  return (
    <InMerchantLanguage language={language}>
      <AppProvider i18n={POLARIS_WORDS[language]}>
        <main>{text}</main>
      </AppProvider>
    </InMerchantLanguage>
  );
}

/** Whom we do not know, or not any more, has one way in: through Shopify. Never a form that asks for a shop. */
function failureOf(error: unknown, at: { isKnown: boolean; search: string }): Failure {
  const status = isRouteErrorResponse(error) ? error.status : 500;
  if (status === 404) return "notFound";
  if (status === 401 && new URLSearchParams(at.search).has(SIGNED_OFF)) return "signedOff";
  if (status === 401 || status === 410) return "signedOut";
  return status < 500 && !at.isKnown ? "signedOut" : "error";
}

function ErrorText({ failure }: { failure: Failure }) {
  const { say } = useWords();
  return (
    <Page narrowWidth title={say(`shell.${failure}.title`)}>
      <Card>
        <BlockStack gap="300">
          <Text as="p">{say(`shell.${failure}.body`)}</Text>
          {failure === "notFound" && (
            <Text as="p">
              <Link url="/app">{say("shell.notFound.home")}</Link>
            </Text>
          )}
          {failure === "error" && (
            <Text as="p">
              {/* A plain link: a new document is what mends it. An empty address is the page itself. */}
              <a href="">{say("shell.error.reload")}</a>
            </Text>
          )}
        </BlockStack>
      </Card>
    </Page>
  );
}
