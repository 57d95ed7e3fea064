/**
 * How often something may be asked for, exactly, however many processes are asked: a bucket of turns for each key, in the one
 * database. A row says only when its bucket is full again; a full bucket needs no row.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { invariant } from "#app/lib/invariant.ts";

export interface TurnWish {
  /** What is limited, and for whom: `check:<code id>`. Never a personal datum: hash it first. */
  key: string;
  at: Date;
  /** So many turns may be taken at once. */
  capacity: number;
  /** After each of these one more. */
  refillMs: number;
}

export interface Turn {
  isAllowed: boolean;
  /** 0 where it is allowed; else when to come again, if nobody else takes that turn. */
  retryAfterMs: number;
}

/**
 * Takes one turn, or says when there is one again; a refusal costs nothing. Turns are taken one after the other under the
 * row's lock. Equal keys must come with equal numbers. A bucket is never emptier than empty: who took turns under a clock
 * that was ahead, and has since been set back, waits for one refill and not until that future has come.
 */
export async function takeTurn(db: Queryable, wish: TurnWish): Promise<Turn> {
  const { key, at, capacity, refillMs } = wish;
  invariant(capacity >= 1 && refillMs >= 1, "a bucket holds a turn and fills again");
  const { rows } = await db.query<{ isAllowed: boolean; fullAt: Date }>({
    name: "take-turn",
    text: `
      insert into turn_buckets as b (key, full_at, was_allowed)
      values ($1, $2::timestamptz + $4 * interval '1 millisecond', true)
      on conflict (key) do update set
        was_allowed = greatest(b.full_at, $2) + $4 * interval '1 millisecond' <= $2 + $3 * interval '1 millisecond',
        full_at = case when greatest(b.full_at, $2) + $4 * interval '1 millisecond' <= $2 + $3 * interval '1 millisecond'
          then greatest(b.full_at, $2) + $4 * interval '1 millisecond'
          else least(b.full_at, $2 + $3 * interval '1 millisecond') end
      returning was_allowed as "isAllowed", full_at as "fullAt"`,
    values: [key, at, capacity * refillMs, refillMs],
  });
  const [row] = rows;
  invariant(row, "a bucket answers");
  if (row.isAllowed) return { isAllowed: true, retryAfterMs: 0 };
  return {
    isAllowed: false,
    retryAfterMs: row.fullAt.getTime() + refillMs - capacity * refillMs - at.getTime(),
  };
}

/** In how long this wish would be granted; 0: now. Takes nothing. */
export async function timeToTurn(db: Queryable, wish: TurnWish): Promise<number> {
  const { key, at, capacity, refillMs } = wish;
  const { rows } = await db.query<{ fullAt: Date }>({
    name: "time-to-turn",
    text: `select full_at as "fullAt" from turn_buckets where key = $1`,
    values: [key],
  });
  const fullInMs = (rows[0]?.fullAt.getTime() ?? 0) - at.getTime();
  return Math.max(0, Math.min(fullInMs, capacity * refillMs) + refillMs - capacity * refillMs);
}

/** Removes buckets that are full again: without a row they are just as full. */
export async function removeFullBuckets(db: Queryable, at: Date): Promise<number> {
  const { rowCount } = await db.query({
    name: "remove-full-buckets",
    text: "delete from turn_buckets where full_at <= $1",
    values: [at],
  });
  return rowCount ?? 0;
}
