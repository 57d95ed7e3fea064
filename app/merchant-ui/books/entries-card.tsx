import { useNavigate } from "@remix-run/react";
import {
  Badge,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Modal,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import {
  ENTRY_CHOICES,
  MOST_NOTE_CHARACTERS,
  type CloseView,
  type EntryChoice,
  type EntryOnPage,
} from "#app/books/close-page.ts";
import { problemText, signedMoney } from "#app/messages/close-sentence.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { addressOf, useAddress } from "../merchant-link.tsx";
import { useWords, type MerchantWords } from "../words.tsx";
import type { CloseForm } from "./use-close-form.ts";

/** What was found, one by one; a person decides where the close is still open. */
export function EntriesCard(props: { view: CloseView; form: CloseForm; mayDecide: boolean }) {
  const { say } = useWords();
  const { view, form, mayDecide } = props;
  const navigate = useNavigate();
  const { keptQuery } = useAdminFrame();
  const path = `/app/books/${view.id}`;
  const show = (choice: string) =>
    navigate(addressOf(path, { view: choice }, keptQuery), { preventScrollReset: true });
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {say("books.entries.title")}
          </Text>
          <Select
            label={say("books.entries.view")}
            options={ENTRY_CHOICES.map((value) => ({ value, label: say(choiceLabel(value)) }))}
            value={view.view}
            onChange={show}
          />
        </BlockStack>
      </Box>
      {view.entries.length === 0 ? (
        <Box paddingInline="400" paddingBlockEnd="400">
          <Text as="p">
            {say(view.view === "exceptions" ? "books.entries.none.exceptions" : "books.entries.none.other")}
          </Text>
        </Box>
      ) : (
        <ul className="desk-list">
          {view.entries.map((entry) => (
            <EntryLine key={entry.number} entry={entry} form={form} mayDecide={mayDecide} />
          ))}
        </ul>
      )}
      <ListEnd view={view} path={path} />
    </Card>
  );
}

function choiceLabel(choice: EntryChoice) {
  if (choice === "exceptions") return "books.entries.exceptions" as const;
  return choice === "all" ? ("books.entries.all" as const) : (`books.bucket.${choice}` as const);
}

function EntryLine(props: { entry: EntryOnPage; form: CloseForm; mayDecide: boolean }) {
  const { entry, form, mayDecide } = props;
  const words = useWords();
  const { say, shortMoment, language } = words;
  return (
    <li>
      <BlockStack gap="200">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm">
            {entryName(entry, words)}
          </Text>
          <Badge tone={entry.problems.length > 0 && entry.accepted === null ? "warning" : "info"}>
            {say(`books.bucket.${entry.bucket}`)}
          </Badge>
        </InlineStack>
        {entry.problems.map((problem) => (
          <Text as="p" key={problem}>
            {problemText(entry, problem, language)}
          </Text>
        ))}
        <p className="desk-facts">
          {factTexts(entry, words).map((text) => (
            <span key={text}>{text}</span>
          ))}
        </p>
        {entry.likely !== null && (
          <Text as="p">{say("books.entry.likely", { number: String(entry.likely) })}</Text>
        )}
        {entry.accepted && (
          <Text as="p" tone="subdued">
            {say("books.entry.accepted", {
              name: entry.accepted.by,
              moment: shortMoment(entry.accepted.at),
              note: entry.accepted.note,
            })}
          </Text>
        )}
        <EntryActs entry={entry} form={form} mayDecide={mayDecide} />
      </BlockStack>
    </li>
  );
}

export function entryName({ number, cip }: EntryOnPage, { say }: MerchantWords): string {
  return cip === null
    ? say("books.entry.noCip", { number: String(number) })
    : say("books.entry.name", { number: String(number), cip });
}

function factTexts({ here, there, facts }: EntryOnPage, { say, shortMoment }: MerchantWords): string[] {
  const paidAt = facts.here?.paidAt ?? facts.there?.paidAt ?? null;
  const operation = facts.there?.operationNumber ?? null;
  return [
    ...(facts.here ? [say(`books.here.${facts.here.state}`)] : []),
    ...(here ? [say("books.entry.here", { amount: signedMoney(here) })] : []),
    ...(there ? [say("books.entry.there", { amount: signedMoney(there) })] : []),
    ...(paidAt === null ? [] : [say("books.entry.paidHere", { moment: shortMoment(paidAt) })]),
    ...(operation === null ? [] : [say("books.entry.operation", { number: operation })]),
  ];
}

function EntryActs(props: { entry: EntryOnPage; form: CloseForm; mayDecide: boolean }) {
  const { entry, form } = props;
  const { say } = useWords();
  const [isAccepting, setAccepting] = useState(false);
  const payment = useAddress(`/app/payments/${entry.paymentId ?? ""}`);
  const caseId = entry.facts.here?.caseId ?? null;
  const caseUrl = useAddress(`/app/cases/${caseId ?? ""}`);
  if (entry.problems.length === 0 && entry.paymentId === null) return null;
  const mayDecide = props.mayDecide && entry.problems.length > 0 && entry.accepted === null;
  const pair = entry.likely;
  return (
    <InlineStack gap="200">
      {mayDecide && <Button onClick={() => setAccepting(true)}>{say("books.act.accept")}</Button>}
      {mayDecide && pair !== null && (
        <Button disabled={form.isSending} onClick={() => form.send("pair", pairFields(entry, pair))}>
          {say("books.act.pair")}
        </Button>
      )}
      {entry.problems.length > 0 && entry.paymentId !== null && (
        <Button
          disabled={form.isSending}
          onClick={() => form.send("ask", { number: String(entry.number) })}
        >
          {say("books.act.ask")}
        </Button>
      )}
      {caseId !== null && <Button url={caseUrl}>{say("books.act.case")}</Button>}
      {entry.paymentId !== null && (
        <Button url={payment} variant="plain">
          {say("books.act.payment")}
        </Button>
      )}
      <AcceptModal entry={entry} form={form} isOpen={isAccepting} onClose={() => setAccepting(false)} />
    </InlineStack>
  );
}

/** Which of the two is ours: the one with a payment. */
function pairFields(entry: EntryOnPage, other: number): Record<string, string> {
  const [here, there] = entry.paymentId === null ? [other, entry.number] : [entry.number, other];
  return { here: String(here), there: String(there) };
}

function AcceptModal(props: { entry: EntryOnPage; form: CloseForm; isOpen: boolean; onClose: () => void }) {
  const { entry, form, isOpen, onClose } = props;
  const { say } = useWords();
  const [note, setNote] = useState("");
  const accept = () => {
    onClose();
    form.send("accept", { numbers: String(entry.number), note });
  };
  return (
    <Modal
      open={isOpen}
      onClose={onClose}
      title={say("books.act.accept.title", { number: String(entry.number) })}
      primaryAction={{ content: say("books.act.accept"), onAction: accept, disabled: note.trim() === "" }}
      secondaryActions={[{ content: say("shell.action.back"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p">{say("books.act.accept.body")}</Text>
          <TextField
            label={say("books.act.accept.note")}
            value={note}
            onChange={setNote}
            maxLength={MOST_NOTE_CHARACTERS}
            multiline={3}
            autoComplete="off"
          />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

function ListEnd({ view, path }: { view: CloseView; path: string }) {
  const { say } = useWords();
  const first = useAddress(path, { view: view.view });
  const next = useAddress(path, { view: view.view, after: view.next === null ? null : String(view.next) });
  if (view.isFirst && view.next === null) return null;
  return (
    <Box padding="400">
      <InlineStack align="center" gap="300">
        {!view.isFirst && <Button url={first}>{say("books.entries.first")}</Button>}
        {view.next !== null && <Button url={next}>{say("books.entries.next")}</Button>}
      </InlineStack>
    </Box>
  );
}
