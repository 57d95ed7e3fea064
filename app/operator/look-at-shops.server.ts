/** What an operator sees of all shops together and of one, and how PagoEfectivo is asked about all codes of one. */
import type { ShopDoctorDeps } from "#app/doctor/doctor-deps.server.ts";
import { readDeadJobs, readWaitingJobs } from "#app/doctor/doctor-queries.server.ts";
import { seeShopHealth } from "#app/doctor/see-shop-health.server.ts";
import { readWorkers } from "#app/doctor/visit.server.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import { EXIT, type Operator, type OperatorAnswer } from "#app/operator/operator.ts";
import {
  countOpenCases,
  findCodesToAsk,
  findShop,
  readWaiting,
  type CaseCount,
  type ShopRow,
} from "#app/operator/operator-queries.server.ts";
import { toDecimalText } from "#app/lib/money.ts";
import { askAgainAbout } from "#app/payments/ask-again.server.ts";
import { readSweepHealth } from "#app/payments/sweep-health.server.ts";

/** How this installation does, in figures of this moment. Nobody outside is asked: that is the doctor's `--live`. */
export async function seeStatus(deps: ShopDoctorDeps): Promise<OperatorAnswer> {
  const [waiting, cases, sweep, workers, jobs, deadJobs] = await Promise.all([
    readWaiting(deps.db),
    countOpenCases(deps.db, null),
    readSweepHealth(deps),
    readWorkers(deps),
    readWaitingJobs(deps.db),
    readDeadJobs(deps.db),
  ]);
  return {
    exitCode: EXIT.good,
    outcome: "found",
    why: "Figures of this moment, of all shops.",
    at: deps.clock.now().toISOString(),
    workers: { alive: workers.alive },
    jobs: { ...jobs, dead: deadJobs.count },
    sweep,
    ...waiting,
    cases: cases.map(shownCases),
  };
}

/** One shop: what waits in it, and what its own page of the doctor says. */
export async function seeShop(deps: ShopDoctorDeps, domain: string): Promise<OperatorAnswer> {
  const shop = await findShop(deps.db, domain);
  if (!shop) return noShop(domain);
  const { shopId, ...facts } = shop;
  const [cases, health] = await Promise.all([
    countOpenCases(deps.db, shopId),
    shop.uninstalledAt === null ? seeShopHealth(deps, shopId) : null,
  ]);
  return {
    exitCode: EXIT.good,
    outcome: "found",
    why:
      shop.uninstalledAt === null
        ? "This is the shop as it stands."
        : "The shop has removed the app: its reports are held, and nothing new is taken for it.",
    shop: facts,
    cases: cases.map(shownCases),
    doctor: health?.lines ?? null,
  };
}

/** Older codes are past every plan: what became of them, the close of their day has said. */
const WITHIN_MS = 8 * 86_400_000;
/** At 200 a minute, what the sweep works off within half an hour. */
const MOST_CODES = 5_000;

/** `operator` null: a dry run. The sweep asks, within its limits, and acts on what it hears as always. */
export async function requeryShop(
  deps: ShopDoctorDeps,
  input: { domain: string; operator: Operator | null },
): Promise<OperatorAnswer> {
  const shop = await findShop(deps.db, input.domain);
  if (!shop) return noShop(input.domain);
  const at = deps.clock.now();
  const since = new Date(at.getTime() - WITHIN_MS);
  const codeIds = await findCodesToAsk(deps.db, { shopId: shop.shopId, since, most: MOST_CODES });
  const facts = { shop: shop.shop, codes: codeIds.length, since: since.toISOString() };
  if (!input.operator) {
    const why = "The sweep would ask PagoEfectivo about these codes, at 200 a minute for each account.";
    return { exitCode: EXIT.good, outcome: "would", why, ...facts };
  }
  await noteRequery(deps, shop, input.operator, codeIds.length);
  await askAgainAbout(deps.db, { shopId: shop.shopId, codeIds, at });
  return {
    exitCode: EXIT.waiting,
    outcome: "asked",
    why: "The sweep asks now, at 200 codes a minute. `npm run ops -- status` shows sweep.oldestUnaskedSeconds fall to 0.",
    ...facts,
  };
}

function noteRequery(
  deps: ShopDoctorDeps,
  shop: ShopRow,
  operator: Operator,
  codes: number,
): Promise<void> {
  return recordAudit(deps.db, {
    shopId: shop.shopId,
    userId: operator.userId,
    at: deps.clock.now(),
    action: "operator-acted",
    after: { act: "requery-shop", codes, reason: operator.reason },
  });
}

function noShop(domain: string): OperatorAnswer {
  return {
    exitCode: EXIT.refused,
    outcome: "not-found",
    why: "No shop of this domain ever installed the app here. It is the permanent one: name.myshopify.com.",
    domain,
  };
}

function shownCases({ kind, count, oldest, held }: CaseCount) {
  return {
    ...{ kind, count, oldest },
    held: held.map(({ currency, centimos }) => ({ currency, amount: toDecimalText(centimos) })),
  };
}
