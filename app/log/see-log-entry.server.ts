/** A person of the shop looks at one entry of the log. */
import { z } from "zod";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import {
  findAttempt,
  findAttemptsOfReport,
  findEntry,
  findNotice,
  findPaymentSession,
  findRefundSessionOfLog,
  findWebhook,
  type StoredEntry,
  type StoredLogNotice,
  type StoredSessionFacts,
} from "#app/log/log-entry-queries.server.ts";
import type { EntryAttempt, LogEntryView, NotAgain } from "#app/log/log-entry.ts";
import { DIRECTIONS, logKind, VERDICTS, type Verdict } from "#app/log/log-list.ts";
import { shownNotice } from "#app/payments/shown-notice.server.ts";
import { SIGNATURE_CAUSES } from "#app/pagoefectivo/signature-cause.ts";

type Deps = { db: Queryable; clock: Clock };
interface Key {
  shopId: string;
  id: string;
}

/** Null for an entry that does not exist and for one of another shop alike. */
export async function seeLogEntry(
  deps: Deps,
  key: { shopId: string; entryId: string },
): Promise<LogEntryView | null> {
  const [, source = "", id = ""] = /^([nepfwr])-([\x21-\x7e]{1,128})$/.exec(key.entryId) ?? [];
  const of = { shopId: key.shopId, id };
  const view = await (SOURCES[source]?.(deps, of) ?? null);
  return view && { ...view, id: key.entryId };
}

type View = Omit<LogEntryView, "id">;

/** By the letter that the list puts before an id. Ids of another form exist in no table. */
const SOURCES: Record<string, (deps: Deps, key: Key) => Promise<View | null>> = {
  n: (deps, key) => (isId(key.id) ? seeNotice(deps, key) : nothing()),
  e: (deps, key) => (isId(key.id) ? seeEntry(deps, key) : nothing()),
  p: async ({ db }, key) => sessionView(isId(key.id) ? await findPaymentSession(db, key) : null),
  f: async ({ db }, key) => sessionView(isId(key.id) ? await findRefundSessionOfLog(db, key) : null),
  w: (deps, key) => seeWebhook(deps, key),
  r: (deps, key) => (/^\d{1,18}$/.test(key.id) ? seeAttempt(deps, key) : nothing()),
};

const nothing = () => Promise.resolve(null);

const PLAIN = {
  ...{
    tookMs: null,
    times: 1,
    httpStatus: null,
    reason: null,
    payment: null,
    refundId: null,
    simulated: false,
  },
  ...{ causes: [], attempts: [], attemptCount: 1, nextAt: null },
} as const;

async function seeNotice({ db }: Deps, key: Key): Promise<View | null> {
  const notice = await findNotice(db, key);
  if (!notice) return null;
  const { at, eventType, settledAt, attempts, simulated, nextAt } = notice;
  return {
    ...PLAIN,
    direction: "from-pagoefectivo",
    kind: logKind(eventType),
    verdict: NOTICE_VERDICTS[notice.state],
    at: at.toISOString(),
    tookMs: settledAt && settledAt.getTime() - at.getTime(),
    httpStatus: simulated ? null : 200,
    payment: paymentOf(notice),
    simulated,
    fields: shownNotice(notice).body,
    attemptCount: attempts + 1,
    nextAt: notice.state === "received" ? (nextAt?.toISOString() ?? null) : null,
    again: againOfNotice(notice),
  };
}

const NOTICE_VERDICTS = {
  received: "waiting",
  matched: "accepted",
  foreign: "foreign",
  case: "needs-person",
} as const satisfies Record<StoredLogNotice["state"], Verdict>;

function againOfNotice({ state, hasCode, paymentId }: StoredLogNotice): View["again"] {
  if (state === "received") return { effect: "apply" };
  return paymentId !== null && (hasCode || state === "matched")
    ? { effect: "look-up" }
    : { not: "no-payment" };
}

const entryDetail = z.object({
  fields: z.record(z.string(), z.string()).catch({}),
  causes: z
    .array(
      z.object({
        cause: z.enum(SIGNATURE_CAUSES),
        keys: z.object({ mode: z.enum(["sandbox", "live"]), serviceId: z.number() }).nullable(),
      }),
    )
    .catch([]),
});

async function seeEntry({ db }: Deps, key: Key): Promise<View | null> {
  const entry = await findEntry(db, key);
  if (!entry) return null;
  const direction = DIRECTIONS.find((known) => known === entry.direction);
  invariant(direction, `direction ${entry.direction} is known`);
  const { fields, causes } = entryDetail.parse(entry.detail);
  return {
    ...PLAIN,
    ...{ direction, fields, causes, times: entry.times, tookMs: entry.tookMs },
    kind: logKind(entry.kind),
    verdict: verdictOf(entry.verdict),
    at: entry.at.toISOString(),
    httpStatus: entry.httpStatus,
    reason: entry.reason,
    payment: paymentOf(entry),
    again: againOfEntry(entry),
  };
}

function againOfEntry({ direction, kind, paymentId }: StoredEntry): View["again"] {
  if (direction === "from-shopify") return { not: "sender-repeats" };
  if (kind === "create-cip") return { not: "never-repeated" };
  return paymentId === null ? { not: "no-payment" } : { effect: "look-up" };
}

function sessionView(session: StoredSessionFacts | null): View | null {
  if (!session) return null;
  const { kind, at, fields, refundId } = session;
  return {
    ...PLAIN,
    ...{ direction: "from-shopify", kind, verdict: "accepted", refundId },
    at: at.toISOString(),
    httpStatus: kind === "payment-session" ? 200 : 201,
    payment: paymentOf(session),
    fields: present(fields),
    again: { not: "done" },
  };
}

async function seeWebhook({ db }: Deps, key: Key): Promise<View | null> {
  const webhook = await findWebhook(db, key);
  if (!webhook) return null;
  const { topic, at, triggeredAt, outcome, isDone } = webhook;
  return {
    ...PLAIN,
    ...{ direction: "from-shopify", kind: logKind(topic), verdict: isDone ? "accepted" : "waiting" },
    at: at.toISOString(),
    httpStatus: 200,
    fields: present({
      topic,
      webhook_id: key.id,
      triggered_at: triggeredAt?.toISOString() ?? null,
      outcome,
    }),
    again: { not: isDone ? "done" : "planned" },
  };
}

async function seeAttempt({ db }: Deps, key: Key): Promise<View | null> {
  const attempt = await findAttempt(db, key);
  if (!attempt) return null;
  const stored = await findAttemptsOfReport(db, attempt.reportId);
  const { at, finishedAt, answer, detail, state, nextAt, refundId } = attempt;
  return {
    ...PLAIN,
    ...{
      direction: "to-shopify",
      kind: logKind(attempt.kind),
      verdict: verdictOf(attempt.verdict),
      refundId,
    },
    at: at.toISOString(),
    tookMs: finishedAt.getTime() - at.getTime(),
    httpStatus: typeof detail["httpStatus"] === "number" ? detail["httpStatus"] : null,
    reason: answer === "acknowledged" ? null : (whyOf(detail) ?? answer),
    payment: paymentOf(attempt),
    fields: shownArguments(attempt.arguments),
    attempts: stored.map((one, index) => attemptView(one, stored[index - 1]?.finishedAt ?? null)),
    attemptCount: attempt.attempt,
    nextAt: nextAt?.toISOString() ?? null,
    again: againOfReport(state),
  };
}

function againOfReport(state: string): View["again"] {
  if (state === "dead" || state === "refused") return { effect: "send" };
  const not: NotAgain = state === "due" ? "planned" : "done";
  return { not };
}

function attemptView(
  one: { at: Date; finishedAt: Date; answer: string; detail: Record<string, unknown> },
  before: Date | null,
): EntryAttempt {
  return {
    at: one.at.toISOString(),
    tookMs: one.finishedAt.getTime() - one.at.getTime(),
    answer: one.answer,
    why: whyOf(one.detail),
    waitedMs: before && Math.max(0, one.at.getTime() - before.getTime()),
  };
}

function whyOf(detail: Record<string, unknown>): string | null {
  return typeof detail["why"] === "string" ? detail["why"] : null;
}

/** Of what Shopify is told: which session, until when, and the code of the reason; a merchant's own words stay away. */
const shown = z.object({
  id: z.string().nullish(),
  pendingExpiresAt: z.string().nullish(),
  reason: z
    .union([z.string(), z.object({ code: z.string() }).transform(({ code }) => code)])
    .nullish()
    .catch(null),
});

function shownArguments(text: string): Record<string, string> {
  const { id = null, pendingExpiresAt = null, reason = null } = shown.parse(JSON.parse(text));
  return present({ id, pendingExpiresAt, reason });
}

function paymentOf(of: {
  paymentId: string | null;
  sessionId: string | null;
  test: boolean | null;
}): View["payment"] {
  const { paymentId: id, sessionId, test } = of;
  return id !== null && sessionId !== null ? { id, sessionId, test: test ?? false } : null;
}

function verdictOf(word: string): Verdict {
  const verdict = VERDICTS.find((known) => known === word);
  invariant(verdict, `verdict ${word} is known`);
  return verdict;
}

function present(fields: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );
}
