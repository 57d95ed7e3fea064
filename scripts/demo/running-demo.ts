/**
 * A running demo leaves its variables where another process of this checkout finds them: its keys are made anew each time, and without them
 * nobody could look into it. The file is readable by its owner only, and goes when the demo goes.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { isProcessAlive } from "../process-facts.ts";
import { root } from "../run-step.ts";

const FILE = path.join(root, ".data", "demo.json");

const runningDemo = z.object({ pid: z.number().int(), environment: z.record(z.string(), z.string()) });

/** Of several demos at a time, the one that came last is found. The answer forgets it. */
export function leaveVariables(environment: Readonly<Record<string, string>>, file = FILE): () => void {
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true }); // The mode below is that of a new file only.
  writeFileSync(file, JSON.stringify({ pid: process.pid, environment }), { mode: 0o600 });
  return () => {
    if (readDemo(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** The variables of the demo that runs in this checkout; null where none does. */
export function variablesOfDemo(file = FILE): Record<string, string> | null {
  const demo = readDemo(file);
  return demo && isProcessAlive(demo.pid) ? demo.environment : null;
}

function readDemo(file: string): z.infer<typeof runningDemo> | null {
  try {
    return runningDemo.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null; // No demo has left one, or it was cut short: either way none can be looked into.
  }
}
