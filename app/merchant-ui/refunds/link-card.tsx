import { Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { RefundPageView, ShownLink } from "#app/refunds/refund-page.ts";
import { CopyField } from "../connect/copy-field.tsx";
import { MerchantLink } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";
import { RefundAnswerPart } from "./refund-answer.tsx";
import { useRefundForm } from "./use-refund-form.ts";

/** The link by which the shopper says where the money goes: made, made again, copied, sent. */
export function LinkCard({ view }: { view: RefundPageView }) {
  const { say } = useWords();
  const form = useRefundForm(view.version);
  const shown = form.answer?.kind === "link" ? form.answer.link : null;
  const { link, contact, canMail } = view;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("refunds.link.title")}
        </Text>
        <Text as="p">{say("refunds.link.body")}</Text>
        {link && <LastLink link={link} />}
        <RefundAnswerPart answer={form.answer} />
        {shown && <NewLink link={shown} />}
        <InlineStack gap="200">
          <Button onClick={() => form.send("link")} disabled={form.isSending} variant="primary">
            {say(link ? "refunds.link.again" : "refunds.link.make")}
          </Button>
          <Button
            onClick={() => form.send("link", { mail: "yes" })}
            disabled={form.isSending || !canMail || contact.email === null}
          >
            {say("refunds.link.mail")}
          </Button>
        </InlineStack>
        <Text as="p" tone="subdued" variant="bodySm">
          {mailNote(view, say)}
        </Text>
      </BlockStack>
    </Card>
  );
}

function mailNote({ canMail, contact }: RefundPageView, say: ReturnType<typeof useWords>["say"]): string {
  if (!canMail) return say("refunds.link.noMailServer");
  return contact.email === null
    ? say("refunds.link.noAddress")
    : say("refunds.link.mailTo", { address: contact.email });
}

function LastLink({ link }: { link: NonNullable<RefundPageView["link"]> }) {
  const { say, shortMoment } = useWords();
  const moment = shortMoment(link.madeAt);
  if (link.isUsed) return <Text as="p">{say("refunds.link.used", { moment })}</Text>;
  return (
    <Text as="p">
      {link.isOver
        ? say("refunds.link.over", { moment })
        : say("refunds.link.made", { moment, until: shortMoment(link.expiresAt) })}
    </Text>
  );
}

/** It is in this answer and nowhere else. */
function NewLink({ link }: { link: ShownLink }) {
  const { say, shortMoment } = useWords();
  return (
    <BlockStack gap="300">
      {link.mail && (
        <Banner tone={link.mail === "sent" ? "success" : "warning"}>
          {say(link.mail === "sent" ? "refunds.link.mailed" : "refunds.link.notMailed")}
        </Banner>
      )}
      <CopyField
        label={say("refunds.link.label")}
        value={link.url}
        help={say("refunds.link.once", { moment: shortMoment(link.expiresAt) })}
      />
      <CopyField label={say("refunds.link.message")} value={link.text} multiline />
      <div>
        <MerchantLink url={link.whatsapp} external>
          {say("refunds.link.whatsapp")}
        </MerchantLink>
      </div>
    </BlockStack>
  );
}
