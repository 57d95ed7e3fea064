import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { until } from "../scripts/demo/until.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export interface OwnProcess {
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Runs the app in a process of its own, as `npm start` does, and waits until it answers at `healthUrl`. */
export async function startApp(
  environment: Record<string, string>,
  healthUrl: string,
): Promise<OwnProcess> {
  const child = spawn(process.execPath, ["server/start.ts"], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await until(`the app at ${healthUrl}`, async () => {
    if (child.exitCode !== null) throw new Error(`the app ended with ${child.exitCode} before it was up`);
    return fetch(healthUrl).then(
      (answer) => answer.ok,
      () => false,
    );
  });
  return { stop: (signal = "SIGTERM") => stopChild(child, signal) };
}

/** Runs the floor and returns its origin. */
export async function startFloor(databaseUrl: string): Promise<OwnProcess & { origin: string }> {
  const child = spawn(process.execPath, ["bench/floor-server.ts", databaseUrl], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port]: string[] = await once(createInterface(child.stdout), "line");
  return { origin: `http://127.0.0.1:${port}`, stop: () => stopChild(child, "SIGTERM") };
}

async function stopChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}
