import { Badge, InlineStack } from "@shopify/polaris";
import type { RefundState } from "#app/refunds/refund.ts";
import { useWords } from "../words.tsx";

const TONES = {
  opened: "attention",
  "details-asked": "info",
  "details-given": "attention",
  approved: "attention",
  "paid-out": "success",
  refused: "critical",
} as const satisfies Record<RefundState, string>;

/** Where a refund stands, and what is special about it. */
export function RefundBadges(props: { state: RefundState; isOverdue: boolean; test: boolean }) {
  const { say } = useWords();
  return (
    <InlineStack gap="200">
      <Badge tone={TONES[props.state]}>{say(`refunds.state.${props.state}`)}</Badge>
      {props.isOverdue && <Badge tone="warning">{say("refunds.overdue")}</Badge>}
      {props.test && <Badge tone="info">{say("status.mode.test")}</Badge>}
    </InlineStack>
  );
}
