/** The server of the storms, and a database of its own for each process of them, with every migration applied. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { openDatabase, type Database } from "#app/lib/database.server.ts";
import { Secret } from "#app/lib/secret.ts";
import { startEmbeddedDatabase } from "../../scripts/embedded-database.ts";
import { migrateDeploy } from "../../scripts/migrate.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface StormServer {
  adminUrl: string;
  stop(): Promise<void>;
}

/** Nothing in it must survive a power cut. */
export async function startStormServer(): Promise<StormServer> {
  return startEmbeddedDatabase({
    folder: path.join(root, ".data", "storm-postgres"),
    settings: {
      fsync: "off",
      full_page_writes: "off",
      synchronous_commit: "off",
      // The tables stay small, so that planning each statement again costs more than it saves.
      plan_cache_mode: "force_generic_plan",
      jit: "off",
    },
  });
}

export interface StormDatabase {
  database: Database;
  databaseUrl: string;
  close(): Promise<void>;
}

export async function openStormDatabase(adminUrl: string): Promise<StormDatabase> {
  const name = `storm_${process.pid}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  await migrateDeploy(url.href);
  const database = openDatabase({ url: new Secret(url.href), poolSize: 8, onIdleError: () => undefined });
  return {
    database,
    databaseUrl: url.href,
    close: async () => {
      await database.close();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
