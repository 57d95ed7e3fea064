import { BlockStack, Box, Button, InlineStack, Pagination, Text } from "@shopify/polaris";
import { useState } from "react";
import { COUNTED_TO, type PaymentList } from "#app/payments/payment-list.ts";
import { isNarrowed } from "#app/payments/payment-list-filter.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { useWords } from "../words.tsx";
import { useListAddress } from "./list-address.ts";

/** How many there are, the ways to the pages before and after, and the same payments as a file. */
export function ListFoot({ list }: { list: PaymentList }) {
  const { say } = useWords();
  const { addressFor } = useListAddress();
  const { filter, next, previous, count } = list;
  const counted =
    count < COUNTED_TO
      ? say("list.count.exact", { count })
      : say("list.count.more", { count: COUNTED_TO - 1 });
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <InlineStack align="space-between" blockAlign="center" gap="300">
        <Text as="p" tone="subdued">
          {counted}
        </Text>
        <Pagination
          accessibilityLabel={say("list.page.label")}
          accessibilityLabels={{ previous: say("list.page.previous"), next: say("list.page.next") }}
          hasPrevious={previous !== null}
          hasNext={next !== null}
          {...(previous !== null && { previousURL: addressFor(filter, { before: previous }) })}
          {...(next !== null && { nextURL: addressFor(filter, { after: next }) })}
        />
        <ExportButton list={list} />
      </InlineStack>
    </Box>
  );
}

function ExportButton({ list }: { list: PaymentList }) {
  const { say } = useWords();
  const { shell } = useAdminFrame();
  const { exportAddress } = useListAddress();
  const [state, setState] = useState<"idle" | "working" | "failed">("idle");
  const url = exportAddress(list.filter);
  const isLong = list.count >= COUNTED_TO;
  const fetchFile = () => {
    setState("working");
    download(url).then(
      () => setState("idle"),
      () => setState("failed"),
    );
  };
  return (
    <BlockStack gap="100" inlineAlign="end">
      {shell === "embedded" ? (
        <Button onClick={fetchFile} loading={state === "working"}>
          {exportLabel(list, say)}
        </Button>
      ) : (
        <Button url={url} download>
          {exportLabel(list, say)}
        </Button>
      )}
      {isLong && (
        <Text as="p" variant="bodySm" tone="subdued">
          {say("list.export.long")}
        </Text>
      )}
      <div role="status">
        {state === "failed" && (
          <Text as="p" tone="critical">
            {say("list.export.failed")}
          </Text>
        )}
      </div>
    </BlockStack>
  );
}

function exportLabel(list: PaymentList, say: ReturnType<typeof useWords>["say"]): string {
  const { count, filter } = list;
  if (count >= COUNTED_TO) return say("list.export.more", { count: COUNTED_TO - 1 });
  const isPart = filter.view !== "all" || isNarrowed(filter);
  return isPart ? say("list.export.some", { count }) : say("list.export.whole", { count });
}

/** Inside Shopify's admin only a script's request carries the session token, so that a plain link would not be let in. */
async function download(url: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the export was answered ${answer.status}`);
  const file = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = file;
  link.download = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "";
  link.click();
  URL.revokeObjectURL(file);
}
