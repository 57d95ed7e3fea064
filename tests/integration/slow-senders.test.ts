import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { createMetrics } from "#app/metrics/metrics.server.ts";
import { startOps } from "../../server/ops.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("slow_senders", { tls: "off", roles: ["web", "payments"] });

/** Begins a request and never ends its head. What it is answered, and after how long it is cut. */
async function dawdle(port: number): Promise<{ answer: string; afterMs: number }> {
  const began = performance.now();
  const socket = connect(port, "127.0.0.1", () =>
    socket.write("POST /find HTTP/1.1\r\nHost: localhost\r\nX-Slow: "),
  );
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  await once(socket, "close");
  return { answer, afterMs: performance.now() - began };
}

/** One line as long as all that a head may hold. */
async function boast(port: number): Promise<string> {
  const socket = connect(port, "127.0.0.1", () =>
    socket.write(`GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"x".repeat(17_000)}\r\n\r\n`),
  );
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  await once(socket, "close");
  return answer;
}

it("cuts whoever dawdles over a head, and whoever writes too long a one, at each port", async () => {
  const { deps } = world().system;
  const ops = await startOps({
    ...deps,
    metrics: createMetrics(),
    config: { ...deps.config, opsPort: 0 },
  });
  const ports = [
    Number(new URL(world().webOrigin).port),
    Number(new URL(world().paymentsUrl).port),
    ops.port,
  ];

  const slow = await Promise.all(ports.map(dawdle));
  const long = await Promise.all(ports.map(boast));
  await ops.close();

  for (const { answer, afterMs } of slow) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(afterMs).toBeLessThan(20_000);
  }
  for (const answer of long) expect(answer).toMatch(/^HTTP\/1\.1 431 /);
});
