/**
 * Writes a close while it runs. Each step is one statement that holds the run's place: a worker that was killed leaves a run that the
 * next one goes on with, and of two that work on one run the slower writes nothing.
 */
import type { StatementOfClose } from "#app/books/close-entry.ts";
import type { KeptEntry } from "#app/books/close-facts.ts";
import type { LikelyPair } from "#app/books/close-likely.ts";
import type { StatementPart } from "#app/books/close-run-queries.server.ts";
import { instantsOf, type CloseSpan } from "#app/books/close-span.ts";
import type { CloseTotal } from "#app/books/close-totals.ts";
import { addJobs, job, jobsParameter } from "#app/jobs/queue.server.ts";
import type { Queryable } from "#app/lib/database.server.ts";

/** Equal keys are one waiting job, however often a run is begun again. */
function runJob(closeId: string, at: Date): string {
  return jobsParameter([job("run-close", { closeId }, at, `close:${closeId}`)]);
}

/** A new run with its job, and the audit's line where a person asked for it. Null when one of the same days runs, or ran by itself. */
export async function beginClose(
  db: Queryable,
  input: { id: string; shopId: string; span: CloseSpan; userId: string | null; at: Date },
): Promise<string | null> {
  const { id, shopId, span, userId, at } = input;
  const { rows } = await db.query<{ id: string }>({
    name: "begin-close",
    text: `
      with begun as (
        insert into closes (id, shop_id, from_day, to_day, kind, asked_by, started_at, touched_at, previous_id)
        select $1, $2, $3::date, $4::date, case when $5::text is null then 'daily' else 'on-demand' end, $5, $6, $6, (
          select id from closes where shop_id = $2 and from_day = $3::date and to_day = $4::date and state = 'done'
          order by started_at desc, id desc limit 1)
        on conflict do nothing returning id
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, after)
        select $2, $6, $5, 'close-asked-for', jsonb_build_object('closeId', id, 'from', $3::text, 'to', $4::text)
        from begun where $5::text is not null
      ), jobs as (${addJobs("$7", "begun")})
      select id, (select count(*) from jobs) from begun`,
    values: [id, shopId, span.from, span.to, userId, at, runJob(id, at)],
  });
  return rows[0]?.id ?? null;
}

/** Gives runs whose job was lost another one: those that nobody has touched since then. */
export async function beginSilentAgain(
  db: Queryable,
  input: { silentSince: Date; now: Date },
): Promise<void> {
  const { rows } = await db.query<{ id: string }>({
    name: "find-silent-closes",
    text: `update closes set touched_at = $2 where state <> 'done' and touched_at < $1 returning id`,
    values: [input.silentSince, input.now],
  });
  for (const { id } of rows) await runAgain(db, { closeId: id, at: input.now });
}

/** The run goes on at that time. */
export async function runAgain(db: Queryable, input: { closeId: string; at: Date }): Promise<void> {
  await db.query({
    name: "run-close-again",
    text: `with asked as (select 1), jobs as (${addJobs("$1", "asked")}) select count(*) from jobs`,
    values: [runJob(input.closeId, input.at)],
  });
}

/** About which codes the sweep was made to ask. */
export async function noteAsked(
  db: Queryable,
  input: { closeId: string; codeIds: readonly string[]; at: Date },
): Promise<void> {
  await db.query({
    name: "note-close-asked",
    text: `update closes set asked_at = $3, asked_codes = $2, touched_at = $3
      where id = $1 and state = 'asking' and asked_at is null`,
    values: [input.closeId, input.codeIds, input.at],
  });
}

const UUID = "'^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'";

/** Only while the run has not begun to match; whoever begins that waits for the rows that are being taken down. */
const STILL_ASKING = "select id from closes where id = $1 and state = 'asking' for share";

/**
 * Takes down which of these lines the close is about: those of its days, and those of codes with money of its days. Rows that may belong
 * together get the same place. Taken down twice is once.
 */
export async function collectSaid(
  db: Queryable,
  input: { closeId: string; shopId: string; span: CloseSpan; part: StatementPart },
): Promise<void> {
  const { closeId, shopId, span, part } = input;
  const { start, end } = instantsOf(span);
  await db.query({
    name: "collect-close-said",
    text: `
      with asking as (${STILL_ASKING}), said as (
        select r.statement_id, r.line, k.paid_at,
          coalesce(r.paid_at, r.issued_at, r.settled_on::timestamp at time zone 'America/Lima') as at,
          case when k.id is not null then '1:' || k.id
            when r.cip is not null and s.kind <> 'bank' then '2:' || r.cip
            else '3:' || r.statement_id || ':' || lpad(r.line::text, 9, '0') end as place
        from statement_rows r
          join statements s on s.id = r.statement_id and s.shop_id = $2
          left join close_pairs x on x.statement_id = r.statement_id and x.line = r.line and x.shop_id = $2
          -- One look each, by an index: as joins, all codes of all shops were read three times for each part of a file.
          left join lateral (
            select id from codes where s.kind <> 'bank' and mode = 'live' and cip = r.cip and shop_id = $2 limit 1
          ) c on true
          left join lateral (
            select id from codes where c.id is null and s.kind <> 'bank' and mode = 'live' and shop_id = $2 and id =
              case when trim(r.transaction_code) ~ ${UUID} then trim(r.transaction_code)::uuid end limit 1
          ) t on true
          left join lateral (
            select id, paid_at from codes where id = coalesce(x.code_id, c.id, t.id) limit 1
          ) k on true
        where r.statement_id = $5 and r.line between $6 and $7
      )
      insert into close_work (close_id, place, source_id, line)
      select asking.id, place, statement_id, line from asking, said
      where (at >= $3 and at < $4) or (paid_at >= $3 and paid_at < $4)
      on conflict do nothing`,
    values: [closeId, shopId, start, end, part.statementId, part.fromLine, part.toLine],
  });
}

/** Our codes with money of these days, and those that Shopify was told in them are paid though no code of theirs ever was. */
export async function collectPaid(
  db: Queryable,
  input: { closeId: string; shopId: string; span: CloseSpan },
): Promise<void> {
  const { start, end } = instantsOf(input.span);
  await db.query({
    name: "collect-close-paid",
    text: `
      with asking as (${STILL_ASKING}), ours as (
        select id from codes where shop_id = $2 and mode = 'live' and paid_at >= $3 and paid_at < $4
        union
        select (select c.id from codes c where c.payment_id = p.id order by c.created_at desc, c.id desc limit 1)
        from reports r join payments p on p.id = r.payment_id
        where r.kind = 'resolve' and r.refund_id is null and r.decided_at >= $3 and r.decided_at < $4
          and p.shop_id = $2 and p.told = 'resolved' and not p.test
          and not exists (select 1 from codes c where c.payment_id = p.id and c.paid_at is not null)
      )
      insert into close_work (close_id, place, source_id, line)
      select asking.id, '1:' || ours.id, ours.id, 0 from asking, ours where ours.id is not null
      on conflict do nothing`,
    values: [input.closeId, input.shopId, start, end],
  });
}

/**
 * Tells the planner of what was just taken down: of a large close it would read all of it for each thousand places, until the database looks by
 * itself. Not done, and no failure, where somebody else looks just now or the role may not.
 */
export async function analyzeWork(db: Queryable): Promise<void> {
  await db.query({ text: "analyze (skip_locked) close_work" });
}

/** Our codes that a row of a statement names, whatever their days; then the run is matching. False when somebody else has begun that. */
export async function beginMatching(
  db: Queryable,
  input: { closeId: string; shopId: string; statements: readonly StatementOfClose[]; at: Date },
): Promise<boolean> {
  await db.query({
    name: "collect-close-named",
    text: `
      with asking as (${STILL_ASKING}), named as (
        -- Grouped along the primary key: joined with itself, a table that nobody has analysed yet is read again for each row.
        select place from close_work where close_id = $1 and place >= '1:' and place < '2:'
        group by place having min(line) > 0
      )
      insert into close_work (close_id, place, source_id, line)
      select asking.id, named.place, substr(named.place, 3)::uuid, 0 from asking, named
      on conflict do nothing`,
    values: [input.closeId],
  });
  const { rows } = await db.query<{ id: string }>({
    name: "begin-close-matching",
    text: `
      update closes set state = 'matching', statements = $2::jsonb, touched_at = $3,
        expected = (select count(distinct place) from close_work where close_id = $1)
      where id = $1 and state = 'asking' returning id`,
    values: [input.closeId, JSON.stringify(input.statements), input.at],
  });
  return rows.length === 1;
}

/** The next entries and the place that they reach, together. False when somebody else was here first. */
export async function appendEntries(
  db: Queryable,
  input: {
    closeId: string;
    from: string;
    to: string;
    entries: readonly KeptEntry[];
    totals: readonly CloseTotal[];
    at: Date;
  },
): Promise<boolean> {
  const { entries } = input;
  const exceptions = entries.filter(({ problems }) => problems.length > 0).length;
  const { rows } = await db.query<{ moved: number }>({
    name: "append-close-entries",
    text: `
      with moved as (
        update closes set place = $3, done = done + $5, totals = $6::jsonb, exceptions = exceptions + $7, touched_at = $8
        where id = $1 and state = 'matching' and place = $2 returning id
      ), kept as (
        insert into close_entries (close_id, number, place, bucket, problems, payment_id, cip, here_centimos, here_currency,
          there_centimos, there_currency, said_rows, facts)
        select moved.id, e.number, e.place, e.bucket, e.problems, e."paymentId", e.cip, e."hereCentimos", e."hereCurrency",
          e."thereCentimos", e."thereCurrency", e."saidRows", e.facts
        from moved, jsonb_to_recordset($4::jsonb) as e(number int, place text, bucket text, problems text[], "paymentId" uuid,
          cip text, "hereCentimos" int, "hereCurrency" text, "thereCentimos" int, "thereCurrency" text, "saidRows" int, facts jsonb)
      )
      select count(*)::int as moved from moved`,
    values: [
      input.closeId,
      input.from,
      input.to,
      JSON.stringify(entries),
      entries.length,
      JSON.stringify(input.totals),
      exceptions,
      input.at,
    ],
  });
  return rows[0]?.moved === 1;
}

/**
 * The run is done: nothing of it changes any more. What a person accepted in the close before it, of the same days, and what is exactly
 * as it was then, stays accepted.
 */
export async function finishClose(
  db: Queryable,
  input: { closeId: string; place: string; likely: readonly LikelyPair[]; at: Date },
): Promise<void> {
  await db.query({
    name: "finish-close",
    text: `
      with finished as (
        update closes set state = 'done', finished_at = $3, touched_at = $3, likely = $4::jsonb
        where id = $1 and state = 'matching' and place = $2 returning id, previous_id
      ), carried as (
        insert into close_acceptances (close_id, number, note, accepted_by, accepted_at, carried_from)
        select e.close_id, e.number, a.note, a.accepted_by, a.accepted_at, coalesce(a.carried_from, o.close_id)
        from finished f
          join close_entries e on e.close_id = f.id and cardinality(e.problems) > 0
          join close_entries o on o.close_id = f.previous_id and o.place = e.place and o.problems = e.problems
            and (o.here_centimos, o.here_currency, o.there_centimos, o.there_currency)
              is not distinct from (e.here_centimos, e.here_currency, e.there_centimos, e.there_currency)
          join close_acceptances a on a.close_id = o.close_id and a.number = o.number
      )
      delete from close_work w using finished f where w.close_id = f.id`,
    values: [input.closeId, input.place, input.at, JSON.stringify(input.likely)],
  });
}
