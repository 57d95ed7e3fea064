import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, Text } from "@shopify/polaris";
import type { FormEvent } from "react";
import { RECEIPT_TYPES } from "#app/refunds/receipt/receipt-file.ts";
import type { ReceiptAnswer, ReceiptView } from "#app/refunds/receipt/receipt-page.ts";
import { useAdminFrame } from "../../admin-frame.tsx";
import { DownloadButton } from "../../download-button.tsx";
import { useAddress } from "../../merchant-link.tsx";
import { useWords } from "../../words.tsx";

/** The bank's proof of a refund that was paid out: added once, handed out to the shop's own people. */
export function ReceiptCard({ refundId, receipt }: { refundId: string; receipt: ReceiptView | null }) {
  const { say, shortMoment } = useWords();
  const url = useAddress(`/app/refunds/${refundId}/receipt`);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("batches.receipt.title")}
        </Text>
        {receipt === null ? (
          <AddReceipt url={url} />
        ) : (
          <>
            <Text as="p">
              {say("batches.receipt.added", {
                name: receipt.addedBy,
                moment: shortMoment(receipt.addedAt),
              })}
            </Text>
            <DownloadButton
              url={url}
              label={say("batches.receipt.fetch")}
              failed={say("batches.download.failed")}
            />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function AddReceipt({ url }: { url: string }) {
  const { say } = useWords();
  const { csrf } = useAdminFrame();
  const fetcher = useFetcher<ReceiptAnswer>();
  const answer = fetcher.data;
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    form.set("csrf", csrf);
    fetcher.submit(form, { method: "post", action: url, encType: "multipart/form-data" });
  };
  return (
    <form onSubmit={send}>
      <BlockStack gap="300">
        <Text as="p">{say("batches.receipt.body")}</Text>
        <div role="status">
          {answer && (
            <Banner tone={answer.kind === "kept" ? "success" : "warning"}>
              {answer.kind === "kept"
                ? say("batches.receipt.kept")
                : say(`batches.receipt.refused.${answer.reason}`)}
            </Banner>
          )}
        </div>
        <label>
          <Text as="span">{say("batches.receipt.file")}</Text>
          <br />
          <input type="file" name="file" accept={RECEIPT_TYPES.join(",")} required />
        </label>
        <div>
          <Button submit loading={fetcher.state !== "idle"}>
            {say("batches.receipt.add")}
          </Button>
        </div>
      </BlockStack>
    </form>
  );
}
