import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { findSetup } from "#app/merchants/setup-queries.server.ts";
import { setupSteps, shopStatus, type SetupFacts } from "#app/merchants/setup-steps.ts";
import {
  countByDay,
  findAttention,
  findPaymentModes,
  medianPaymentMs,
} from "#app/payments/home-queries.server.ts";
import {
  firstIdAt,
  homeBanner,
  lastDays,
  sumDays,
  type HomeView,
  type LatestPayment,
} from "#app/payments/home-view.ts";
import { limaDayStart, readListFilter } from "#app/payments/payment-list-filter.ts";
import { countPayments, loadPaymentPage } from "#app/payments/payment-list-queries.server.ts";

const LATEST = 5;
/** Nobody has more payments on their way at once; what is counted must end. */
const MOST_AWAITED = 100_000;

/** The home page of one shop. Live payments are counted; test payments only where there has never been a live one. */
export async function seeHome(deps: { db: Queryable; clock: Clock }, shopId: string): Promise<HomeView> {
  const { db } = deps;
  const [stored, modes, attention] = await Promise.all([
    findSetup(db, shopId),
    findPaymentModes(db, shopId),
    findAttention(db, { shopId, now: deps.clock.now() }),
  ]);
  const facts: SetupFacts = { ...stored, hasPayment: modes.any };
  const test = modes.any && !modes.live;
  const days = lastDays(deps.clock.now());
  const [from = "", to = ""] = [days[0], days.at(-1)];
  const mode = test ? "test" : "live";
  const period = { shopId, test, sinceId: firstIdAt(limaDayStart(from)) };
  const [rows, medianMs, awaiting, latest] = await Promise.all([
    countByDay(db, period),
    medianPaymentMs(db, period),
    countAwaiting(db, shopId, mode),
    latestPayments(db, shopId, mode),
  ]);
  return {
    status: shopStatus(facts),
    environment: environmentOf(facts),
    banner: homeBanner(facts, attention),
    setup: setupOf(facts),
    mode,
    period: { from, to },
    figures: { ...sumDays(days, rows), medianMs, awaiting },
    attention,
    latest,
  };
}

function environmentOf(facts: SetupFacts): HomeView["environment"] {
  if (facts.connectedModes.length === 0) return null;
  return facts.connectedModes.includes("live") ? "live" : "test";
}

function setupOf(facts: SetupFacts): HomeView["setup"] {
  const steps = setupSteps(facts);
  const done = steps.filter(({ state }) => state === "done").length;
  return {
    steps,
    done,
    isComplete: steps.every(({ state }) => state !== "open"),
    isDismissed: facts.isDismissed,
  };
}

/** As the list counts that the figure leads to. */
async function countAwaiting(db: Queryable, shopId: string, mode: HomeView["mode"]): Promise<number> {
  const filter = { ...readListFilter(new URLSearchParams({ view: "pending" })), mode };
  return (await countPayments(db, { shopId, filter, limit: MOST_AWAITED })).count;
}

async function latestPayments(
  db: Queryable,
  shopId: string,
  mode: HomeView["mode"],
): Promise<LatestPayment[]> {
  const filter = { ...readListFilter(new URLSearchParams()), mode };
  const { rows } = await loadPaymentPage(db, { shopId, filter, after: null, before: null, size: LATEST });
  return rows.map(({ id, status, amountCentimos, currency, cip, createdAt }) => ({
    id,
    status,
    amount: { centimos: amountCentimos, currency },
    cip,
    receivedAt: createdAt,
  }));
}
