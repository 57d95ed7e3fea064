import { Banner, BlockStack, ChoiceList, Modal, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { CasePageView } from "#app/cases/case-page.ts";
import {
  isResolution,
  MOST_CASE_CHARACTERS,
  needsReason,
  type Resolution,
} from "#app/payments/case-desk.ts";
import { useWords } from "../words.tsx";

/** Asks how the case was settled, and says that this is for good. */
export function CloseModal(props: {
  view: CasePageView;
  isOpen: boolean;
  onClose: () => void;
  onConfirm: (fields: { resolution: Resolution; reason: string }) => void;
}) {
  const { say, money } = useWords();
  const { view } = props;
  const [chosen, setChosen] = useState<Resolution | null>(null);
  const [reason, setReason] = useState("");
  const only = view.resolutions.length === 1 ? view.resolutions[0] : undefined;
  const resolution = only ?? chosen;
  const lacksReason = resolution !== null && needsReason(resolution) && reason.trim() === "";
  return (
    <Modal
      open={props.isOpen}
      onClose={props.onClose}
      title={say("cases.close.title")}
      primaryAction={{
        content: say("cases.close.confirm"),
        disabled: resolution === null || lacksReason,
        onAction: () => resolution && props.onConfirm({ resolution, reason }),
      }}
      secondaryActions={[{ content: say("cases.close.keep"), onAction: props.onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {view.held && (
            <Banner tone="warning">{say("cases.close.money", { amount: money(view.held) })}</Banner>
          )}
          <ChoiceList
            title={say("cases.close.how")}
            choices={view.resolutions.map((value) => ({
              value,
              label: say(`cases.ending.${value}`),
              helpText: say(`cases.endingHelp.${value}`),
            }))}
            selected={resolution ? [resolution] : []}
            onChange={([value]) => isResolution(value) && setChosen(value)}
          />
          <TextField
            label={say("cases.close.reason")}
            helpText={say("cases.close.reasonHelp")}
            value={reason}
            onChange={setReason}
            multiline={3}
            maxLength={MOST_CASE_CHARACTERS}
            autoComplete="off"
          />
          <Text as="p" tone="subdued">
            {say("cases.close.warning")}
          </Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
