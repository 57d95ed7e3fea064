/** The only writer of the operator's switches. A row is a channel that is off; one that is on has none. */
import type { Queryable } from "#app/lib/database.server.ts";

export interface SwitchedOff {
  channelId: string;
  offSince: Date;
  why: string;
}

export async function loadSwitchedOff(db: Queryable): Promise<SwitchedOff[]> {
  const { rows } = await db.query<SwitchedOff>({
    name: "load-switched-off-channels",
    text: `
      select channel_id as "channelId", off_since as "offSince", why from channel_switches order by channel_id`,
  });
  return rows;
}

/** Off already: it stays off since then, for the new reason. */
export async function storeSwitchedOff(db: Queryable, off: SwitchedOff): Promise<void> {
  await db.query({
    name: "switch-channel-off",
    text: `
      insert into channel_switches (channel_id, off_since, why) values ($1, $2, $3)
      on conflict (channel_id) do update set why = $3`,
    values: [off.channelId, off.offSince, off.why],
  });
}

/** False when it was on. */
export async function storeSwitchedOn(db: Queryable, channelId: string): Promise<boolean> {
  const { rows } = await db.query({
    name: "switch-channel-on",
    text: `delete from channel_switches where channel_id = $1 returning channel_id`,
    values: [channelId],
  });
  return rows.length === 1;
}
