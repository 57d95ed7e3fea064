/**
 * Look-ups of single codes that are wanted at the same time, asked with one search for many. Whoever is alone is asked about at
 * once; who comes while PagoEfectivo is answering goes with the next search. Each code that waits here is a job's place: once
 * answers hang, those of a merchant hold no more of them than its lane has, and nobody else waits.
 */
import type { Clock } from "#app/lib/clock.ts";
import { ExternalCallError, isExternalCallError } from "#app/lib/external-call-error.ts";
import { outsideLogContext } from "#app/lib/log-context.server.ts";
import type { CipLookUp } from "./pagoefectivo-client.ts";

export interface GatheredSearch {
  /**
   * What PagoEfectivo says of this CIP under this version of keys; null for an empty item, which proves nothing. Throws
   * ExternalCallError, as a search for it alone would.
   */
  lookUp(versionId: string, cip: string): Promise<CipLookUp | null>;
}

export interface GatheredSearchDeps {
  clock: Clock;
  /** One search. Throws ExternalCallError. */
  search(versionId: string, cips: readonly string[]): Promise<ReadonlyMap<string, CipLookUp>>;
  /** For each version of keys: codes that are being asked about, at most; others wait for a moment. */
  size: number;
}

/** The sweep asks about as many in one search; the vendor documents no maximum. */
const CIPS_PER_SEARCH = 50;
/** A search that takes longer hangs, and nobody waits behind it: as in a lane. */
const PATIENCE_MS = 2_000;
const COME_BACK_MS = 2_000;

interface Wanted {
  cip: string;
  resolve: (found: CipLookUp | null) => void;
  reject: (error: unknown) => void;
}

interface Flight {
  startedMs: number;
  codes: number;
}

interface Version {
  flights: Set<Flight>;
  waiting: Wanted[];
  timer: NodeJS.Timeout | null;
}

export function createGatheredSearch(deps: GatheredSearchDeps): GatheredSearch {
  const versions = new Map<string, Version>();

  const versionOf = (id: string): Version => {
    const known = versions.get(id);
    if (known) return known;
    const fresh: Version = { flights: new Set(), waiting: [], timer: null };
    versions.set(id, fresh);
    return fresh;
  };

  /** Sends what waits, as far as there are places. */
  function leave(id: string, version: Version): void {
    if (version.timer) clearTimeout(version.timer);
    version.timer = null;
    const free = Math.max(0, deps.size - codesOf(version));
    const batch = version.waiting.splice(0, Math.min(free, CIPS_PER_SEARCH));
    if (batch.length > 0) void outsideLogContext(() => fly(id, version, batch));
    if (version.waiting.length > 0) waitAWhile(id, version);
  }

  function waitAWhile(id: string, version: Version): void {
    version.timer ??= outsideLogContext(() => setTimeout(() => turnAway(id, version), PATIENCE_MS).unref());
  }

  /** The search in front hangs. Who has a place goes without waiting for it; nobody waits for a place. */
  function turnAway(id: string, version: Version): void {
    leave(id, version);
    if (version.timer) clearTimeout(version.timer);
    version.timer = null;
    for (const { reject } of version.waiting.splice(0)) reject(full());
  }

  async function fly(id: string, version: Version, batch: readonly Wanted[]): Promise<void> {
    const flight = { startedMs: deps.clock.now().getTime(), codes: batch.length };
    version.flights.add(flight);
    await ask(deps, id, batch);
    version.flights.delete(flight);
    if (version.waiting.length > 0) leave(id, version);
    else if (version.flights.size === 0) versions.delete(id);
  }

  return {
    lookUp: (id, cip) =>
      new Promise((resolve, reject) => {
        const version = versionOf(id);
        const nowMs = deps.clock.now().getTime();
        const startedMs = [...version.flights].map((flight) => flight.startedMs);
        // Behind one that has only just begun it is worth waiting.
        const mayWait = startedMs.some((ms) => nowMs - ms < PATIENCE_MS);
        if (!mayWait && codesOf(version) >= deps.size) {
          reject(full());
          return;
        }
        version.waiting.push({ cip, resolve, reject });
        if (!mayWait) leave(id, version);
        else waitAWhile(id, version);
      }),
  };
}

function codesOf({ flights }: Version): number {
  return [...flights].reduce((sum, { codes }) => sum + codes, 0);
}

/** Never throws: each hears what became of its own code. */
async function ask(deps: GatheredSearchDeps, versionId: string, batch: readonly Wanted[]): Promise<void> {
  try {
    const cips = batch.map(({ cip }) => cip);
    const found = await deps.search(versionId, cips);
    for (const { cip, resolve } of batch) resolve(found.get(cip) ?? null);
  } catch (error) {
    // What PagoEfectivo does not understand may be one code's fault: its neighbours must not share it.
    if (batch.length > 1 && isAboutQuestion(error))
      await Promise.all(batch.map((one) => ask(deps, versionId, [one])));
    else for (const { reject } of batch) reject(error);
  }
}

/** Something came back, and it is no answer: not an outage, and not about the keys. */
function isAboutQuestion(error: unknown): boolean {
  return isExternalCallError(error) && error.httpStatus !== null && error.httpStatus !== 401;
}

function full(): ExternalCallError {
  return new ExternalCallError({
    ...{ service: "pagoefectivo", operation: "search-cips", outcome: "not-done", reason: "lane-full" },
    retryAfterMs: COME_BACK_MS,
  });
}
