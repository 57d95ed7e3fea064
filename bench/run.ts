/**
 * `npm run bench -- --json [--only intake,notice,paid,drain,adminList,figures,voucherPage,waitingPages,dailyClose,scale,processes]`: measures the
 * built app on an embedded PostgreSQL. `--only scale --payments 5000000` is one larger size, and `--only flashSale` a sale by itself. Every throughput
 * stands beside the floor measured in the same run; judge the ratio, not the figure.
 */
import { parseArgs } from "node:util";
import pg from "pg";
import { createLogger } from "#app/lib/logger.server.ts";
import { buildPages } from "../scripts/build-pages.ts";
import { openDemoDatabase } from "../scripts/demo/database.ts";
import { DEMO_SHOP, startWorld } from "../scripts/demo/world.ts";
import { MANY_FROM_HERE, MANY_SHOPPERS_FROM_HERE } from "../tests/setup/many-from-here.ts";
import { adminList, type AdminListFigures } from "./admin-list.ts";
import type { LoadingFigures } from "../tests/e2e/loading-figures.ts";
import { adminPages } from "./admin-pages.ts";
import { compare, notices, sessions, type DoorFigures, type Target } from "./doors.ts";
import { dailyClose, type DailyCloseFigures } from "./daily-close.ts";
import { drain, leaveNotices, paidToResolved, type DrainFigures, type PaidFigures } from "./paid.ts";
import { figures, type FiguresTimes } from "./figures.ts";
import { flashSale, type FlashSaleFigures } from "./flash-sale.ts";
import { manyProcesses, type ManyProcessesFigures } from "./many-processes.ts";
import { PRODUCTION_REACT, startFloor, startRole, type OwnProcess } from "./processes.ts";
import { openInstallation, type Installation } from "./scale/installation.ts";
import { compareSizes, SCALE_SIZES, type ScaleFigures } from "./scale/scale.ts";
import { seedWaiting } from "./seed-waiting.ts";
import { voucherPage, type VoucherPageFigures } from "./voucher-page.ts";
import { waitingPages, type WaitingPagesFigures } from "./waiting-pages.ts";

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string" },
    payments: { type: "string" },
  },
});
const wanted = options.only?.split(",");
const wants = (name: string) => wanted === undefined || wanted.includes(name);
const say = (line: string) => process.stderr.write(`${line}\n`);

type DoorResult = Record<"c10" | "c50", DoorFigures>;
const results: {
  intake?: DoorResult;
  notice?: DoorResult;
  paidToResolvedMs?: PaidFigures;
  drain?: DrainFigures;
  adminList?: AdminListFigures;
  adminPages?: Record<"home" | "payments", LoadingFigures>;
  figures?: FiguresTimes;
  voucherPage?: VoucherPageFigures;
  waitingPages?: WaitingPagesFigures;
  dailyClose?: DailyCloseFigures;
  scale?: ScaleFigures;
  processes?: ManyProcessesFigures;
  flashSale?: FlashSaleFigures;
} = {};

const PACE_OF_PAYMENTS = { perSecond: 25, warmUpSeconds: 10, seconds: 60 };
const WAITING_NOTICES = 20_000;
const OPENED_PAGES = 400;
const WAITING_PAGES = 2_000;
const FLASH_SALE = { perSecond: 200, seconds: 120, mostPaid: 3_000 };

await buildPages();
const database = await openDemoDatabase();
const world = await startWorld({
  databaseUrl: database.url,
  log: createLogger("error"),
  roles: [],
  tls: "off",
});
try {
  if (wants("intake"))
    results.intake = await doors("payments", sessions(new URL(world.paymentsUrl).origin));
  if (wants("notice")) results.notice = await doors("web", notices(world));
  if (wants("paid")) results.paidToResolvedMs = await measurePaid();
  if (wants("drain")) results.drain = await measureDrain();
  if (wants("adminList")) Object.assign(results, await measureAdmin());
  if (wants("figures")) results.figures = await measureFigures();
  if (wants("voucherPage")) {
    results.voucherPage = await withWaiting(OPENED_PAGES, (_, slugs) =>
      voucherPage({ origin: world.webOrigin, databaseUrl: database.url, slugs }),
    );
    say(`voucher page: ${JSON.stringify(results.voucherPage)}`);
  }
  if (wants("waitingPages")) {
    results.waitingPages = await withWaiting(WAITING_PAGES, ({ pid }, slugs) =>
      waitingPages({ origin: world.webOrigin, pid, slugs }),
    );
    say(`waiting pages: ${JSON.stringify(results.waitingPages)}`);
  }
  if (wants("dailyClose")) {
    results.dailyClose = await dailyClose(database.url);
    say(`daily close: ${JSON.stringify(results.dailyClose)}`);
  }
  if (wants("scale")) {
    results.scale = await measureScale();
    say(`scale: ${JSON.stringify(results.scale)}`);
  }
  if (wants("processes")) {
    results.processes = await manyProcesses({ world, startRole, empty: emptied });
    say(`processes: ${JSON.stringify(results.processes)}`);
  }
  // Only by itself: it judges all that the two parties hold, and pays their oldest codes, which after other parts are not its own.
  if (wanted?.join() === "flashSale") results.flashSale = await measureFlashSale();
} finally {
  await world.stop();
  await database.close();
}
process.stdout.write(`${JSON.stringify(results, null, options.json ? undefined : 2)}\n`);
process.exit(0);

/** One door alone in its process, against the floor. */
async function doors(role: "payments" | "web", door: Target): Promise<DoorResult> {
  const floor = await startFloor(database.url);
  const app = await startRole(world, role, MANY_FROM_HERE);
  try {
    const on = (connections: number) =>
      compare({ connections, databaseUrl: database.url, door, floorOrigin: floor.origin });
    const c10 = await on(10);
    say(`${role} at 10: ${JSON.stringify(c10)}`);
    const c50 = await on(50);
    say(`${role} at 50: ${JSON.stringify(c50)}`);
    return { c10, c50 };
  } finally {
    await app.stop();
    await floor.stop();
  }
}

async function measurePaid() {
  await emptied();
  const app = await startRole(world, "all");
  try {
    const figures = await paidToResolved(world, PACE_OF_PAYMENTS);
    say(`paid to resolved: ${JSON.stringify(figures)}`);
    return figures;
  } finally {
    await app.stop();
  }
}

async function measureDrain() {
  await emptied();
  const door = await startRole(world, "web", MANY_FROM_HERE);
  let worker: OwnProcess | undefined;
  try {
    await leaveNotices(world, WAITING_NOTICES);
    const figures = await drain(world, WAITING_NOTICES, async () => {
      worker = await startRole(world, "worker");
    });
    say(`drain: ${JSON.stringify(figures)}`);
    return figures;
  } finally {
    await door.stop();
    await worker?.stop();
  }
}

/** The list, and then the two pages that a merchant opens most, both with the shop's many payments. */
async function measureAdmin() {
  await emptied();
  const app = await startRole(world, "web", { NODE_OPTIONS: `--import ${PRODUCTION_REACT}` });
  try {
    const list = await adminList(world, database.url);
    say(`admin list: ${JSON.stringify(list)}`);
    const pages = await adminPages(world);
    say(`admin pages: ${JSON.stringify(pages)}`);
    return { adminList: list, adminPages: pages };
  } finally {
    await app.stop();
  }
}

async function measureFigures() {
  await emptied();
  const app = await startRole(world, "web", { NODE_OPTIONS: `--import ${PRODUCTION_REACT}` });
  try {
    const times = await figures(world, database.url);
    say(`figures: ${JSON.stringify(times)}`);
    return times;
  } finally {
    await app.stop();
  }
}

/** Installations of all sizes side by side; only one of them has something to do at a time. */
async function measureScale() {
  const [smallest = 0] = SCALE_SIZES;
  const sizes = options.payments === undefined ? SCALE_SIZES : [smallest, Number(options.payments)];
  const installations: Installation[] = [];
  try {
    for (const payments of sizes) {
      const opened = await openInstallation(payments);
      installations.push(opened);
      say(`${payments} payments are there after ${opened.seededInS} s`);
    }
    return await compareSizes(installations, say);
  } finally {
    for (const installation of installations) await installation.close();
  }
}

/** One web process as in production, and this many payments whose shoppers wait. All of them come from this one machine. */
async function withWaiting<Figures>(
  count: number,
  measure: (app: OwnProcess, slugs: readonly string[]) => Promise<Figures>,
): Promise<Figures> {
  await emptied();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const slugs = await seedWaiting(client, { domain: DEMO_SHOP, now: new Date(), count });
  await client.end();
  const app = await startRole(world, "web", {
    ...MANY_FROM_HERE,
    NODE_OPTIONS: `--import ${PRODUCTION_REACT}`,
  });
  try {
    return await measure(app, slugs);
  } finally {
    await app.stop();
  }
}

/** Sales at the limits for machines that everybody has: one shop's greatest sale must not be held back as a flood. */
async function measureFlashSale() {
  await emptied();
  const here = { ...world, environment: { ...world.environment, ...MANY_SHOPPERS_FROM_HERE } };
  const app = [
    await startRole(here, "payments"),
    await startRole(here, "web", { NODE_OPTIONS: `--import ${PRODUCTION_REACT}` }),
    await startRole(here, "worker"),
  ];
  try {
    const sale = await flashSale({ world, ...FLASH_SALE });
    say(`flash sale: ${JSON.stringify(sale)}`);
    return sale;
  } finally {
    for (const one of app) await one.stop();
  }
}

async function emptied(): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    "truncate payments, codes, timeline, notices, reports, report_attempts, cases cascade",
  );
  await client.query("truncate graphile_worker._private_jobs");
  await client.end();
}
