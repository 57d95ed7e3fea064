import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";
import { startEmbeddedDatabase } from "../../scripts/embedded-database.ts";
import { ensureGeneratedClient } from "../../scripts/generated-client.ts";
import { migrateDeploy } from "../../scripts/migrate.ts";
import { isProcessAlive } from "../../scripts/process-facts.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Any number, the same in every run: two runs at once build the template one after the other. */
const TEMPLATE_LOCK = 7_310_442;
/** A run that started with older migrations may still need its own template. */
const TEMPLATES_KEPT = 3;
const RUN_NAME = "ventanilla test run";
const CLOSE_MS = 10_000;
const POLL_MS = 20;

export const TestServer = z.object({
  adminUrl: z.string(),
  template: z.string(),
  /** The process that owns this run: the clones of a dead one are dropped. */
  runnerPid: z.number(),
});
export type TestServer = z.infer<typeof TestServer>;

/** One run of tests on the server, from its start to `end`. */
export interface TestServerRun {
  server: TestServer;
  /** Drops what this run's own processes have left when they died. */
  dropClones: () => Promise<void>;
  /** The last run to end stops the server, unless a database is kept in it for somebody to look into. */
  end: () => Promise<void>;
}

/**
 * Starts the test server, shared by all runs in this checkout, and makes sure of one migrated template,
 * from which each test file clones its database.
 */
export async function startTestServer(): Promise<TestServerRun> {
  await ensureGeneratedClient();
  const server = await startEmbeddedDatabase({
    folder: path.join(root, ".data", "test-postgres"),
    // Nothing in it must survive a power cut; connections of parallel files add up.
    settings: { fsync: "off", full_page_writes: "off", max_connections: "300" },
  });
  const template = `template_${migrationsHash()}`;
  // Open for the whole run: this is how another run sees that the server is in use.
  const admin = new pg.Client({ connectionString: server.adminUrl, application_name: RUN_NAME });
  await admin.connect();
  try {
    await admin.query("SELECT pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    // A failed file's database is kept until the next run, for whoever wants to look.
    await dropClonesOf(admin, (pid) => !isProcessAlive(pid));
    await buildTemplateOnce(admin, template, server.urlFor(draftOf(template)));
    await dropOldTemplates(admin, template);
    await admin.query("SELECT pg_advisory_unlock($1)", [TEMPLATE_LOCK]);
  } catch (error) {
    await admin.end();
    throw error;
  }
  return {
    server: { adminUrl: server.adminUrl, template, runnerPid: process.pid },
    dropClones: () => dropClonesOf(admin, (pid) => pid === process.pid),
    end: async () => {
      const needed = await isStillNeeded(admin);
      await admin.end();
      if (!needed) await server.stop();
    },
  };
}

/** Whether another run is under way, or a database was kept for somebody to look into. */
async function isStillNeeded(admin: pg.Client): Promise<boolean> {
  const runs = await admin.query(
    "SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()",
    [RUN_NAME],
  );
  return runs.rows.length > 0 || (await databasesLike(admin, "clone\\_%")).length > 0;
}

function migrationsHash(): string {
  const hash = createHash("sha256");
  const folder = path.join(root, "prisma", "migrations");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".sql"),
  );
  for (const name of files.sort()) hash.update(name).update(readFileSync(path.join(folder, name)));
  // The queue's tables come from its package, not from our migrations.
  hash.update(readFileSync(path.join(root, "node_modules", "graphile-worker", "package.json")));
  return hash.digest("hex").slice(0, 16);
}

function draftOf(template: string): string {
  return `${template}_draft`;
}

async function buildTemplateOnce(admin: pg.Client, template: string, draftUrl: string): Promise<void> {
  if ((await databasesLike(admin, template)).length > 0) return;
  const draft = draftOf(template);
  await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${draft}`);
  await migrateDeploy(draftUrl);
  // It gets its name only when complete, and nobody may connect: a connection would block cloning.
  await admin.query(`ALTER DATABASE ${draft} WITH ALLOW_CONNECTIONS false`);
  await awaitLastConnection(admin, draft);
  await admin.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
}

/** The connections that migrated it are closed, but the server may need a moment to end their sessions. */
async function awaitLastConnection(admin: pg.Client, database: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < CLOSE_MS; waitedMs += POLL_MS) {
    const open = await admin.query("SELECT 1 FROM pg_stat_activity WHERE datname = $1", [database]);
    if (open.rowCount === 0) return;
    await pause(POLL_MS);
  }
  throw new Error(`A connection to ${database} stays open after its migrations.`);
}

async function dropClonesOf(admin: pg.Client, run: (runnerPid: number) => boolean): Promise<void> {
  for (const name of await databasesLike(admin, "clone\\_%")) {
    if (!run(Number(/^clone_(\d+)_/.exec(name)?.[1]))) continue;
    await admin.query(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(name)} WITH (FORCE)`);
  }
}

async function dropOldTemplates(admin: pg.Client, current: string): Promise<void> {
  const templates = await databasesLike(admin, "template\\_%");
  const others = templates.filter((name) => name !== current && !name.endsWith("_draft"));
  for (const name of others.slice(TEMPLATES_KEPT)) {
    await admin.query(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(name)}`);
  }
}

/** Names that match a LIKE pattern, newest first. */
async function databasesLike(admin: pg.Client, pattern: string): Promise<string[]> {
  const result = await admin.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE datname LIKE $1 ORDER BY oid DESC",
    [pattern],
  );
  return result.rows.map((row) => row.datname);
}
