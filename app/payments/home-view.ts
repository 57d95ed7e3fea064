/** What the merchant's home page shows, and how it is chosen. Pure. */
import type { Currency, Money } from "#app/lib/money.ts";
import type { SetupFacts, SetupStep, ShopStatus } from "#app/merchants/setup-steps.ts";
import type { PaymentStatus } from "#app/payments/payment-status.ts";

/** The figures' period: this many days of Lima, today included. */
export const HOME_DAYS = 30;
const DAY_MS = 86_400_000;
const LIMA_OFFSET_MS = -5 * 3_600_000;

export interface DayFigures {
  /** Of Lima: `2026-11-24`. */
  day: string;
  /** Codes of payments that began on that day. */
  created: number;
  /** Of those, how many are paid by now. */
  paid: number;
}

export interface HomeFigures {
  days: DayFigures[];
  created: number;
  paid: number;
  collected: Money[];
  /** From the code's creation to its payment; null while none is paid. */
  medianMs: number | null;
  awaiting: number;
}

export interface LatestPayment {
  id: string;
  status: PaymentStatus;
  amount: Money;
  cip: string | null;
  receivedAt: string;
}

export interface AttentionFacts {
  /** Open cases that nobody has taken or noted on for so many hours. */
  late: number;
  attentionHours: number;
  /** Open cases without those below. */
  cases: number;
  /** Open cases because Shopify refused a report, or never answered it. */
  reports: number;
  /** Money in open cases that no order accounts for. */
  held: Money[];
  /** Codes that can be paid, of an account that was disconnected. */
  codesOfDisconnected: number;
  /** ISO, UTC: since when nothing is known of a code that PagoEfectivo should have been asked about; null while all is known. */
  unansweredSince: string | null;
}

export type HomeBanner = "refused" | "switchedOff" | "reports" | "testOnly";

export interface HomeView {
  status: ShopStatus;
  /** Null until keys are connected. */
  environment: "live" | "test" | null;
  banner: HomeBanner | null;
  setup: { steps: SetupStep[]; done: number; isComplete: boolean; isDismissed: boolean };
  /** Which payments are counted: test payments only where there is no other. */
  mode: "live" | "test";
  period: { from: string; to: string };
  figures: HomeFigures;
  attention: AttentionFacts;
  latest: LatestPayment[];
}

/** At most one, the worst first: two banners are read as none. */
export function homeBanner(facts: SetupFacts, attention: AttentionFacts): HomeBanner | null {
  if (facts.isRefused) return "refused";
  if (facts.switchedOffReason !== null) return "switchedOff";
  if (attention.reports > 0) return "reports";
  const isTestOnly = facts.connectedModes.length > 0 && !facts.connectedModes.includes("live");
  return isTestOnly && facts.configuredReady === true ? "testOnly" : null;
}

/** The last days of Lima up to the one that `now` is in, oldest first. */
export function lastDays(now: Date, count = HOME_DAYS): string[] {
  const todayMs = now.getTime() + LIMA_OFFSET_MS;
  return Array.from({ length: count }, (_, index) =>
    new Date(todayMs - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

export interface DayRow {
  day: string;
  currency: Currency;
  created: number;
  paid: number;
  paidCentimos: number;
}

/** One entry for each day, also those on which nothing happened, and the sums. Currencies are never added up. */
export function sumDays(days: readonly string[], rows: readonly DayRow[]) {
  const sum = (of: readonly DayRow[], what: "created" | "paid" | "paidCentimos") =>
    of.reduce((total, row) => total + row[what], 0);
  const currencies = [...new Set(rows.map(({ currency }) => currency))].sort();
  return {
    days: days.map((day) => {
      const ofDay = rows.filter((row) => row.day === day);
      return { day, created: sum(ofDay, "created"), paid: sum(ofDay, "paid") };
    }),
    created: sum(rows, "created"),
    paid: sum(rows, "paid"),
    collected: currencies.map((currency) => ({
      currency,
      centimos: sum(
        rows.filter((row) => row.currency === currency),
        "paidCentimos",
      ),
    })),
  };
}

/** Ids are UUIDs of version 7: no id made at that instant or later is below this one. */
export function firstIdAt(instant: Date): string {
  const ms = instant.getTime().toString(16).padStart(12, "0");
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`;
}
