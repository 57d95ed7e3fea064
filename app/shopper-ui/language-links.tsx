import type { AddressLanguage, ShopperLanguage, WaitingView } from "#app/payments/voucher-view.ts";
import { useQuechua } from "./quechua-panel.tsx";
import { useWords } from "./words.tsx";

/** Each language by its own name, for whoever reads no other; two letters are no word to a screen reader. */
const NAMES: Record<ShopperLanguage, { short: string; full: string }> = {
  es: { short: "ES", full: "Español" },
  en: { short: "EN", full: "English" },
};

interface Choice {
  language: AddressLanguage;
  short: string;
  full: string;
  isCurrent: boolean;
}

/**
 * Plain links to this same page: the choice lives in the address, in no cookie. Nothing where there is no choice. Quechua
 * has its own name only from who reviewed it.
 */
export function LanguageLinks(props: {
  languages: readonly ShopperLanguage[];
  quechua?: WaitingView["quechua"];
}) {
  const { language: current, say } = useWords();
  const words = useQuechua();
  const { languages, quechua = null } = props;
  const choices: Choice[] = languages.map((language) => ({
    language,
    ...NAMES[language],
    isCurrent: language === current && quechua !== "shown",
  }));
  if (quechua !== null && words !== null) {
    choices.push({ language: "qu", short: "QU", full: words.language, isCurrent: quechua === "shown" });
  }
  if (choices.length < 2) return null;
  return (
    <header className="languages screen-only">
      <nav aria-label={say("voucher.language")}>
        {choices.map(({ language, short, full, isCurrent }) => (
          <a
            key={language}
            href={`?lang=${language}`}
            lang={language}
            hrefLang={language}
            aria-current={isCurrent ? "true" : undefined}
          >
            {short}
            <span className="spoken"> {full}</span>
          </a>
        ))}
      </nav>
    </header>
  );
}
