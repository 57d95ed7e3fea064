/**
 * `npm run demo`: the main job on one machine, both outside parties simulated. Stays up for a person with a browser;
 * `-- --once` walks it without one and exits 0 only if every step was verified (`--json`: one JSON object on the last
 * line). `--embedded` puts the merchant's admin inside Shopify's; `--port-base N` chooses the five ports.
 */
import { parseArgs } from "node:util";
import { pino } from "pino";
import { readWorkers } from "#app/doctor/visit.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { tellAllReadiness } from "#app/merchants/tell-readiness.server.ts";
import { buildPages } from "./build-pages.ts";
import { openDemoDatabase } from "./demo/database.ts";
import { leaveVariables } from "./demo/running-demo.ts";
import { seedPayments } from "./demo/seed.ts";
import { movableClock } from "./demo/movable-clock.ts";
import { until } from "./demo/until.ts";
import { walk, type Step } from "./demo/walk.ts";
import { startWorld } from "./demo/world.ts";
import { welcome } from "./demo/welcome.ts";

const { values: options } = parseArgs({
  options: {
    once: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    embedded: { type: "boolean", default: false },
    "port-base": { type: "string" },
  },
});
const DEFAULT_PORT_BASE = 4100;

/** npm may be killed without us: then nobody would ever stop us. */
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 1_000).unref();

// The log goes to standard error: standard output belongs to the steps and the JSON.
const log = createLogger("error", pino.destination(2));
const say = (line: string) => process.stdout.write(`${line}\n`);

if (options.once) await runOnce();
else await stayUp().catch(explain);

async function runOnce(): Promise<void> {
  const begun = performance.now();
  const steps: Step[] = [];
  const onStep = (step: Step) => {
    steps.push(step);
    if (!options.json) say(`✓ ${step.name.padEnd(18)} ${String(step.ms).padStart(6)} ms  ${step.detail}`);
  };
  let outcome:
    { ok: true; steps: Step[]; paidToResolvedMs: number } | { ok: false; steps: Step[]; error: string };
  try {
    await buildPages();
    const database = await openDemoDatabase();
    try {
      const world = await startWorld({ databaseUrl: database.url, log, ...portBase() });
      onStep({
        name: "start",
        ms: Math.round(performance.now() - begun),
        detail: "database, simulators, app, shop",
      });
      try {
        const { paidToResolvedMs } = await walk(world, onStep);
        outcome = { ok: true, steps, paidToResolvedMs };
      } finally {
        await world.stop();
      }
    } finally {
      await database.close();
    }
  } catch (error) {
    outcome = { ok: false, steps, error: error instanceof Error ? error.message : String(error) };
  }
  if (options.json) say(JSON.stringify(outcome));
  else say(outcome.ok ? "Every step was verified." : `Stopped: ${outcome.error}`);
  process.exit(outcome.ok ? 0 : 1);
}

async function stayUp(): Promise<void> {
  await buildPages();
  const database = await openDemoDatabase();
  const clock = movableClock();
  const world = await startWorld({
    databaseUrl: database.url,
    log,
    clock,
    embedded: options.embedded,
    portBase: DEFAULT_PORT_BASE,
    ...portBase(),
  });
  const examples = await seedPayments(world, clock);
  // What the hourly job would do: somebody has activated the method in this shop.
  await tellAllReadiness(world.system.deps);
  // A sign of life that it gave while the clock stood in the past makes a worker look dead until its next one.
  await until(
    "the worker's next sign of life",
    async () => (await readWorkers(world.system.deps)).alive > 0,
  );
  const forgetVariables = leaveVariables(world.environment);
  for (const line of await welcome(world, examples)) say(line);
  const stop = async () => {
    forgetVariables();
    await world.stop();
    await database.close();
    process.exit(0);
  };
  process.once("SIGINT", () => void stop());
  process.once("SIGTERM", () => void stop());
}

/** A taken port is the one thing that a newcomer can mend; anything else is told as it is. */
function explain(error: unknown): never {
  const isTaken =
    error instanceof Error && "code" in error && error.code === "EADDRINUSE" && "port" in error;
  if (!isTaken) throw error;
  process.stderr.write(
    `Port ${String(error.port)} is taken: stop what uses it, or choose others: npm run demo -- --port-base 5100\n`,
  );
  process.exit(1);
}

function portBase(): { portBase?: number } {
  const text = options["port-base"];
  if (text === undefined) return {};
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1024 || number > 65_000) {
    throw new Error("--port-base takes a port number from 1024 to 65000");
  }
  return { portBase: number };
}
