/** The operator takes a channel away from every shopper's page without a deploy, and gives it back. */
import { CATALOGUE } from "#app/channels/channel-catalogue.ts";
import {
  loadSwitchedOff,
  storeSwitchedOff,
  storeSwitchedOn,
} from "#app/channels/channel-switch-store.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";

interface Deps {
  db: Queryable;
  clock: Clock;
}

export interface ChannelSwitch {
  id: string;
  /** Null: the catalogue no longer holds a channel of this name; its switch does nothing. */
  name: string | null;
  off: { since: Date; why: string } | null;
}

/** Every channel of the catalogue, and every switch that is left of one it once held. */
export async function listSwitches({ db }: Pick<Deps, "db">): Promise<ChannelSwitch[]> {
  const off = new Map((await loadSwitchedOff(db)).map((each) => [each.channelId, each]));
  const known = CATALOGUE.channels.map(({ id, displayName }) => ({ id, name: displayName }));
  const left = [...off.keys()].filter((id) => !known.some((channel) => channel.id === id));
  return [...known, ...left.map((id) => ({ id, name: null }))].map((channel) => {
    const found = off.get(channel.id);
    return { ...channel, off: found ? { since: found.offSince, why: found.why } : null };
  });
}

export type SwitchOutcome = "done" | "unknown-channel" | "reason-missing" | "reason-too-long" | "was-on";

/** As many letters as the reason may have: it is one line of a list. */
export const LONGEST_REASON = 200;

export async function switchOff(deps: Deps, input: { id: string; why: string }): Promise<SwitchOutcome> {
  const why = input.why.trim();
  if (!CATALOGUE.channels.some(({ id }) => id === input.id)) return "unknown-channel";
  if (why === "") return "reason-missing";
  if (why.length > LONGEST_REASON) return "reason-too-long";
  await storeSwitchedOff(deps.db, { channelId: input.id, offSince: deps.clock.now(), why });
  return "done";
}

/** Also for a channel that the catalogue no longer holds: its switch is cleared away. */
export async function switchOn({ db }: Pick<Deps, "db">, id: string): Promise<SwitchOutcome> {
  if (await storeSwitchedOn(db, id)) return "done";
  return CATALOGUE.channels.some((channel) => channel.id === id) ? "was-on" : "unknown-channel";
}
