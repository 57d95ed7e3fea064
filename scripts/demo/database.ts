/**
 * A database of its own for each world, so that a demo that was killed leaves nothing that the next one trips over.
 */
import pg from "pg";
import { startEmbeddedDatabase, type EmbeddedDatabase } from "../embedded-database.ts";
import { LOCAL_DATABASE_FOLDER, migrateDeploy } from "../migrate.ts";

const PREFIX = "ventanilla_demo_";
/** Of this process: a name with its number that is not here was left by a dead process that had the same one. */
const opened = new Set<string>();

export interface DemoDatabase {
  url: string;
  close(): Promise<void>;
}

/**
 * Starts or joins the embedded server, drops what dead demos left, and makes and migrates a fresh database. `more` tells several of one
 * process apart.
 */
export async function openDemoDatabase(more = ""): Promise<DemoDatabase> {
  const server = await startEmbeddedDatabase({ folder: LOCAL_DATABASE_FOLDER });
  await dropUnused(server);
  const name = `${PREFIX}${process.pid}${more}`;
  opened.add(name);
  await asAdmin(server, (admin) => admin.query(`create database ${admin.escapeIdentifier(name)}`));
  const url = server.urlFor(name);
  await migrateDeploy(url);
  return {
    url,
    close: async () => {
      await asAdmin(server, (admin) =>
        admin.query(`drop database ${admin.escapeIdentifier(name)} with (force)`),
      );
      await server.leave();
    },
  };
}

/** Databases of demos whose process is gone. One that is in use belongs to a demo that runs. */
async function dropUnused(server: EmbeddedDatabase): Promise<void> {
  await asAdmin(server, async (admin) => {
    const { rows } = await admin.query<{ name: string }>(
      "select datname as name from pg_database where starts_with(datname, $1)",
      [PREFIX],
    );
    for (const { name } of rows) {
      if (opened.has(name) || isAlive(Number.parseInt(name.slice(PREFIX.length), 10))) continue;
      await admin.query(`drop database if exists ${admin.escapeIdentifier(name)} with (force)`);
    }
  });
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process, or one of another user: either way not a demo of ours.
    return false;
  }
}

async function asAdmin(
  server: EmbeddedDatabase,
  run: (admin: pg.Client) => Promise<unknown>,
): Promise<void> {
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  try {
    await run(admin);
  } finally {
    await admin.end();
  }
}
