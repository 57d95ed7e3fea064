import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { until } from "../scripts/demo/until.ts";
import { freePorts } from "../scripts/demo/free-ports.ts";
import type { World } from "../scripts/demo/world.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export interface OwnProcess {
  pid: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** To be imported by a process whose pages are timed. */
export const PRODUCTION_REACT = new URL("production-react.ts", import.meta.url).href;

/** Each role has an ops port of its own, so that roles can run side by side as they do in production. */
export async function startRole(
  here: Pick<World, "environment" | "webOrigin">,
  role: "all" | "web" | "payments" | "worker",
  more: Record<string, string> = {},
): Promise<OwnProcess> {
  const [opsPort = 0] = await freePorts(1);
  const hasWeb = role === "all" || role === "web";
  const health = hasWeb ? `${here.webOrigin}/healthz` : `http://127.0.0.1:${opsPort}/healthz`;
  return startApp({ ...here.environment, ...more, ROLE: role, OPS_PORT: String(opsPort) }, health);
}

/** Runs the app in a process of its own, as `npm start` does, and waits until it answers at `healthUrl`. */
async function startApp(environment: Record<string, string>, healthUrl: string): Promise<OwnProcess> {
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
  return { pid: child.pid ?? 0, stop: (signal = "SIGTERM") => stopChild(child, signal) };
}

export type Floor = OwnProcess & { origin: string };

/** Runs the floor that writes and returns its origin. */
export function startFloor(databaseUrl: string): Promise<Floor> {
  return startBareServer("bench/floor-server.ts", [databaseUrl]);
}

/** Runs the floor that reads and then always sends the bytes of this file, with these headers. */
export function startReadFloor(input: {
  databaseUrl: string;
  bodyFile: string;
  headers: Record<string, string>;
}): Promise<Floor> {
  const { databaseUrl, bodyFile, headers } = input;
  return startBareServer("bench/read-floor-server.ts", [databaseUrl, bodyFile, JSON.stringify(headers)]);
}

async function startBareServer(script: string, values: readonly string[]): Promise<Floor> {
  const child = spawn(process.execPath, [script, ...values], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port]: string[] = await once(createInterface(child.stdout), "line");
  return {
    pid: child.pid ?? 0,
    origin: `http://127.0.0.1:${port}`,
    stop: () => stopChild(child, "SIGTERM"),
  };
}

async function stopChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}
