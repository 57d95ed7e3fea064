import { BlockStack, Card, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { CATALOGUE } from "#app/channels/channel-catalogue.ts";
import type { PageSettings } from "#app/merchants/page-settings-form.ts";
import { LOCALES } from "#app/messages/message.ts";
import { SHOPPER_LANGUAGES, type ShopperLanguage } from "#app/payments/voucher-view.ts";
import { AccentStyle } from "#app/shopper-ui/page-accent.tsx";
import { PREVIEW_STATES, previewView, type PreviewState } from "#app/shopper-ui/preview-views.ts";
import { VoucherPage } from "#app/shopper-ui/voucher-page.tsx";
import { useWords } from "../words.tsx";
import { PhoneFrame } from "./phone-frame.tsx";

/** The shopper's page as these settings make it, in any of its states. */
export function PreviewCard(props: { settings: PageSettings; now: string; onSeen: () => void }) {
  const { date, say } = useWords();
  const { settings } = props;
  const [state, setState] = useState<PreviewState>("open");
  const [wanted, setWanted] = useState<ShopperLanguage>("es");
  const language = settings.offersEnglish ? wanted : "es";
  const want = (chosen: string) => setWanted(SHOPPER_LANGUAGES.find((each) => each === chosen) ?? "es");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("page.preview.title")}
        </Text>
        <Text as="p" tone="subdued">
          {say("page.preview.body")}{" "}
          {say("page.preview.channels", { date: date(`${CATALOGUE.reviewedOn}T12:00:00.000Z`) })}
        </Text>
        <Select
          label={say("page.preview.state")}
          options={PREVIEW_STATES.map((value) => ({ value, label: say(`page.state.${value}`) }))}
          value={state}
          onChange={(chosen) => setState(PREVIEW_STATES.find((each) => each === chosen) ?? "open")}
        />
        {settings.offersEnglish && (
          <Select
            label={say("page.preview.language")}
            options={SHOPPER_LANGUAGES.map((value) => ({
              value,
              label: say(`page.preview.language.${value}`),
            }))}
            value={language}
            onChange={want}
          />
        )}
        <PhoneFrame
          title={say("page.preview.frame", { state: say(`page.state.${state}`) })}
          lang={LOCALES[language]}
          onLanguage={want}
          onSeen={props.onSeen}
        >
          <SamplePage settings={settings} state={state} language={language} now={props.now} />
        </PhoneFrame>
      </BlockStack>
    </Card>
  );
}

/** The very parts that the shopper is sent. */
export function SamplePage(props: {
  settings: PageSettings;
  state: PreviewState;
  language: ShopperLanguage;
  now: string;
}) {
  const { settings, now, language } = props;
  const choices = {
    languages: SHOPPER_LANGUAGES.filter((each) => each === "es" || settings.offersEnglish),
    accentColor: settings.accentColor,
    support: {
      helpUrl: settings.helpUrl,
      email: settings.supportEmail,
      whatsapp: settings.supportWhatsapp,
      phone: settings.supportPhone,
    },
  };
  const view = previewView(props.state, { storeName: settings.storeName, choices, language, now });
  return (
    <>
      <AccentStyle color={settings.accentColor} />
      {/* Anew for each state, as a shopper's browser would show it: nothing stays unfolded. */}
      <VoucherPage key={props.state} view={view} now={now} />
    </>
  );
}
