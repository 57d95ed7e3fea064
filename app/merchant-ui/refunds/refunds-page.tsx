import { Banner, BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { REFUND_VIEWS, type ListedRefund, type RefundList } from "#app/refunds/refund-list.ts";
import { DeskLink } from "../cases/desk-tabs.tsx";
import { durationText } from "../home/figures.tsx";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords } from "../words.tsx";
import { refundMoney } from "./refund-amount.ts";
import { RefundBadges } from "./refund-badges.tsx";
import { RefundTabs } from "./refund-tabs.tsx";

const PATH = "/app/refunds";

/** Every refund that somebody waits for, the oldest, and so the overdue, first. */
export function RefundsPage({ list }: { list: RefundList }) {
  const { say } = useWords();
  return (
    <MerchantPage title={say("refunds.title")} subtitle={say("refunds.subtitle")}>
      <BlockStack gap="400">
        <RefundTabs current="refunds" />
        {!list.isManual && <RefusedAtOnce />}
        <Card padding="0">
          <Box padding="400">
            <nav aria-label={say("refunds.view.label")} className="desk-tabs">
              {REFUND_VIEWS.map((view) => (
                <DeskLink key={view} path={PATH} query={{ view }} isCurrent={view === list.filter.view}>
                  {say(`refunds.view.${view}`)}
                </DeskLink>
              ))}
            </nav>
          </Box>
          {list.rows.length === 0 ? (
            <NoRefunds list={list} />
          ) : (
            <ul className="desk-list">
              {list.rows.map((row) => (
                <RefundRow key={row.id} row={row} now={list.now} />
              ))}
            </ul>
          )}
        </Card>
        <ListEnd list={list} />
      </BlockStack>
    </MerchantPage>
  );
}

function RefusedAtOnce() {
  const { say } = useWords();
  const url = useAddress(`${PATH}/settings`);
  return (
    <Banner tone="info" title={say("refunds.off.title")}>
      <BlockStack gap="200">
        <Text as="p">{say("refunds.off.body")}</Text>
        <div>
          <MerchantLink url={url}>{say("refunds.off.settings")}</MerchantLink>
        </div>
      </BlockStack>
    </Banner>
  );
}

function RefundRow({ row, now }: { row: ListedRefund; now: string }) {
  const words = useWords();
  const { say, money, shortMoment } = words;
  const amount = refundMoney(row.amount, words);
  const url = useAddress(`${PATH}/${row.id}`);
  const age = durationText(Date.parse(now) - Date.parse(row.receivedAt), words);
  const facts = [
    row.endedAt === null
      ? say("refunds.row.age", { age })
      : say("refunds.row.ended", { moment: shortMoment(row.endedAt) }),
    say("refunds.row.paid", { amount: money(row.paid) }),
    say("refunds.row.payment", { id: row.sessionId }),
    say(row.isFromShopify ? "refunds.row.fromShopify" : "refunds.row.fromCase"),
  ];
  return (
    <li>
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <MerchantLink
            url={url}
            monochrome
            removeUnderline
            accessibilityLabel={say("refunds.row.open", { amount, id: row.sessionId })}
          >
            <Text as="span" fontWeight="semibold">
              {amount}
            </Text>
          </MerchantLink>
          <RefundBadges {...row} />
        </InlineStack>
        <Text as="p">{say(`refunds.next.${nextStep(row)}`)}</Text>
        <p className="desk-facts">
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
      </BlockStack>
    </li>
  );
}

/** What the refund waits for, in a word. */
function nextStep({ state, needsApproval }: ListedRefund) {
  return state === "details-given" && needsApproval ? "approval" : state;
}

function NoRefunds({ list }: { list: RefundList }) {
  const { say } = useWords();
  const all = useAddress(PATH);
  const isWhole = list.filter.view === "open" && list.isFirst;
  return (
    <Box padding="800">
      <BlockStack gap="300" inlineAlign="center">
        <Text as="h2" variant="headingMd" alignment="center">
          {say(isWhole ? "refunds.empty.open" : "refunds.empty.filter")}
        </Text>
        {isWhole ? (
          <Text as="p" alignment="center">
            {say("refunds.empty.openBody")}
          </Text>
        ) : (
          <Button url={all}>{say("refunds.empty.clear")}</Button>
        )}
      </BlockStack>
    </Box>
  );
}

function ListEnd({ list }: { list: RefundList }) {
  const { say } = useWords();
  const { view } = list.filter;
  const first = useAddress(PATH, { view });
  const next = useAddress(PATH, { view, after: list.next });
  if (list.isFirst && list.next === null) return null;
  return (
    <InlineStack align="center" gap="300">
      {!list.isFirst && <Button url={first}>{say("refunds.first")}</Button>}
      {list.next !== null && <Button url={next}>{say("refunds.more")}</Button>}
    </InlineStack>
  );
}
