/** Reads closes for people: the list, one with its entries, what changed against the one before. The shop is in every question. */
import { z } from "zod";
import type { Bucket } from "#app/books/close-entry.ts";
import { keptEntry, type KeptEntry } from "#app/books/close-facts.ts";
import { likelyPairsOfClose, type LikelyPair, type LonelyEntry } from "#app/books/close-likely.ts";
import { statementsOfClose } from "#app/books/close-run-queries.server.ts";
import type { CloseSpan } from "#app/books/close-span.ts";
import { closeTotals, type CloseTotal } from "#app/books/close-totals.ts";
import type { StatementOfClose } from "#app/books/close-entry.ts";
import type { Queryable } from "#app/lib/database.server.ts";

export interface CloseKey {
  shopId: string;
  closeId: string;
}

export interface StoredClose {
  id: string;
  from: string;
  to: string;
  kind: "daily" | "on-demand";
  askedBy: string | null;
  startedAt: Date;
  finishedAt: Date | null;
  state: "asking" | "matching" | "done";
  done: number;
  expected: number;
  exceptions: number;
  accepted: number;
  previousId: string | null;
  nextId: string | null;
  signedBy: string | null;
  signedAt: Date | null;
  signNote: string | null;
  statements: StatementOfClose[];
  totals: CloseTotal[];
  likely: LikelyPair[];
}

const CLOSE = `
  select c.id, to_char(c.from_day, 'YYYY-MM-DD') as "from", to_char(c.to_day, 'YYYY-MM-DD') as "to", c.kind,
    coalesce(u.name, c.asked_by) as "askedBy", c.started_at as "startedAt", c.finished_at as "finishedAt", c.state, c.done,
    c.expected, c.exceptions, (select count(*)::int from close_acceptances a where a.close_id = c.id) as accepted,
    c.previous_id as "previousId",
    (select n.id from closes n where n.previous_id = c.id and n.shop_id = c.shop_id order by n.started_at desc limit 1) as "nextId",
    s.name as "signedBy", s.signed_at as "signedAt", s.note as "signNote", c.statements, c.totals, c.likely
  from closes c
    left join close_signoffs s on s.close_id = c.id
    left join merchant_users u on u.shop_id = c.shop_id and u.user_id = c.asked_by
  where c.shop_id = $1`;

type CloseRow = Omit<StoredClose, "statements" | "totals" | "likely"> &
  Record<"statements" | "totals" | "likely", unknown>;

function stored(row: CloseRow): StoredClose {
  return {
    ...row,
    statements: statementsOfClose.parse(row.statements),
    totals: closeTotals.parse(row.totals),
    likely: likelyPairsOfClose.parse(row.likely),
  };
}

/** The latest days first; of the same days the latest run. */
export async function loadCloses(
  db: Queryable,
  input: { shopId: string; limit: number },
): Promise<StoredClose[]> {
  const { rows } = await db.query<CloseRow>({
    name: "load-closes",
    text: `${CLOSE} order by c.to_day desc, c.started_at desc, c.id desc limit $2`,
    values: [input.shopId, input.limit],
  });
  return rows.map(stored);
}

export async function loadClose(db: Queryable, key: CloseKey): Promise<StoredClose | null> {
  const { rows } = await db.query<CloseRow>({
    name: "load-close",
    text: `${CLOSE} and c.id = $2`,
    values: [key.shopId, key.closeId],
  });
  return rows[0] ? stored(rows[0]) : null;
}

export interface StoredEntry extends KeptEntry {
  acceptedBy: string | null;
  acceptedAt: Date | null;
  note: string | null;
}

const acceptance = z.object({
  acceptedBy: z.string().nullable(),
  acceptedAt: z.date().nullable(),
  note: z.string().nullable(),
});
const storedEntry = keptEntry.extend(acceptance.shape);

const ENTRY = `
  select e.number, e.place, e.bucket, e.problems, e.payment_id as "paymentId", e.cip, e.here_centimos as "hereCentimos",
    e.here_currency as "hereCurrency", e.there_centimos as "thereCentimos", e.there_currency as "thereCurrency",
    e.said_rows as "saidRows", e.facts, coalesce(u.name, a.accepted_by) as "acceptedBy", a.accepted_at as "acceptedAt", a.note
  from closes c
    join close_entries e on e.close_id = c.id
    left join close_acceptances a on a.close_id = e.close_id and a.number = e.number
    left join merchant_users u on u.shop_id = c.shop_id and u.user_id = a.accepted_by
  where c.shop_id = $1 and c.id = $2 and e.number > $3`;

export type EntryView = "exceptions" | "all" | Bucket;

/** A part of the entries in their order, after this number. */
export async function loadEntries(
  db: Queryable,
  key: CloseKey & { view: EntryView; after: number; size: number },
): Promise<StoredEntry[]> {
  const { view } = key;
  const isBucket = view !== "exceptions" && view !== "all";
  const where =
    view === "exceptions" ? "and cardinality(e.problems) > 0" : isBucket ? "and e.bucket = $5" : "";
  const { rows } = await db.query({
    text: `${ENTRY} ${where} order by e.number limit $4`,
    values: [key.shopId, key.closeId, key.after, key.size, ...(isBucket ? [view] : [])],
  });
  return z.array(storedEntry).parse(rows);
}

export async function loadEntry(
  db: Queryable,
  key: CloseKey & { number: number },
): Promise<StoredEntry | null> {
  const { rows } = await db.query({
    name: "load-close-entry",
    text: `${ENTRY} and e.number <= $4`,
    values: [key.shopId, key.closeId, key.number - 1, key.number],
  });
  return z.array(storedEntry).parse(rows)[0] ?? null;
}

export interface CloseChanges {
  /** Exceptions that the close before did not have, and those that it had and this one does not. */
  appeared: number[];
  gone: StoredEntry[];
  appearedCount: number;
  goneCount: number;
}

const IS_SAME = `other.place = e.place and other.problems = e.problems and other.here_centimos is not distinct from e.here_centimos
  and other.there_centimos is not distinct from e.there_centimos`;

/** What is another exception than in the close before it of the same days; the first of each. */
export async function loadChanges(
  db: Queryable,
  input: CloseKey & { previousId: string; limit: number },
): Promise<CloseChanges> {
  const { shopId, closeId, previousId, limit } = input;
  const appeared = await db.query<{ number: number; count: number }>({
    name: "load-close-appeared",
    text: `
      select e.number, count(*) over ()::int as count
      from closes c join close_entries e on e.close_id = c.id and cardinality(e.problems) > 0
      where c.shop_id = $1 and c.id = $2
        and not exists (select 1 from close_entries other where other.close_id = $3 and ${IS_SAME})
      order by e.number limit $4`,
    values: [shopId, closeId, previousId, limit],
  });
  const gone = await db.query<{ count: number }>({
    name: "load-close-gone",
    text: `
      select g.*, count(*) over ()::int as count from (${ENTRY} and cardinality(e.problems) > 0
        and not exists (select 1 from close_entries other where other.close_id = $4 and ${IS_SAME})) g
      order by g.number limit $5`,
    values: [shopId, previousId, 0, closeId, limit],
  });
  return {
    appeared: appeared.rows.map(({ number }) => number),
    appearedCount: appeared.rows[0]?.count ?? 0,
    gone: z.array(storedEntry).parse(gone.rows.map(({ count: _, ...row }) => row)),
    goneCount: gone.rows[0]?.count ?? 0,
  };
}

/** The run of these days that is on its way. */
export async function findRunning(
  db: Queryable,
  input: { shopId: string; span: CloseSpan },
): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>({
    name: "find-running-close",
    text: `select id from closes
      where shop_id = $1 and from_day = $2::date and to_day = $3::date and state <> 'done'`,
    values: [input.shopId, input.span.from, input.span.to],
  });
  return rows[0]?.id ?? null;
}

/** Installed shops that have sold for real, and the last day that was closed by itself. */
export async function findShopsToClose(
  db: Queryable,
): Promise<{ shopId: string; lastDay: string | null }[]> {
  const { rows } = await db.query<{ shopId: string; lastDay: string | null }>({
    name: "find-shops-to-close",
    text: `
      select s.id as "shopId", to_char(max(c.to_day), 'YYYY-MM-DD') as "lastDay"
      from shops s left join closes c on c.shop_id = s.id and c.kind = 'daily'
      where s.uninstalled_at is null and exists (select 1 from codes k where k.shop_id = s.id and k.mode = 'live')
      group by s.id`,
  });
  return rows;
}

export type KeptCounts = Record<"workHere" | "workSaid" | "here" | "said", number>;

/** How many rows a run has to match, and how many are in its entries; null when it is done, and its work put away. */
export async function countKept(db: Queryable, closeId: string): Promise<KeptCounts | null> {
  const { rows } = await db.query<KeptCounts>({
    name: "count-kept-entries",
    text: `
      select w.here as "workHere", w.said as "workSaid", e.here, e.said
      from closes c,
        (select count(*) filter (where line = 0)::int as here, count(*) filter (where line > 0)::int as said
         from close_work where close_id = $1) w,
        (select count(here_centimos)::int as here, coalesce(sum(said_rows), 0)::int as said
         from close_entries where close_id = $1) e
      where c.id = $1 and c.state = 'matching'`,
    values: [closeId],
  });
  return rows[0] ?? null;
}

const MOST_LONELY = 500;

/** Paid entries of which the other side is missing altogether. */
export async function findLonelyEntries(
  db: Queryable,
  closeId: string,
): Promise<Record<"here" | "there", LonelyEntry[]>> {
  const { rows } = await db.query<LonelyEntry & { side: "here" | "there" }>({
    name: "find-lonely-entries",
    text: `
      (select 'here' as side, number, here_centimos as centimos, here_currency as currency, facts #>> '{here,paidAt}' as "paidAt"
       from close_entries where close_id = $1 and bucket = 'only-here' and said_rows = 0 order by number limit ${MOST_LONELY})
      union all
      (select 'there', number, there_centimos, there_currency, facts #>> '{there,paidAt}'
       from close_entries where close_id = $1 and bucket = 'only-there' and here_centimos is null
         and facts #>> '{there,state}' = 'paid' and facts #>> '{there,kind}' <> 'bank'
         and facts #>> '{there,paidAt}' is not null order by number limit ${MOST_LONELY})`,
    values: [closeId],
  });
  const of = (side: "here" | "there") =>
    rows.filter((row) => row.side === side).map(({ side: _, ...lonely }) => lonely);
  return { here: of("here"), there: of("there") };
}
