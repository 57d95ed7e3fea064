import { BlockStack, Box, InlineStack, Pagination, Text } from "@shopify/polaris";
import type { PaymentList } from "#app/payments/payment-list.ts";
import { isNarrowed } from "#app/payments/payment-list-filter.ts";
import { DownloadButton } from "../download-button.tsx";
import { useWords } from "../words.tsx";
import { useListAddress } from "./list-address.ts";

/** How many there are, the ways to the pages before and after, and the same payments as a file. */
export function ListFoot({ list }: { list: PaymentList }) {
  const { say } = useWords();
  const { addressFor } = useListAddress();
  const { filter, next, previous, count, isExact } = list;
  const counted = isExact
    ? say("list.count.exact", { count })
    : say("list.count.more", { count: count - 1 });
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
  const { exportAddress } = useListAddress();
  return (
    <BlockStack gap="100" inlineAlign="end">
      <DownloadButton
        url={exportAddress(list.filter)}
        label={exportLabel(list, say)}
        failed={say("list.export.failed")}
      />
      {!list.isExact && (
        <Text as="p" variant="bodySm" tone="subdued">
          {say("list.export.long")}
        </Text>
      )}
    </BlockStack>
  );
}

function exportLabel(list: PaymentList, say: ReturnType<typeof useWords>["say"]): string {
  const { count, isExact, filter } = list;
  if (!isExact) return say("list.export.more", { count: count - 1 });
  const isPart = filter.view !== "all" || isNarrowed(filter);
  return isPart ? say("list.export.some", { count }) : say("list.export.whole", { count });
}
