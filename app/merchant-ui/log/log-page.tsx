import { Badge, Banner, BlockStack, Box, Button, Card, InlineStack, List, Text } from "@shopify/polaris";
import {
  DIRECTIONS,
  isNarrowed,
  writeLogFilter,
  type ListedEntry,
  type LogList,
  type Silence,
} from "#app/log/log-list.ts";
import type { KeepAnswer } from "#app/log/log-settings.ts";
import { DeskLink } from "../cases/desk-tabs.tsx";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords } from "../words.tsx";
import { HealthCard } from "./health-card.tsx";
import { KeepCard } from "./keep-card.tsx";
import { LogFilters } from "./log-filters.tsx";
import { KIND_WORDS, VERDICT_TONES } from "./log-words.ts";

const PATH = "/app/log";

/** What came and what went, direction by direction, the newest first. */
export function LogPage({ list, answer }: { list: LogList; answer: KeepAnswer | null }) {
  const { say } = useWords();
  const { direction } = list.filter;
  return (
    <MerchantPage title={say("log.title")} subtitle={say("log.subtitle")}>
      <BlockStack gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <nav aria-label={say("log.directions")} className="desk-tabs">
            {DIRECTIONS.map((one) => (
              <DeskLink key={one} path={PATH} query={{ direction: one }} isCurrent={one === direction}>
                {say(`log.direction.${one}`)}
              </DeskLink>
            ))}
          </nav>
        </Box>
        {list.silence && <SilenceBanner silence={list.silence} />}
        <HealthCard health={list.health} />
        <Card padding="0">
          <Box padding="400">
            <LogFilters key={JSON.stringify(list.filter)} filter={list.filter} />
          </Box>
          {list.rows.length === 0 ? (
            <NoEntries list={list} />
          ) : (
            <ul className="desk-list">
              {list.rows.map((row) => (
                <EntryRow key={row.id} row={row} />
              ))}
            </ul>
          )}
        </Card>
        <ListEnd list={list} />
        <KeepCard keep={list.keep} answer={answer} />
      </BlockStack>
    </MerchantPage>
  );
}

function SilenceBanner({ silence }: { silence: Silence }) {
  const { say, moment } = useWords();
  const url = useAddress("/app/connect");
  return (
    <Banner
      tone="critical"
      title={say("log.silence.title", { moment: moment(silence.since) })}
      action={{ content: say("log.silence.action"), url }}
    >
      <BlockStack gap="200">
        <Text as="p">{say("log.silence.body")}</Text>
        <List>
          <List.Item>{say("log.silence.payable", { count: silence.payable })}</List.Item>
          <List.Item>{say("log.silence.without", { count: silence.paidWithout })}</List.Item>
        </List>
        <Text as="p">{say("log.silence.check")}</Text>
      </BlockStack>
    </Banner>
  );
}

function EntryRow({ row }: { row: ListedEntry }) {
  const { say, shortMoment, number } = useWords();
  const url = useAddress(`${PATH}/${encodeURIComponent(row.id)}`);
  const what = say(KIND_WORDS[row.kind]);
  const verdict = say(`log.verdict.${row.verdict}`);
  const moment = shortMoment(row.at);
  const facts = [
    moment,
    ...(row.sessionId === null ? [] : [say("log.row.payment", { id: row.sessionId })]),
    ...(row.tookMs === null ? [] : [say("log.row.ms", { ms: number(row.tookMs) })]),
    ...(row.attempts > 1 ? [say("log.row.attempts", { count: row.attempts })] : []),
    ...(row.times > 1 ? [say("log.row.times", { count: row.times })] : []),
  ];
  return (
    <li>
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <MerchantLink
            url={url}
            monochrome
            removeUnderline
            accessibilityLabel={say("log.row.open", { what, verdict, moment })}
          >
            <Text as="span" fontWeight="semibold">
              {what}
            </Text>
          </MerchantLink>
          <Badge tone={VERDICT_TONES[row.verdict]}>{verdict}</Badge>
          {row.test && <Badge tone="info">{say("status.mode.test")}</Badge>}
        </InlineStack>
        <p className="desk-facts">
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
      </BlockStack>
    </li>
  );
}

function NoEntries({ list }: { list: LogList }) {
  const { say } = useWords();
  const { filter, isFirst } = list;
  const all = useAddress(PATH, { direction: filter.direction });
  const isWhole = isFirst && !isNarrowed(filter);
  return (
    <Box padding="800">
      <BlockStack gap="300" inlineAlign="center">
        <Text as="h2" variant="headingMd" alignment="center">
          {say(isWhole ? "log.empty.none" : "log.empty.filter")}
        </Text>
        {isWhole ? (
          <Text as="p" alignment="center">
            {say("log.empty.noneBody")}
          </Text>
        ) : (
          <Button url={all}>{say("log.filter.clear")}</Button>
        )}
      </BlockStack>
    </Box>
  );
}

function ListEnd({ list }: { list: LogList }) {
  const { say } = useWords();
  const asked = writeLogFilter(list.filter);
  const first = useAddress(PATH, asked);
  const next = useAddress(PATH, { ...asked, after: list.next });
  if (list.isFirst && list.next === null) return null;
  return (
    <InlineStack align="center" gap="300">
      {!list.isFirst && <Button url={first}>{say("log.first")}</Button>}
      {list.next !== null && <Button url={next}>{say("log.next")}</Button>}
    </InlineStack>
  );
}
