import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { PayoutAnswer } from "#app/books/payout-form.ts";
import type { PayoutsView } from "#app/books/payouts-view.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords, type MerchantWords } from "../words.tsx";
import { SettlementCard } from "./settlement-card.tsx";

/** Which settlements have arrived at the bank, by the bank's own lines or by a person's word; those that have not come first. */
export function PayoutsPage({ view }: { view: PayoutsView }) {
  const words = useWords();
  const { say } = words;
  const { csrf } = useAdminFrame();
  const fees = useAddress("/app/books/fees");
  const books = useAddress("/app/books");
  const fetcher = useFetcher<PayoutAnswer>();
  const answer = fetcher.data ?? null;
  const send = (intent: string, fields: Record<string, string> = {}) =>
    fetcher.submit({ ...fields, intent, csrf }, { method: "post" });
  const isSending = fetcher.state !== "idle";
  const said = answer && answerText(words, answer);
  return (
    <MerchantPage
      title={say("fees.payouts.title")}
      subtitle={say("fees.payouts.subtitle")}
      back={{ label: say("books.title"), url: books }}
      secondaryActions={[{ label: say("fees.title"), url: fees }]}
    >
      <BlockStack gap="400">
        <div role="status">
          {said && <Banner tone={answer.kind === "refused" ? "warning" : "info"}>{said}</Banner>}
        </div>
        {view.settlements.length === 0 ? (
          <Card>
            <Text as="p">{say(view.hasStatements ? "fees.payouts.gathering" : "fees.payouts.empty")}</Text>
          </Card>
        ) : (
          view.settlements.map((settlement) => (
            <SettlementCard
              // What was typed for an open one is over once it is paid out.
              key={`${settlement.id} ${settlement.payout?.recordedAt ?? ""}`}
              settlement={settlement}
              now={view.now}
              answer={answer?.kind === "fields" && answer.settlementId === settlement.id ? answer : null}
              isSending={isSending}
              onSend={(intent, fields) => send(intent, { ...fields, settlementId: settlement.id })}
            />
          ))
        )}
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <InlineStack gap="300" blockAlign="center">
            <Button onClick={() => send("look")} loading={isSending}>
              {say("fees.payouts.look")}
            </Button>
            {view.hasMore && (
              <Text as="p" tone="subdued">
                {say("fees.payouts.more", { count: view.settlements.length })}
              </Text>
            )}
          </InlineStack>
        </Box>
      </BlockStack>
    </MerchantPage>
  );
}

function answerText({ say }: MerchantWords, answer: PayoutAnswer): string | null {
  switch (answer.kind) {
    case "recorded":
    case "withdrawn":
      return say(`fees.payouts.${answer.kind}`);
    case "looked":
      return say("fees.payouts.looked", { count: answer.found });
    case "refused":
      return say(`fees.payouts.${answer.reason}`);
    case "fields":
      return null;
  }
}
