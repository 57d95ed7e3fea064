/** An installation of one size: a database of its own, and the two processes whose answers are timed. */
import pg from "pg";
import { createLogger } from "#app/lib/logger.server.ts";
import { openDemoDatabase } from "../../scripts/demo/database.ts";
import { DEMO_SHOP, startWorld, type World } from "../../scripts/demo/world.ts";
import { MANY_FROM_HERE } from "../../tests/setup/many-from-here.ts";
import { PRODUCTION_REACT, startRole, type OwnProcess } from "../processes.ts";
import { seedWaiting } from "../seed-waiting.ts";
import { seedScale } from "./seed-scale.ts";
import { seedShops } from "./seed-shops.ts";

export interface Installation {
  payments: number;
  world: World;
  databaseUrl: string;
  /** Of pages whose shoppers wait, the same at every size. */
  slugs: readonly string[];
  seededInS: number;
  close(): Promise<void>;
}

const SHOPS = 1_000;
const WAITING = 400;

/** Fills it first: nothing else runs while it is timed. */
export async function openInstallation(payments: number): Promise<Installation> {
  const database = await openDemoDatabase(`_${payments}`);
  const log = createLogger("error");
  const world = await startWorld({ databaseUrl: database.url, log, roles: [], tls: "off" });
  const processes: OwnProcess[] = [];
  const close = async () => {
    for (const process of processes) await process.stop();
    await world.stop();
    await database.close();
  };
  try {
    const begun = performance.now();
    const slugs = await fill(world, database.url, payments);
    const seededInS = Math.round((performance.now() - begun) / 1_000);
    processes.push(await startRole(world, "payments", MANY_FROM_HERE));
    const react = { NODE_OPTIONS: `--import ${PRODUCTION_REACT}` };
    processes.push(await startRole(world, "web", { ...MANY_FROM_HERE, ...react }));
    return { payments, world, databaseUrl: database.url, slugs, seededInS, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function fill(world: World, databaseUrl: string, payments: number): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const now = new Date();
    const shops = await seedShops(client, {
      ...{ domain: DEMO_SHOP, count: SHOPS, now },
      serviceId: world.liveServiceId,
    });
    await seedScale(client, { shops, now, from: 0, to: payments });
    return await seedWaiting(client, { domain: DEMO_SHOP, now, count: WAITING });
  } finally {
    await client.end();
  }
}
