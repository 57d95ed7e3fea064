import { useNavigate } from "@remix-run/react";
import {
  Badge,
  BlockStack,
  Box,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { CloseListView, ListedClose } from "#app/books/close-page.ts";
import { daysText } from "#app/messages/close-sentence.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { addressOf, MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords } from "../words.tsx";
import { CloseAnswerPart } from "./close-answer.tsx";
import { useCloseForm, type CloseForm } from "./use-close-form.ts";

const PATH = "/app/books";

/** The number of the morning, closing days now, and every close that was made. */
export function ClosesPage({ list }: { list: CloseListView }) {
  const { say } = useWords();
  const form = useCloseForm();
  useOpened(form);
  const statements = useAddress("/app/books/statements");
  const payouts = useAddress("/app/books/payouts");
  const fees = useAddress("/app/books/fees");
  return (
    <MerchantPage
      title={say("books.title")}
      subtitle={say("books.subtitle")}
      secondaryActions={[
        { label: say("statements.title"), url: statements },
        { label: say("fees.payouts.title"), url: payouts },
        { label: say("fees.title"), url: fees },
      ]}
    >
      <BlockStack gap="400">
        <CloseAnswerPart answer={form.answer} />
        <NumberCard morning={list.morning} />
        <StartCard list={list} form={form} />
        <MadeCard list={list} />
      </BlockStack>
    </MerchantPage>
  );
}

/** Goes to the close that a press has begun, or found under way. */
export function useOpened({ answer }: CloseForm): void {
  const { keptQuery } = useAdminFrame();
  const navigate = useNavigate();
  const begun = answer?.kind === "started" || answer?.kind === "running" ? answer.closeId : null;
  useEffect(() => {
    if (begun !== null) navigate(addressOf(`${PATH}/${begun}`, {}, keptQuery));
    // Once for each close, whatever else the page is drawn for.
  }, [begun]);
}

function NumberCard({ morning }: { morning: ListedClose | null }) {
  const { say, language } = useWords();
  const url = useAddress(`${PATH}/${morning?.id ?? ""}`);
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {say("books.number.title")}
        </Text>
        {morning === null ? (
          <Text as="p">{say("books.number.none")}</Text>
        ) : (
          <>
            <span className="books-number">{morning.open}</span>
            <Text as="p">
              {morning.open === 0
                ? say("books.number.zero")
                : say("books.number.open", { count: morning.open })}
            </Text>
            <MerchantLink url={url}>
              {say("books.number.of", { days: daysText(morning, language) })}
            </MerchantLink>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function StartCard({ list, form }: { list: CloseListView; form: CloseForm }) {
  const { say } = useWords();
  const [from, setFrom] = useState(list.yesterday);
  const [to, setTo] = useState(list.yesterday);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("books.start.title")}
        </Text>
        <Text as="p">{say("books.start.body")}</Text>
        <FormLayout>
          <FormLayout.Group>
            <TextField
              label={say("books.start.from")}
              type="date"
              value={from}
              max={list.today}
              onChange={setFrom}
              autoComplete="off"
            />
            <TextField
              label={say("books.start.to")}
              type="date"
              value={to}
              max={list.today}
              onChange={setTo}
              autoComplete="off"
            />
          </FormLayout.Group>
        </FormLayout>
        <div>
          <Button
            variant="primary"
            loading={form.isSending}
            onClick={() => form.send("close", { from, to })}
          >
            {say("books.start.action")}
          </Button>
        </div>
      </BlockStack>
    </Card>
  );
}

function MadeCard({ list }: { list: CloseListView }) {
  const { say } = useWords();
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          {say("books.list.title")}
        </Text>
      </Box>
      {list.closes.length === 0 ? (
        <Box paddingInline="400" paddingBlockEnd="400">
          <Text as="p">{say("books.list.none")}</Text>
        </Box>
      ) : (
        <ul className="desk-list">
          {list.closes.map((close) => (
            <CloseLine key={close.id} close={close} />
          ))}
        </ul>
      )}
      {list.hasMore && (
        <Box padding="400">
          <Text as="p" tone="subdued" alignment="center">
            {say("books.list.more", { count: list.closes.length })}
          </Text>
        </Box>
      )}
    </Card>
  );
}

function CloseLine({ close }: { close: ListedClose }) {
  const { say, shortMoment, language } = useWords();
  const url = useAddress(`${PATH}/${close.id}`);
  const moment = shortMoment(close.startedAt);
  return (
    <li>
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <MerchantLink url={url} monochrome removeUnderline>
            <Text as="span" fontWeight="semibold">
              {daysText(close, language)}
            </Text>
          </MerchantLink>
          <CloseBadge close={close} />
        </InlineStack>
        <p className="desk-facts">
          <span>
            {close.askedBy === null
              ? say("books.list.daily", { moment })
              : say("books.list.asked", { name: close.askedBy, moment })}
          </span>
          {close.isOld && <span>{say("books.list.old")}</span>}
        </p>
      </BlockStack>
    </li>
  );
}

export function CloseBadge({ close }: { close: ListedClose }) {
  const { say } = useWords();
  if (!close.isDone) return <Badge tone="info">{say("books.state.running")}</Badge>;
  if (close.signedBy !== null)
    return <Badge tone="success">{say("books.state.signed", { name: close.signedBy })}</Badge>;
  return close.open === 0 ? (
    <Badge tone="success">{say("books.state.zero")}</Badge>
  ) : (
    <Badge tone="warning">{say("books.state.open", { count: close.open })}</Badge>
  );
}
