/**
 * `npm run test:kill -- [--seconds 120] [--rate 10] [--web 2] [--payments 1] [--workers 2] [--lost-connections-per-minute 3]
 * [--seed N] [--tls off] [--json]`: real processes under load, killed with `kill -9` and cut off from the database at random;
 * every payment must end right, and none twice. Exit code 1 when one did not.
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { killRun, type KillRunResult } from "../tests/kill/kill-run.ts";
import { buildPages } from "./build-pages.ts";
import { openDemoDatabase } from "./demo/database.ts";

const SETTLE_WITHIN_MS = 10 * 60_000;
/** What two minutes must have seen of each kind; shorter runs need less. */
const LEAST_KILLS_A_MINUTE = 5;

const { values: options } = parseArgs({
  options: {
    seconds: { type: "string", default: "120" },
    rate: { type: "string", default: "10" },
    web: { type: "string", default: "2" },
    payments: { type: "string", default: "1" },
    workers: { type: "string", default: "2" },
    "lost-connections-per-minute": { type: "string", default: "3" },
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
    tls: { type: "string", default: "direct" },
    json: { type: "boolean", default: false },
  },
});
const [seconds, rate, seed] = [Number(options.seconds), Number(options.rate), Number(options.seed)];
const processes = {
  web: Number(options.web),
  payments: Number(options.payments),
  worker: Number(options.workers),
};
const lostConnectionsPerMinute = Number(options["lost-connections-per-minute"]);
const { tls } = options;
const areGood =
  [seconds, rate, ...Object.values(processes)].every((one) => one > 0) &&
  [seed, ...Object.values(processes)].every(Number.isInteger) &&
  lostConnectionsPerMinute >= 0;
if (!areGood || !(tls === "direct" || tls === "off")) {
  process.stderr.write(
    "Usage: npm run test:kill -- [--seconds N] [--rate N] [--web N] [--payments N] [--workers N]\n" +
      "  [--lost-connections-per-minute N] [--seed N] [--tls off] [--json]\n",
  );
  process.exit(2);
}

// So that the processes under test end with us.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
await buildPages();
const database = await openDemoDatabase();
let result: KillRunResult;
try {
  result = await killRun({
    databaseUrl: database.url,
    ...{ seconds, rate, seed, tls, processes, lostConnectionsPerMinute },
    settleWithinMs: SETTLE_WITHIN_MS,
    noticeRetryMs: 60_000,
    // The least that a shop may set for its timer.
    patience: { reloadMs: 120_000, timerMs: 30_000, counterMs: 12_000 },
    say: (line) => void process.stderr.write(`${line}\n`),
  });
} finally {
  await database.close();
}
const leastKills = Math.floor((seconds / 60) * LEAST_KILLS_A_MINUTE);
const tooFew = Object.entries(result.kills)
  .filter(([, count]) => count < leastKills)
  .map(([role, count]) => `only ${count} kills of ${role}; ${leastKills} are needed to prove anything`);
const { unheard, terminated, all } = result.lostConnections;
// One a minute is what is promised; more are asked for because a process may be found that changes nothing just then.
const leastLost = Math.floor((seconds / 60) * Math.min(1, lostConnectionsPerMinute));
const tooWell =
  unheard + terminated + all < leastLost
    ? [`fewer than ${leastLost} connections to the database were lost`]
    : [];
const broken = [...result.violations, ...tooFew, ...tooWell];
process.stdout.write(
  options.json ? `${JSON.stringify({ ...result, violations: broken })}\n` : words(result, broken),
);
process.exit(broken.length === 0 ? 0 : 1);

function words(
  { load, kills, lostConnections, ...figures }: KillRunResult,
  complaints: readonly string[],
): string {
  const list = (counts: object) =>
    Object.entries(counts)
      .map(([name, count]) => `${String(count)} ${name}`)
      .join(", ");
  return [
    `seed ${figures.seed}`,
    `killed: ${list(kills)}; ${figures.jobsInHand} jobs were in hand`,
    `connections to the database lost: ${list(lostConnections)}`,
    `shoppers: ${load.shoppers} (${list(load.plans)})`,
    `${load.paid} paid, ${load.refusedAtCounter} refused at the counter, ${load.gaveUp} gave up`,
    `broken requests: ${list(load.broken) || "none"}`,
    `all money settled ${figures.settledAfterMs ?? "?"} ms after the load`,
    `sessions at Shopify: ${list(figures.sessions)}`,
    `cases: ${list(figures.cases) || "none"}`,
    ...complaints.slice(0, 50).map((line) => `VIOLATION: ${line}`),
    complaints.length === 0 ? "every payment ended right, none twice" : `${complaints.length} violations`,
    "",
  ].join("\n");
}
