/**
 * Which channels can take this code, and what may be said of them. Pure. Two rules keep people with cash from the wrong
 * counter: what nobody has confirmed for years is not said, and what nobody has confirmed keeps nobody away either.
 */
import type { Currency, Money } from "#app/lib/money.ts";
import {
  CHANNEL_GROUPS,
  type Catalogue,
  type Channel,
  type ChannelGroup,
  type FactKind,
} from "./channel-catalogue.ts";

/** A fact that was last confirmed before this day is too old to act on: menus, agents' codes and networks change. */
export const CONFIRMED_SINCE = "2024-01-01";

export interface UsableChannel {
  id: string;
  name: string;
  /** In the words of its own screens; null: the steps of its group hold. */
  steps: readonly string[] | null;
  /** What the cashier or the agent's terminal knows PagoEfectivo by; null: nothing that is confirmed. */
  company: { label: string; code: string } | null;
  hours: string | null;
}

export type Refusal =
  | { kind: "above"; most: Money }
  | { kind: "below"; least: Money }
  | { kind: "currency"; takes: readonly Currency[] }
  | { kind: "switched-off" };

export interface RefusedChannel {
  id: string;
  name: string;
  refusal: Refusal;
}

export interface GroupOffer {
  group: ChannelGroup;
  /** May be empty while the group is usable: then it is known of none by name, and the group's own steps hold. */
  usable: UsableChannel[];
  refused: RefusedChannel[];
  /** False: every channel of this group that anything is known of refuses this code. */
  isUsable: boolean;
}

export interface Order {
  amount: Money;
  language: "es" | "en";
  /** Ids of channels that the operator has switched off. */
  off: readonly string[];
}

/** Every group in the order of the page, each with the channels that this order can be paid at and those that it cannot. */
export function offerChannels(catalogue: Catalogue, order: Order): GroupOffer[] {
  const named = catalogue.channels.filter((channel) => isConfirmed(channel, "accepts"));
  return CHANNEL_GROUPS.map((group) => {
    const usable: UsableChannel[] = [];
    const refused: RefusedChannel[] = [];
    for (const channel of named.filter((each) => each.group === group)) {
      const refusal = refusalOf(channel, order);
      const { id, displayName: name } = channel;
      if (refusal) refused.push({ id, name, refusal });
      else if (channel.currencies.takes.includes(order.amount.currency))
        usable.push(usableChannel(channel, order));
    }
    const isUsable = refused.length === 0 || refused.length < countOf(named, group);
    return { group, usable, refused, isUsable };
  });
}

/** A source that was kept up since 2024 vouches for it. */
export function isConfirmed(channel: Channel, what: FactKind): boolean {
  return channel.facts.some((fact) => fact.what === what && (fact.confirmedOn ?? "") >= CONFIRMED_SINCE);
}

function countOf(channels: readonly Channel[], group: ChannelGroup): number {
  return channels.filter((channel) => channel.group === group).length;
}

function refusalOf(channel: Channel, { amount, off }: Order): Refusal | null {
  if (off.includes(channel.id)) return { kind: "switched-off" };
  const { takes, refuses } = channel.currencies;
  if (refuses.includes(amount.currency) && isConfirmed(channel, "refuses"))
    return { kind: "currency", takes };
  const limit = isConfirmed(channel, "limits") ? channel.limits?.[amount.currency] : undefined;
  if (!limit) return null;
  const { currency, centimos } = amount;
  if (centimos > limit.maxCentimos)
    return { kind: "above", most: { centimos: limit.maxCentimos, currency } };
  if (centimos < limit.minCentimos)
    return { kind: "below", least: { centimos: limit.minCentimos, currency } };
  return null;
}

function usableChannel(channel: Channel, { amount, language }: Order): UsableChannel {
  const said = <Value>(what: FactKind, value: Value | undefined): Value | null =>
    value !== undefined && isConfirmed(channel, what) ? value : null;
  const code = said("company-code", channel.companyCode);
  return {
    id: channel.id,
    name: channel.displayName,
    steps: said("steps", channel.steps?.[amount.currency]?.[language]),
    company: code === null ? null : { label: channel.companyLabel, code },
    hours: said("hours", channel.hours?.[language]),
  };
}
