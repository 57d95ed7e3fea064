import { BlockStack, Card, InlineGrid, Text } from "@shopify/polaris";
import { whoReached } from "#app/figures/figure-links.ts";
import { FUNNEL_STEPS, type FiguresView } from "#app/figures/figures-view.ts";
import { useWords } from "../words.tsx";
import { LinkedCount } from "./figure-table.tsx";
import { stepText } from "./figure-words.ts";

/** How many payments came to each step, each number with the payments behind it. */
export function Headline({ view }: { view: FiguresView }) {
  const words = useWords();
  const { funnel, filter } = view;
  return (
    <InlineGrid columns={{ xs: 2, md: 3, lg: 5 }} gap="300">
      {FUNNEL_STEPS.map((step) => (
        <Card key={step}>
          <BlockStack gap="100">
            <Text as="p">
              <LinkedCount
                text={words.say(`figures.step.${step}`)}
                count={funnel[step]}
                filter={whoReached(filter, step)}
              />
            </Text>
            <Text as="p" variant="headingLg">
              {stepText(step, funnel, words)}
            </Text>
          </BlockStack>
        </Card>
      ))}
    </InlineGrid>
  );
}
