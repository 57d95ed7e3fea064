import { Text } from "@shopify/polaris";
import { MerchantLink, useAddress } from "../../merchant-link.tsx";
import { useWords } from "../../words.tsx";

/** On the refund's page: the way to the batch that it is in, or was paid with. */
export function InBatch({ batch }: { batch: { id: string; number: number } }) {
  const { say } = useWords();
  const url = useAddress(`/app/refunds/batches/${batch.id}`);
  const name = say("batches.name", { number: String(batch.number) });
  return (
    <Text as="p">
      <MerchantLink url={url}>{say("batches.in", { name })}</MerchantLink>
    </Text>
  );
}
