import { Form } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { FeesView, ShownTerms } from "#app/books/fees-view.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { useWords } from "../words.tsx";
import { chargeText, cycleText, dayText } from "./fee-words.ts";

/** All terms that hold or will, each with who saved it; to be changed, or taken back. */
export function FeesHistory(props: {
  view: FeesView;
  /** New terms are being typed: what is pressed here would take them away. */
  isBusy: boolean;
  onChoose: (terms: ShownTerms) => void;
}) {
  const { say } = useWords();
  const { view, isBusy, onChoose } = props;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {say("fees.history.title")}
          </Text>
          <Text as="p" tone="subdued">
            {say("fees.history.body")}
          </Text>
        </BlockStack>
        {isBusy && <Text as="p">{say("fees.history.busy")}</Text>}
        {view.terms.map((terms) => (
          <Terms
            key={`${terms.currency} ${terms.validFrom}`}
            terms={terms}
            version={view.version}
            isBusy={isBusy}
            onChoose={onChoose}
          />
        ))}
      </BlockStack>
    </Card>
  );
}

function Terms(props: {
  terms: ShownTerms;
  version: number;
  isBusy: boolean;
  onChoose: (terms: ShownTerms) => void;
}) {
  const words = useWords();
  const { csrf } = useAdminFrame();
  const { terms, version, isBusy, onChoose } = props;
  const { say } = words;
  const { currency, validFrom } = terms;
  const what = { currency: say(`rules.bands.currency.${currency}`), day: dayText(words, validFrom) };
  const hidden = { csrf, intent: "withdraw", version: String(version), currency, validFrom };
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {say("fees.history.from", what)}
      </Text>
      <Text as="p">{`${chargeText(words, terms)}. ${cycleText(words, terms.cycle)}`}</Text>
      <Text as="p" tone="subdued" variant="bodySm">
        {say("fees.history.saved", { name: terms.savedBy, moment: words.shortMoment(terms.savedAt) })}
      </Text>
      <InlineStack gap="200">
        <Button
          onClick={() => onChoose(terms)}
          disabled={isBusy}
          accessibilityLabel={say("fees.history.changeOf", what)}
        >
          {say("fees.history.change")}
        </Button>
        <Form method="post">
          {Object.entries(hidden).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Button
            submit
            tone="critical"
            disabled={isBusy}
            accessibilityLabel={say("fees.history.withdrawOf", what)}
          >
            {say("fees.history.withdraw")}
          </Button>
        </Form>
      </InlineStack>
    </BlockStack>
  );
}
