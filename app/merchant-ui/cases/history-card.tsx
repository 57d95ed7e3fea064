import { BlockStack, Button, Card, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { CaseHistoryLine, CasePageView } from "#app/cases/case-page.ts";
import { MOST_CASE_CHARACTERS } from "#app/payments/case-desk.ts";
import { useWords, type MerchantWords } from "../words.tsx";
import { CaseAnswerPart } from "./case-answer.tsx";
import { useCaseForm } from "./use-case-form.ts";

/** What people did with the case, newest first, and a place to write. */
export function HistoryCard({ view }: { view: CasePageView }) {
  const words = useWords();
  const { say, shortMoment } = words;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("cases.history.title")}
        </Text>
        <NoteForm view={view} />
        <ol className="admin-timeline">
          {view.closed && view.closed.by === null && (
            <Entry
              text={say("cases.history.machine", {
                ending: say(`cases.ending.${view.closed.ending ?? "answered"}`),
              })}
              when={shortMoment(view.closed.at)}
            />
          )}
          {view.history.map((line) => (
            <Entry
              key={line.id}
              text={lineText(line, words)}
              note={line.kind === "closed" ? (view.closed?.reason ?? null) : line.text}
              when={say("detail.timeline.by", { actor: line.by, moment: shortMoment(line.at) })}
            />
          ))}
          {view.times > 1 && (
            <Entry text={say("cases.history.again")} when={shortMoment(view.lastSeenAt)} />
          )}
          <Entry text={say("cases.history.opened")} when={shortMoment(view.openedAt)} />
        </ol>
      </BlockStack>
    </Card>
  );
}

function Entry(props: { text: string; note?: string | null; when: string }) {
  return (
    <li>
      <Text as="p">{props.text}</Text>
      {props.note && <p className="admin-note desk-note">{props.note}</p>}
      <Text as="p" tone="subdued" variant="bodySm">
        {props.when}
      </Text>
    </li>
  );
}

function lineText(line: CaseHistoryLine, { say }: MerchantWords): string {
  switch (line.kind) {
    case "taken":
      return say("cases.history.taken");
    case "noted":
      return say("cases.history.noted");
    case "handed":
      return say("cases.history.handed", { name: line.to ?? "" });
    case "acted":
      return say("cases.history.acted", { act: say(`cases.answers.${line.act ?? "check"}`) });
    case "closed":
      return say("cases.history.closed", { ending: say(`cases.ending.${line.ending ?? "answered"}`) });
  }
}

/** For the shop's own people; also after the case is closed. */
function NoteForm({ view }: { view: CasePageView }) {
  const { say } = useWords();
  const { send, isSending, answer } = useCaseForm(view.version);
  const [text, setText] = useState("");
  useEffect(() => {
    if (answer?.kind === "done") setText("");
  }, [answer]);
  return (
    <BlockStack gap="200">
      <TextField
        label={say("cases.note.label")}
        helpText={say("cases.note.help")}
        value={text}
        onChange={setText}
        multiline={2}
        maxLength={MOST_CASE_CHARACTERS}
        autoComplete="off"
      />
      {answer && answer.kind !== "done" && <CaseAnswerPart answer={answer} />}
      <div>
        <Button onClick={() => send("note", { text })} loading={isSending}>
          {say("cases.note.add")}
        </Button>
      </div>
    </BlockStack>
  );
}
