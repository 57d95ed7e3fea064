import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

export const root = fileURLToPath(new URL("..", import.meta.url));

export interface Step {
  name: string;
  /** A Node script and its words. */
  script: string;
  words: readonly string[];
  env?: Readonly<Record<string, string>>;
}

export interface StepResult {
  name: string;
  ok: boolean;
  durationMs: number;
  /** What it printed, unless it was shown while it ran. */
  output: string;
}

const manifestBin = z.object({ bin: z.union([z.string(), z.record(z.string(), z.string())]) });

/** The script behind a command of an installed package (`tsc` of `typescript`), to be run with `node`. */
export function commandOf(packageName: string, command: string): string {
  const manifest = path.join(root, "node_modules", packageName, "package.json");
  const { bin } = manifestBin.parse(JSON.parse(readFileSync(manifest, "utf8")));
  const file = typeof bin === "string" ? bin : bin[command];
  if (file === undefined) throw new Error(`${packageName} has no command ${command}`);
  return path.join(path.dirname(manifest), file);
}

/** Runs one step with our own Node. `show` passes its output through; `collect` keeps it for the result. */
export async function runStep(step: Step, output: "show" | "collect"): Promise<StepResult> {
  const begun = performance.now();
  const child = spawn(process.execPath, [step.script, ...step.words], {
    cwd: root,
    env: {
      ...process.env,
      // A grandchild that asks for `node` must not get an older one.
      PATH: [path.dirname(process.execPath), process.env["PATH"] ?? ""].join(path.delimiter),
      ...step.env,
    },
    stdio: output === "show" ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  let collected = "";
  const collect = (chunk: string) => (collected += chunk);
  child.stdout?.setEncoding("utf8").on("data", collect);
  child.stderr?.setEncoding("utf8").on("data", collect);
  await once(child, "close");
  return {
    name: step.name,
    ok: child.exitCode === 0,
    durationMs: performance.now() - begun,
    output: collected,
  };
}

/** Runs the steps, `atOnce` at a time, in their order; tells each result as it comes. Never stops early. */
export async function runSteps(
  steps: readonly Step[],
  atOnce: number,
  tell: (result: StepResult) => void,
): Promise<StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const result = await runStep(step, "collect");
      results.push(result);
      tell(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

/** One line with the verdict and the time; for a failure, everything that the step printed. */
export function tellStep(result: StepResult): void {
  const seconds = (result.durationMs / 1000).toFixed(1);
  console.log(`${result.ok ? "ok  " : "FAIL"}  ${result.name.padEnd(14)} ${seconds.padStart(6)} s`);
  if (!result.ok) console.log(result.output.trimEnd());
}
