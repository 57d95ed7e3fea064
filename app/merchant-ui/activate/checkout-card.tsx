import { BlockStack, Button, Card, InlineStack, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { CopyField } from "../connect/copy-field.tsx";
import { merchantWords, useWords } from "../words.tsx";

const ICON = "/payment-method-icon.svg";
const BADGES: Record<MerchantLanguage, string> = {
  es: "/pay-in-cash-es.svg",
  en: "/pay-in-cash-en.svg",
  "zh-CN": "/pay-in-cash-zh-cn.svg",
};

const TEXTS = ["cart", "footer", "help"] as const;

/** *See it in your checkout*: what shoppers will read, in their language, and what to put on the shop's own pages. */
export function CheckoutCard() {
  const { say, language } = useWords();
  const [shown, setShown] = useState<MerchantLanguage>(language);
  // In the shopper's language, whatever the merchant reads in.
  const shopper = merchantWords(shown);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {say("connect.checkout.title")}
        </Text>
        <Text as="p">{say("connect.checkout.body")}</Text>
        <Select
          label={say("connect.checkout.language")}
          options={MERCHANT_LANGUAGES.map((value) => ({
            value,
            label: say(`connect.checkout.in.${value}`),
          }))}
          value={shown}
          onChange={(value) => setShown(MERCHANT_LANGUAGES.find((each) => each === value) ?? shown)}
        />
        <div lang={shown}>
          <InlineStack gap="300" blockAlign="center" wrap={false}>
            <img src={ICON} width="38" height="24" alt="" />
            <BlockStack>
              <Text as="p" fontWeight="semibold">
                {shopper.say("connect.shopper.label")}
              </Text>
              <Text as="p" tone="subdued">
                {shopper.say("connect.shopper.explanation")}
              </Text>
            </BlockStack>
          </InlineStack>
        </div>
        <Text as="h3" variant="headingSm">
          {say("connect.checkout.texts")}
        </Text>
        {TEXTS.map((place) => (
          <CopyField
            key={`${place} ${shown}`}
            label={say(`connect.checkout.place.${place}`)}
            value={shopper.say(`connect.shopper.${place}`)}
            multiline
          />
        ))}
        <Text as="h3" variant="headingSm">
          {say("connect.checkout.badge")}
        </Text>
        <InlineStack gap="300" blockAlign="center">
          <img
            src={BADGES[shown]}
            width="240"
            height="56"
            alt={shopper.say("connect.shopper.badgeAlt")}
            lang={shown}
          />
          <Button url={BADGES[shown]} download>
            {say("connect.checkout.download")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
