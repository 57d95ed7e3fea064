import { BlockStack, Button, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { CHOOSABLE_BANKS } from "#app/refunds/destination/banks.ts";
import { destinationKinds } from "#app/refunds/destination/destination.ts";
import { readDestination, type DestinationField } from "#app/refunds/destination/destination-form.ts";
import { DOCUMENT_KINDS } from "#app/refunds/destination/identity-document.ts";
import { destinationProblems, type RefundPageView } from "#app/refunds/refund-page.ts";
import { useFieldProblems } from "../field-problems.ts";
import { useWords } from "../words.tsx";
import { RefundAnswerPart } from "./refund-answer.tsx";
import { useRefundForm } from "./use-refund-form.ts";

type Fields = Record<DestinationField, string>;

const EMPTY: Fields = {
  ...{ kind: "cci", cci: "", bank: CHOOSABLE_BANKS[0]?.code ?? "", account: "", phone: "" },
  ...{ holder: "", documentKind: "dni", documentNumber: "" },
};

/** Writes down, on the shopper's behalf, where the money goes: by the same rules as the shopper's own page. */
export function DetailsForm({ view, onClose }: { view: RefundPageView; onClose: () => void }) {
  const { say } = useWords();
  const form = useRefundForm(view.version);
  const [fields, setFields] = useState(EMPTY);
  const { currency } = view.paid;
  const read = readDestination(fields, currency);
  const answer = form.answer?.kind === "fields" ? { ...form.answer, kind: "refused" as const } : null;
  const live = read.kind === "refused" ? destinationProblems(read.problems) : {};
  const problems = useFieldProblems<DestinationField>(live, answer);
  const isDone = form.answer?.kind === "done";
  useEffect(() => {
    if (isDone) onClose();
  }, [isDone]);
  const field = (name: DestinationField) => ({
    label: say(`refunds.field.${name}`),
    value: fields[name],
    onChange: (value: string) => {
      problems.changed(name);
      setFields((before) => ({ ...before, [name]: value }));
    },
    onBlur: () => problems.left(name),
    error: problems.of(name),
    autoComplete: "off",
  });
  return (
    <BlockStack gap="300">
      <Text as="p">{say(view.approval.given ? "refunds.details.voids" : "refunds.details.body")}</Text>
      <Select
        {...field("kind")}
        options={options(destinationKinds(currency), (one) => say(`refunds.kind.${one}`))}
      />
      <PlaceFields kind={fields.kind} field={field} />
      <TextField {...field("holder")} />
      <Select
        {...field("documentKind")}
        options={options(DOCUMENT_KINDS, (one) => say(`refunds.document.${one}`))}
      />
      <TextField {...field("documentNumber")} />
      <Text as="p" tone="subdued" variant="bodySm">
        {say("refunds.details.never")}
      </Text>
      <RefundAnswerPart answer={form.answer} />
      <InlineStack gap="200">
        <Button variant="primary" onClick={() => form.send("details", fields)} loading={form.isSending}>
          {say("refunds.details.save")}
        </Button>
        <Button onClick={onClose}>{say("refunds.details.close")}</Button>
      </InlineStack>
    </BlockStack>
  );
}

type FieldOf = (name: DestinationField) => {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onBlur: () => void;
  error: string | false;
  autoComplete: string;
};

function PlaceFields({ kind, field }: { kind: string; field: FieldOf }) {
  const { say } = useWords();
  if (kind === "cci")
    return <TextField {...field("cci")} inputMode="numeric" helpText={say("refunds.details.cciHelp")} />;
  if (kind !== "account") return <TextField {...field("phone")} inputMode="tel" />;
  const banks = CHOOSABLE_BANKS.map(({ code, name }) => ({ value: code, label: name }));
  return (
    <>
      <Select {...field("bank")} options={banks} />
      <TextField {...field("account")} inputMode="numeric" />
    </>
  );
}

function options<Value extends string>(values: readonly Value[], label: (value: Value) => string) {
  return values.map((value) => ({ value, label: label(value) }));
}
