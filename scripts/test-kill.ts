/**
 * `npm run test:kill -- [--seconds 120] [--rate 20] [--seed N] [--tls off] [--json]`: real processes under load, killed with
 * `kill -9` at random; every payment must end right, and none twice. Exit code 1 when one did not.
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
    rate: { type: "string", default: "20" },
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
    tls: { type: "string", default: "direct" },
    json: { type: "boolean", default: false },
  },
});
const [seconds, rate, seed] = [Number(options.seconds), Number(options.rate), Number(options.seed)];
const { tls } = options;
if (!(seconds > 0 && rate > 0 && Number.isInteger(seed) && (tls === "direct" || tls === "off"))) {
  process.stderr.write(
    "Usage: npm run test:kill -- [--seconds N] [--rate N] [--seed N] [--tls off] [--json]\n",
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
    ...{ seconds, rate, seed, tls },
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
const broken = [...result.violations, ...tooFew];
process.stdout.write(
  options.json ? `${JSON.stringify({ ...result, violations: broken })}\n` : words(result, broken),
);
process.exit(broken.length === 0 ? 0 : 1);

function words({ load, kills, ...figures }: KillRunResult, complaints: readonly string[]): string {
  const list = (counts: object) =>
    Object.entries(counts)
      .map(([name, count]) => `${String(count)} ${name}`)
      .join(", ");
  return [
    `seed ${figures.seed}`,
    `killed: ${list(kills)}; ${figures.jobsInHand} jobs were in hand`,
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
