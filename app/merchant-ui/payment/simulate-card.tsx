import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { SIMULATIONS } from "#app/inbox/simulated-notice.ts";
import type { ActRefusal } from "#app/payments/merchant-act-rules.ts";
import { useWords } from "../words.tsx";
import { ActAnswer } from "./act-answer.tsx";
import { usePaymentAct } from "./use-payment-act.ts";

/** Only on test payments: what would otherwise need somebody at a counter. */
export function SimulateCard({ refusal }: { refusal: ActRefusal | null }) {
  const { say } = useWords();
  const { send, isSending, answer } = usePaymentAct();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("detail.simulate.title")}
        </Text>
        <Text as="p">{say("detail.simulate.body")}</Text>
        {refusal ? (
          <Text as="p" tone="subdued">
            {say(`detail.refusal.${refusal}`)}
          </Text>
        ) : (
          <InlineStack gap="200">
            {SIMULATIONS.map((what) => (
              <Button key={what} onClick={() => send("simulate", { what })} disabled={isSending}>
                {say(`detail.simulate.${what}`)}
              </Button>
            ))}
          </InlineStack>
        )}
        <ActAnswer answer={answer} />
      </BlockStack>
    </Card>
  );
}
