import {
  Banner,
  BlockStack,
  Button,
  Card,
  InlineStack,
  ProgressBar,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import {
  FILE_TYPES,
  MOST_NAME_CHARACTERS,
  MOST_NOTE_CHARACTERS,
  type CloseView,
} from "#app/books/close-page.ts";
import { daysText } from "#app/messages/close-sentence.ts";
import { DownloadButton } from "../download-button.tsx";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { useLookAgain } from "../look-again.ts";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords } from "../words.tsx";
import { CloseAnswerPart } from "./close-answer.tsx";
import { CloseBadge, useOpened } from "./closes-page.tsx";
import { EntriesCard, entryName } from "./entries-card.tsx";
import { TotalsCard } from "./totals-card.tsx";
import { useCloseForm, type CloseForm } from "./use-close-form.ts";

const LOOK_AGAIN_MS = 2_000;

/** One close: on its way, or what it found, what people said of it, and its files. */
export function ClosePage({ view }: { view: CloseView }) {
  const { say, shortMoment, language } = useWords();
  const back = useAddress("/app/books");
  const form = useCloseForm();
  useOpened(form);
  const moment = shortMoment(view.startedAt);
  const isOpen = view.isDone && view.signedBy === null && view.nextId === null;
  return (
    <MerchantPage
      title={say("books.detail.title", { days: daysText(view, language) })}
      subtitle={
        view.askedBy === null
          ? say("books.list.daily", { moment })
          : say("books.list.asked", { name: view.askedBy, moment })
      }
      back={{ label: say("books.detail.back"), url: back }}
      badge={<CloseBadge close={view} />}
      {...(view.isDone && {
        secondaryActions: [{ label: say("books.detail.again"), onAction: () => form.send("again") }],
      })}
    >
      <BlockStack gap="400">
        <CloseAnswerPart answer={form.answer} />
        {view.nextId !== null && <NewerBanner closeId={view.nextId} />}
        {view.isDone ? (
          <>
            <NumberCard view={view} />
            <EntriesCard view={view} form={form} mayDecide={isOpen} />
            <TotalsCard view={view} />
            {view.changes && <ChangesCard changes={view.changes} />}
            <StatementsCard view={view} />
            <FilesCard closeId={view.id} />
            <SignCard view={view} form={form} isOpen={isOpen} />
          </>
        ) : (
          <ProgressCard view={view} />
        )}
      </BlockStack>
    </MerchantPage>
  );
}

function NewerBanner({ closeId }: { closeId: string }) {
  const { say } = useWords();
  const url = useAddress(`/app/books/${closeId}`);
  return (
    <Banner tone="warning" action={{ content: say("books.detail.open-newer"), url }}>
      {say("books.detail.newer")}
    </Banner>
  );
}

function ProgressCard({ view }: { view: CloseView }) {
  const { say, number } = useWords();
  useLookAgain(LOOK_AGAIN_MS);
  const { isAsking, done, expected } = view.progress;
  const percent = expected === 0 ? 0 : Math.min(100, Math.floor((done * 100) / expected));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("books.progress.title")}
        </Text>
        <ProgressBar progress={percent} size="small" ariaLabelledBy="close-progress" />
        <div role="status" id="close-progress">
          <Text as="p">
            {isAsking
              ? say("books.progress.asking")
              : say("books.progress.matching", { done: number(done), expected: number(expected) })}
          </Text>
        </div>
      </BlockStack>
    </Card>
  );
}

function NumberCard({ view }: { view: CloseView }) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {say("books.number.title")}
        </Text>
        <span className="books-number">{view.open}</span>
        <Text as="p">
          {view.open === 0 ? say("books.number.zero") : say("books.number.open", { count: view.open })}
        </Text>
      </BlockStack>
    </Card>
  );
}

function ChangesCard({ changes }: { changes: NonNullable<CloseView["changes"]> }) {
  const words = useWords();
  const { say } = words;
  const url = useAddress(`/app/books/${changes.previousId}`);
  const { appearedCount, goneCount, appeared, gone } = changes;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {say("books.changes.title")}
        </Text>
        {appearedCount + goneCount === 0 && <Text as="p">{say("books.changes.none")}</Text>}
        {appearedCount > 0 && (
          <Text as="p">
            {say("books.changes.appeared", { count: appearedCount, numbers: appeared.join(", ") })}
          </Text>
        )}
        {goneCount > 0 && <Text as="p">{say("books.changes.gone", { count: goneCount })}</Text>}
        {gone.map((entry) => (
          <Text as="p" key={entry.number} tone="subdued">
            {`${entryName(entry, words)} · ${entry.problems.map((one) => say(`books.short.${one}`)).join(" · ")}`}
          </Text>
        ))}
        <MerchantLink url={url}>{say("books.changes.previous")}</MerchantLink>
      </BlockStack>
    </Card>
  );
}

function StatementsCard({ view }: { view: CloseView }) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {say("books.statements.title")}
        </Text>
        {view.statements.length === 0 && <Text as="p">{say("books.statements.none")}</Text>}
        {view.statements.map((statement) => (
          <BlockStack key={statement.id} gap="050">
            <Text as="p" breakWord>
              {`${say(`books.kind.${statement.kind}`)} · ${statement.fileName} · ${say("books.statements.rows", { count: statement.rowCount })}`}
            </Text>
            <span className="books-hash">
              {say("books.statements.hash", { hash: statement.contentHash })}
            </span>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function FilesCard({ closeId }: { closeId: string }) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("books.files.title")}
        </Text>
        <Text as="p" tone="subdued">
          {say("books.files.help")}
        </Text>
        <InlineStack gap="300">
          {FILE_TYPES.map((type) => (
            <FileButton key={type} closeId={closeId} type={type} />
          ))}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function FileButton({ closeId, type }: { closeId: string; type: (typeof FILE_TYPES)[number] }) {
  const { say } = useWords();
  const url = useAddress(`/app/books/${closeId}/file.${type}`);
  return <DownloadButton url={url} label={say(`books.files.${type}`)} failed={say("books.files.failed")} />;
}

function SignCard({ view, form, isOpen }: { view: CloseView; form: CloseForm; isOpen: boolean }) {
  const { say, shortMoment } = useWords();
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const { signedBy, signedAt, signNote } = view;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("books.sign.title")}
        </Text>
        {signedBy !== null && signedAt !== null && (
          <>
            <Text as="p" fontWeight="semibold">
              {say("books.sign.done", { name: signedBy, moment: shortMoment(signedAt) })}
            </Text>
            {signNote !== "" && <p className="admin-note">{signNote}</p>}
          </>
        )}
        {isOpen && view.open > 0 && <Text as="p">{say("books.sign.open", { count: view.open })}</Text>}
        {isOpen && view.open === 0 && (
          <>
            <Text as="p">{say("books.sign.body")}</Text>
            <TextField
              label={say("books.sign.name")}
              value={name}
              onChange={setName}
              maxLength={MOST_NAME_CHARACTERS}
              autoComplete="name"
            />
            <TextField
              label={say("books.sign.note")}
              value={note}
              onChange={setNote}
              maxLength={MOST_NOTE_CHARACTERS}
              multiline={2}
              autoComplete="off"
            />
            <div>
              <Button
                variant="primary"
                disabled={name.trim() === "" || form.isSending}
                loading={form.isSending}
                onClick={() => form.send("sign", { name, note })}
              >
                {say("books.sign.action")}
              </Button>
            </div>
          </>
        )}
      </BlockStack>
    </Card>
  );
}
