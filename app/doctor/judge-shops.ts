/** What to think of what belongs to shops: their keys, their notices, their word with Shopify. Pure. */
import { said, type Said } from "#app/doctor/finding.ts";
import { isTellProblem } from "#app/merchants/readiness.ts";
import type { Environment, Probe } from "#app/pagoefectivo/pagoefectivo-client.ts";

export function judgeVault(tried: readonly { shop: string; isOpen: boolean }[]): Said {
  const shut = tried.filter(({ isOpen }) => !isOpen);
  if (shut.length === 0) return said("vault-good", { count: tried.length });
  return said("vault-shut", { count: shut.length, tried: tried.length }, shopsOf(shut));
}

export interface Account {
  shop: string;
  mode: Environment;
  verifiedAt: Date | null;
  refusedSince: Date | null;
}

/** By what is written down of the last real use of each account's keys. */
export function judgeKnownKeys(accounts: readonly Account[]): Said {
  if (accounts.length === 0) return said("keys-none");
  const refused = accounts.filter(({ refusedSince }) => refusedSince !== null);
  const unproved = accounts.filter(({ verifiedAt }) => verifiedAt === null);
  return (
    saidOfRefused(refused) ??
    (unproved.length > 0
      ? said("keys-unproved", {}, shopsOf(unproved))
      : said("keys-known", { count: accounts.length }))
  );
}

export interface TriedKeys {
  shop: string;
  mode: Environment;
  probe: Probe;
}

/** By what PagoEfectivo says of them now. */
export function judgeTriedKeys(tried: readonly TriedKeys[]): Said {
  if (tried.length === 0) return said("keys-none");
  const lastCall = ({ probe }: TriedKeys) => probe.search ?? probe.authorization;
  const are = (verdict: string) => tried.filter((one) => lastCall(one).verdict === verdict);
  const unanswered = are("failed");
  const live = saidOfRefused(are("refused"));
  if (live?.code === "keys-refused") return live;
  if (unanswered[0]) {
    return said("keys-unanswered", { reason: lastCall(unanswered[0]).reason ?? "no answer" });
  }
  const unclear = are("unclear");
  if (unclear[0]) {
    const reason = lastCall(unclear[0]).reason ?? "unknown";
    return said("keys-unclear", { reason }, shopsOf(unclear));
  }
  return live ?? said("keys-accepted", { count: tried.length });
}

/** Test keys stop no sale. */
function saidOfRefused(refused: readonly { shop: string; mode: Environment }[]): Said | null {
  const live = refused.filter(({ mode }) => mode === "live");
  if (live.length > 0) return said("keys-refused", {}, shopsOf(live));
  return refused.length > 0 ? said("test-keys-refused", {}, shopsOf(refused)) : null;
}

/** What became of one probe of the notice door. */
export type Probed =
  | { kind: "proved" }
  /** The door said that the signature is wrong, which it was not when it left. */
  | { kind: "spoilt" }
  | { kind: "blocked"; status: number }
  /** 200, but not from a door that holds the key. */
  | { kind: "false" }
  | { kind: "lost"; reason: string };

/** Null where no probe was sent. One that did not arrive speaks for all. */
export function judgeProbes(probed: readonly Probed[]): Said | null {
  if (probed.length === 0) return null;
  const bad = probed.find(({ kind }) => kind !== "proved");
  switch (bad?.kind) {
    case "spoilt":
      return said("probe-spoilt");
    case "blocked":
      return said("probe-blocked", { status: bad.status });
    case "false":
      return said("probe-false");
    case "lost":
      return said("probe-lost", { reason: bad.reason });
    case "proved":
    case undefined:
      return said("notices-good", { count: probed.length });
  }
}

/** Without a probe: by what has come. */
export function judgeLastNotice(facts: { hasAccounts: boolean; lastAt: Date | null }): Said {
  if (!facts.hasAccounts) return said("notices-no-account");
  const moment = facts.lastAt?.toISOString();
  return moment === undefined ? said("notices-none") : said("notices-last", { moment });
}

export interface ShopFacts {
  shop: string;
  hasToken: boolean;
  isTokenLost: boolean;
  ready: boolean;
  configuredReady: boolean | null;
  configuredProblem: string | null;
  switchedOffReason: string | null;
}

export function judgeTokens(shops: readonly ShopFacts[]): Said {
  if (shops.length === 0) return said("tokens-none-needed");
  const without = shops.filter(({ hasToken, isTokenLost }) => !hasToken || isTokenLost);
  if (without.length > 0) return said("tokens-lost", {}, shopsOf(without));
  return said("tokens-good", { count: shops.length });
}

/** Whether Shopify knows something else than we would take. */
export function isUntold({ ready, configuredReady }: ShopFacts): boolean {
  return ready !== configuredReady && (ready || configuredReady === true);
}

export function judgeTold(shops: readonly ShopFacts[]): Said {
  if (shops.length === 0) return said("tokens-none-needed");
  const off = shops.filter(({ switchedOffReason }) => switchedOffReason !== null);
  if (off.length > 0) {
    const reason = [...new Set(off.map(({ switchedOffReason }) => switchedOffReason))].join(", ");
    return said("told-switched-off", { reason }, shopsOf(off));
  }
  const troubled = shops.filter((shop) => isUntold(shop) && isTellProblem(shop.configuredProblem));
  if (troubled.length > 0) {
    const reason = [...new Set(troubled.map(({ configuredProblem }) => configuredProblem))].join(", ");
    return said("told-problem", { reason }, shopsOf(troubled));
  }
  const untold = shops.filter(isUntold);
  if (untold.length > 0) return said("told-waiting", {}, shopsOf(untold));
  return said("told-good", { count: shops.length });
}

/** Each shop once, in the order of the alphabet. */
function shopsOf(rows: readonly { shop: string }[]): string[] {
  return [...new Set(rows.map(({ shop }) => shop))].toSorted();
}
