/**
 * `npm run doctor`: whether this installation can do its work, and what to do where it cannot. Exit codes: 0 all ✓, 1 something to look
 * at, 2 something does not work. `--live` also asks both parties and sends a probe through our own public address; `--json` prints one
 * JSON object on the last line. It looks at what the environment or `.env` says; without a DATABASE_URL there, or with `--demo`, at the
 * demo that runs in this checkout. It changes nothing.
 */
import { parseArgs } from "node:util";
import { pino } from "pino";
import { ConfigError, readConfig } from "#app/lib/config.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { reportLines, type DoctorReport } from "#app/doctor/report.ts";
import { buildDependencies } from "../server/dependencies.ts";
import { variablesOfDemo } from "./demo/running-demo.ts";
import { examine } from "./examine.ts";

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    live: { type: "boolean", default: false },
    demo: { type: "boolean", default: false },
  },
});

const wantsDemo = options.demo || !process.env["DATABASE_URL"]?.trim();
const demo = wantsDemo ? variablesOfDemo() : null;
const report = await examineEnvironment(demo ?? process.env);
const say = (line: string) => process.stdout.write(`${line}\n`);
if (options.json) {
  say(
    JSON.stringify({ ...report, live: options.live || demo !== null, of: demo ? "demo" : "environment" }),
  );
} else {
  say(demo ? "The demo that runs in this checkout:\n" : "This installation:\n");
  for (const line of reportLines(report)) say(line);
}
process.exitCode = report.exitCode;

async function examineEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<DoctorReport> {
  const { live } = options;
  try {
    const config = readConfig(environment);
    // The log would only say again, in other words, what the findings say; errors of the app itself are worth a line.
    const deps = buildDependencies(config, createLogger("error", pino.destination(2)));
    try {
      return await examine({ configuration: { kind: "usable", config, deps }, live });
    } finally {
      await deps.close();
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return examine({ configuration: { kind: "unusable", problems: error.problems }, live });
  }
}
