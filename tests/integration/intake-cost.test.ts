/**
 * Guards against a flush that reads every payment or every waiting job there is: an `exists` over the stored sessions, and
 * the queue's own search for an equal key, were planned as scans of whole tables, so that each batch became slower with
 * every payment ever taken and with every job that waits. And against plans that are made anew for each job that is enqueued.
 */
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { openPayments, type ArrivedSession } from "#app/payments/open-payment.server.ts";
import { parsePaymentSessionRequest } from "#app/shopify/payment-session-request.ts";
import { parseShopDomain } from "#app/shopify/shop-domain.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("intake_cost", { tls: "off", roles: ["payments"] });

const MANY = 5_000;

function arriving(id: string): ArrivedSession {
  const shop = parseShopDomain(DEMO_SHOP);
  const parsed = parsePaymentSessionRequest(
    JSON.stringify({
      id,
      gid: `gid://shopify/PaymentSession/${id}`,
      group: id,
      amount: "20.00",
      currency: "PEN",
      test: false,
      kind: "sale",
      payment_method: { data: { cancel_url: `https://${DEMO_SHOP}/checkouts/1` } },
      proposed_at: world().clock.now().toISOString(),
      merchant_locale: "es",
      customer: null,
    }),
  );
  invariant(shop && parsed.kind === "request", "the session is well formed");
  return { shop, requestId: null, request: parsed.request };
}

it("stores sessions without reading what is stored, however many payments and jobs there are", async () => {
  const { deps } = world().system;
  const known = arriving(randomUUID());
  await openPayments(deps, [known]);
  await world().rows(
    `insert into payments (id, shop_id, session_id, session_gid, session_group, amount_centimos, currency, test, kind,
       slug, cancel_url, proposed_at, received_at, started_at)
     select gen_random_uuid(), shop_id, 's' || n, session_gid, 'g' || n, amount_centimos, currency, test, kind,
       'slug' || n, cancel_url, proposed_at, received_at, started_at
     from payments, generate_series(1, ${MANY}) n`,
  );
  await world().rows("analyze payments");
  const client = await deps.database.pool.connect();
  try {
    // After a few calls PostgreSQL keeps a plan for this connection: it is made while the queue is still short.
    for (let call = 0; call < 10; call += 1) {
      await openPayments({ ...deps, db: client }, [arriving(randomUUID())]);
    }
    await world().rows(
      `insert into graphile_worker._private_jobs (task_id, payload)
       select task_id, payload from graphile_worker._private_jobs, generate_series(1, ${MANY}) limit ${MANY}`,
    );
    await client.query("begin");
    const rowsScanned = async () => {
      const { rows } = await client.query<{ name: string; count: number }>(
        `select relname as name, seq_tup_read::int + case when relname = 'payments' then 0 else idx_tup_fetch::int end as count
         from pg_stat_xact_user_tables where relname in ('payments', '_private_jobs') order by relname`,
      );
      return rows;
    };
    const before = await rowsScanned();
    const arrived = [known, ...Array.from({ length: 20 }, () => arriving(randomUUID()))];

    const answers = await openPayments({ ...deps, db: client }, arrived);

    expect(answers.every(({ kind }) => kind === "accepted")).toBe(true);
    expect(await rowsScanned()).toEqual(before);
  } finally {
    await client.query("rollback");
    client.release();
  }
});

// Two flushes may be in flight, here and in every other process: each would hold rows that the other one wants.
it("stores the same sessions in opposite orders at once, without one waiting for the other in a circle", async () => {
  const { deps } = world().system;
  const deadlocks = async () => {
    const [row] = await world().rows<{ deadlocks: number }>(
      "select deadlocks::int from pg_stat_database where datname = current_database()",
    );
    return row?.deadlocks;
  };
  const before = await deadlocks();

  for (let round = 0; round < 5; round += 1) {
    const arrived = Array.from({ length: 100 }, () => arriving(randomUUID()));
    const answers = await Promise.all([
      openPayments(deps, arrived),
      openPayments(deps, arrived.toReversed()),
    ]);
    expect(answers.flat().every(({ kind }) => kind === "accepted")).toBe(true);
    expect(answers[1].toReversed()).toEqual(answers[0]);
  }

  await world().rows("select pg_stat_force_next_flush()");
  expect(await deadlocks()).toBe(before);
});

describe("a job of a key", () => {
  const ENQUEUE = "select enqueue_job('look-up-code', '{}'::json, now(), 12, $1)";

  it("is enqueued without reading the jobs that wait, though the plan was made while there were none", async () => {
    await world().rows("truncate graphile_worker._private_jobs");
    const client = await world().system.deps.database.pool.connect();
    try {
      for (let call = 0; call < 10; call += 1) await client.query(ENQUEUE, [`early ${call}`]);
      await world().rows(
        `insert into graphile_worker._private_jobs (task_id, payload, key)
         select task_id, payload, 'waits ' || n from graphile_worker._private_jobs, generate_series(1, ${MANY}) n
         where key = 'early 0'`,
      );
      await client.query("begin");
      const rowsRead = async () => {
        const { rows } = await client.query<{ count: number }>(
          `select (seq_tup_read + idx_tup_fetch)::int as count from pg_stat_xact_user_tables
           where relname = '_private_jobs'`,
        );
        return rows;
      };
      const before = await rowsRead();

      await client.query(ENQUEUE, ["late"]);

      expect(before).toHaveLength(1);
      expect(await rowsRead()).toEqual(before);
    } finally {
      await client.query("rollback");
      client.release();
    }
  });

  it("replaces the one of the same key that waits", async () => {
    await world().rows(ENQUEUE, ["twice"]);
    await world().rows(ENQUEUE, ["twice"]);

    expect(await world().rows("select 1 from graphile_worker.jobs where key = 'twice'")).toHaveLength(1);
  });

  it("does not make its plans anew", async () => {
    const made = await world().rows<{ settings: string[] }>(
      "select proconfig as settings from pg_proc where proname in ('enqueue_job', 'enqueue_jobs_by_the_queue')",
    );

    expect(made).toHaveLength(2);
    for (const { settings } of made) expect(settings).toContain("plan_cache_mode=force_generic_plan");
  });
});
