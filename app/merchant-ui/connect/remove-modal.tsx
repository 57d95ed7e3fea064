import { Banner, BlockStack, Modal, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { LiveCodes } from "#app/merchants/connect-form.ts";
import type { SetView } from "#app/merchants/connection-view.ts";
import { useConnectAction } from "./use-connect-action.ts";
import { useToast } from "../toast.tsx";
import { useWords } from "../words.tsx";
import { LiveCodesChoice } from "./live-codes-choice.tsx";

/** Asks before an account is disconnected. In live its service id must be typed: nobody sells there by mistake. */
export function RemoveModal(props: {
  set: SetView;
  version: number;
  isOpen: boolean;
  onClose: () => void;
}) {
  const { say } = useWords();
  const toast = useToast();
  const { set } = props;
  const [confirm, setConfirm] = useState("");
  const [liveCodes, setLiveCodes] = useState<LiveCodes>("finish");
  const remove = useConnectAction();
  const answer = remove.result;
  useEffect(() => {
    if (answer?.kind !== "saved") return;
    toast(say("connect.saved.removed"));
    props.onClose();
  }, [answer]);
  const liveCount = answer?.kind === "asks" ? answer.liveCodes : set.liveCodes;
  const serviceId = String(set.serviceId);
  const isConfirmed = set.mode === "sandbox" || confirm.trim() === serviceId;
  const problem = answer?.kind === "refused" ? answer.problems.confirm : undefined;
  const submit = () =>
    remove.submit("remove-set", {
      setId: set.id,
      version: String(props.version),
      confirm,
      ...(liveCount > 0 && { liveCodes }),
    });
  return (
    <Modal
      open={props.isOpen}
      onClose={props.onClose}
      title={say("connect.remove.title", { serviceId })}
      primaryAction={{
        content: say("connect.remove.action", { serviceId }),
        destructive: true,
        disabled: !isConfirmed,
        loading: remove.state === "submitting",
        onAction: submit,
      }}
      secondaryActions={[{ content: say("connect.close"), onAction: props.onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {answer?.kind === "conflict" && <Banner tone="critical">{say("connect.conflict.body")}</Banner>}
          <Text as="p">{say(`connect.remove.${set.mode}`)}</Text>
          {liveCount > 0 && (
            <LiveCodesChoice count={liveCount} chosen={liveCodes} onChoose={setLiveCodes} />
          )}
          {set.mode === "live" && (
            <TextField
              label={say("connect.remove.confirm", { serviceId })}
              value={confirm}
              onChange={setConfirm}
              autoComplete="off"
              inputMode="numeric"
              error={problem ? say(problem) : false}
            />
          )}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
