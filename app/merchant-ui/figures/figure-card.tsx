import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useState, type ReactNode } from "react";
import { useWords } from "../words.tsx";

/** One figure: drawn on the server, and readable as a table, whose numbers lead to the payments behind them. */
export function FigureCard(props: {
  title: string;
  /** What is counted, where that does not go without saying. */
  note?: string;
  isEmpty: boolean;
  children?: ReactNode;
  chart: ReactNode;
  table: ReactNode;
}) {
  const { say } = useWords();
  const [isTable, setTable] = useState(false);
  const { title, isEmpty } = props;
  const toggle = say(isTable ? "figures.asChart" : "figures.asTable");
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {!isEmpty && (
            <Button
              variant="plain"
              accessibilityLabel={say("figures.toggle", { what: toggle, title })}
              onClick={() => setTable(!isTable)}
            >
              {toggle}
            </Button>
          )}
        </InlineStack>
        {props.note !== undefined && (
          <Text as="p" tone="subdued">
            {props.note}
          </Text>
        )}
        {isEmpty ? <Text as="p">{say("figures.empty")}</Text> : props.children}
        {!isEmpty && (isTable ? props.table : props.chart)}
      </BlockStack>
    </Card>
  );
}
