/**
 * Guards against watching that costs more with everything that is stored, or with everybody who asks: a scrape every few seconds from each
 * process, and a page that the whole world may load.
 */
import { expect, it, onTestFinished } from "vitest";
import { createMetrics } from "#app/metrics/metrics.server.ts";
import { createServiceStateReader } from "#app/metrics/service-state.server.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { startOps } from "../../server/ops.ts";
import { startWeb } from "../../server/web.ts";
import { toldPending } from "../builders/payment.ts";
import { scrape } from "../builders/scrape.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("metrics_cost", { tls: "off" });

const MANY = 20_000;

type Statement = Parameters<Queryable["query"]>[0];

/** Another process of the same installation, whose statements are counted. */
function anotherProcess() {
  const { deps } = world().system;
  const statements: Statement[] = [];
  const db: Queryable = {
    query: (statement) => {
      statements.push(statement);
      return deps.db.query(statement);
    },
  };
  const config = { ...deps.config, opsPort: 0, webPort: 0 };
  // Its clock stands: on a busy machine two hundred scrapes may take longer than a reading is held.
  const at = world().clock.now();
  const serviceState = createServiceStateReader({ clock: { now: () => at }, db });
  return { statements, serviceState, deps: { ...deps, config, serviceState, metrics: createMetrics() } };
}

it("asks the database once for two hundred scrapes, and for a flood of the public page", async () => {
  const { statements, deps } = anotherProcess();
  const [ops, web] = await Promise.all([startOps(deps), startWeb(deps)]);
  onTestFinished(async () => {
    await Promise.all([ops.close(), web.close()]);
  });
  const status = `http://127.0.0.1:${web.port}/status.json`;

  const scrapes = await Promise.all(Array.from({ length: 200 }, () => scrape(world(), ops.port)));
  const answers = await Promise.all(Array.from({ length: 300 }, () => fetch(status)));

  expect(scrapes.every((one) => one.value("ventanilla_state_is_read") === 1)).toBe(true);
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  const asked = statements.map(({ name }) => name).toSorted();
  expect(asked).toEqual([...new Set(asked)]);
  expect(asked.length).toBeGreaterThan(5);
});

it("goes on serving what a process knows itself while the database is away, and holds back who asks", async () => {
  const { deps } = anotherProcess();
  let asked = 0;
  const db: Queryable = {
    query: () => {
      asked += 1;
      return Promise.reject(new Error("the database is away"));
    },
  };
  const serviceState = createServiceStateReader({ clock: world().clock, db });
  const [ops, web] = await Promise.all([
    startOps({ ...deps, serviceState }),
    startWeb({ ...deps, serviceState }),
  ]);
  onTestFinished(async () => {
    await Promise.all([ops.close(), web.close()]);
  });

  const now = await scrape(world(), ops.port);
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => fetch(`http://127.0.0.1:${web.port}/status.json`)),
  );

  expect(now.value("ventanilla_state_is_read")).toBe(0);
  expect(now.value("ventanilla_queue_due")).toBeNull();
  expect(now.value("ventanilla_party_in_trouble")).toBeNull();
  expect(now.value("ventanilla_info")).toBe(1);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  expect(asked).toBe(1);
});

it("reads no table as a whole, however much is stored", async () => {
  const payment = await toldPending(world());
  await world().pagoefectivo.pay(payment.cip);
  await world().until("the resolve to be stored", async () => {
    const rows = await world().rows(
      "select 1 from reports where kind = 'resolve' and state = 'acknowledged'",
    );
    return rows.length > 0;
  });
  await storeMany(payment.paymentId);
  const { statements, serviceState } = anotherProcess();
  await serviceState.state();
  await serviceState.status();

  const plans = await Promise.all(
    statements.map(async (statement) => {
      const rows = await world().rows<{ "QUERY PLAN": string }>(
        `explain ${statement.text}`,
        statement.values,
      );
      return { name: statement.name, plan: rows.map((row) => row["QUERY PLAN"]).join("\n") };
    }),
  );

  expect(plans.length).toBeGreaterThan(6);
  const large = "payments|codes|reports|report_attempts|log_entries|notices|_private_jobs";
  const whole = plans.filter(({ plan }) => new RegExp(`Seq Scan on (${large})\\b`).test(plan));
  expect(whole).toEqual([]);
  // It stores a hundred thousand rows.
}, 120_000);

/** As many of everything as an installation has after some hours, all of it done. */
async function storeMany(paymentId: string): Promise<void> {
  const rows = (sql: string, values: readonly unknown[] = []) => world().rows(sql, values);
  await rows(
    `insert into payments (id, shop_id, session_id, session_gid, session_group, amount_centimos, currency, test, kind,
       slug, cancel_url, proposed_at, received_at, started_at)
     select gen_random_uuid(), shop_id, 's' || n, session_gid, 'g' || n, amount_centimos, currency, test, kind,
       'slug' || n, cancel_url, proposed_at, received_at, started_at
     from payments, generate_series(1, ${MANY}) n where id = $1`,
    [paymentId],
  );
  await rows(
    `insert into codes (id, payment_id, shop_id, session_group, mode, credential_version_id, amount_centimos, currency,
       state, cip, expires_at, grace_minutes, created_at, paid_at, ended_at, next_ask_at)
     select gen_random_uuid(), p.id, p.shop_id, p.session_group, c.mode, c.credential_version_id, c.amount_centimos,
       c.currency, c.state, (900000000 + row_number() over ())::text, c.expires_at, c.grace_minutes, c.created_at,
       c.paid_at, c.ended_at, now() + interval '1 day'
     from payments p, codes c where c.payment_id = $1 and p.session_id like 's%' and p.id <> $1`,
    [paymentId],
  );
  await rows(
    `insert into reports (id, payment_id, kind, arguments, state, decided_at, next_attempt_at, acknowledged_at)
     select gen_random_uuid(), p.id, 'resolve', r.arguments, 'acknowledged', now() - random() * interval '20 days', now(), now()
     from payments p, reports r where r.payment_id = $1 and r.kind = 'resolve' and p.id <> $1 and p.session_id like 's%'`,
    [paymentId],
  );
  await rows(
    `insert into report_attempts (report_id, shop_id, started_at, finished_at, answer)
     select r.id, p.shop_id, now() - interval '1 day', now(), 'acknowledged'
     from reports r join payments p on p.id = r.payment_id where r.kind = 'resolve'`,
  );
  await rows(
    `insert into log_entries (id, shop_id, direction, at, kind, verdict, took_ms)
     select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, shop_id, 'to-pagoefectivo', now(), 'search-cips', 'accepted', 3
     from payments, generate_series(1, ${MANY}) n where id = $1`,
    [paymentId],
  );
  await rows(
    `insert into notices (id, set_id, credential_version_id, received_at, body, body_hash, signature_form, cip, state)
     select gen_random_uuid(), set_id, credential_version_id, received_at, body, sha256(n::text::bytea), signature_form,
       (900000000 + n)::text, state
     from (select * from notices limit 1) first, generate_series(1, ${MANY}) n`,
  );
  await rows(
    `insert into graphile_worker._private_jobs (task_id, payload, run_at)
     select (select min(id) from graphile_worker._private_tasks), '{}', now() + interval '1 day'
     from generate_series(1, ${MANY})`,
  );
  await rows("vacuum analyze");
}
