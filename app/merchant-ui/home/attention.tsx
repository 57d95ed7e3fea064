import { BlockStack, Card, InlineStack, Icon, List, Text } from "@shopify/polaris";
import { CheckCircleIcon } from "@shopify/polaris-icons";
import type { ListedClose } from "#app/books/close-page.ts";
import { daysText } from "#app/messages/close-sentence.ts";
import type { HomeView } from "#app/payments/home-view.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { useWords, type MerchantWords } from "../words.tsx";

/** What waits for the merchant, each with the way there; or that nothing does. */
export function Attention(props: {
  view: HomeView;
  overdueRefunds: number;
  /** The close of the latest days that are over. */
  morning: ListedClose | null;
}) {
  const words = useWords();
  const entries = [
    ...refundEntries(props.overdueRefunds, words),
    ...attentionEntries(props.view, words),
    ...closeEntries(props.morning, words),
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {words.say("home.attention.title")}
        </Text>
        {entries.length === 0 ? (
          <InlineStack gap="200" blockAlign="center">
            <span>
              <Icon source={CheckCircleIcon} tone="success" />
            </span>
            <Text as="p">{words.say("home.attention.none")}</Text>
          </InlineStack>
        ) : (
          <List>
            {entries.map((entry) => (
              <AttentionItem key={entry.text} {...entry} />
            ))}
          </List>
        )}
      </BlockStack>
    </Card>
  );
}

function AttentionItem({ text, path }: { text: string; path: string }) {
  return (
    <List.Item>
      <MerchantLink url={useAddress(path)}>{text}</MerchantLink>
    </List.Item>
  );
}

/** A shopper waits for their money: that comes first. */
function refundEntries(overdue: number, { say }: MerchantWords) {
  if (overdue === 0) return [];
  return [{ text: say("home.attention.refunds", { count: overdue }), path: "/app/refunds?view=overdue" }];
}

function closeEntries(morning: ListedClose | null, { say, language }: MerchantWords) {
  if (morning === null || morning.open === 0) return [];
  const values = { count: morning.open, days: daysText(morning, language) };
  return [{ text: say("home.attention.books", values), path: `/app/books/${morning.id}` }];
}

function attentionEntries({ attention, banner }: HomeView, { say, money, moment }: MerchantWords) {
  const { late, attentionHours, cases, reports, held, codesOfDisconnected, unansweredSince } = attention;
  const entries: { text: string; path: string }[] = [];
  if (banner === "refused") entries.push({ text: say("home.banner.refused.title"), path: "/app/connect" });
  if (unansweredSince) {
    const text = say("home.attention.unanswered", { moment: moment(unansweredSince) });
    entries.push({ text, path: "/app/connect" });
  }
  if (late > 0) {
    const text = say("home.attention.late", { count: late, hours: attentionHours });
    entries.push({ text, path: "/app/cases?view=late" });
  }
  if (cases > 0) entries.push({ text: say("home.attention.cases", { count: cases }), path: DESK });
  for (const amount of held) {
    entries.push({ text: say("home.attention.held", { amount: money(amount) }), path: DESK });
  }
  if (reports > 0) {
    entries.push({ text: say("home.attention.reports", { count: reports }), path: "/app/cases/reports" });
  }
  if (codesOfDisconnected > 0) {
    const text = say("home.attention.disconnected", { count: codesOfDisconnected });
    entries.push({ text, path: "/app/payments?view=pending" });
  }
  return entries;
}

const DESK = "/app/cases";
