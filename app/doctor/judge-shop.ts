/**
 * What of all that is known a merchant is told: of their own shop line by line, of the service as a whole only whether it works. Pure.
 */
import type { Said } from "#app/doctor/finding.ts";
import { isUntold, type ShopFacts } from "#app/doctor/judge-shops.ts";
import { markOf } from "#app/doctor/operator-words.ts";
import type { ShopCheck, ShopLine, ShopWord } from "#app/doctor/shop-words.ts";
import { CREDENTIALS_REFUSED } from "#app/merchants/readiness.ts";
import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";

/** What pressing *Test now* brought: of the keys whether PagoEfectivo answered at all, of our own doors whether they are open. */
export interface ShopTested {
  keys: readonly { mode: Environment; verdict: "answered" | "silent" | "unclear" }[];
  /** Null where no account is connected. */
  probesArrived: boolean | null;
  addressAnswers: boolean;
}

export interface ShopHealthFacts {
  /** What the operator would be told of what all shops share. */
  service: readonly Said[];
  accounts: readonly {
    mode: Environment;
    verifiedAt: Date | null;
    refusedSince: Date | null;
    lastNoticeAt: Date | null;
  }[];
  /** Of the last paid orders. */
  noticed: { paid: number; noticed: number };
  shop: ShopFacts;
  tested: ShopTested | null;
}

export function judgeShop(facts: ShopHealthFacts): ShopLine[] {
  return [
    serviceLine(facts.service),
    accountLine(facts, "live"),
    accountLine(facts, "sandbox"),
    noticesLine(facts),
    line("token", facts.shop.hasToken && !facts.shop.isTokenLost ? "token-good" : "token-lost"),
    line("told", toldWord(facts.shop)),
    ...(facts.tested
      ? [line("address", facts.tested.addressAnswers ? "address-good" : "address-bad")]
      : []),
  ];
}

function line(check: ShopCheck, word: ShopWord, more: { at?: Date | null; count?: number } = {}): ShopLine {
  return { check, word, at: more.at?.toISOString() ?? null, count: more.count ?? null };
}

function serviceLine(service: readonly Said[]): ShopLine {
  const marks = new Set(service.map(markOf));
  if (marks.has("failure")) return line("service", "service-bad");
  return line("service", marks.has("warning") ? "service-slow" : "service-good");
}

function accountLine({ accounts, tested }: ShopHealthFacts, mode: Environment): ShopLine {
  const check = mode === "live" ? "live" : "test";
  const own = accounts.filter((account) => account.mode === mode);
  if (own.length === 0) return line(check, `${check}-none`);
  const refused = own.find(({ refusedSince }) => refusedSince !== null);
  if (refused) return line(check, `${check}-refused`, { at: refused.refusedSince });
  const verdicts = (tested?.keys ?? []).filter((one) => one.mode === mode).map(({ verdict }) => verdict);
  if (verdicts.includes("silent")) return line(check, `${check}-silent`);
  if (verdicts.includes("unclear")) return line(check, `${check}-unclear`);
  const unproved = own.some(({ verifiedAt }) => verifiedAt === null);
  if (unproved) return line(check, `${check}-unproved`);
  const oldest = own.map(({ verifiedAt }) => verifiedAt?.getTime() ?? 0);
  return line(check, `${check}-accepted`, { at: new Date(Math.min(...oldest)) });
}

/** Notices that do not arrive cost nobody money, because every code is asked about; but the orders are late. */
function noticesLine({ accounts, noticed, tested }: ShopHealthFacts): ShopLine {
  if (tested?.probesArrived === false) return line("notices", "notices-lost");
  const isMissed = noticed.paid > 0 && noticed.noticed === 0;
  if (isMissed) return line("notices", "notices-missed", { count: noticed.paid });
  if (tested?.probesArrived === true) return line("notices", "notices-arrive");
  const times = accounts.flatMap(({ lastNoticeAt }) => (lastNoticeAt ? [lastNoticeAt.getTime()] : []));
  if (times.length === 0) return line("notices", "notices-none");
  return line("notices", "notices-came", { at: new Date(Math.max(...times)) });
}

function toldWord(shop: ShopFacts): ShopWord {
  if (shop.switchedOffReason === CREDENTIALS_REFUSED) return "told-keys";
  if (shop.switchedOffReason !== null) return "told-token";
  if (isUntold(shop)) return shop.configuredProblem === null ? "told-waiting" : "told-problem";
  return shop.ready ? "told-on" : "told-off";
}
