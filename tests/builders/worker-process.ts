import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { TestWorld } from "../setup/world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface WorkerProcess {
  poolId: string;
  /** Ends it as a power cut would: nothing of it runs any more when this resolves. */
  killHard(): Promise<void>;
}

/** A worker in a process of its own, as `ROLE=worker npm start` runs it; resolves once it takes jobs. Killed after the test. */
export async function startWorkerProcess(world: TestWorld): Promise<WorkerProcess> {
  const worker = launchWorkerProcess(world);
  onTestFinished(() => worker.killHard());
  return { poolId: await worker.started, killHard: worker.killHard };
}

/** The same for whoever ends it themselves. */
export function launchWorkerProcess(world: TestWorld): {
  /** The id of its pool, once it takes jobs. */
  started: Promise<string>;
  killHard: () => Promise<void>;
} {
  const pools = () => world.rows<{ pool_id: string }>("select pool_id from worker_heartbeats");
  const child: ChildProcess = spawn(process.execPath, ["server/start.ts"], {
    cwd: root,
    env: { ...process.env, ...world.environment, ROLE: "worker", OPS_PORT: "0", LOG_LEVEL: "warn" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  const firstBeat = async (): Promise<string> => {
    // Asked at once: a process needs far longer to start than this takes.
    const before = new Set((await pools()).map((pool) => pool.pool_id));
    const started = await world.until("the worker to start", async () => {
      if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode}`);
      return (await pools()).find((pool) => !before.has(pool.pool_id));
    });
    return started.pool_id;
  };
  return {
    started: firstBeat(),
    killHard: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
