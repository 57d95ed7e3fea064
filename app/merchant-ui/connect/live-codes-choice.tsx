import { BlockStack, ChoiceList, Text } from "@shopify/polaris";
import type { LiveCodes } from "#app/merchants/connect-form.ts";
import { useWords } from "../words.tsx";

/** Codes can still be paid under an account that goes: how many, and what becomes of them. */
export function LiveCodesChoice(props: {
  count: number;
  chosen: LiveCodes;
  onChoose: (chosen: LiveCodes) => void;
}) {
  const { say } = useWords();
  return (
    <BlockStack gap="200">
      <Text as="p" fontWeight="medium">
        {say("connect.liveCodes.count", { n: props.count })}
      </Text>
      <ChoiceList
        title={say("connect.liveCodes.title")}
        choices={[
          {
            value: "finish",
            label: say("connect.liveCodes.finish"),
            helpText: say("connect.liveCodes.finishHelp"),
          },
          {
            value: "void",
            label: say("connect.liveCodes.void"),
            helpText: say("connect.liveCodes.voidHelp"),
          },
        ]}
        selected={[props.chosen]}
        onChange={([chosen]) => props.onChoose(chosen === "void" ? "void" : "finish")}
      />
    </BlockStack>
  );
}
