import { useFetcher, useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, Checkbox, InlineStack, Modal, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { mappingForm, type StatementMapping } from "#app/books/statement-mapping.ts";
import type { StatementProblem } from "#app/books/statement-problem.ts";
import type {
  ConfirmAnswer,
  ListedStatement,
  UploadPreview,
  UploadView,
} from "#app/books/statement-upload.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { addressOf, MerchantLink, useAddress } from "../merchant-link.tsx";
import { useLookAgain } from "../look-again.ts";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords } from "../words.tsx";
import { isComplete, MappingCard } from "./mapping-card.tsx";
import { PreviewCard } from "./preview-card.tsx";
import { dayText, knownText, problemText } from "./statement-words.ts";

const PATH = "/app/books/statements";

/** One file on its way to becoming a statement: what its columns are, how its first lines are read, and what came of it. */
export function UploadPage({ view }: { view: UploadView }) {
  const words = useWords();
  const back = useAddress(PATH);
  const { preview, statement, problems } = view;
  return (
    <MerchantPage title={view.fileName} back={{ label: words.say("statements.back"), url: back }}>
      <BlockStack gap="400">
        {problems.length > 0 && <ProblemsBanner problems={problems} />}
        {view.state === "reading" && <Reading />}
        {statement && <Ended view={view} statement={statement} />}
        {preview && <MapForm view={view} preview={preview} />}
      </BlockStack>
    </MerchantPage>
  );
}

function ProblemsBanner({ problems }: { problems: readonly StatementProblem[] }) {
  const words = useWords();
  return (
    <Banner tone="warning" title={words.say("statements.problems.title")}>
      <BlockStack gap="100">
        {problems.map((problem, index) => (
          <Text as="p" key={index}>
            {problemText(problem, words)}
          </Text>
        ))}
        <Text as="p">{words.say("statements.problems.help")}</Text>
      </BlockStack>
    </Banner>
  );
}

/** Between two looks at how far the reading is. */
const LOOK_MS = 1_500;

function Reading() {
  const { say } = useWords();
  useLookAgain(LOOK_MS);
  return (
    <div role="status">
      <Banner tone="info">{say("statements.reading")}</Banner>
    </div>
  );
}

function Ended({ view, statement }: { view: UploadView; statement: ListedStatement }) {
  const words = useWords();
  const url = useAddress(PATH);
  const { fromDay, toDay } = statement;
  const isKnown = view.state === "known";
  return (
    <div role="status">
      <Banner tone={isKnown ? "info" : "success"}>
        <BlockStack gap="100">
          <Text as="p">
            {isKnown
              ? knownText(statement, words)
              : words.say("statements.stored", {
                  count: statement.rowCount,
                  from: dayText(fromDay, words),
                  to: dayText(toDay, words),
                })}
          </Text>
          <MerchantLink url={url}>{words.say("statements.stored.list")}</MerchantLink>
        </BlockStack>
      </Banner>
    </div>
  );
}

function MapForm({ view, preview }: { view: UploadView; preview: UploadPreview }) {
  const { say } = useWords();
  const { csrf, keptQuery } = useAdminFrame();
  const fetcher = useFetcher<ConfirmAnswer>();
  const navigate = useNavigate();
  const [mapping, setMapping] = useState<StatementMapping>(view.mapping);
  const [isWhole, setWhole] = useState(!preview.isOpenEnded);
  const send = (intent: string) =>
    fetcher.submit(
      { ...mappingForm(mapping), isWhole: isWhole ? "yes" : "no", intent, csrf },
      { method: "post" },
    );
  const answer = fetcher.data;
  const isDiscarded = answer?.kind === "discarded";
  useEffect(() => {
    if (isDiscarded) navigate(addressOf(PATH, {}, keptQuery));
    // Once, whatever else the page is drawn for.
  }, [isDiscarded]);
  const isSending = fetcher.state !== "idle";
  return (
    <>
      <HowRead view={view} preview={preview} />
      <MappingCard
        preview={preview}
        mapping={mapping}
        isOpen={view.source === "proposed" || view.state === "refused"}
        onChange={setMapping}
      />
      <PreviewCard preview={preview} mapping={mapping} />
      <AnswerPart answer={answer} />
      <Card>
        <BlockStack gap="300">
          {preview.isOpenEnded && (
            <Checkbox
              label={say("statements.whole")}
              helpText={say("statements.whole.help")}
              checked={isWhole}
              onChange={setWhole}
            />
          )}
          <InlineStack gap="300">
            <Button
              variant="primary"
              loading={isSending}
              disabled={isSending || !isWhole || !isComplete(mapping, preview)}
              onClick={() => send("confirm")}
            >
              {say("statements.confirm")}
            </Button>
            <DiscardButton isSending={isSending} onDiscard={() => send("discard")} />
          </InlineStack>
        </BlockStack>
      </Card>
    </>
  );
}

function AnswerPart({ answer }: { answer: ConfirmAnswer | undefined }) {
  const { say } = useWords();
  const isRefusal =
    answer?.kind === "refused" || answer?.kind === "moved" || answer?.kind === "not-understood";
  return (
    <div role="status">
      {isRefusal && <Banner tone="warning">{say(`statements.answer.${answer.kind}`)}</Banner>}
    </div>
  );
}

const ENCODING_NAMES: Record<string, string> = {
  "utf-8": "UTF-8",
  "windows-1252": "Windows-1252",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
};
const DELIMITER_NAMES = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" } as const;

function isNamed(text: string): text is keyof typeof DELIMITER_NAMES {
  return Object.hasOwn(DELIMITER_NAMES, text);
}

function HowRead({ view, preview }: { view: UploadView; preview: UploadPreview }) {
  const { say } = useWords();
  const { encoding, delimiter } = preview;
  return (
    <Banner tone="info">
      <BlockStack gap="100">
        <Text as="p">{say(`statements.source.${view.source}`)}</Text>
        {encoding !== null && delimiter !== null && isNamed(delimiter) && (
          <Text as="p">
            {say("statements.encoding", {
              encoding: ENCODING_NAMES[encoding] ?? encoding,
              delimiter: say(`statements.delimiter.${DELIMITER_NAMES[delimiter]}`),
            })}
          </Text>
        )}
      </BlockStack>
    </Banner>
  );
}

function DiscardButton({ isSending, onDiscard }: { isSending: boolean; onDiscard: () => void }) {
  const { say } = useWords();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button disabled={isSending} onClick={() => setAsking(true)}>
        {say("statements.discard")}
      </Button>
      <Modal
        open={isAsking}
        onClose={() => setAsking(false)}
        title={say("statements.discard.question")}
        primaryAction={{
          content: say("statements.discard"),
          destructive: true,
          onAction: () => {
            setAsking(false);
            onDiscard();
          },
        }}
        secondaryActions={[{ content: say("shell.action.back"), onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <Text as="p">{say("statements.discard.body")}</Text>
        </Modal.Section>
      </Modal>
    </>
  );
}
