/**
 * Takes note of messages of which no other table tells, and writes them down later, many at once. Whoever hands a message in goes
 * on at once: nothing here waits, and nothing here throws. A flood is held to a few entries for each minute; when the database is
 * away, or more arrive than can be kept, entries are lost: the log is for people, and no money depends on it.
 */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { isId, newId } from "#app/lib/ids.server.ts";
import { outsideLogContext } from "#app/lib/log-context.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import type { UnstoredNotice } from "#app/inbox/receive-notice.server.ts";
import {
  entryOfCall,
  entryOfNotice,
  entryOfSession,
  type RefusedSession,
} from "#app/log/new-entry.server.ts";
import { explainSignature, type KeysKnown } from "#app/log/explain-signature.server.ts";
import { storeEntries, type NewEntry } from "#app/log/log-store.server.ts";
import type { MadeCall } from "#app/pagoefectivo/made-call.ts";

export interface MessageLog {
  noteNotice: (notice: UnstoredNotice) => void;
  noteCall: (call: MadeCall) => void;
  noteSession: (session: RefusedSession) => void;
  /** Before this, and after `close`, nothing is kept: a script of an operator has no log to write. */
  open: () => void;
  /** Writes what waits, as far as it can be written. */
  close: () => Promise<void>;
}

/** What waits is written after this, with what came meanwhile. */
const WRITE_AFTER_MS = 250;
const MOST_WAITING = 2_000;
const WRITTEN_AT_ONCE = 500;

/**
 * So many entries in a minute, of what anybody can send who has the notice URL, are told in detail, all processes together; the
 * others are counted on the last of them. Calls of our own are bounded by their lanes; this bound is for a mistake of ours.
 */
const MOST_UNSTORED = 10;
const MOST_CALLS = 600;
const MINUTE_MS = 60_000;

interface Waiting {
  entry: NewEntry;
  /** The notice whose signature is to be explained before it is written. */
  notice: UnstoredNotice | null;
}

export interface MessageLogDeps {
  clock: Clock;
  db: Queryable;
  vault: Vault;
  log: Logger;
}

export function createMessageLog(deps: MessageLogDeps): MessageLog {
  let isOpen = false;
  let lost = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let waiting = new Map<string, Waiting>();
  const bound = minuteBounds();

  function add(entry: Omit<NewEntry, "id" | "times" | "boundKey">, notice: UnstoredNotice | null): void {
    if (!isOpen) return;
    const id = newId({ now: () => entry.at });
    const key = bound(entry);
    const known = key.kind === "shared" && waiting.get(key.text);
    if (known) known.entry = { ...known.entry, times: known.entry.times + 1 };
    else if (key.kind === "too-many" || waiting.size >= MOST_WAITING) lost += 1;
    else {
      const boundKey = key.kind === "shared" ? key.text : null;
      waiting.set(boundKey ?? id, { entry: { ...entry, id, times: 1, boundKey }, notice });
    }
    timer ??= outsideLogContext(() => setTimeout(write, WRITE_AFTER_MS).unref());
  }

  function write(): void {
    timer = null;
    writing = (writing ?? Promise.resolve()).then(writeAll);
  }

  async function writeAll(): Promise<void> {
    // In one order in every process: two that wrote the same keys crosswise would wait for each other.
    const all = [...waiting.values()].sort((one, other) => compareKeys(one.entry, other.entry));
    waiting = new Map();
    if (lost > 0) deps.log.warn({ status: lost }, "more messages arrived than the log can keep");
    lost = 0;
    const keysOf = new Map<string, Promise<KeysKnown>>();
    for (let start = 0; start < all.length; start += WRITTEN_AT_ONCE) {
      try {
        const some = all.slice(start, start + WRITTEN_AT_ONCE);
        const entries = await Promise.all(some.map((one) => explained(deps, one, keysOf)));
        await storeEntries(deps.db, entries);
      } catch (error) {
        deps.log.warn({ error }, "entries of the log could not be written");
      }
    }
  }

  return {
    noteNotice: (notice) => add(entryOfNotice(notice), notice.verdict === "bad-signature" ? notice : null),
    noteCall: (call) => {
      // Keys that are only tried out are of no shop yet.
      if (isId(call.credentialVersionId)) add(entryOfCall(call), null);
    },
    noteSession: (session) => add(entryOfSession(session), null),
    open: () => {
      isOpen = true;
    },
    close: async () => {
      isOpen = false;
      if (timer) clearTimeout(timer);
      write();
      await writing;
    },
  };
}

function compareKeys(one: NewEntry, other: NewEntry): number {
  const [first, second] = [one.boundKey ?? "", other.boundKey ?? ""];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

async function explained(
  deps: MessageLogDeps,
  { entry, notice }: Waiting,
  keysOf: Map<string, Promise<KeysKnown>>,
): Promise<NewEntry> {
  if (!notice) return entry;
  const causes = await explainSignature(deps, notice, keysOf);
  return { ...entry, detail: { ...entry.detail, causes } };
}

type BoundKey = { kind: "shared"; text: string } | { kind: "own" | "too-many" };

/** Under which key a message of a flood is one entry with others, or that it has an entry of its own. */
function minuteBounds(): (entry: Omit<NewEntry, "id" | "times" | "boundKey">) => BoundKey {
  let minute = 0;
  let counts = new Map<string, number>();
  return (entry) => {
    const now = Math.floor(entry.at.getTime() / MINUTE_MS);
    if (now !== minute) {
      minute = now;
      counts = new Map();
    }
    const isCall = entry.direction === "to-pagoefectivo";
    const whose = entry.setId ?? entry.credentialVersionId ?? entry.shop ?? "";
    const group = [entry.direction, whose, entry.verdict, minute].join(" ");
    const count = counts.get(group) ?? 0;
    if (count === 0 && counts.size >= MOST_WAITING) return { kind: "too-many" };
    counts.set(group, count + 1);
    if (isCall && count < MOST_CALLS) return { kind: "own" };
    const place = Math.min(count, isCall ? MOST_CALLS : MOST_UNSTORED - 1);
    return { kind: "shared", text: `${group} ${place}` };
  };
}
