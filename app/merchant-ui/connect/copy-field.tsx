import { BlockStack, Button, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useWords } from "../words.tsx";

/** A text to be copied: shown whole, so that it can also be selected by hand. */
export function CopyField(props: {
  label: string;
  value: string;
  help?: string;
  multiline?: boolean;
  /** For a long text: it has the whole width, and the button stands below. */
  isLong?: boolean;
}) {
  const { say } = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    // Without permission for the clipboard the text stays selectable; saying "copied" would be a lie.
    navigator.clipboard.writeText(props.value).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  const button = (
    <Button onClick={copy} accessibilityLabel={say("connect.copy.label", { what: props.label })}>
      {isCopied ? say("connect.copy.done") : say("connect.copy.action")}
    </Button>
  );
  const field = (
    <TextField
      label={props.label}
      value={props.value}
      readOnly
      selectTextOnFocus
      autoComplete="off"
      {...(props.help !== undefined && { helpText: props.help })}
      {...(props.multiline && { multiline: 3 })}
      {...(!props.isLong && { connectedRight: button })}
    />
  );
  if (!props.isLong) return field;
  return (
    <BlockStack gap="200">
      {field}
      <div>{button}</div>
    </BlockStack>
  );
}
