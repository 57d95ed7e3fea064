/**
 * The whole system for one seed: an emptied database, both simulators, shops, and the machines that may die. Nothing here
 * waits for the clock on the wall.
 */
import { randomBytes } from "node:crypto";
import type { QueryResultRow } from "pg";
import { readConfig, type Config } from "#app/lib/config.server.ts";
import type { Database } from "#app/lib/database.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { PAYMENTS_API_VERSION } from "#app/shopify/api-version.ts";
import { buildDependencies, type Dependencies } from "../../server/dependencies.ts";
import {
  startPagoEfectivoSimulator,
  type PagoEfectivoSimulator,
} from "../../simulators/pagoefectivo/server.ts";
import { startShopifySimulator, type ShopifySimulator } from "../../simulators/shopify/server.ts";
import { dice } from "./dice.ts";
import type { RefundRules, ShopPlan } from "./events.ts";
import { Machine, openDoors, WORKERS, type MachineName } from "./machine.ts";
import { Stage, type Fate } from "./stage.ts";
import { APP, connectStormShop, SCOPES, tellNoticeUrls } from "./storm-shops.ts";
import { VirtualClock, wrongClock } from "./virtual-clock.ts";
import type { StormWorld } from "./world.ts";

/** A call that the simulator leaves unanswered ends after this many real ms. */
const OUTBOUND_TIMEOUT_MS = 250;
const VAULT_KEY = randomBytes(32).toString("base64");

/**
 * Empties everything that payments leave behind; the schema and the queue's own settings stay. Row by row and past all
 * triggers: the tables are small, and TRUNCATE makes a new file for each of them and each index.
 */
async function emptyDatabase(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ deletes: string }>({
    text: `select string_agg(format('delete from %I.%I', schemaname, tablename), '; ') as deletes from pg_tables
      where (schemaname = 'public' and tablename <> '_prisma_migrations')
        or (schemaname = 'graphile_worker' and tablename in ('_private_jobs', '_private_job_queues'))`,
  });
  await database.pool.query(
    `begin; set local session_replication_role = replica; ${rows[0]?.deletes ?? ""}; commit`,
  );
}

export async function buildStormWorld(input: {
  seed: number;
  database: Database;
  databaseUrl: string;
  startsAt: Date;
  shops: readonly ShopPlan[];
  refundRules: readonly RefundRules[];
}): Promise<StormWorld> {
  await emptyDatabase(input.database);
  const clock = new VirtualClock(input.startsAt);
  const pagoefectivo = await startPagoEfectivoSimulator({
    port: 0,
    clock,
    services: [],
    seed: input.seed,
    switches: { timers: "manual" },
  });
  const shopify = await startShopifySimulator({
    port: 0,
    clock,
    apiVersion: PAYMENTS_API_VERSION,
    shops: [],
    paymentSessionUrl: null,
    seed: input.seed,
    switches: { sessionTimeoutMs: 5_000 },
    app: {
      ...APP,
      appUrl: "http://localhost:1",
      redirectUrls: ["http://localhost:1/auth/callback"],
      scopes: SCOPES,
      embedded: false,
      webhookUrls: {},
    },
  });
  const config = configOf({ databaseUrl: input.databaseUrl, shopify, pagoefectivo });
  const stageDice = dice(input.seed ^ 0x5747_4145);
  const stage = new Stage(clock, stageDice);
  const counts = new Map<string, number>();
  const world: StormWorld = {
    clock,
    skewMs: 0,
    dice: stageDice,
    stage,
    shopify,
    pagoefectivo,
    shops: [],
    paidOut: [],
    calm: parts(config, input.database, clock),
    machines: new Map(),
    webOrigin: "",
    counts,
    count: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    start: (name) => startMachine(world, config, input.database, name),
    rows: async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) => {
      const { rows } = await input.database.pool.query<Row>(text, [...values]);
      return rows;
    },
    close: async () => {
      for (const machine of world.machines.values()) machine.die();
      await Promise.all([world.calm.close(), shopify.close(), pagoefectivo.close()]);
    },
  };
  for (const [index, plan] of input.shops.entries()) {
    world.shops.push(await connectStormShop(world, plan, input.refundRules[index]));
  }
  for (const name of ["web", ...WORKERS] as const) await world.start(name);
  return world;
}

function configOf(input: {
  databaseUrl: string;
  shopify: ShopifySimulator;
  pagoefectivo: PagoEfectivoSimulator;
}): Config {
  return readConfig({
    NODE_ENV: "development",
    DATABASE_URL: input.databaseUrl,
    PUBLIC_ORIGIN: "http://localhost:1",
    PAYMENTS_TLS_MODE: "off",
    VAULT_KEYS: `storm:${VAULT_KEY}`,
    SHOPIFY_API_KEY: APP.clientId,
    SHOPIFY_API_SECRET: APP.clientSecret,
    SIMULATOR_SHOPIFY_ORIGIN: input.shopify.origin,
    SIMULATOR_PAGOEFECTIVO_ORIGIN: input.pagoefectivo.origin,
  });
}

function parts(
  config: Config,
  database: Database,
  clock: Parameters<typeof buildDependencies>[2],
): Dependencies {
  return buildDependencies(config, createLogger("silent"), clock, {
    database,
    outboundTimeoutMs: OUTBOUND_TIMEOUT_MS,
  });
}

/** A new process in the place of the one of this name, if there was one. */
async function startMachine(
  world: StormWorld,
  config: Config,
  database: Database,
  name: MachineName,
): Promise<void> {
  world.machines.get(name)?.die();
  const machine = new Machine({
    name,
    parts: parts(
      config,
      database,
      wrongClock(world.clock, () => world.skewMs),
    ),
    stage: world.stage,
    clockMs: () => world.clock.ms,
    onFate: (fate: Fate) => world.count(fate === "stalls" ? "worker stalled" : `${name} killed`),
  });
  world.machines.set(name, machine);
  if (name !== "web") return;
  const doors = await openDoors(machine);
  world.shopify.setPaymentSessionUrl(`${doors.origin}/shopify/payment-sessions`);
  world.shopify.setRefundSessionUrl(`${doors.origin}/shopify/refund-sessions`);
  for (const shop of world.shops) tellNoticeUrls(world, shop, doors.origin);
  world.webOrigin = doors.origin;
}
