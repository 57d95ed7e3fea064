import { BlockStack, Button, Text } from "@shopify/polaris";
import { useState } from "react";
import { useAdminFrame } from "./admin-frame.tsx";

/** Hands out a file of the shop's. Inside Shopify's admin a script fetches it; on its own it is a plain link. */
export function DownloadButton(props: { url: string; label: string; failed: string; primary?: boolean }) {
  const { shell } = useAdminFrame();
  const [state, setState] = useState<"idle" | "working" | "failed">("idle");
  const fetchFile = () => {
    setState("working");
    download(props.url).then(
      () => setState("idle"),
      () => setState("failed"),
    );
  };
  const look = { ...(props.primary === true && { variant: "primary" as const }) };
  return (
    <BlockStack gap="100" inlineAlign="start">
      {shell === "embedded" ? (
        <Button onClick={fetchFile} loading={state === "working"} {...look}>
          {props.label}
        </Button>
      ) : (
        <Button url={props.url} download {...look}>
          {props.label}
        </Button>
      )}
      <div role="status">
        {state === "failed" && (
          <Text as="p" tone="critical">
            {props.failed}
          </Text>
        )}
      </div>
    </BlockStack>
  );
}

/** Inside Shopify's admin only a script's request carries the session token, so that a plain link would not be let in. */
async function download(url: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the file was answered ${answer.status}`);
  const file = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = file;
  link.download = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "";
  link.click();
  URL.revokeObjectURL(file);
}
