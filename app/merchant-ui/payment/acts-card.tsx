import { BlockStack, Button, Card, Modal, Text } from "@shopify/polaris";
import { useState, type ReactNode } from "react";
import type { ActRefusal } from "#app/payments/merchant-act-rules.ts";
import type { PaymentDetail } from "#app/payments/payment-detail.ts";
import { useToast } from "../toast.tsx";
import { useWords } from "../words.tsx";
import { ActAnswer } from "./act-answer.tsx";
import { ExtendForm } from "./extend-form.tsx";
import { supportText } from "./support-text.ts";
import { usePaymentAct } from "./use-payment-act.ts";

/** What can be done with the payment now; what cannot says why. */
export function ActsCard({ payment }: { payment: PaymentDetail }) {
  const { say } = useWords();
  const { send, isSending, answer } = usePaymentAct();
  const [isAsking, setIsAsking] = useState(false);
  const { acts } = payment;
  const voidNow = () => {
    setIsAsking(false);
    send("void");
  };
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("detail.acts.title")}
        </Text>
        <ActAnswer answer={answer} />
        <Act refusal={acts.check}>
          <Button onClick={() => send("check")} disabled={acts.check !== null || isSending} fullWidth>
            {say("detail.acts.check")}
          </Button>
        </Act>
        <Act refusal={acts["send-again"]}>
          <Button
            onClick={() => send("send-again")}
            disabled={acts["send-again"] !== null || isSending}
            fullWidth
          >
            {say("detail.acts.sendAgain")}
          </Button>
        </Act>
        <CopyButton label={say("detail.acts.copyLink")} text={payment.shopperPage} />
        <CopyButton label={say("detail.acts.copySupport")} text={supportText(payment)} />
        {payment.extension ? (
          <ExtendForm
            extension={payment.extension}
            isSending={isSending}
            onExtend={(expiresAt) => send("extend", { expiresAt })}
          />
        ) : (
          <NoExtension refusal={acts.extend} />
        )}
        <Act refusal={acts.void}>
          <Button
            onClick={() => setIsAsking(true)}
            disabled={acts.void !== null || isSending}
            tone="critical"
            fullWidth
          >
            {say("detail.acts.void")}
          </Button>
        </Act>
        <VoidModal payment={payment} isOpen={isAsking} onYes={voidNow} onNo={() => setIsAsking(false)} />
      </BlockStack>
    </Card>
  );
}

function Act(props: { refusal: ActRefusal | null; children: ReactNode }) {
  const { say } = useWords();
  return (
    <BlockStack gap="100">
      {props.children}
      {props.refusal && (
        <Text as="p" tone="subdued" variant="bodySm">
          {say(`detail.refusal.${props.refusal}`)}
        </Text>
      )}
    </BlockStack>
  );
}

/** Before any time is chosen, "too late" means that the code has all the time there is. */
function NoExtension({ refusal }: { refusal: ActRefusal | null }) {
  const { say } = useWords();
  const hasAll = refusal === "beyond-deadline";
  return (
    <BlockStack gap="100">
      <Button disabled fullWidth>
        {say("detail.extend.action")}
      </Button>
      <Text as="p" tone="subdued" variant="bodySm">
        {say(hasAll ? "detail.extend.noRoom" : `detail.refusal.${refusal ?? "no-code"}`)}
      </Text>
    </BlockStack>
  );
}

function CopyButton(props: { label: string; text: string }) {
  const { say } = useWords();
  const toast = useToast();
  return (
    <Button
      fullWidth
      onClick={() => void navigator.clipboard.writeText(props.text).then(() => toast(say("detail.copied")))}
    >
      {props.label}
    </Button>
  );
}

/** Says what will happen, and what will not. */
function VoidModal(props: {
  payment: PaymentDetail;
  isOpen: boolean;
  onYes: () => void;
  onNo: () => void;
}) {
  const { say, money } = useWords();
  const { payment } = props;
  const cip = payment.code?.cip ?? "";
  return (
    <Modal
      open={props.isOpen}
      onClose={props.onNo}
      title={say("detail.void.title", { amount: money(payment.amount) })}
      primaryAction={{ content: say("detail.void.action"), onAction: props.onYes, destructive: true }}
      secondaryActions={[{ content: say("detail.void.keep"), onAction: props.onNo }]}
    >
      <Modal.Section>
        <BlockStack gap="200">
          <Text as="p">{say("detail.void.what", { cip, id: payment.sessionId })}</Text>
          <Text as="p">{say("detail.void.next")}</Text>
          <Text as="p">{say("detail.void.not")}</Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
