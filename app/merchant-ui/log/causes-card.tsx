import { BlockStack, Card, Text } from "@shopify/polaris";
import type { LogEntryView } from "#app/log/log-entry.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";

/** Why a signature did not fit, the likeliest first, each with what to do. Neither signature is ever shown. */
export function CausesCard({ causes }: Pick<LogEntryView, "causes">) {
  const { say } = useWords();
  const url = useAddress("/app/connect");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("log.cause.title")}
        </Text>
        {causes.length === 0 && <Text as="p">{say("log.cause.none")}</Text>}
        {causes.map(({ cause, keys }, index) => (
          <BlockStack gap="100" key={cause}>
            <Text as="h3" variant="headingSm">
              {say(index === 0 ? "log.cause.likely" : "log.cause.possible")}
            </Text>
            <Text as="p" fontWeight="semibold">
              {say(`log.cause.${cause}.why`)}
            </Text>
            {keys && (
              <Text as="p">
                {say("log.cause.keys", {
                  serviceId: String(keys.serviceId),
                  mode: say(keys.mode === "live" ? "status.mode.live" : "status.mode.test"),
                })}
              </Text>
            )}
            <Text as="p">{say(`log.cause.${cause}.fix`)}</Text>
          </BlockStack>
        ))}
        <div>
          <MerchantLink url={url}>{say("log.cause.connect")}</MerchantLink>
        </div>
      </BlockStack>
    </Card>
  );
}
