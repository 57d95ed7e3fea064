import { BlockStack, Box, Card, InlineGrid, Text } from "@shopify/polaris";
import type { HomeView } from "#app/payments/home-view.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { useWords, type MerchantWords } from "../words.tsx";
import { durationParts } from "./days.ts";

/** Statuses of payments that have had a code, as the list's address names them. */
const WITH_CODE = "pending,paid,expired,voided,review,released";

/** The period's figures, each with the payments that it counts behind it. */
export function Figures({ view }: { view: HomeView }) {
  const words = useWords();
  const { say, number } = words;
  const { figures, mode, period } = view;
  const inPeriod = { mode, ...period };
  return (
    <BlockStack gap="200">
      {/* Cards reach the edges of a phone; text must not. */}
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <Text as="h2" variant="headingMd">
          {say("home.figures.title")}
        </Text>
        {mode === "test" && (
          <Text as="p" tone="subdued">
            {say("home.figures.testOnly")}
          </Text>
        )}
      </Box>
      <InlineGrid columns={{ xs: 2, md: 3, lg: 5 }} gap="300">
        <Figure
          label={say("home.figures.created")}
          values={[number(figures.created)]}
          query={{ view: "all", state: WITH_CODE, ...inPeriod }}
        />
        <Figure
          label={say("home.figures.paid")}
          values={[paidText(view, words)]}
          query={{ view: "paid", ...inPeriod }}
        />
        <Figure
          label={say("home.figures.collected")}
          values={collectedTexts(view, words)}
          query={{ view: "paid", ...inPeriod }}
        />
        <Figure
          label={say("home.figures.median")}
          values={[durationText(figures.medianMs, words)]}
          query={{ view: "paid", ...inPeriod }}
        />
        <Figure
          label={say("home.figures.awaiting")}
          values={[number(figures.awaiting)]}
          query={{ view: "pending", mode }}
        />
      </InlineGrid>
    </BlockStack>
  );
}

function Figure(props: { label: string; values: string[]; query: Record<string, string> }) {
  const url = useAddress("/app/payments", props.query);
  return (
    <Card>
      <BlockStack gap="100">
        <MerchantLink url={url} monochrome>
          {props.label}
        </MerchantLink>
        {props.values.map((value) => (
          <Text key={value} as="p" variant="headingLg">
            {value}
          </Text>
        ))}
      </BlockStack>
    </Card>
  );
}

function paidText({ figures }: HomeView, { say, number }: MerchantWords): string {
  if (figures.created === 0) return number(0);
  const percent = number(Math.round((figures.paid / figures.created) * 100));
  return say("home.figures.paidValue", { paid: number(figures.paid), percent });
}

function collectedTexts({ figures }: HomeView, { say, money }: MerchantWords): string[] {
  const some = figures.collected.filter(({ centimos }) => centimos > 0);
  return some.length > 0 ? some.map(money) : [say("home.figures.none")];
}

export function durationText(ms: number | null, { say }: Pick<MerchantWords, "say">): string {
  if (ms === null) return say("home.figures.none");
  const { days, hours, minutes } = durationParts(ms);
  if (days > 0) return say("home.duration.days", { days: String(days), hours: String(hours) });
  if (hours > 0) return say("home.duration.hours", { hours: String(hours), minutes: String(minutes) });
  return say("home.duration.minutes", { minutes: String(minutes) });
}
