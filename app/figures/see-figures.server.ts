import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import { findPaymentModes } from "#app/payments/home-queries.server.ts";
import { HOME_DAYS, lastDays } from "#app/payments/home-view.ts";
import { readListFilter, type ListFilter, type ListMode } from "#app/payments/payment-list-filter.ts";
import {
  countChannels,
  countOutcomes,
  countSteps,
  measurePayTimes,
} from "#app/figures/figure-queries.server.ts";
import {
  currenciesOf,
  funnelOf,
  outcomesOf,
  periodOf,
  valuesOf,
  type FiguresView,
} from "#app/figures/figures-view.ts";

export interface FiguresDeps {
  db: Queryable;
  clock: Clock;
}

/**
 * The figures of one shop, for the query of an address that means the same payments in the list. Where no day is asked for, those of
 * the last 30 days. Test payments count only where they are asked for, or where there are no others.
 */
export async function seeFigures(
  deps: FiguresDeps,
  input: { shopId: string; query: URLSearchParams },
): Promise<FiguresView> {
  const { db } = deps;
  const { shopId } = input;
  const asked = readListFilter(input.query);
  const modes = await findPaymentModes(db, shopId);
  const days = lastDays(deps.clock.now(), HOME_DAYS);
  const today = days.at(-1) ?? null;
  const filter = { ...withPeriod(asked, days[0] ?? null, today), mode: countedMode(asked, modes) };
  const everywhere = await countOutcomes(db, { shopId, filter: { ...filter, currency: null } });
  const currencies = currenciesOf(everywhere);
  const currency = filter.currency ?? currencies[0]?.currency ?? "PEN";
  const shown = { ...filter, currency };
  const rows = everywhere.filter((row) => row.currency === currency);
  const [steps, channels, times] = await Promise.all([
    countSteps(db, { shopId, filter: shown }),
    countChannels(db, { shopId, filter: shown }),
    measurePayTimes(db, { shopId, filter: shown }),
  ]);
  const period = periodOf(filter, rows, today ?? "");
  return {
    filter: shown,
    asked,
    hasPayments: modes.any,
    currencies,
    outcomes: outcomesOf(rows),
    ...funnelOf(period, [...steps, ...channels]),
    times,
    values: valuesOf(period, rows),
  };
}

/** The same figures once for each currency that was asked for and has payments; once, empty, where there are none. */
export async function* seeFiguresOfEach(
  deps: FiguresDeps,
  input: { shopId: string; query: URLSearchParams },
): AsyncGenerator<FiguresView, void> {
  const first = await seeFigures(deps, input);
  yield first;
  if (first.asked.currency !== null) return;
  for (const { currency } of first.currencies) {
    if (currency !== first.filter.currency) yield seeFigures(deps, withCurrency(input, currency));
  }
}

function withCurrency(input: { shopId: string; query: URLSearchParams }, currency: Currency) {
  const query = new URLSearchParams(input.query);
  query.set("currency", currency);
  return { ...input, query };
}

function withPeriod(asked: ListFilter, from: string | null, to: string | null): ListFilter {
  return asked.from === null && asked.to === null ? { ...asked, from, to } : asked;
}

function countedMode(asked: ListFilter, modes: { any: boolean; live: boolean }): ListMode {
  return asked.mode ?? (modes.any && !modes.live ? "test" : "live");
}
