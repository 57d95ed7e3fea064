import { BlockStack, Button, Card, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import type { CasePageView } from "#app/cases/case-page.ts";
import { useAddress } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";
import { CaseAnswerPart } from "./case-answer.tsx";
import { CloseModal } from "./close-modal.tsx";
import { useCaseForm } from "./use-case-form.ts";

/** What can be done with the case now: take it, hand it over, try something, close it. */
export function AnswersCard({ view }: { view: CasePageView }) {
  const { say } = useWords();
  const form = useCaseForm(view.version);
  const [isClosing, setClosing] = useState(false);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("cases.answers.title")}
        </Text>
        <CaseAnswerPart answer={form.answer} />
        {view.isOpen && <Suggested view={view} form={form} />}
        {view.payment && <OpenPayment paymentId={view.payment.id} />}
        {view.isOpen && (
          <>
            <Owner view={view} form={form} />
            <Button variant="primary" fullWidth onClick={() => setClosing(true)} disabled={form.isSending}>
              {say("cases.close.action")}
            </Button>
            <CloseModal
              view={view}
              isOpen={isClosing}
              onClose={() => setClosing(false)}
              onConfirm={(fields) => {
                setClosing(false);
                form.send("close", fields);
              }}
            />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

type CaseForm = ReturnType<typeof useCaseForm>;

function Suggested({ view, form }: { view: CasePageView; form: CaseForm }) {
  const { say } = useWords();
  return view.acts.map(({ act, refusal }) => (
    <BlockStack gap="100" key={act}>
      <Button fullWidth onClick={() => form.send(act)} disabled={refusal !== null || form.isSending}>
        {say(`cases.answers.${act}`)}
      </Button>
      {refusal && (
        <Text as="p" tone="subdued" variant="bodySm">
          {say(`detail.refusal.${refusal}`)}
        </Text>
      )}
    </BlockStack>
  ));
}

function OpenPayment({ paymentId }: { paymentId: string }) {
  const { say } = useWords();
  return (
    <Button fullWidth url={useAddress(`/app/payments/${paymentId}`)}>
      {say("cases.answers.openPayment")}
    </Button>
  );
}

/** Whose it is, and whose it shall be. */
function Owner({ view, form }: { view: CasePageView; form: CaseForm }) {
  const { say } = useWords();
  const [to, setTo] = useState("");
  const chosen = view.colleagues.find(({ id }) => id === to) ?? view.colleagues[0];
  return (
    <BlockStack gap="300">
      {view.isMine ? (
        <Text as="p" tone="subdued">
          {say("cases.take.mine")}
        </Text>
      ) : (
        <Button fullWidth onClick={() => form.send("take")} disabled={form.isSending}>
          {say("cases.take.action")}
        </Button>
      )}
      {chosen === undefined ? (
        <Text as="p" tone="subdued" variant="bodySm">
          {say("cases.hand.none")}
        </Text>
      ) : (
        <BlockStack gap="200">
          <Select
            label={say("cases.hand.label")}
            options={view.colleagues.map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen.id}
            onChange={setTo}
          />
          <Button
            fullWidth
            onClick={() => form.send("hand-over", { to: chosen.id })}
            disabled={form.isSending}
          >
            {say("cases.hand.action")}
          </Button>
        </BlockStack>
      )}
    </BlockStack>
  );
}
