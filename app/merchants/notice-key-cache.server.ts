/**
 * Holds the keys of notice URLs for a moment: reading and opening them for every notice would cost the door more than
 * storing it. Keys that a rotation has just added are found at once, because whoever fails to verify asks for fresh ones.
 */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { noticeKeys, type NoticeKeys } from "#app/merchants/credential-queries.server.ts";

const HELD_MS = 10_000;
/** More shops than this notify one process within seconds only if something is wrong. */
const MOST_HELD = 5_000;

export interface NoticeKeyCache {
  /** The keys of this URL token, held for ten seconds at most; null when the token is not known. */
  held(noticeToken: string): Promise<NoticeKeys | null>;
  /** The keys as they are now. */
  fresh(noticeToken: string): Promise<NoticeKeys | null>;
}

export function createNoticeKeyCache(deps: { db: Queryable; vault: Vault; clock: Clock }): NoticeKeyCache {
  const held = new Map<string, { keys: NoticeKeys; until: number }>();

  async function fresh(noticeToken: string): Promise<NoticeKeys | null> {
    // No URL has another form, and some texts the database refuses to look for.
    if (!/^[\w-]{1,64}$/.test(noticeToken)) return null;
    const keys = await noticeKeys(deps.db, deps.vault, noticeToken);
    // Guessed tokens are not held: they would push out those of real shops.
    if (!keys) {
      held.delete(noticeToken);
      return null;
    }
    if (held.size >= MOST_HELD) held.clear();
    held.set(noticeToken, { keys, until: deps.clock.now().getTime() + HELD_MS });
    return keys;
  }

  return {
    held(noticeToken) {
      const known = held.get(noticeToken);
      const now = deps.clock.now().getTime();
      const isUsable = known && now < known.until && known.until - now <= HELD_MS;
      return isUsable ? Promise.resolve(known.keys) : fresh(noticeToken);
    },
    fresh,
  };
}
