/** What a filter of the list asks of a payment `p` with its newest code `c`, as SQL conditions that all must hold. Pure. */
import {
  limaDayEnd,
  limaDayStart,
  wantedStatuses,
  type ListFilter,
} from "#app/payments/payment-list-filter.ts";
import { hasStatus } from "#app/payments/payment-list-status.ts";
import { channelIs, hourIs, STEP_REACHED } from "#app/payments/payment-list-steps.ts";

/** A filter of which it is decided whether it shows test or live payments. */
export type KnownMode = ListFilter & { mode: NonNullable<ListFilter["mode"]> };

/** An id is made a moment before or after its payment is stamped; this is a first, coarse cut, which an index can make. */
export const ID_SLACK_MS = 5 * 60_000;

/** What a statement is given besides its text; each value is named by its place. */
export class StatementValues {
  readonly list: unknown[] = [];
  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

export function narrowing(filter: KnownMode, values: StatementValues): string[] {
  const { from, to, currency, minCentimos, maxCentimos, mode, hour, channel } = filter;
  const where: string[] = [];
  if (mode !== "all") where.push(`p.test = ${String(mode === "test")}`);
  if (currency) where.push(`p.currency = ${values.add(currency)}`);
  if (minCentimos !== null) where.push(`p.amount_centimos >= ${values.add(minCentimos)}`);
  if (maxCentimos !== null) where.push(`p.amount_centimos <= ${values.add(maxCentimos)}`);
  if (from) where.push(...since(limaDayStart(from), ">=", -ID_SLACK_MS, values));
  if (to) where.push(...since(limaDayEnd(to), "<", ID_SLACK_MS, values));
  if (hour !== null) where.push(hourIs(values.add(hour)));
  if (channel !== null) where.push(channelIs(channel, (name) => values.add(name)));
  where.push(...filter.steps.map((step) => STEP_REACHED[step]));
  where.push(...hasStatus(wantedStatuses(filter)));
  return where;
}

function since(instant: Date, comparison: ">=" | "<", slackMs: number, values: StatementValues): string[] {
  const id = values.add(smallestIdAt(instant.getTime() + slackMs));
  return [`p.id ${comparison} ${id}::uuid`, `p.received_at ${comparison} ${values.add(instant)}`];
}

/** No id that was made at this millisecond or later sorts before it. */
export function smallestIdAt(timeMs: number): string {
  const hex = timeMs.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
