import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { SHOPPER_LANGUAGES } from "#app/payments/voucher-view.ts";
import type { ReachAnswer, StoryView } from "#app/story/story-view.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { DeskLink } from "../cases/desk-tabs.tsx";
import { CopyField } from "../connect/copy-field.tsx";
import { MerchantLink } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";
import { contactText } from "./contact-text.ts";

/** The answer that can be sent as it is: copied, or by WhatsApp or mail, which ask to whom until somebody fills that in. */
export function AnswerCard({ view, typed }: { view: StoryView; typed: string }) {
  const { say } = useWords();
  const { answer, payment } = view;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("story.answer.title")}
        </Text>
        <Text as="p" tone="subdued">
          {say("story.answer.help")}
        </Text>
        <nav aria-label={say("story.answer.languages")} className="desk-tabs">
          {SHOPPER_LANGUAGES.map((language) => (
            <DeskLink
              key={language}
              path="/app/search"
              query={{ q: typed, payment: payment.id, answer: language }}
              isCurrent={language === answer.language}
            >
              {say(`story.answer.in.${language}`)}
            </DeskLink>
          ))}
        </nav>
        <div lang={answer.language}>
          <CopyField
            key={answer.text}
            label={say("story.answer.label")}
            value={answer.text}
            multiline
            isLong
          />
        </div>
        {/* Links that hold another text must not stay: neither another language's, nor what was true before. */}
        <Ways key={answer.text} view={view} />
      </BlockStack>
    </Card>
  );
}

function Ways({ view }: { view: StoryView }) {
  const { say } = useWords();
  const { csrf } = useAdminFrame();
  const fetcher = useFetcher<ReachAnswer>();
  const { answer, payment } = view;
  const reached = fetcher.data?.kind === "reach" ? fetcher.data : null;
  const contact = contactText(view.contact);
  const reach = () =>
    fetcher.submit(
      { intent: "reach", payment: payment.id, answer: answer.language, csrf },
      { method: "post", action: "/app/search" },
    );
  return (
    <BlockStack gap="300">
      <InlineStack gap="400">
        <MerchantLink url={reached?.whatsapp ?? answer.whatsapp} external>
          {say("story.answer.whatsapp")}
        </MerchantLink>
        <MerchantLink url={reached?.mailto ?? answer.mailto} external>
          {say("story.answer.email")}
        </MerchantLink>
      </InlineStack>
      <Text as="p" tone="subdued" variant="bodySm">
        {contact === "" ? say("story.answer.noContact") : say("story.answer.contact", { contact })}
      </Text>
      {contact !== "" && !reached && (
        <BlockStack gap="100" inlineAlign="start">
          <Button onClick={reach} loading={fetcher.state !== "idle"}>
            {say("story.answer.show")}
          </Button>
          <Text as="p" tone="subdued" variant="bodySm">
            {say("story.answer.audited")}
          </Text>
        </BlockStack>
      )}
    </BlockStack>
  );
}
