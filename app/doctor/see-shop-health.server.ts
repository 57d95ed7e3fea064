/** What the merchant's page of the doctor shows: read from the database alone, so that it is there at once. */
import type { ShopDoctorDeps } from "#app/doctor/doctor-deps.server.ts";
import {
  countNoticed,
  findAccounts,
  findShopStates,
  readWaitingJobs,
} from "#app/doctor/doctor-queries.server.ts";
import { judgeDates } from "#app/doctor/judge-doors.ts";
import { judgeClock } from "#app/doctor/judge-machine.ts";
import { judgeWaiting, judgeWorkers } from "#app/doctor/judge-queue.ts";
import type { Said } from "#app/doctor/finding.ts";
import { judgeShop, type ShopTested } from "#app/doctor/judge-shop.ts";
import type { ShopHealth } from "#app/doctor/shop-words.ts";
import { databaseOffsetMs, readWorkers } from "#app/doctor/visit.server.ts";
import { invariant } from "#app/lib/invariant.ts";

const MOST_ACCOUNTS = 20;
const LAST_ORDERS = 10;
const WEEK_MS = 7 * 86_400_000;

/** `tested`: what pressing the button brought. The shop is that of a login, so it exists. */
export async function seeShopHealth(
  deps: ShopDoctorDeps,
  shopId: string,
  tested: ShopTested | null = null,
): Promise<ShopHealth> {
  const { db } = deps;
  const now = deps.clock.now();
  const since = new Date(now.getTime() - WEEK_MS);
  const [service, accounts, noticed, [shop]] = await Promise.all([
    seeService(deps, now),
    findAccounts(db, { shopId, most: MOST_ACCOUNTS }),
    countNoticed(db, { shopId, since, most: LAST_ORDERS }),
    findShopStates(db, { shopId, most: 1 }),
  ]);
  invariant(shop, "the shop of a login is installed");
  return { at: now.toISOString(), lines: judgeShop({ service, accounts, noticed, shop, tested }) };
}

/** What all shops share and can be judged without asking anybody outside. */
async function seeService(deps: ShopDoctorDeps, now: Date): Promise<Said[]> {
  const [workers, waiting, offsetMs] = await Promise.all([
    readWorkers(deps),
    readWaitingJobs(deps.db),
    databaseOffsetMs(deps),
  ]);
  return [
    judgeWorkers(workers),
    judgeWaiting(waiting),
    judgeClock([{ whose: "the database's", offsetMs }]),
    judgeDates({ certificates: deps.certificates, mode: "direct", now }),
  ];
}
