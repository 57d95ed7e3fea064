import { BlockStack, Button, Card, Text } from "@shopify/polaris";
import { useState } from "react";
import type { RefundPageView, ShownDestination } from "#app/refunds/refund-page.ts";
import { Facts } from "../payment/facts.tsx";
import { useWords, type MerchantWords } from "../words.tsx";
import { DetailsForm } from "./details-form.tsx";
import { RefundAnswerPart } from "./refund-answer.tsx";
import { useRefundForm } from "./use-refund-form.ts";

/** Where the money goes: masked until somebody asks, and who asked is written down. */
export function DestinationCard({ view }: { view: RefundPageView }) {
  const words = useWords();
  const { say } = words;
  const form = useRefundForm(view.version);
  const [isTyping, setTyping] = useState(false);
  const shown = form.answer?.kind === "shown" ? form.answer.destination : null;
  const { destination, acts } = view;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("refunds.destination.title")}
        </Text>
        {destination === null ? (
          <Text as="p">{say("refunds.destination.none")}</Text>
        ) : (
          <>
            <Facts facts={shown ? shownFacts(shown, words) : maskedFacts(destination, words)} />
            <Text as="p" tone="subdued" variant="bodySm">
              {givenBy(destination, words)}
            </Text>
          </>
        )}
        {shown && <NameMatch match={shown.nameMatch} />}
        {view.inOpenBatch && <Text as="p">{say("refunds.batch")}</Text>}
        <RefundAnswerPart answer={form.answer} />
        {acts.includes("show") && !shown && (
          <BlockStack gap="100" inlineAlign="start">
            <Button onClick={() => form.send("show")} loading={form.isSending}>
              {say("refunds.destination.show")}
            </Button>
            <Text as="p" tone="subdued" variant="bodySm">
              {say("refunds.destination.audited")}
            </Text>
          </BlockStack>
        )}
        {acts.includes("details") &&
          (isTyping ? (
            <DetailsForm view={view} onClose={() => setTyping(false)} />
          ) : (
            <div>
              <Button onClick={() => setTyping(true)}>
                {say(destination ? "refunds.details.change" : "refunds.details.enter")}
              </Button>
            </div>
          ))}
      </BlockStack>
    </Card>
  );
}

function maskedFacts({ hint }: NonNullable<RefundPageView["destination"]>, { say }: MerchantWords) {
  return [
    { label: say("refunds.destination.kind"), value: say(`refunds.kind.${hint.kind}`) },
    hint.bank === null ? null : { label: say("refunds.field.bank"), value: hint.bank },
    { label: say("refunds.destination.number"), value: `••••${hint.last4}` },
    { label: say("refunds.field.holder"), value: hint.holderInitials },
    { label: say("refunds.field.documentKind"), value: say(`refunds.document.${hint.documentKind}`) },
  ];
}

function shownFacts({ kind, documentKind, fields }: ShownDestination, { say }: MerchantWords) {
  return [
    { label: say("refunds.destination.kind"), value: say(`refunds.kind.${kind}`) },
    ...fields.map(({ name, value }) => ({ label: say(`refunds.field.${name}`), value })),
    { label: say("refunds.field.documentKind"), value: say(`refunds.document.${documentKind}`) },
  ];
}

function givenBy(
  { at, by, isMine }: NonNullable<RefundPageView["destination"]>,
  { say, shortMoment }: MerchantWords,
): string {
  const moment = shortMoment(at);
  if (by === null) return say("refunds.destination.byShopper", { moment });
  return isMine
    ? say("refunds.destination.byYou", { moment })
    : say("refunds.destination.byPerson", { name: by, moment });
}

function NameMatch({ match }: { match: ShownDestination["nameMatch"] }) {
  const { say } = useWords();
  return (
    <Text as="p" {...(match === "differs" && { tone: "caution" as const })}>
      {say(`refunds.nameMatch.${match}`)}
    </Text>
  );
}
