/**
 * Watches over keys. PagoEfectivo's client says of every fresh authorization whether it was granted; keys that were refused
 * are tried again by a job, which alone may switch a shop off, and never for a fault that several merchants share.
 */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import {
  acceptKeys,
  findRefusedSets,
  findWitnesses,
  refuseKeys,
  switchOffRefused,
  type RefusedSet,
} from "#app/merchants/credential-health-store.server.ts";
import { credentialsOfVersion } from "#app/merchants/credential-queries.server.ts";
import { judgeRefusal } from "#app/merchants/readiness.ts";
import type { PagoEfectivoClient, Probe } from "#app/pagoefectivo/pagoefectivo-client.ts";

export interface KeyHealthDeps {
  clock: Clock;
  db: Queryable;
  log: Logger;
}

export interface KeyWatchDeps extends KeyHealthDeps {
  vault: Vault;
  pagoefectivo: PagoEfectivoClient;
}

/** Notes what PagoEfectivo said of keys that were really used. Never throws: the work that used them goes on regardless. */
export async function noteKeys(
  deps: KeyHealthDeps,
  versionId: string,
  verdict: "accepted" | "refused",
): Promise<void> {
  const note = verdict === "accepted" ? acceptKeys : refuseKeys;
  try {
    await note(deps.db, { versionId, at: deps.clock.now() });
  } catch (error) {
    deps.log.error(
      { error, outcome: verdict },
      "what PagoEfectivo said of a shop's keys was not written down",
    );
  }
}

const MOST_AT_ONCE = 50;
const WITNESSES = 3;
const TIMEOUT_MS = 10_000;

/**
 * The job, every five minutes: asks again with every refused key. Accepted: as good as ever. Refused for five minutes and
 * more: the shop takes no more payments, if it is the only one; else somebody must look at our clock or at PagoEfectivo.
 */
export async function checkRefusedKeys(deps: KeyWatchDeps): Promise<void> {
  for (const set of await findRefusedSets(deps.db, MOST_AT_ONCE)) {
    const probe = await probeAndNote(deps, set.versionId);
    if (probe.authorization.verdict === "refused" && set.isLastHope) await judge(deps, set, probe);
  }
}

async function probeAndNote(deps: KeyWatchDeps, versionId: string): Promise<Probe> {
  const credentials = await credentialsOfVersion(deps.db, deps.vault, versionId);
  const probe = await deps.pagoefectivo.probe(credentials, { timeoutMs: TIMEOUT_MS });
  const { verdict } = probe.authorization;
  if (verdict === "accepted" || verdict === "refused") await noteKeys(deps, versionId, verdict);
  return probe;
}

async function judge(deps: KeyWatchDeps, set: RefusedSet, probe: Probe): Promise<void> {
  const { shop, refusedSince } = set;
  const known = { refusedSince, now: deps.clock.now(), clockOffsetMs: probe.clockOffsetMs };
  const first = judgeRefusal({ ...known, othersRefused: set.othersRefused });
  // Merchants with little traffic may not have noticed yet, so that some are asked before one is switched off.
  const verdict =
    first === "switch-off"
      ? judgeRefusal({ ...known, othersRefused: await refusedWitnesses(deps, set.shopId) })
      : first;
  if (verdict === "wait") return;
  if (verdict === "alert") {
    deps.log.error(
      { alert: true, shop },
      "PagoEfectivo refuses the keys of several merchants: look at this machine's clock, then ask PagoEfectivo. Nobody was switched off.",
    );
    return;
  }
  if (await switchOffRefused(deps.db, { shopId: set.shopId, now: known.now })) {
    deps.log.error(
      { alert: true, shop },
      "a shop was switched off: PagoEfectivo refuses its keys, which its merchant must enter again",
    );
  }
}

async function refusedWitnesses(deps: KeyWatchDeps, shopId: string): Promise<number> {
  let refused = 0;
  for (const versionId of await findWitnesses(deps.db, shopId, WITNESSES)) {
    const probe = await probeAndNote(deps, versionId);
    if (probe.authorization.verdict === "refused") refused += 1;
  }
  return refused;
}
