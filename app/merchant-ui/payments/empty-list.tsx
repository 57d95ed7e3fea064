import { BlockStack, Box, Button, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { PaymentList } from "#app/payments/payment-list.ts";
import { widened } from "#app/payments/payment-list-filter.ts";
import { useAddress } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";
import { useListAddress } from "./list-address.ts";

/** Why nothing is shown: nothing can come yet, nothing has come yet, or nothing matches. */
export function EmptyList({ list }: { list: PaymentList }) {
  const { say } = useWords();
  const connect = useAddress("/app/connect");
  const { addressFor } = useListAddress();
  if (list.shop.hasPayments) {
    const clear = addressFor({ ...widened(list.filter), view: "all", mode: "all" });
    return (
      <Explained title={say("list.empty.filter")} body={say("list.empty.filterBody")}>
        <Button url={clear}>{say("list.empty.clear")}</Button>
      </Explained>
    );
  }
  if (!list.shop.isConnected) {
    return (
      <Explained title={say("list.empty.connect")} body={say("list.empty.connectBody")}>
        <Button variant="primary" url={connect}>
          {say("list.empty.connectAction")}
        </Button>
      </Explained>
    );
  }
  return <Explained title={say("list.empty.first")} body={say("list.empty.firstBody")} />;
}

function Explained(props: { title: string; body: string; children?: ReactNode }) {
  return (
    <Box padding="800">
      <BlockStack gap="300" inlineAlign="center">
        <Text as="h2" variant="headingMd" alignment="center">
          {props.title}
        </Text>
        <Text as="p" alignment="center">
          {props.body}
        </Text>
        {props.children}
      </BlockStack>
    </Box>
  );
}
