/**
 * What a merchant is told of whether their shop works. Each line is a word with a text in the catalogue (`doctor.said.*`); the word decides
 * its mark, what to do and where. Pure, and without a word of the operator's: this goes to the merchant's browser.
 */
import { SIGNS, type Mark } from "#app/doctor/mark.ts";

export const SHOP_CHECKS = ["service", "live", "test", "notices", "token", "told", "address"] as const;
export type ShopCheck = (typeof SHOP_CHECKS)[number];

const CONNECT = "/app/connect";
const ACTIVATE = "/app/activate";

interface Meaning {
  mark: Exclude<Mark, "skipped">;
  /** Where it is mended; null where it is not the merchant's to mend, or there is nothing. */
  path: string | null;
}

const ok = { mark: "ok", path: null } as const;

export const SHOP_WORDS = {
  "service-good": ok,
  "service-slow": { mark: "warning", path: null },
  "service-bad": { mark: "failure", path: null },
  "live-accepted": ok,
  "live-refused": { mark: "failure", path: CONNECT },
  "live-unproved": { mark: "warning", path: CONNECT },
  "live-none": { mark: "warning", path: CONNECT },
  "live-silent": { mark: "failure", path: null },
  "live-unclear": { mark: "warning", path: null },
  "test-accepted": ok,
  "test-refused": { mark: "warning", path: CONNECT },
  "test-unproved": { mark: "warning", path: CONNECT },
  "test-none": ok,
  "test-silent": { mark: "warning", path: null },
  "test-unclear": { mark: "warning", path: null },
  "notices-came": ok,
  "notices-none": ok,
  "notices-arrive": ok,
  "notices-missed": { mark: "warning", path: CONNECT },
  "notices-lost": { mark: "failure", path: null },
  "token-good": ok,
  "token-lost": { mark: "failure", path: null },
  "told-on": ok,
  "told-off": { mark: "warning", path: ACTIVATE },
  "told-waiting": { mark: "warning", path: ACTIVATE },
  "told-problem": { mark: "failure", path: ACTIVATE },
  "told-keys": { mark: "failure", path: CONNECT },
  "told-token": { mark: "failure", path: ACTIVATE },
  "address-good": ok,
  "address-bad": { mark: "failure", path: null },
} as const satisfies Record<string, Meaning>;
export type ShopWord = keyof typeof SHOP_WORDS;

export interface ShopLine {
  check: ShopCheck;
  word: ShopWord;
  /** ISO instant of when it was so, where that matters. */
  at: string | null;
  count: number | null;
}

export interface ShopHealth {
  /** ISO instant. */
  at: string;
  lines: ShopLine[];
}

/** What can be sent to support as it is: words of the list and times, of this shop alone. */
export function shopSupportText(shop: string, health: ShopHealth): string {
  return [
    `Ventanilla, ${shop}, ${health.at}`,
    ...health.lines.map(({ check, word, at, count }) =>
      [SIGNS[SHOP_WORDS[word].mark], check, word, count, at].filter((part) => part !== null).join(" "),
    ),
  ].join("\n");
}
