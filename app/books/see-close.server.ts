/** A person of the shop looks at its closes, and at one of them. */
import type {
  EntryChoice,
  CloseListView,
  CloseView,
  EntryOnPage,
  ListedClose,
} from "#app/books/close-page.ts";
import {
  loadChanges,
  loadClose,
  loadCloses,
  loadEntries,
  type CloseKey,
  type StoredClose,
  type StoredEntry,
} from "#app/books/close-queries.server.ts";
import { addDays } from "#app/books/close-span.ts";
import { sumsByCurrency } from "#app/books/close-totals.ts";
import type { CloseDeps } from "#app/books/run-close.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import type { Currency, Money } from "#app/lib/money.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";

const SHOWN_CLOSES = 40;
const SHOWN_ENTRIES = 25;
const SHOWN_CHANGES = 10;

export async function listCloses(deps: CloseDeps, shopId: string): Promise<CloseListView> {
  const found = await loadCloses(deps.db, { shopId, limit: SHOWN_CLOSES + 1 });
  const closes = found.slice(0, SHOWN_CLOSES).map(listed);
  const today = limaDayOf(deps.clock.now());
  return {
    closes,
    hasMore: found.length > SHOWN_CLOSES,
    morning: closes.find(({ isDone, isOld, to }) => isDone && !isOld && to < today) ?? null,
    yesterday: addDays(today, -1),
    today,
  };
}

/** For the first page: the close of the latest days that are over, if there is one. */
export async function seeMorning(deps: CloseDeps, shopId: string): Promise<ListedClose | null> {
  return (await listCloses(deps, shopId)).morning;
}

/** Null for a close that does not exist and for one of another shop alike. */
export async function seeClose(
  deps: CloseDeps,
  key: CloseKey & { view: EntryChoice; after: number },
): Promise<CloseView | null> {
  if (!isId(key.closeId)) return null;
  const close = await loadClose(deps.db, key);
  if (!close) return null;
  const isDone = close.state === "done";
  const entries = isDone ? await loadEntries(deps.db, { ...key, size: SHOWN_ENTRIES + 1 }) : [];
  const shown = entries.slice(0, SHOWN_ENTRIES);
  return {
    ...listed(close),
    finishedAt: close.finishedAt?.toISOString() ?? null,
    signedAt: close.signedAt?.toISOString() ?? null,
    signNote: close.signNote,
    progress: { isAsking: close.state === "asking", done: close.done, expected: close.expected },
    statements: close.statements,
    totals: close.totals,
    sums: sumsByCurrency(close.totals),
    nextId: close.nextId,
    changes: isDone ? await changesOf(deps, key, close) : null,
    view: key.view,
    entries: shown.map((entry) => entryOnPage(entry, close)),
    next: entries.length > SHOWN_ENTRIES ? (shown.at(-1)?.number ?? null) : null,
    isFirst: key.after === 0,
  };
}

async function changesOf(
  deps: CloseDeps,
  key: CloseKey,
  close: StoredClose,
): Promise<CloseView["changes"]> {
  const { previousId } = close;
  if (previousId === null) return null;
  const changes = await loadChanges(deps.db, { ...key, previousId, limit: SHOWN_CHANGES });
  const gone = changes.gone.map((entry) => entryOnPage(entry, { likely: [] }));
  return { ...changes, gone, previousId };
}

function listed(close: StoredClose): ListedClose {
  const { id, from, to, kind, askedBy, exceptions, accepted, signedBy } = close;
  return {
    ...{ id, from, to, kind, askedBy, exceptions, signedBy },
    startedAt: close.startedAt.toISOString(),
    isDone: close.state === "done",
    open: exceptions - accepted,
    isOld: close.nextId !== null,
  };
}

export function entryOnPage(entry: StoredEntry, close: Pick<StoredClose, "likely">): EntryOnPage {
  const { number, bucket, problems, paymentId, cip, facts } = entry;
  const { acceptedBy, acceptedAt, note } = entry;
  const isAccepted = acceptedBy !== null && acceptedAt !== null && note !== null;
  const pair = close.likely.find(({ here, there }) => here === number || there === number);
  return {
    ...{ number, bucket, problems, paymentId, cip, facts },
    here: money(entry.hereCentimos, entry.hereCurrency),
    there: money(entry.thereCentimos, entry.thereCurrency),
    accepted: isAccepted ? { by: acceptedBy, at: acceptedAt.toISOString(), note } : null,
    likely: pair === undefined ? null : pair.here === number ? pair.there : pair.here,
  };
}

function money(centimos: number | null, currency: Currency | null): Money | null {
  return centimos === null || currency === null ? null : { centimos, currency };
}
