import { BlockStack, Box, Card, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useWords } from "../words.tsx";

/** One rule: what it is for, its fields, and what it does with dates. `effects` null: the fields hold no rule. */
export function RuleCard(props: {
  title: string;
  body?: string;
  effects: readonly string[] | null;
  children: ReactNode;
}) {
  const { say } = useWords();
  const effects = props.effects ?? [say("rules.unclear")];
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {props.title}
          </Text>
          {props.body !== undefined && (
            <Text as="p" tone="subdued">
              {props.body}
            </Text>
          )}
        </BlockStack>
        {props.children}
        {effects.length > 0 && (
          <Box background="bg-surface-secondary" padding="300" borderRadius="200">
            <BlockStack gap="100">
              {effects.map((effect) => (
                <Text as="p" key={effect}>
                  {effect}
                </Text>
              ))}
            </BlockStack>
          </Box>
        )}
      </BlockStack>
    </Card>
  );
}
