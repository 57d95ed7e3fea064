/** One examination of an installation: what several checks ask for is asked once. */
import { getCACertificates } from "node:tls";
import { X509Certificate } from "node:crypto";
import { askOwnAddress, probeNotices } from "#app/doctor/ask-ourselves.server.ts";
import type { DoctorDeps } from "#app/doctor/doctor-deps.server.ts";
import {
  findAccounts,
  findShopStates,
  readDatabaseTime,
  readHeartbeats,
  readServerVersion,
  type AccountRow,
} from "#app/doctor/doctor-queries.server.ts";
import { knock } from "#app/doctor/knock.server.ts";
import type { AddressFacts, ChainFacts, PaymentsDoorFacts } from "#app/doctor/judge-doors.ts";
import type { DatabaseFacts, OtherClock } from "#app/doctor/judge-machine.ts";
import { ALIVE_WITHIN_MS, type WorkerFacts } from "#app/doctor/judge-queue.ts";
import type { Probed, ShopFacts, TriedKeys } from "#app/doctor/judge-shops.ts";
import type { Config } from "#app/lib/config.server.ts";
import { readCertificates } from "#app/lib/pem-certificates.ts";
import { credentialsOfVersion } from "#app/merchants/credential-queries.server.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

/** Of a larger installation these many are looked at, those first with which something is wrong. */
const MOST_ACCOUNTS = 50;
const MOST_PROBES = 20;
const MOST_SHOPS = 500;
const AT_ONCE = 5;
const KEYS_TIMEOUT_MS = 10_000;

export interface Visit {
  config: Config;
  deps: DoctorDeps;
  wantedMigrations: readonly string[];
  /** Whether outside parties are asked, and our own doors as a stranger would. */
  isLive: boolean;
  accounts: () => Promise<AccountRow[]>;
  shops: () => Promise<(ShopFacts & { shop: ShopDomain })[]>;
  /** PagoEfectivo's word on each account's keys, asked once. */
  triedKeys: () => Promise<TriedKeys[]>;
}

export function beginVisit(input: Omit<Visit, "accounts" | "shops" | "triedKeys">): Visit {
  const { deps } = input;
  const accounts = once(() => findAccounts(deps.db, { shopId: null, most: MOST_ACCOUNTS }));
  const shops = once(() => findShopStates(deps.db, { shopId: null, most: MOST_SHOPS }));
  const triedKeys = once(async () =>
    fewAtOnce(await accounts(), async ({ shop, mode, versionId }) => {
      const credentials = await credentialsOfVersion(deps.db, deps.vault, versionId);
      return {
        shop,
        mode,
        probe: await deps.pagoefectivo.probe(credentials, { timeoutMs: KEYS_TIMEOUT_MS }),
      };
    }),
  );
  return { ...input, accounts, shops, triedKeys };
}

export async function askDatabase({ deps }: Visit): Promise<DatabaseFacts> {
  try {
    return { kind: "answered", ...(await readServerVersion(deps.db)) };
  } catch (error) {
    return { kind: "failed", word: wordOf(error) };
  }
}

/** What a failure is called by whoever reported it, without its sentence: that may hold what nobody should read. */
export function wordOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if ("code" in error && typeof error.code === "string") return error.code;
  return /time(d )?out/i.test(error.message) ? "timeout" : error.name;
}

/** Each sealed key of today, and whether VAULT_KEYS opens it. */
export async function tryVault({ deps, accounts }: Visit): Promise<{ shop: string; isOpen: boolean }[]> {
  return (await accounts()).map(({ shop, sealedAccessKey }) => {
    try {
      deps.vault.open(sealedAccessKey, { shop, field: "access-key" });
      return { shop, isOpen: true };
    } catch {
      return { shop, isOpen: false }; // Whatever is wrong with it, the answer to the question is no.
    }
  });
}

/** Theirs minus ours; the parties' only in a live visit. */
export async function readClocks(visit: Visit): Promise<OtherClock[]> {
  const { deps } = visit;
  const others = [{ whose: "the database's", offsetMs: await databaseOffsetMs(deps) }];
  if (!visit.isLive) return others;
  const [tried] = await visit.triedKeys();
  const [shop] = await visit.shops();
  return [
    ...others,
    { whose: "PagoEfectivo's", offsetMs: tried?.probe.clockOffsetMs ?? null },
    { whose: "Shopify's", offsetMs: shop ? await deps.shopifyClockOffsetMs(shop.shop) : null },
  ];
}

/** The database's clock minus ours, in ms. */
export async function databaseOffsetMs(deps: Pick<DoctorDeps, "clock" | "db">): Promise<number> {
  // The first question of a connection pays for opening it, and would look like a clock that is off.
  await readDatabaseTime(deps.db);
  const from = deps.clock.now().getTime();
  const theirs = await readDatabaseTime(deps.db);
  return theirs.getTime() - (from + deps.clock.now().getTime()) / 2;
}

export async function readWorkers({ db, clock }: Pick<DoctorDeps, "clock" | "db">): Promise<WorkerFacts> {
  const now = clock.now().getTime();
  const { alive, newest } = await readHeartbeats(db, new Date(now - ALIVE_WITHIN_MS));
  return { alive, silentMs: newest === null ? null : now - newest.getTime() };
}

export async function askPaymentsDoor({ config, isLive }: Visit): Promise<PaymentsDoorFacts> {
  const { paymentsTls, paymentsPort: port, paymentsHost, roles } = config;
  const isHere = roles.includes("payments");
  const { mode } = paymentsTls;
  const isKnockedAt = isLive && isHere && mode !== "off";
  const own = mode === "direct" ? readCertificates(paymentsTls.cert)?.[0] : undefined;
  const host = paymentsHost ?? "127.0.0.1";
  return {
    ...{ mode, isHere, port },
    role: roles.length === 1 ? (roles[0] ?? "none") : "all",
    ownFingerprint: own?.fingerprint256 ?? null,
    knocked: isKnockedAt ? await knock({ host, port, tls: mode === "direct" }) : null,
  };
}

export function readChain({ config }: Visit): ChainFacts {
  const { paymentsTls } = config;
  const isDirect = paymentsTls.mode === "direct";
  return {
    pem: isDirect ? { cert: paymentsTls.cert, clientCa: paymentsTls.clientCa } : null,
    mode: paymentsTls.mode,
    publicRoots: isDirect ? getCACertificates("default").map((pem) => new X509Certificate(pem)) : [],
    mayEndInBundle: config.environment !== "production",
  };
}

export function askAddress({ deps }: Visit): Promise<AddressFacts> {
  return askOwnAddress(deps);
}

export async function sendProbes({ deps, accounts }: Visit): Promise<Probed[]> {
  const some = (await accounts()).slice(0, MOST_PROBES);
  const probed = await fewAtOnce(some, ({ noticeToken }) => probeNotices(deps, noticeToken));
  return probed.flatMap((one) => (one === null ? [] : [one]));
}

/** The last notice that any of these accounts received. */
export function lastNotice(accounts: readonly AccountRow[]): Date | null {
  const times = accounts.flatMap(({ lastNoticeAt }) => (lastNoticeAt ? [lastNoticeAt.getTime()] : []));
  return times.length === 0 ? null : new Date(Math.max(...times));
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null;
  return () => (asked ??= ask());
}

/** In the order given, a few at a time: nobody is asked by a crowd. */
export async function fewAtOnce<In, Out>(
  inputs: readonly In[],
  work: (input: In) => Promise<Out>,
): Promise<Out[]> {
  const done: Out[] = [];
  for (let at = 0; at < inputs.length; at += AT_ONCE) {
    done.push(...(await Promise.all(inputs.slice(at, at + AT_ONCE).map(work))));
  }
  return done;
}
