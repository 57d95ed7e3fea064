/** Tells Shopify whether a shop can take payments with us. Its settings show it, and its checkout goes by it. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { TELL_PROBLEMS, tellAgainMs, type TellProblem } from "#app/merchants/readiness.ts";
import {
  findUntold,
  loadReadiness,
  recordTellProblem,
  recordTold,
  tellJob,
  type ReadinessRow,
} from "#app/merchants/readiness-store.server.ts";
import type { OfflineTokens } from "#app/shopify/offline-token.server.ts";
import type { ConfigureAnswer, PaymentsAppsClient, Readiness } from "#app/shopify/payments-apps-client.ts";

export interface TellDeps {
  clock: Clock;
  db: Queryable;
  log: Logger;
  sessions: OfflineTokens;
  shopify: PaymentsAppsClient;
}

export type TellOutcome =
  | { kind: "told"; ready: boolean }
  | { kind: "problem"; problem: TellProblem; willRetry: boolean }
  /** Not installed: there is nobody to be told. */
  | { kind: "nobody" };

/** Tells Shopify what the shop's readiness is now; a failure is noted, and tried again where that can help. */
export async function tellReadiness(deps: TellDeps, shopId: string, attempt: number): Promise<TellOutcome> {
  const row = await loadReadiness(deps.db, shopId);
  if (!row?.isInstalled) return { kind: "nobody" };
  const answer = await configure(deps, row);
  const now = deps.clock.now();
  if (answer.kind === "acknowledged") {
    const isCurrent = await recordTold(deps.db, { shopId, ready: row.ready, now });
    // Changed while Shopify was being told: it hears the newer word next.
    return isCurrent ? { kind: "told", ready: row.ready } : tellReadiness(deps, shopId, attempt);
  }
  const problem = problemOf(answer);
  const isHopeless = answer.kind === "refused" || (answer.kind === "failed" && !answer.retryable);
  const askedToWaitMs = answer.kind === "failed" ? answer.retryAfterMs : null;
  const waitMs = isHopeless ? null : tellAgainMs(attempt, askedToWaitMs);
  const again = waitMs === null ? null : tellJob(shopId, new Date(now.getTime() + waitMs), attempt + 1);
  await recordTellProblem(deps.db, { shopId, problem, again });
  deps.log.warn(
    { shop: row.shop, reason: problem, attempts: attempt + 1 },
    "Shopify was not told of a shop's readiness",
  );
  return { kind: "problem", problem, willRetry: again !== null };
}

/** The hourly job: whoever Shopify knows something else of. Also what an earlier process could not finish. */
export async function tellAllReadiness(deps: TellDeps): Promise<void> {
  for (const shopId of await findUntold(deps.db, 200)) await tellReadiness(deps, shopId, 0);
}

type Untold = Exclude<ConfigureAnswer, { kind: "acknowledged" }> | { kind: "no-token" };

async function configure(deps: TellDeps, row: ReadinessRow): Promise<Untold | { kind: "acknowledged" }> {
  const { shop } = row;
  const readiness: Readiness = {
    ready: row.ready,
    externalHandle: row.serviceId === null ? null : `PagoEfectivo ${row.serviceId}`,
  };
  const accessToken = await deps.sessions.freshToken(shop);
  if (!accessToken) return { kind: "no-token" };
  const answer = await deps.shopify.configure({ shop, accessToken, readiness });
  if (answer.kind !== "failed" || answer.reason !== "unauthorized") return answer;
  await deps.sessions.doubtToken(shop, accessToken);
  const renewed = await deps.sessions.freshToken(shop);
  if (!renewed || renewed.reveal() === accessToken.reveal()) return { kind: "no-token" };
  return deps.shopify.configure({ shop, accessToken: renewed, readiness });
}

function problemOf(answer: Untold): TellProblem {
  if (answer.kind === "no-token") return "no-token";
  if (answer.kind === "refused") {
    // These errors have no code; the text is Shopify's, as merchants report it (template's README, read 2026-11-22).
    const isNotInstalled = answer.userErrors.some(({ message }) => /not installed/i.test(message));
    return isNotInstalled ? "not-installed" : "refused";
  }
  if (answer.reason === "unauthorized") return "no-token";
  return TELL_PROBLEMS.find((problem) => problem === answer.reason) ?? "unreachable";
}
