import { Badge, Banner, BlockStack, Button, Card, InlineStack, List, Text } from "@shopify/polaris";
import { useEffect } from "react";
import type { ActivationView } from "#app/merchants/activation-view.ts";
import type { ReadinessStep, TellProblem } from "#app/merchants/readiness.ts";
import { ActionButton, useAction } from "../action-button.tsx";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { useToast } from "../toast.tsx";
import { useWords } from "../words.tsx";
import { CheckoutCard } from "./checkout-card.tsx";

/** Whether the shop takes payments, what Shopify knows of it, and how shoppers see it. */
export function ActivatePage({ view }: { view: ActivationView }) {
  const { say } = useWords();
  return (
    <MerchantPage title={say("connect.activate.title")} badge={<StateBadge view={view} />} width="narrow">
      <BlockStack gap="400">
        <MostUrgent view={view} />
        <StateCard view={view} />
        {view.ready && <ShopifyCard view={view} />}
        <CheckoutCard />
      </BlockStack>
    </MerchantPage>
  );
}

function StateBadge({ view }: { view: ActivationView }) {
  const { say } = useWords();
  if (!view.ready) return <Badge tone="attention">{say("connect.activate.badge.off")}</Badge>;
  if (view.isTestOnly) return <Badge tone="info">{say("connect.activate.badge.test")}</Badge>;
  return <Badge tone="success">{say("connect.activate.badge.on")}</Badge>;
}

/** One banner at most: what keeps the method from working now. */
function MostUrgent({ view }: { view: ActivationView }) {
  const { say } = useWords();
  const connect = useAddress("/app/connect");
  if (view.switchedOffReason === "credentials-refused") {
    return (
      <Banner
        tone="critical"
        title={say("connect.activate.off.keys.title")}
        action={{ content: say("connect.activate.off.keys.action"), url: connect }}
      >
        {say("connect.activate.off.keys.body")}
      </Banner>
    );
  }
  if (view.switchedOffReason !== null) {
    return (
      <Banner tone="critical" title={say("connect.activate.off.token.title")}>
        {say("connect.activate.off.token.body")}
      </Banner>
    );
  }
  return view.told.problem ? <ToldProblem problem={view.told.problem} /> : null;
}

function ToldProblem({ problem }: { problem: TellProblem }) {
  const { say } = useWords();
  return (
    <Banner tone="critical" title={say("connect.told.title")}>
      {say(`connect.told.${problem}`)}
    </Banner>
  );
}

const PLACES: Record<ReadinessStep, string> = {
  installed: "/app",
  connected: "/app/connect",
  rules: "/app/rules",
};

function StateCard({ view }: { view: ActivationView }) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("connect.activate.state.title")}
        </Text>
        <Text as="p">{say(bodyOf(view))}</Text>
        {view.missing.length > 0 && (
          <List>
            {view.missing.map((step) => (
              <List.Item key={step}>
                <MissingStep step={step} />
              </List.Item>
            ))}
          </List>
        )}
        {view.account !== null && (
          <Text as="p">{say("connect.activate.account", { account: view.account })}</Text>
        )}
        <ToldWhen view={view} />
        <InlineStack gap="200">{view.ready ? <Deactivate /> : <Activate view={view} />}</InlineStack>
      </BlockStack>
    </Card>
  );
}

function bodyOf(view: ActivationView) {
  if (view.ready) return view.isTestOnly ? "connect.activate.state.test" : "connect.activate.state.on";
  return view.missing.length > 0 ? "connect.activate.state.missing" : "connect.activate.state.off";
}

function MissingStep({ step }: { step: ReadinessStep }) {
  const { say } = useWords();
  const url = useAddress(PLACES[step]);
  return <MerchantLink url={url}>{say(`connect.activate.missing.${step}`)}</MerchantLink>;
}

function ToldWhen({ view }: { view: ActivationView }) {
  const { say, shortMoment } = useWords();
  const { ready, at } = view.told;
  if (ready === null || at === null) {
    return (
      <Text as="p" tone="subdued">
        {say("connect.activate.told.never")}
      </Text>
    );
  }
  const moment = shortMoment(at);
  const id = ready ? "connect.activate.told.ready" : "connect.activate.told.notReady";
  return (
    <Text as="p" tone="subdued">
      {say(id, { moment })}
    </Text>
  );
}

function Activate({ view }: { view: ActivationView }) {
  const { say } = useWords();
  const toast = useToast();
  const action = useAction();
  const answered = action.result?.kind;
  useEffect(() => {
    if (answered === "activated") toast(say("connect.activate.done"));
  }, [answered]);
  return (
    <Button
      variant="primary"
      onClick={() => action.submit("activate")}
      loading={action.state === "submitting"}
      disabled={view.missing.length > 0}
    >
      {say("connect.activate.button")}
    </Button>
  );
}

function Deactivate() {
  const { say } = useWords();
  return (
    <ActionButton
      intent="deactivate"
      label={say("connect.deactivate.button")}
      destructive
      variant="plain"
      confirm={{
        title: say("connect.deactivate.title"),
        body: say("connect.deactivate.body"),
        action: say("connect.deactivate.action"),
      }}
    />
  );
}

/** The last step is Shopify's own: there the merchant switches the method on and chooses test mode. */
function ShopifyCard({ view }: { view: ActivationView }) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("connect.activate.shopify.title")}
        </Text>
        <Text as="p">{say("connect.activate.shopify.body")}</Text>
        <InlineStack>
          {/* The whole window: Shopify's settings do not open inside a frame. */}
          <Button variant="primary" url={view.settingsUrl} target="_top">
            {say("connect.activate.shopify.button")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
