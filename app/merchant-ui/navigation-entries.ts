import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { merchantMessage, type PlainMerchantMessageId } from "#app/messages/merchant-message.ts";

export interface NavigationEntry {
  path: string;
  label: PlainMerchantMessageId;
}

/** The sections of the admin, in both shells. The first is the home page, which Shopify's own menu names after the app. */
export const NAVIGATION_ENTRIES = [
  { path: "/app", label: "shell.nav.home" },
  { path: "/app/payments", label: "shell.nav.payments" },
  { path: "/app/cases", label: "shell.nav.cases" },
  { path: "/app/refunds", label: "shell.nav.refunds" },
  { path: "/app/figures", label: "shell.nav.figures" },
  { path: "/app/books", label: "shell.nav.books" },
  { path: "/app/connect", label: "shell.nav.connect" },
  { path: "/app/rules", label: "shell.nav.rules" },
  { path: "/app/shopper-page", label: "shell.nav.page" },
  { path: "/app/activate", label: "shell.nav.activate" },
  { path: "/app/search", label: "shell.nav.search" },
  { path: "/app/help", label: "shell.nav.help" },
  { path: "/app/log", label: "log.nav" },
] as const satisfies readonly NavigationEntry[];

/** Pages that are reached from others, with what the browser's tab calls them. */
const OTHER_PAGES: readonly NavigationEntry[] = [
  { path: "/app/doctor", label: "doctor.title" },
  { path: "/app/books/statements", label: "statements.title" },
  { path: "/app/books/payouts", label: "fees.payouts.title" },
  { path: "/app/books/fees", label: "fees.title" },
];

export type NavigationPath = (typeof NAVIGATION_ENTRIES)[number]["path"];

/** What the browser's tab says: the section, then the app. */
export function documentTitle(pathname: string, language: MerchantLanguage): string {
  const entry = [...NAVIGATION_ENTRIES, ...OTHER_PAGES].findLast(
    ({ path }) => pathname === path || pathname.startsWith(`${path}/`),
  );
  return `${merchantMessage(entry?.label ?? "shell.nav.home", undefined, language)} · PagoEfectivo`;
}
