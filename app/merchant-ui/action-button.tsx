import { useFetcher } from "@remix-run/react";
import { Button, Modal, Text } from "@shopify/polaris";
import { useState, type ComponentProps } from "react";
import { readAnswer } from "./action-answer.ts";
import { useAdminFrame } from "./admin-frame.tsx";
import { useWords } from "./words.tsx";

/** One POST to the page's own route, without leaving the page. */
export function useAction() {
  const fetcher = useFetcher();
  const { csrf } = useAdminFrame();
  const state: "idle" | "submitting" = fetcher.state === "idle" ? "idle" : "submitting";
  return {
    submit: (intent: string, fields: Record<string, string> = {}) =>
      fetcher.submit({ ...fields, intent, csrf }, { method: "post" }),
    state,
    /** What the route answered last; undefined before the first answer. */
    result: readAnswer(fetcher.data),
  };
}

interface Question {
  title: string;
  body: string;
  /** The verb that does it. */
  action: string;
}

export interface ActionButtonProps {
  intent: string;
  label: string;
  fields?: Record<string, string>;
  destructive?: boolean;
  disabled?: boolean;
  /** Asked first, in a window of its own: what will happen. */
  confirm?: Question;
  variant?: NonNullable<ComponentProps<typeof Button>["variant"]>;
}

/** A button that makes the page's route do one thing. */
export function ActionButton(props: ActionButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  const action = useAction();
  const act = () => {
    setIsAsking(false);
    action.submit(props.intent, props.fields);
  };
  return (
    <>
      <Button
        onClick={props.confirm ? () => setIsAsking(true) : act}
        loading={action.state === "submitting"}
        disabled={props.disabled ?? false}
        {...(props.variant && { variant: props.variant })}
        {...(props.destructive && { tone: "critical" })}
      >
        {props.label}
      </Button>
      {props.confirm && (
        <ConfirmModal
          question={props.confirm}
          isOpen={isAsking}
          destructive={props.destructive ?? false}
          onYes={act}
          onNo={() => setIsAsking(false)}
        />
      )}
    </>
  );
}

function ConfirmModal(props: {
  question: Question;
  isOpen: boolean;
  destructive: boolean;
  onYes: () => void;
  onNo: () => void;
}) {
  const { say } = useWords();
  const { question } = props;
  return (
    <Modal
      open={props.isOpen}
      onClose={props.onNo}
      title={question.title}
      primaryAction={{ content: question.action, onAction: props.onYes, destructive: props.destructive }}
      secondaryActions={[{ content: say("shell.action.back"), onAction: props.onNo }]}
    >
      <Modal.Section>
        <Text as="p">{question.body}</Text>
      </Modal.Section>
    </Modal>
  );
}
