/** Hands seeds to several processes and gathers what they found. */
import { fork, type ChildProcess } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startStormServer } from "./storm-database.ts";
import type { SeedOrder, SeedReport } from "./storm-process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface StormRun {
  reports: SeedReport[];
  /** Seeds that were never judged: their process ended. */
  lost: number;
}

export async function runStorms(input: {
  first: number;
  runs: number;
  processes: number;
  shortens: boolean;
  /** No further seeds once one has failed. */
  stopsAtFailure: boolean;
  /** The tree whose code is put to the test; this one by default. */
  tree?: string;
  tell: (report: SeedReport) => void;
}): Promise<StormRun> {
  const { first, runs, tree = root, tell } = input;
  const server = await startStormServer();
  const reports: SeedReport[] = [];
  let next = first;
  let isOver = false;
  const order = (child: ChildProcess) => {
    const isDone = next >= first + runs || isOver;
    const message: SeedOrder | "end" = isDone ? "end" : { seed: next, shortens: input.shortens };
    if (!isDone) next += 1;
    child.send(message);
  };
  const work = () =>
    new Promise<void>((resolve) => {
      const file = path.join(tree, "tests", "storm", "storm-process.ts");
      const child = fork(file, [server.adminUrl], { cwd: tree });
      child.on("message", (message: SeedReport | "ready") => {
        if (message !== "ready") {
          reports.push(message);
          tell(message);
          if (input.stopsAtFailure && message.complaints.length > 0) isOver = true;
        }
        order(child);
      });
      child.on("exit", () => {
        resolve();
      });
    });
  try {
    await Promise.all(Array.from({ length: Math.min(input.processes, runs) }, work));
  } finally {
    await server.stop();
  }
  return { reports, lost: next - first - reports.length };
}
