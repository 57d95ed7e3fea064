import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { z } from "zod";
import type { TestWorld } from "../setup/world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const startedLine = z.object({ msg: z.literal("started"), role: z.literal("payments"), port: z.number() });

/** The payments door in a process of its own, as `ROLE=payments npm start` runs it. Resolves with its address; ended after the test. */
export async function startPaymentsProcess(world: TestWorld, databaseUrl: string): Promise<string> {
  const child = spawn(process.execPath, ["server/start.ts"], {
    cwd: root,
    env: {
      ...process.env,
      ...world.environment,
      DATABASE_URL: databaseUrl,
      ROLE: "payments",
      PAYMENTS_PORT: "0",
      OPS_PORT: "0",
      LOG_LEVEL: "info",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const started = startedLine.safeParse(JSON.parse(line));
    if (!started.success) continue;
    // Nobody reads on: what it logs from now on must not fill the pipe.
    child.stdout.resume();
    return `http://127.0.0.1:${started.data.port}/shopify/payment-sessions`;
  }
  throw new Error("the payments process ended before it listened");
}
