import { expect, it, onTestFinished } from "vitest";
import { arrive, codesOf, createCalls, type ArrivedPayment } from "../builders/payment.ts";
import { startWorkerProcess } from "../builders/worker-process.ts";
import { useWorld } from "../setup/world.ts";
import { useDoors } from "./crash-world.ts";
import { startDatabaseProxy } from "./database-proxy.ts";
import { Life, openDoors } from "./mortal-process.ts";

const world = useWorld("lost_connection", { roles: [], tls: "off" });

/** The queue's own words for taking a job and for completing one. */
const TAKES_A_JOB = /_private_jobs[\s\S]*for update\s+skip locked/i;
const COMPLETES_A_JOB = /delete from \S*_private_jobs/i;

async function hasLiveCode(payment: ArrivedPayment): Promise<boolean> {
  const [code] = await codesOf(world(), payment);
  return code?.state === "live";
}

// The fault it guards against: a worker that ends, or idles beside its locked jobs, because PostgreSQL was away for a moment.
it("goes on with its jobs after the answers of taking and completing one were lost", async () => {
  const doors = await openDoors(world().system.deps, new Life(null));
  onTestFinished(() => doors.close());
  useDoors({ ...world(), doors }, doors);
  const waiting = [TAKES_A_JOB, COMPLETES_A_JOB];
  const proxy = await startDatabaseProxy(world().environment["DATABASE_URL"] ?? "", (statement) => {
    const index = waiting.findIndex((pattern) => pattern.test(statement));
    if (index >= 0) waiting.splice(index, 1);
    return index >= 0;
  });
  onTestFinished(() => proxy.close());
  const first = await arrive(world());

  // One job at a time: the first statement that takes a job takes this one.
  const environment = { ...world().environment, DATABASE_URL: proxy.url, WORKER_CONCURRENCY: "1" };
  await startWorkerProcess({ ...world(), environment });

  await world().until("the job that was taken unheard", () => hasLiveCode(first), 50_000);
  const second = await arrive(world());
  await world().until("the next job", () => hasLiveCode(second), 50_000);
  expect(proxy.cuts()).toBe(2);
  expect(await createCalls(world(), first)).toBe(1);
  expect(await createCalls(world(), second)).toBe(1);
});
