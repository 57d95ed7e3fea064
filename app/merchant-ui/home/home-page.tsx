import { Badge, BlockStack, Card, InlineStack, Layout, List, Text } from "@shopify/polaris";
import type { ListedClose } from "#app/books/close-page.ts";
import type { HomeView } from "#app/payments/home-view.ts";
import type { ShopStatus } from "#app/merchants/setup-steps.ts";
import { ActionButton } from "../action-button.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords } from "../words.tsx";
import { Attention } from "./attention.tsx";
import { CodesChart } from "./codes-chart.tsx";
import { Figures } from "./figures.tsx";
import { HomeBannerPart } from "./home-banner.tsx";
import { LatestPayments } from "./latest-payments.tsx";
import { SetupGuide } from "./setup-guide.tsx";

/** Whether the app is set up and works, what waits for the merchant, and how the last weeks went. */
export function HomePage(props: { view: HomeView; overdueRefunds: number; morning: ListedClose | null }) {
  const { view, overdueRefunds, morning } = props;
  const { say } = useWords();
  const { setup } = view;
  const showsGuide = !setup.isDismissed || !setup.isComplete;
  return (
    <MerchantPage title={say("home.title")} badge={<HomeBadges view={view} />}>
      <BlockStack gap="400">
        {view.banner && <HomeBannerPart banner={view.banner} />}
        {showsGuide && <SetupGuide setup={setup} />}
        <Figures view={view} />
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              <CodesChart view={view} />
              <LatestPayments view={view} />
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <Attention view={view} overdueRefunds={overdueRefunds} morning={morning} />
              <FactsCard />
            </BlockStack>
          </Layout.Section>
        </Layout>
        {!showsGuide && (
          <InlineStack align="center">
            <ActionButton intent="show-setup" label={say("home.setup.show")} variant="plain" />
          </InlineStack>
        )}
      </BlockStack>
    </MerchantPage>
  );
}

const TONES = {
  active: "success",
  testing: "info",
  unfinished: "attention",
  problems: "critical",
} as const satisfies Record<ShopStatus, string>;

function HomeBadges({ view }: { view: HomeView }) {
  const { say } = useWords();
  return (
    <InlineStack gap="200">
      <Badge tone={TONES[view.status]}>{say(`home.status.${view.status}`)}</Badge>
      {view.environment && <Badge>{say(`status.mode.${view.environment}`)}</Badge>}
    </InlineStack>
  );
}

/** What every merchant of a cash method learns once the hard way, unless it is said. */
function FactsCard() {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("home.facts.title")}
        </Text>
        <List>
          <List.Item>{say("home.facts.ship")}</List.Item>
          <List.Item>{say("home.facts.stock")}</List.Item>
          <List.Item>{say("home.facts.void")}</List.Item>
        </List>
      </BlockStack>
    </Card>
  );
}
