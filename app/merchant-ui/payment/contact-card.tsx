import { BlockStack, Button, Card, Text } from "@shopify/polaris";
import type { ShopperContact } from "#app/payments/payment-detail.ts";
import { useWords } from "../words.tsx";
import { Facts } from "./facts.tsx";
import { usePaymentAct } from "./use-payment-act.ts";

/** Masked until somebody asks, and who asked is written down. */
export function ContactCard({ contact }: { contact: ShopperContact }) {
  const { say } = useWords();
  const { send, isSending, answer } = usePaymentAct();
  const whole = answer?.kind === "contact" ? answer.contact : null;
  const { email, phone } = whole ?? contact;
  const isKnown = email !== null || phone !== null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("detail.contact.title")}
        </Text>
        {isKnown ? (
          <Facts
            facts={[
              email === null ? null : { label: say("detail.contact.email"), value: email },
              phone === null ? null : { label: say("detail.contact.phone"), value: phone },
            ]}
          />
        ) : (
          <Text as="p">{say("detail.contact.none")}</Text>
        )}
        {isKnown && !whole && (
          <BlockStack gap="100" inlineAlign="start">
            <Button onClick={() => send("show-contact")} loading={isSending}>
              {say("detail.contact.show")}
            </Button>
            <Text as="p" tone="subdued" variant="bodySm">
              {say("detail.contact.audited")}
            </Text>
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}
