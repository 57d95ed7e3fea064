import pg from "pg";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "#app/generated/prisma/client.ts";
import type { Secret } from "#app/lib/secret.ts";

const IDLE_MS = 5 * 60_000;

/** Anything that runs one statement: the pool, or a client inside a transaction. */
export interface Queryable {
  query<Row extends pg.QueryResultRow>(config: pg.QueryConfig): Promise<pg.QueryResult<Row>>;
}

export interface Database {
  /** For the stores' single statements and for the queue. */
  pool: pg.Pool;
  /** For reads and settings; it shares no connection with the pool. */
  prisma: PrismaClient;
  close(): Promise<void>;
}

/**
 * Opens the one database. `timestamptz` columns arrive as `Date`, `int4` as number. A connection that breaks
 * while idle is dropped by the pool and reported through `onIdleError`; the next query gets a fresh one.
 */
export function openDatabase(input: {
  url: Secret;
  poolSize: number;
  onIdleError: (error: Error) => void;
}): Database {
  const settings: pg.PoolConfig = {
    connectionString: input.url.reveal(),
    max: input.poolSize,
    connectionTimeoutMillis: 10_000,
    // A fresh connection plans each of our statements anew, five times: what comes in bursts must not begin with that.
    idleTimeoutMillis: IDLE_MS,
    // A statement that hangs would hold a door open; none of ours takes a second.
    statement_timeout: 30_000,
    // One page would begin other processes for itself, which takes longer than most pages do and takes the cores from everybody else.
    options: "-c max_parallel_workers_per_gather=0",
    application_name: "ventanilla",
  };
  const pool = new pg.Pool(settings);
  pool.on("error", input.onIdleError);
  // A client that breaks between two statements of the queue must not end the process either.
  pool.on("connect", (client) => client.on("error", input.onIdleError));
  const prisma = new PrismaClient({
    adapter: new PrismaPg({ ...settings, max: Math.max(2, input.poolSize / 2) }),
  });
  return {
    pool,
    prisma,
    close: async () => {
      await Promise.all([prisma.$disconnect(), pool.end()]);
    },
  };
}

/** Runs statements that must all hold, or none: what they did is undone where the answer is not to be kept, and where one throws. */
export type InTransaction = <Value>(
  work: (db: Queryable) => Promise<{ keep: boolean; value: Value }>,
) => Promise<Value>;

/** For what does not fit into one statement, like a file of a hundred thousand rows. Everything else is one statement. */
export function transactionsOn(pool: pg.Pool): InTransaction {
  return async (work) => {
    const client = await pool.connect();
    let isWhole = false;
    try {
      await client.query("begin");
      const { keep, value } = await work(client);
      await client.query(keep ? "commit" : "rollback");
      isWhole = true;
      return value;
    } finally {
      // A connection that may still be within a transaction is closed, which undoes it.
      client.release(!isWhole);
    }
  };
}

/** PostgreSQL's name for a broken unique index (manual, appendix A). */
const UNIQUE_VIOLATION = "23505";

/** The name of the unique index that refused the statement, or null when the error is something else. */
export function violatedIndex(error: unknown): string | null {
  if (!(error instanceof pg.DatabaseError) || error.code !== UNIQUE_VIOLATION) return null;
  return error.constraint ?? "";
}

/** Names of the migrations that were applied whole; none when the database was never migrated. */
export async function appliedMigrations(db: Queryable): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ exists: boolean }>({
    text: "select to_regclass('_prisma_migrations') is not null as exists",
  });
  if (!rows[0]?.exists) return new Set();
  const applied = await db.query<{ name: string }>({
    text: "select migration_name as name from _prisma_migrations where finished_at is not null",
  });
  return new Set(applied.rows.map((row) => row.name));
}

/** Whether the database answers now. */
export async function isReachable(db: Queryable): Promise<boolean> {
  try {
    await db.query({ text: "select 1" });
    return true;
  } catch {
    // Whatever is wrong with it, the answer to the question is no; the next query says why.
    return false;
  }
}
