/** The machine doors write jobs into the queue's own table (decision 47): nobody may be able to tell them from the queue's. */
import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { useWorld } from "../setup/world.ts";

const world = useWorld("enqueue", { tls: "off", roles: ["payments"] });

const RUN_AT = new Date("2026-11-24T17:00:00.000Z");
const PAYLOADS = [{ paymentId: "first" }, { paymentId: "second" }, { paymentId: "third" }];
const ASKED = `'issue-code', array(select jsonb_array_elements($1::jsonb)::json), array_fill($2::timestamptz, array[3]), 7`;

/** By our way or by the queue's. */
async function enqueue(by: "enqueue_jobs" | "enqueue_jobs_by_the_queue"): Promise<number | undefined> {
  const asked = [JSON.stringify(PAYLOADS), RUN_AT];
  const [row] = await world().rows<{ count: number }>(`select ${by}(${ASKED}) as count`, asked);
  return row?.count;
}

/** All that a job's row holds, without what only says which and when it was made. */
async function jobs(): Promise<Record<string, unknown>[]> {
  return world().rows(`
    select (to_jsonb(j) - 'id' - 'created_at' - 'updated_at') as job, now() - j.created_at < interval '1 minute' as "isNew",
      j.created_at = j.updated_at as "isUntouched"
    from graphile_worker._private_jobs j order by j.id`);
}

async function forgetJobs(): Promise<void> {
  await world().rows("truncate graphile_worker._private_jobs");
}

beforeEach(async () => {
  await enqueue("enqueue_jobs_by_the_queue");
  await forgetJobs();
});

describe("jobs that a door enqueues", () => {
  it("are what the queue itself would have written, column by column", async () => {
    expect(await enqueue("enqueue_jobs_by_the_queue")).toBe(3);
    const byTheQueue = await jobs();
    await forgetJobs();

    expect(await enqueue("enqueue_jobs")).toBe(3);

    expect(byTheQueue).toHaveLength(3);
    expect(await jobs()).toEqual(byTheQueue);
  });

  it("wake the workers once, with how many there are", async () => {
    const listener = new pg.Client({
      connectionString: world().system.deps.config.databaseUrl.reveal(),
    });
    const heard: string[] = [];
    await listener.connect();
    try {
      listener.on("notification", ({ payload = "" }) => heard.push(payload));
      await listener.query('listen "jobs:insert"');

      await enqueue("enqueue_jobs_by_the_queue");
      await enqueue("enqueue_jobs");
      await listener.query("select 1");

      const said = heard.map((payload): unknown => JSON.parse(payload));
      expect(said).toEqual([1, 2].map(() => ({ r: expect.any(Number) as number, count: 3 })));
    } finally {
      await listener.end();
    }
  });

  it("of a task that the queue has never heard of are known from then on", async () => {
    await forgetJobs();
    await world().rows("delete from graphile_worker._private_tasks where identifier = 'issue-code'");

    expect(await enqueue("enqueue_jobs")).toBe(3);

    expect(await world().rows("select task_identifier from graphile_worker.jobs")).toEqual(
      PAYLOADS.map(() => ({ task_identifier: "issue-code" })),
    );
  });
});

describe("the queue's schema", () => {
  it("is the one that the short way was written for", async () => {
    expect(await world().rows("select queue_is_known() as known")).toEqual([{ known: true }]);
  });

  it("being newer than that, the queue's own function is asked", async () => {
    await world().rows("insert into graphile_worker.migrations (id) values (21)");
    // Another function in its place says whether it was asked.
    await world().rows(
      "alter function enqueue_jobs_by_the_queue rename to kept; " +
        "create function enqueue_jobs_by_the_queue(text, json[], timestamptz[], integer) returns integer language sql as 'select -1'",
    );
    try {
      expect(await enqueue("enqueue_jobs")).toBe(-1);
      expect(await jobs()).toEqual([]);
    } finally {
      await world().rows(
        "drop function enqueue_jobs_by_the_queue; alter function kept rename to enqueue_jobs_by_the_queue",
      );
      await world().rows("delete from graphile_worker.migrations where id = 21");
    }
  });
});
