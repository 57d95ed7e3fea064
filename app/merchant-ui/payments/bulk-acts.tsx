import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Box, List, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import type { Money } from "#app/lib/money.ts";
import type { BulkOutcome, ListedPayment } from "#app/payments/payment-list.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { useWords, type MerchantWords } from "../words.tsx";

export interface BulkActs {
  submit: (intent: "check" | "void", chosen: readonly ListedPayment[]) => void;
  isBusy: boolean;
  /** What came of the last one; null when there is nothing to say. */
  outcome: BulkOutcome | null;
  forget: () => void;
}

/** The one request of the page for several payments. It stands above the table, which may have no rows left afterwards. */
export function useBulkActs(): BulkActs {
  const { csrf } = useAdminFrame();
  const fetcher = useFetcher<BulkOutcome>();
  const [forgotten, setForgotten] = useState<BulkOutcome | null>(null);
  const isBusy = fetcher.state !== "idle";
  const outcome = fetcher.data ?? null;
  return {
    submit: (intent, chosen) => {
      const ids = chosen.map(({ id }) => id).join(",");
      fetcher.submit({ ids, intent, csrf }, { method: "post" });
    },
    isBusy,
    outcome: isBusy || outcome === forgotten ? null : outcome,
    forget: () => setForgotten(outcome),
  };
}

/** What can be done with the chosen payments, and what is asked before codes are voided. */
export function useBulkMenu(bulk: BulkActs, chosen: readonly ListedPayment[]) {
  const { say } = useWords();
  const [isAsking, setIsAsking] = useState(false);
  const areAllPending = chosen.every(({ status }) => status === "pending");
  const submitVoid = () => {
    setIsAsking(false);
    bulk.submit("void", chosen);
  };
  return {
    check: {
      content: say("list.bulk.check"),
      onAction: () => bulk.submit("check", chosen),
      disabled: bulk.isBusy,
    },
    // In the menu of more acts: on a phone the bar has room for one button, and this one is not pressed by mistake.
    voidAll: {
      content: say("list.bulk.void"),
      onAction: () => setIsAsking(true),
      disabled: !areAllPending || bulk.isBusy,
      destructive: true,
      ...(!areAllPending && { helpText: say("list.void.onlyPending") }),
    },
    question: (
      <VoidQuestion
        chosen={chosen}
        isOpen={isAsking && chosen.length > 0}
        onYes={submitVoid}
        onNo={() => setIsAsking(false)}
      />
    ),
  };
}

export function BulkAnswer({ bulk }: { bulk: BulkActs }) {
  const words = useWords();
  const { outcome } = bulk;
  return (
    <div role="status">
      {outcome && (
        <Box paddingBlockEnd="400">
          <Banner tone={outcome.kind === "refused" ? "warning" : "info"} onDismiss={bulk.forget}>
            <BlockStack gap="100">
              {answerLines(outcome, words).map((line) => (
                <Text as="p" key={line}>
                  {line}
                </Text>
              ))}
            </BlockStack>
          </Banner>
        </Box>
      )}
    </div>
  );
}

export function answerLines(outcome: BulkOutcome, { say }: MerchantWords): string[] {
  switch (outcome.kind) {
    case "checked": {
      const checked = say("list.result.checked", { count: outcome.asked });
      return outcome.skipped === 0
        ? [checked]
        : [checked, say("list.result.skipped", { count: outcome.skipped })];
    }
    case "voided": {
      const lines = [say("list.result.voided", { count: outcome.voided })];
      if (outcome.waiting > 0) lines.push(say("list.result.waiting", { count: outcome.waiting }));
      if (outcome.other > 0) lines.push(say("list.result.other", { count: outcome.other }));
      return lines;
    }
    case "refused":
      return [say(`list.refused.${outcome.reason}`)];
  }
}

function VoidQuestion(props: {
  chosen: readonly ListedPayment[];
  isOpen: boolean;
  onYes: () => void;
  onNo: () => void;
}) {
  const { say, money } = useWords();
  const count = props.chosen.length;
  const total = totals(props.chosen).map(money).join(" + ");
  return (
    <Modal
      open={props.isOpen}
      onClose={props.onNo}
      title={say("list.void.title", { count })}
      primaryAction={{
        content: say("list.void.action", { count }),
        onAction: props.onYes,
        destructive: true,
      }}
      secondaryActions={[{ content: say("list.void.keep"), onAction: props.onNo }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p" fontWeight="semibold">
            {say("list.void.total", { count, total })}
          </Text>
          <List>
            <List.Item>{say("list.void.next")}</List.Item>
            <List.Item>{say("list.void.not")}</List.Item>
          </List>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

/** Money of two currencies is never added up. */
export function totals(payments: readonly Pick<ListedPayment, "amountCentimos" | "currency">[]): Money[] {
  const sums = new Map<Money["currency"], number>();
  for (const { amountCentimos, currency } of payments) {
    sums.set(currency, (sums.get(currency) ?? 0) + amountCentimos);
  }
  return [...sums].map(([currency, centimos]) => ({ centimos, currency }));
}
