import { useNavigate } from "@remix-run/react";
import { Badge, BlockStack, Box, Button, Card, InlineStack, Select, Text } from "@shopify/polaris";
import { CASE_VIEWS, type CaseList, type ListedCase } from "#app/cases/case-list.ts";
import { ALL_CASE_KINDS } from "#app/payments/case-desk.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { durationText } from "../home/figures.tsx";
import { addressOf, MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords } from "../words.tsx";
import { DeskLink, DeskTabs } from "./desk-tabs.tsx";

const PATH = "/app/cases";

/** Everything that a person must decide, oldest first. */
export function CasesPage({ list }: { list: CaseList }) {
  const { say } = useWords();
  return (
    <MerchantPage title={say("cases.title")} subtitle={say("cases.subtitle")}>
      <BlockStack gap="400">
        <DeskTabs current="cases" />
        <Card padding="0">
          <Box padding="400">
            <CaseFilters list={list} />
          </Box>
          {list.rows.length === 0 ? (
            <NoCases list={list} />
          ) : (
            <ul className="desk-list">
              {list.rows.map((row) => (
                <CaseRow key={row.id} row={row} now={list.now} />
              ))}
            </ul>
          )}
        </Card>
        <ListEnd list={list} />
      </BlockStack>
    </MerchantPage>
  );
}

function CaseFilters({ list }: { list: CaseList }) {
  const { say } = useWords();
  const navigate = useNavigate();
  const { keptQuery } = useAdminFrame();
  const { view, kind } = list.filter;
  const choose = (chosen: string) =>
    navigate(addressOf(PATH, { view, kind: chosen }, keptQuery), { preventScrollReset: true });
  const options = [
    { value: "", label: say("cases.kind.all") },
    ...ALL_CASE_KINDS.map((value) => ({ value, label: say(`cases.what.${value}`) })),
  ];
  return (
    <InlineStack gap="300" align="space-between" blockAlign="end">
      <nav aria-label={say("cases.view.label")} className="desk-tabs">
        {CASE_VIEWS.map((one) => (
          <DeskLink key={one} path={PATH} query={{ view: one, kind }} isCurrent={one === view}>
            {say(`cases.view.${one}`)}
          </DeskLink>
        ))}
      </nav>
      <div className="desk-kind">
        <Select label={say("cases.kind.label")} options={options} value={kind ?? ""} onChange={choose} />
      </div>
    </InlineStack>
  );
}

function CaseRow({ row, now }: { row: ListedCase; now: string }) {
  const words = useWords();
  const { say, money, shortMoment } = words;
  const url = useAddress(`${PATH}/${row.id}`);
  const age = durationText(Date.parse(now) - Date.parse(row.openedAt), words);
  const facts = [
    row.closed
      ? say("cases.row.closed", { moment: shortMoment(row.closed.at) })
      : say("cases.row.age", { age }),
    row.owner === null ? say("cases.row.noOwner") : say("cases.row.owner", { name: row.owner }),
    row.sessionId === null
      ? say("cases.row.withoutPayment")
      : say("cases.row.payment", { id: row.sessionId }),
    ...(row.times > 1 ? [say("cases.row.times", { count: row.times })] : []),
  ];
  return (
    <li>
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <MerchantLink url={url} monochrome removeUnderline>
            <Text as="span" fontWeight="semibold">
              {say(`cases.what.${row.kind}`)}
            </Text>
          </MerchantLink>
          {row.held && (
            <Badge tone={row.closed ? "info" : "warning"}>
              {row.closed?.ending
                ? `${money(row.held)} · ${say(`cases.ending.${row.closed.ending}`)}`
                : say("cases.row.held", { amount: money(row.held) })}
            </Badge>
          )}
          {!row.held && row.closed?.ending && <Badge>{say(`cases.ending.${row.closed.ending}`)}</Badge>}
          {row.test && <Badge tone="info">{say("status.mode.test")}</Badge>}
        </InlineStack>
        <Text as="p">{say(`cases.because.${row.kind}`)}</Text>
        <p className="desk-facts">
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
      </BlockStack>
    </li>
  );
}

function NoCases({ list }: { list: CaseList }) {
  const { say } = useWords();
  const all = useAddress(PATH);
  const isWhole = list.filter.view === "open" && list.filter.kind === null && list.isFirst;
  return (
    <Box padding="800">
      <BlockStack gap="300" inlineAlign="center">
        <Text as="h2" variant="headingMd" alignment="center">
          {say(isWhole ? "cases.empty.open" : "cases.empty.filter")}
        </Text>
        {isWhole ? (
          <Text as="p" alignment="center">
            {say("cases.empty.openBody")}
          </Text>
        ) : (
          <Button url={all}>{say("cases.empty.clear")}</Button>
        )}
      </BlockStack>
    </Box>
  );
}

function ListEnd({ list }: { list: CaseList }) {
  const { say } = useWords();
  const { view, kind } = list.filter;
  const first = useAddress(PATH, { view, kind });
  const next = useAddress(PATH, { view, kind, after: list.next });
  if (list.isFirst && list.next === null) return null;
  return (
    <InlineStack align="center" gap="300">
      {!list.isFirst && <Button url={first}>{say("cases.first")}</Button>}
      {list.next !== null && <Button url={next}>{say("cases.next")}</Button>}
    </InlineStack>
  );
}
