import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { startEmbeddedDatabase } from "./embedded-database.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The database of `npm run demo` and `npm run migrate` when DATABASE_URL is unset. */
export const LOCAL_DATABASE = "ventanilla";
export const LOCAL_DATABASE_FOLDER = path.join(root, ".data", "postgres");

/**
 * Brings the schema of `databaseUrl` up to date: every migration that it has not seen, in order,
 * each in one transaction, then the job queue's own tables. Safe to run from several machines at once. The
 * database must exist. Throws with Prisma's output when a migration fails.
 */
export async function migrateDeploy(databaseUrl: string): Promise<void> {
  const result = await runPrisma(["migrate", "deploy"], databaseUrl, "collect");
  if (result.code !== 0) throw new Error(`prisma migrate deploy failed:\n${result.output}`);
  await runMigrations({ connectionString: databaseUrl });
}

/** Creates database `name` unless it exists. `adminUrl` must be allowed to create databases. */
export async function createDatabaseIfMissing(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // Two starts at once: the other one created it between our question and our order.
    if (!(error instanceof pg.DatabaseError) || error.code !== "42P04") throw error;
  } finally {
    await client.end();
  }
}

/**
 * Runs Prisma's command line on `databaseUrl` (`null`: a command that needs no database), offline.
 * `show` lets a person see it and answer its questions; `collect` returns what it printed.
 */
export async function runPrisma(
  words: readonly string[],
  databaseUrl: string | null,
  output: "show" | "collect",
): Promise<{ code: number; output: string }> {
  const manifest = createRequire(import.meta.url).resolve("prisma/package.json");
  const child = spawn(
    process.execPath,
    [path.join(path.dirname(manifest), "build", "index.js"), ...words],
    {
      cwd: root,
      env: {
        ...process.env,
        ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
        // It would ask Prisma's servers for news of newer versions.
        CHECKPOINT_DISABLE: "1",
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
      },
      stdio: output === "show" ? "inherit" : ["ignore", "pipe", "pipe"],
    },
  );
  let collected = "";
  const collect = (chunk: string) => (collected += chunk);
  child.stdout?.setEncoding("utf8").on("data", collect);
  child.stderr?.setEncoding("utf8").on("data", collect);
  await once(child, "close");
  return { code: child.exitCode ?? 1, output: collected };
}

/**
 * Says of a migration that failed that whatever it left was undone by hand, so that it is tried again; until then every later one is
 * refused. Prisma's own `migrate resolve` does the same and needs an engine that is not installed here. Whether there was such a one.
 */
export async function markRolledBack(databaseUrl: string, name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const marked = await client.query(
      `UPDATE _prisma_migrations SET rolled_back_at = now()
       WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
      [name],
    );
    return marked.rowCount === 1;
  } finally {
    await client.end();
  }
}

/**
 * `node scripts/migrate.ts` deploys; `rolled-back <name>` after a failure; `dev --name …` and `status` as Prisma has them.
 */
async function main(words: readonly string[]): Promise<number> {
  let databaseUrl = process.env["DATABASE_URL"];
  if (!databaseUrl) {
    const database = await startEmbeddedDatabase({ folder: LOCAL_DATABASE_FOLDER });
    await createDatabaseIfMissing(database.adminUrl, LOCAL_DATABASE);
    databaseUrl = database.urlFor(LOCAL_DATABASE);
  }
  const [word, name] = words;
  if (word === "rolled-back" && name) {
    const isMarked = await markRolledBack(databaseUrl, name);
    console.log(
      isMarked ? `${name} is tried again next time.` : `No migration of that name has failed: ${name}.`,
    );
    return isMarked ? 0 : 1;
  }
  if (word !== undefined && word !== "deploy") {
    return (await runPrisma(["migrate", ...words], databaseUrl, "show")).code;
  }
  await migrateDeploy(databaseUrl);
  const { hostname, port, pathname } = new URL(databaseUrl);
  const isLocal = !process.env["DATABASE_URL"];
  const which = `database ${pathname.slice(1)} on ${hostname}:${port || "5432"}`;
  console.log(
    `Up to date: ${which}${isLocal ? ", the local server in .data/postgres (DATABASE_URL is not set)" : ""}.`,
  );
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2));
}
