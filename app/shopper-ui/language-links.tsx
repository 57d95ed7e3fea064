import type { ShopperLanguage } from "#app/payments/voucher-view.ts";
import { useWords } from "./words.tsx";

/** Each language by its own name, for whoever reads no other; two letters are no word to a screen reader. */
const NAMES: Record<ShopperLanguage, { short: string; full: string }> = {
  es: { short: "ES", full: "Español" },
  en: { short: "EN", full: "English" },
};

/** Plain links to this same page: the choice lives in the address, in no cookie. Nothing where there is no choice. */
export function LanguageLinks({ languages }: { languages: readonly ShopperLanguage[] }) {
  const { language: current, say } = useWords();
  if (languages.length < 2) return null;
  return (
    <header className="languages screen-only">
      <nav aria-label={say("voucher.language")}>
        {languages.map((language) => (
          <a
            key={language}
            href={`?lang=${language}`}
            lang={language}
            hrefLang={language}
            aria-current={language === current ? "true" : undefined}
          >
            {NAMES[language].short}
            <span className="spoken"> {NAMES[language].full}</span>
          </a>
        ))}
      </nav>
    </header>
  );
}
