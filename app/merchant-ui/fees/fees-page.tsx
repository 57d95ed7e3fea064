import { BlockStack } from "@shopify/polaris";
import { useState } from "react";
import type { FeesAnswer } from "#app/books/fee-terms-form.ts";
import type { FeesView, ShownTerms } from "#app/books/fees-view.ts";
import { useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { useOpenedSettings } from "../opened-settings.ts";
import { SettingsConflict } from "../settings-conflict.tsx";
import { useWords } from "../words.tsx";
import { FeesForm } from "./fees-form.tsx";
import { FeesHistory } from "./fees-history.tsx";
import { InForceCard } from "./in-force-card.tsx";
import { MonthCard } from "./month-card.tsx";

/** What PagoEfectivo charges the merchant and when it pays, as their contract says: by dates, never guessed. */
export function FeesPage(props: { view: FeesView; answer: FeesAnswer | null }) {
  const { say } = useWords();
  const settings = useOpenedSettings(props.view, props.answer, say("fees.saved"));
  const answer = settings.answer === null ? null : props.answer;
  const payouts = useAddress("/app/books/payouts");
  const books = useAddress("/app/books");
  const { opened } = settings;
  const [chosenKey, choose] = useState<string | null>(null);
  const [isDirty, setDirty] = useState(false);
  const chosen = opened.terms.find((terms) => keyOf(terms) === chosenKey) ?? null;
  return (
    <MerchantPage
      title={say("fees.title")}
      subtitle={say("fees.subtitle")}
      width="narrow"
      back={{ label: say("books.title"), url: books }}
      secondaryActions={[{ label: say("fees.toPayouts"), url: payouts }]}
    >
      <BlockStack gap="400">
        {answer?.kind === "conflict" && (
          <SettingsConflict
            title={say("rules.conflict.title")}
            body={say("rules.conflict.body")}
            reloadLabel={say("rules.conflict.reload")}
            onReload={settings.reload}
          />
        )}
        <InForceCard view={opened} />
        <FeesForm
          key={`${settings.formKey} ${chosenKey ?? ""}`}
          view={opened}
          chosen={chosen}
          answer={answer}
          onDirty={setDirty}
          onDiscard={() => {
            choose(null);
            settings.discard();
          }}
        />
        {opened.terms.length > 0 && (
          <FeesHistory view={opened} isBusy={isDirty} onChoose={(terms) => choose(keyOf(terms))} />
        )}
        {opened.month.map((month) => (
          <MonthCard key={month.currency} month={month} />
        ))}
      </BlockStack>
    </MerchantPage>
  );
}

function keyOf({ currency, validFrom }: Pick<ShownTerms, "currency" | "validFrom">): string {
  return `${currency} ${validFrom}`;
}
