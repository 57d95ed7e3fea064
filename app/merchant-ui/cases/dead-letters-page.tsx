import { useFetcher } from "@remix-run/react";
import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  Checkbox,
  InlineStack,
  List,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import {
  MOST_SENT_AT_ONCE,
  type DeadLetter,
  type DeadLetters,
  type SendAgainAnswer,
} from "#app/cases/dead-letters.ts";
import type { AgainOutcome } from "#app/payments/payment-answer.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords, type MerchantWords } from "../words.tsx";
import { DeskTabs } from "./desk-tabs.tsx";

/** Reports that Shopify did not take, each with why, to be sent again alone or together. */
export function DeadLettersPage({ letters }: { letters: DeadLetters }) {
  const { say } = useWords();
  const { csrf } = useAdminFrame();
  const fetcher = useFetcher<SendAgainAnswer>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { rows } = letters;
  // What was sent is no longer in the list, and so no longer chosen.
  const marked = rows.filter(({ id }) => chosen.has(id));
  const sendAgain = (ids: readonly string[]) => {
    setChosen(new Set());
    fetcher.submit({ intent: "send-again", ids: ids.join(","), csrf }, { method: "post" });
  };
  const toggle = (id: string, isMarked: boolean) =>
    setChosen((before) => new Set(isMarked ? [...before, id] : [...before].filter((one) => one !== id)));
  const isSending = fetcher.state !== "idle";
  return (
    <MerchantPage title={say("desk.reports.title")} subtitle={say("desk.reports.subtitle")}>
      <BlockStack gap="400">
        <DeskTabs current="reports" />
        <div role="status" className="desk-status">
          {!isSending && fetcher.data && <Answer answer={fetcher.data} />}
        </div>
        <Card padding="0">
          {rows.length === 0 ? (
            <Box padding="800">
              <Text as="p" alignment="center">
                {say("desk.reports.none")}
              </Text>
            </Box>
          ) : (
            <>
              <SendChosen
                rows={rows}
                marked={marked}
                isSending={isSending}
                onMarkAll={(ids) => setChosen(new Set(ids))}
                onSend={() => sendAgain(marked.map(({ id }) => id))}
              />
              <ul className="desk-list">
                {rows.map((letter) => (
                  <Letter
                    key={letter.id}
                    letter={letter}
                    isMarked={chosen.has(letter.id)}
                    isSending={isSending}
                    onMark={(isMarked) => toggle(letter.id, isMarked)}
                    onSend={() => sendAgain([letter.id])}
                  />
                ))}
              </ul>
            </>
          )}
        </Card>
        {letters.hasMore && (
          <Text as="p" tone="subdued" alignment="center">
            {say("desk.reports.more", { count: rows.length })}
          </Text>
        )}
      </BlockStack>
    </MerchantPage>
  );
}

function SendChosen(props: {
  rows: readonly DeadLetter[];
  marked: readonly DeadLetter[];
  isSending: boolean;
  onMarkAll: (ids: readonly string[]) => void;
  onSend: () => void;
}) {
  const { say } = useWords();
  const { marked, isSending } = props;
  const all = props.rows.slice(0, MOST_SENT_AT_ONCE).map(({ id }) => id);
  return (
    <Box padding="400">
      <BlockStack gap="200">
        <InlineStack gap="300" blockAlign="center" align="space-between">
          <Checkbox
            label={say("desk.reports.chooseAll")}
            checked={marked.length >= all.length}
            onChange={(isMarked) => props.onMarkAll(isMarked ? all : [])}
          />
          <Button
            variant="primary"
            disabled={marked.length === 0 || isSending}
            loading={isSending}
            onClick={props.onSend}
          >
            {say("desk.reports.againAll", { count: marked.length })}
          </Button>
        </InlineStack>
        <Text as="p" tone="subdued">
          {say("desk.reports.same")}
        </Text>
      </BlockStack>
    </Box>
  );
}

interface LetterProps {
  letter: DeadLetter;
  isMarked: boolean;
  isSending: boolean;
  onMark: (isMarked: boolean) => void;
  onSend: () => void;
}

function Letter({ letter, isMarked, isSending, onMark, onSend }: LetterProps) {
  const { say, money, shortMoment } = useWords();
  const url = useAddress(`/app/payments/${letter.paymentId}`);
  const what = say(`desk.reports.what.${letter.kind}`);
  const which = { what, id: letter.sessionId };
  const answer = letter.why ?? say(`desk.answer.${letter.answer}`);
  return (
    <li className="desk-letter">
      <Checkbox
        label={say("desk.reports.choose", which)}
        labelHidden
        checked={isMarked}
        onChange={onMark}
      />
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <MerchantLink url={url} monochrome removeUnderline>
            <Text as="span" fontWeight="semibold">
              {`${what} · ${money(letter.amount)}`}
            </Text>
          </MerchantLink>
          <Badge tone={letter.kind === "resolve" ? "warning" : "attention"}>
            {say(`desk.reports.state.${letter.state}`)}
          </Badge>
          {letter.test && <Badge tone="info">{say("status.mode.test")}</Badge>}
        </InlineStack>
        <Text as="p">{say("desk.reports.last", { answer })}</Text>
        <p className="desk-facts">
          <span>{say("cases.row.payment", { id: letter.sessionId })}</span>
          <span>
            {say("desk.reports.attempts", {
              count: letter.attempts,
              moment: shortMoment(letter.decidedAt),
            })}
          </span>
        </p>
        <div>
          <Button
            onClick={onSend}
            disabled={isSending}
            accessibilityLabel={say("desk.reports.againOf", which)}
          >
            {say("desk.reports.again")}
          </Button>
        </div>
      </BlockStack>
    </li>
  );
}

function Answer({ answer }: { answer: SendAgainAnswer }) {
  const words = useWords();
  if (answer.kind === "refused") {
    return <Banner tone="warning">{words.say(`desk.reports.refused.${answer.reason}`)}</Banner>;
  }
  const isAllSent = answer.outcomes.every(({ kind }) => kind === "sent");
  return (
    <Banner tone={isAllSent ? "success" : "warning"} title={words.say("desk.reports.result.title")}>
      <List>
        {answer.outcomes.map((outcome) => (
          <List.Item key={outcome.reportId}>{outcomeText(outcome, words)}</List.Item>
        ))}
      </List>
    </Banner>
  );
}

function outcomeText(outcome: AgainOutcome, { say }: MerchantWords): string {
  const id = outcome.sessionId ?? outcome.reportId;
  if (outcome.kind !== "refused") return say(`desk.reports.result.${outcome.kind}`, { id });
  return say("desk.reports.result.refused", { id, why: outcome.why ?? say("desk.answer.other") });
}
