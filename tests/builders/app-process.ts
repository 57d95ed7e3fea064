import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { z } from "zod";
import type { TestWorld } from "../setup/world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const logLine = z.looseObject({
  msg: z.string(),
  role: z.string().optional(),
  port: z.number().optional(),
});
type LogLine = z.infer<typeof logLine>;

/** One role in a process of its own, as `npm start` runs it. */
export interface AppProcess {
  /** What it has logged. */
  lines: readonly LogLine[];
  /** Waits until it has logged this; answers the line. */
  said(message: string): Promise<LogLine>;
  signal(name: NodeJS.Signals): void;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | string | null>;
}

/** `whenDone` is handed what kills it if it still lives: after the test, unless told otherwise. */
export function launchAppProcess(
  world: TestWorld,
  role: "web" | "payments" | "worker",
  changes: Readonly<Record<string, string>> = {},
  whenDone: (end: () => Promise<void>) => void = onTestFinished,
): AppProcess {
  const child = spawn(process.execPath, ["server/start.ts"], {
    cwd: root,
    env: {
      ...process.env,
      ...world.environment,
      ...{ ROLE: role, WEB_PORT: "0", PAYMENTS_PORT: "0", OPS_PORT: "0", LOG_LEVEL: "info" },
      ...changes,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: LogLine[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(logLine.parse(JSON.parse(line)));
  });
  const ended = once(child, "exit").then(() => child.exitCode ?? child.signalCode);
  whenDone(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return {
    lines,
    said: (message) =>
      world.until(`the ${role} process to say "${message}"`, () =>
        lines.find(({ msg }) => msg === message),
      ),
    signal: (name) => void child.kill(name),
    ended,
  };
}
