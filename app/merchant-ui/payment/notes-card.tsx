import { BlockStack, Button, Card, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { PaymentDetail } from "#app/payments/payment-detail.ts";
import { useWords } from "../words.tsx";
import { usePaymentAct } from "./use-payment-act.ts";

const MOST_CHARACTERS = 2_000;

/** For the shop's own people. */
export function NotesCard({ notes }: { notes: PaymentDetail["notes"] }) {
  const { say, shortMoment } = useWords();
  const { send, isSending, answer } = usePaymentAct();
  const [text, setText] = useState("");
  useEffect(() => {
    if (answer?.kind === "noted") setText("");
  }, [answer]);
  const refusal = answer?.kind === "not-noted" ? answer.reason : null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("detail.notes.title")}
        </Text>
        {notes.map((note) => (
          <BlockStack gap="050" key={note.id}>
            <p className="admin-note">{note.text}</p>
            <Text as="p" tone="subdued" variant="bodySm">
              {say("detail.timeline.by", { actor: note.by, moment: shortMoment(note.at) })}
            </Text>
          </BlockStack>
        ))}
        <TextField
          label={say("detail.notes.label")}
          helpText={say("detail.notes.help")}
          value={text}
          onChange={setText}
          multiline={3}
          maxLength={MOST_CHARACTERS}
          autoComplete="off"
          {...(refusal && { error: say(`detail.notes.${refusal}`) })}
        />
        <div>
          <Button onClick={() => send("note", { text })} loading={isSending}>
            {say("detail.notes.add")}
          </Button>
        </div>
      </BlockStack>
    </Card>
  );
}
