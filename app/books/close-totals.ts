/** What a close adds up to, by bucket and currency: the figures on its page and in its three files. Pure. */
import { z } from "zod";
import { BUCKETS, type Bucket, type CloseEntry } from "#app/books/close-entry.ts";
import { moneyHere } from "#app/books/close-verdict.ts";
import { CURRENCIES, type Currency } from "#app/lib/money.ts";

const sum = z.number().int();

export const closeTotal = z.object({
  bucket: z.enum(BUCKETS),
  currency: z.enum(CURRENCIES),
  entries: sum,
  hereCentimos: sum,
  thereCentimos: sum,
  settledCentimos: sum,
  feeCentimos: sum,
  igvCentimos: sum,
  netCentimos: sum,
});
export const closeTotals = z.array(closeTotal);
export type CloseTotal = z.infer<typeof closeTotal>;
export type CloseSum = Omit<CloseTotal, "bucket" | "currency">;

const NOTHING: CloseSum = {
  entries: 0,
  hereCentimos: 0,
  thereCentimos: 0,
  settledCentimos: 0,
  feeCentimos: 0,
  igvCentimos: 0,
  netCentimos: 0,
};

/** The totals so far and these entries. Sorted by bucket, then currency. */
export function withEntries(totals: readonly CloseTotal[], entries: readonly CloseEntry[]): CloseTotal[] {
  const sums = new Map(totals.map((total) => [`${total.bucket} ${total.currency}`, { ...total }]));
  const of = (bucket: Bucket, currency: Currency): CloseTotal => {
    const key = `${bucket} ${currency}`;
    const known = sums.get(key) ?? { bucket, currency, ...NOTHING };
    sums.set(key, known);
    return known;
  };
  for (const entry of entries) {
    const { bucket, here, there, settled } = entry;
    of(bucket, here?.currency ?? there?.currency ?? "PEN").entries += 1;
    if (here !== null) of(bucket, here.currency).hereCentimos += centimosHere(entry);
    if (there !== null) of(bucket, there.currency).thereCentimos += there.centimos;
    if (settled !== null) {
      const total = of(bucket, settled.currency);
      total.settledCentimos += settled.centimos;
      total.feeCentimos += settled.feeCentimos ?? 0;
      total.igvCentimos += settled.igvCentimos ?? 0;
      total.netCentimos += settled.netCentimos ?? 0;
    }
  }
  return [...sums.values()].toSorted(
    (one, other) =>
      BUCKETS.indexOf(one.bucket) - BUCKETS.indexOf(other.bucket) ||
      CURRENCIES.indexOf(one.currency) - CURRENCIES.indexOf(other.currency),
  );
}

/** What this app has of the entry's money: what was paid, also where the collector took it back. */
export function centimosHere({ here }: Pick<CloseEntry, "here">): number {
  return here === null || moneyHere(here) === "unpaid" ? 0 : here.amountCentimos;
}

/** Over all buckets, per currency; a currency without any entry is left out. */
export function sumsByCurrency(totals: readonly CloseTotal[]): (CloseSum & { currency: Currency })[] {
  return CURRENCIES.flatMap((currency) => {
    const own = totals.filter((total) => total.currency === currency);
    return own.length === 0 ? [] : [{ currency, ...own.reduce(added, NOTHING) }];
  });
}

function added(one: CloseSum, other: CloseSum): CloseSum {
  return {
    entries: one.entries + other.entries,
    hereCentimos: one.hereCentimos + other.hereCentimos,
    thereCentimos: one.thereCentimos + other.thereCentimos,
    settledCentimos: one.settledCentimos + other.settledCentimos,
    feeCentimos: one.feeCentimos + other.feeCentimos,
    igvCentimos: one.igvCentimos + other.igvCentimos,
    netCentimos: one.netCentimos + other.netCentimos,
  };
}
