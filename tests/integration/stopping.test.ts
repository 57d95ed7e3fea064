/** What SIGTERM ends and what it does not: real processes, as a release or a container's host ends them. */
import { Agent, request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { stopWithinMs } from "../../server/graceful-stop.ts";
import { CLOSE_WITHIN_MS } from "../../server/listen.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { launchAppProcess, type AppProcess } from "../builders/app-process.ts";
import { arrive, codesOf, createCalls } from "../builders/payment.ts";
import { bodyOf } from "../setup/payments-port.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("stopping", { roles: ["payments"], tls: "off" });
/** Each process takes a few seconds to start on a busy machine. */
const SLOW = 60_000;

/** A session whose sender has been told to go on and has not sent its body yet: the process is in the middle of it. */
async function beginSession(process: AppProcess) {
  const session = world().shopify.newSession({ shop: DEMO_SHOP });
  const body = bodyOf(session);
  const { port = 0 } = await process.said("started");
  const request: ClientRequest = httpRequest(`http://127.0.0.1:${port}/shopify/payment-sessions`, {
    method: "POST",
    // As a real sender's pool of connections: it would be used again.
    agent: new Agent({ keepAlive: true }),
    headers: {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      Expect: "100-continue",
      "Shopify-Shop-Domain": DEMO_SHOP,
      "Shopify-Request-Id": "request-0001",
    },
  });
  request.flushHeaders();
  await once(request, "continue");
  return { session, body, request, port };
}

const refuses = (port: number) =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => false,
    () => true,
  );

it(
  "answers and stores what is being sent, takes nothing new, and ends with 0",
  { timeout: SLOW },
  async () => {
    const payments = launchAppProcess(world(), "payments");
    const { session, body, request, port } = await beginSession(payments);

    payments.signal("SIGTERM");
    await payments.said("stopping");
    await world().until("new connections to be refused", () => refuses(port));
    const answered: Promise<IncomingMessage[]> = once(request, "response");
    request.end(body);
    const [answer] = await answered;

    expect(answer?.statusCode).toBe(200);
    expect(answer && JSON.parse(await text(answer))).toEqual({ redirect_url: expect.any(String) });
    const answeredAt = performance.now();
    expect(await payments.ended).toBe(0);
    // Its connection was kept open for more, and must not be waited for.
    expect(performance.now() - answeredAt).toBeLessThan(CLOSE_WITHIN_MS / 2);
    expect(await world().rows("select 1 from payments where session_id = $1", [session.id])).toHaveLength(
      1,
    );
  },
);

it("does not wait for who never ends their request, and ends with 0", { timeout: SLOW }, async () => {
  const payments = launchAppProcess(world(), "payments");
  const { request, session } = await beginSession(payments);
  const cut = once(request, "error");

  payments.signal("SIGTERM");
  await cut;

  expect(await payments.ended).toBe(0);
  expect(await world().rows("select 1 from payments where session_id = $1", [session.id])).toEqual([]);
});

// Fault: a create that is cut off ends unknown, and a person must look for it at PagoEfectivo.
it(
  "lets a worker hear PagoEfectivo out, and leaves new work to the next one",
  { timeout: SLOW },
  async () => {
    const worker = launchAppProcess(world(), "worker");
    await worker.said("started");
    world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
    const first = await arrive(world());
    await world().pagoefectivo.gate.untilHeld(1);

    worker.signal("SIGTERM");
    await worker.said("stopping");
    const second = await arrive(world());
    world().pagoefectivo.gate.release();

    expect(await worker.ended).toBe(0);
    expect(await codesOf(world(), first)).toMatchObject([{ state: "live" }]);
    expect(await codesOf(world(), second)).toEqual([]);
    const next = launchAppProcess(world(), "worker");
    await world().until(
      "the second code",
      async () => (await codesOf(world(), second))[0]?.state === "live",
    );
    expect(await createCalls(world(), first)).toBe(1);
    expect(await createCalls(world(), second)).toBe(1);
    next.signal("SIGTERM");
    expect(await next.ended).toBe(0);
  },
);

it("leaves at once on a second signal", { timeout: SLOW }, async () => {
  const worker = launchAppProcess(world(), "worker");
  await worker.said("started");
  world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
  await arrive(world());
  await world().pagoefectivo.gate.untilHeld(1);

  worker.signal("SIGTERM");
  await worker.said("stopping");
  worker.signal("SIGTERM");

  expect(await worker.ended).toBe(1);
  // Nobody gives its job back before forty seconds have passed: the next test shall not wait for that.
  await world().rows("delete from graphile_worker._private_jobs");
});

// Fault: the first process of a container has no other end than its own handler, and would then be killed while it works.
it("ends with 0 when it is told to while it starts", { timeout: SLOW }, async () => {
  const { pool } = world().system.deps.database;
  const client = await pool.connect();
  await client.query("begin");
  await client.query("lock table _prisma_migrations in access exclusive mode");
  const worker = launchAppProcess(world(), "worker");
  await world().until("the process to ask for its migrations", async () => {
    const waiting = await world().rows(
      "select 1 from pg_locks where not granted and relation = '_prisma_migrations'::regclass",
    );
    return waiting.length > 0;
  });

  worker.signal("SIGTERM");
  await client.query("rollback");
  client.release();

  expect(await worker.ended).toBe(0);
  expect(worker.lines.map(({ msg }) => msg)).toContain("stopping");
});

it("may take longer than the longest call and the slowest sender together", () => {
  const { pagoEfectivoTimeoutMs } = world().system.deps.config;

  expect(stopWithinMs({ pagoEfectivoTimeoutMs })).toBeGreaterThan(pagoEfectivoTimeoutMs + CLOSE_WITHIN_MS);
});
