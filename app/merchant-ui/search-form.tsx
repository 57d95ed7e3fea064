import { Form, useNavigation } from "@remix-run/react";
import { BlockStack, Button, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useAdminFrame } from "./admin-frame.tsx";

/** One field that asks a page of ours by its address: it works before any script has loaded, and can be kept. */
export function SearchForm(props: {
  path: string;
  typed: string;
  label: string;
  help?: string;
  action: string;
}) {
  const { keptQuery } = useAdminFrame();
  const navigation = useNavigation();
  const [text, setText] = useState(props.typed);
  return (
    <Form method="get" action={props.path} role="search">
      {Object.entries(keptQuery).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <BlockStack gap="300" inlineAlign="stretch">
        <TextField
          label={props.label}
          name="q"
          value={text}
          onChange={setText}
          autoComplete="off"
          maxLength={200}
          {...(props.help !== undefined && { helpText: props.help })}
        />
        <div>
          <Button submit variant="primary" loading={navigation.state === "loading"}>
            {props.action}
          </Button>
        </div>
      </BlockStack>
    </Form>
  );
}
