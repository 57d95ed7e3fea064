import { Badge, Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import type { SetView } from "#app/merchants/connection-view.ts";
import { useConnectAction } from "./use-connect-action.ts";
import { useWords } from "../words.tsx";
import { CopyField } from "./copy-field.tsx";
import { RemoveModal } from "./remove-modal.tsx";
import { TestResult } from "./test-result.tsx";

/** One connected account: what is stored of it, its notice URL, and what can be done with it. */
export function SetCard(props: { set: SetView; version: number; canEdit: boolean; onEdit: () => void }) {
  const { say } = useWords();
  const { set } = props;
  const test = useConnectAction();
  const [isRemoving, setRemoving] = useState(false);
  const stored = { mode: set.mode, setId: set.id, serviceId: String(set.serviceId) };
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm">
            {say("connect.set.title", { serviceId: String(set.serviceId) })}
          </Text>
          <SetBadge set={set} />
        </InlineStack>
        {set.refusedSince !== null && <RefusedBanner since={set.refusedSince} />}
        <Facts set={set} />
        <CopyField
          label={say("connect.notice.label")}
          value={set.noticeUrl}
          help={say("connect.notice.help")}
        />
        <InlineStack gap="200">
          <Button onClick={() => test.submit("test", stored)} loading={test.state === "submitting"}>
            {say("connect.test.button")}
          </Button>
          <Button onClick={props.onEdit} disabled={!props.canEdit}>
            {say("connect.set.edit")}
          </Button>
          <Button tone="critical" variant="plain" onClick={() => setRemoving(true)}>
            {say("connect.remove.button")}
          </Button>
        </InlineStack>
        <TestResult answer={test.result} />
      </BlockStack>
      <RemoveModal
        set={set}
        version={props.version}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
      />
    </Card>
  );
}

function SetBadge({ set }: { set: SetView }) {
  const { say } = useWords();
  if (set.refusedSince !== null) return <Badge tone="critical">{say("connect.badge.refused")}</Badge>;
  if (set.verifiedAt === null) return <Badge tone="attention">{say("connect.badge.untested")}</Badge>;
  return <Badge tone="success">{say("connect.badge.connected")}</Badge>;
}

function RefusedBanner({ since }: { since: string }) {
  const { say, moment } = useWords();
  return (
    <Banner tone="critical" title={say("connect.refused.title")}>
      {say("connect.refused.body", { since: moment(since) })}
    </Banner>
  );
}

function Facts({ set }: { set: SetView }) {
  const { say, shortMoment } = useWords();
  const currencies = set.currencies.map((currency) => say(`connect.currency.${currency}`)).join(" · ");
  const saved =
    set.updatedBy === null
      ? say("connect.fact.saved", { moment: shortMoment(set.updatedAt) })
      : say("connect.fact.savedBy", { moment: shortMoment(set.updatedAt), name: set.updatedBy });
  const verified =
    set.verifiedAt === null
      ? say("connect.fact.neverVerified")
      : say("connect.fact.verified", { moment: shortMoment(set.verifiedAt) });
  return (
    <BlockStack gap="100">
      <Text as="p">{say("connect.fact.currencies", { currencies })}</Text>
      <Text as="p">{say("connect.fact.accessKey", { last4: set.accessKey.last4 })}</Text>
      <Text as="p">{saved}</Text>
      <Text as="p">{verified}</Text>
      {set.liveCodes > 0 && <Text as="p">{say("connect.liveCodes.count", { n: set.liveCodes })}</Text>}
    </BlockStack>
  );
}
