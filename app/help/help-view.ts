/** What the help page shows, as plain values. */

/** In the order of the page. */
export const HELP_TOPICS = ["paying", "deadlines", "refunds", "books", "failures", "joining"] as const;
export type HelpTopic = (typeof HELP_TOPICS)[number];

/** Pages that an answer may lead to, with the word of their link. */
export const HELP_LINKS = {
  "/app/payments": "payments",
  "/app/cases": "cases",
  "/app/cases/reports": "reports",
  "/app/refunds": "refunds",
  "/app/refunds/settings": "refund-settings",
  "/app/connect": "connect",
  "/app/rules": "rules",
  "/app/shopper-page": "shopper-page",
  "/app/search": "search",
  "/app/books": "books",
  "/app/doctor": "doctor",
} as const;
export type HelpLink = keyof typeof HELP_LINKS;

export interface HelpAnswer {
  id: string;
  topic: HelpTopic;
  question: string;
  /** Paragraphs; one that begins with `- ` is a line of a list. */
  answer: readonly string[];
  /** Somebody was led here for it. */
  isAbout: boolean;
  links: readonly HelpLink[];
  sources: readonly { title: string; address: string | null; readOn: string }[];
}

export interface HelpView {
  /** As it was typed. */
  typed: string;
  isSearch: boolean;
  /** The day of the last review, "YYYY-MM-DD". */
  reviewedOn: string;
  count: number;
  topics: readonly { topic: HelpTopic; answers: readonly HelpAnswer[] }[];
}
