/**
 * Fuzzes the parsers in a thread of their own, and watches it: an input that never ends (a pattern that tries everything) would otherwise
 * hang whoever wants to say so.
 */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { fuzzParsers, type FuzzedParsers } from "./fuzz-parsers.ts";
import { FUZZED_PARSERS } from "./parser-table.ts";

export interface FuzzRun {
  seed: number;
  inputs: number;
}

const HANGS_AFTER_MS = 10_000;
const LOOK_EVERY_MS = 1_000;

export async function fuzzParsersWatched(run: FuzzRun): Promise<FuzzedParsers> {
  const at = new SharedArrayBuffer(8);
  const where = new Int32Array(at);
  const worker = new Worker(new URL(import.meta.url), { workerData: { run, at } });
  return new Promise((resolve, reject) => {
    let [seen, sinceMs] = ["", 0];
    const watch = setInterval(() => {
      const now = where.join(":");
      sinceMs = now === seen ? sinceMs + LOOK_EVERY_MS : 0;
      seen = now;
      if (sinceMs < HANGS_AFTER_MS) return;
      const [parser = 0, number = 0] = where;
      const name = FUZZED_PARSERS[parser]?.parsers.join(", ") ?? "";
      void worker.terminate();
      reject(new Error(`${name} hangs at seed ${run.seed}, input ${number}`));
    }, LOOK_EVERY_MS);
    worker.on("message", (outcome: FuzzedParsers) => resolve(outcome));
    worker.on("error", reject);
    worker.on("exit", () => clearInterval(watch));
  });
}

if (!isMainThread) {
  const { run, at } = workerData as { run: FuzzRun; at: SharedArrayBuffer };
  const where = new Int32Array(at);
  const outcome = await fuzzParsers(run, (parser, number) => {
    where[0] = parser;
    where[1] = number;
  });
  parentPort?.postMessage(outcome);
}
