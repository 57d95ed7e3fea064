import { BlockStack, Button, TextField } from "@shopify/polaris";
import { useState } from "react";
import { limaInputTime } from "#app/payments/payment-answer.ts";
import { useWords } from "../words.tsx";

/** A later expiry, in Lima's time, within what Shopify was told. */
export function ExtendForm(props: {
  extension: { after: string; latest: string };
  isSending: boolean;
  onExtend: (expiresAt: string) => void;
}) {
  const { say, moment } = useWords();
  const { after, latest } = props.extension;
  const [value, setValue] = useState(limaInputTime(latest));
  return (
    <BlockStack gap="200">
      <TextField
        type="datetime-local"
        label={say("detail.extend.label")}
        helpText={say("detail.extend.help", { latest: moment(latest) })}
        min={limaInputTime(after)}
        max={limaInputTime(latest)}
        value={value}
        onChange={setValue}
        autoComplete="off"
      />
      <Button onClick={() => props.onExtend(value)} disabled={props.isSending} fullWidth>
        {say("detail.extend.action")}
      </Button>
    </BlockStack>
  );
}
