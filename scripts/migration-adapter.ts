import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";

type MigrationConnection = Awaited<ReturnType<PrismaPg["connect"]>>;
type ResultSet = Awaited<ReturnType<MigrationConnection["queryRaw"]>>;

/** Type numbers of PostgreSQL's catalogue (PostgreSQL manual, pg_type; read 2026-11-22). */
const CHAR_OID = 18;
const NAME_OID = 19;
const TEXT_OID = 25;

/** `ColumnTypeEnum.Character` of Prisma's driver adapters; its package is not a dependency of ours. */
const CHARACTER: ResultSet["columnTypes"][number] = 6;

/**
 * The connection that Prisma's command line uses for migrations, and nothing else. Prisma's own
 * adapter (6.19.3, read 2026-11-22) cannot do that job alone, for three reasons met in practice:
 * it refuses the catalogue types `name` and `"char"` that its schema engine reads; it cuts a
 * migration at every `;`, also inside a function body; and its shadow database is ignored when the
 * address is a URL, so that `migrate dev` would empty the real database.
 */
export class MigrationAdapter extends PrismaPg {
  readonly #databaseUrl: string;

  /** `databaseUrl` is a PostgreSQL URL with the database in its path. */
  constructor(databaseUrl: string) {
    // One connection: the schema engine's advisory lock belongs to the session that took it.
    // Without the last two, a command waits ten seconds for its idle connection before it ends.
    super({ connectionString: databaseUrl, max: 1, idleTimeoutMillis: 1_000, allowExitOnIdle: true });
    this.#databaseUrl = databaseUrl;
  }

  override async connect(): Promise<MigrationConnection> {
    const connection = await super.connect();
    presentCatalogueTypes(connection);
    runScriptsWhole(connection);
    return connection;
  }

  override async connectToShadowDb(): Promise<MigrationConnection> {
    const owner = await this.connect();
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    await owner.executeScript(`CREATE DATABASE "${name}"`);
    const shadowUrl = new URL(this.#databaseUrl);
    shadowUrl.pathname = `/${name}`;
    const shadow = await new MigrationAdapter(shadowUrl.href).connect();
    const closeShadow = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await closeShadow();
      await owner.executeScript(`DROP DATABASE "${name}" WITH (FORCE)`);
      await owner.dispose();
    };
    return shadow;
  }
}

/** Shows `name` columns as text before the adapter looks, and reports `"char"` columns as characters after. */
function presentCatalogueTypes(connection: MigrationConnection): void {
  const charColumns = new WeakMap<object, number[]>();
  const pool = connection.underlyingDriver();
  const runOnPool = pool.query.bind(pool);
  Object.assign(pool, {
    query: async (config: pg.QueryConfig, values?: unknown[]) => {
      const result = await runOnPool(config, values);
      // A script of several statements answers with a list, which the adapter never looks into.
      if (Array.isArray(result)) return result;
      const positions: number[] = [];
      for (const [position, field] of result.fields.entries()) {
        if (field.dataTypeID === CHAR_OID) positions.push(position);
        if (field.dataTypeID === CHAR_OID || field.dataTypeID === NAME_OID) field.dataTypeID = TEXT_OID;
      }
      charColumns.set(result.rows, positions);
      return result;
    },
  });
  const queryRaw = connection.queryRaw.bind(connection);
  connection.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const position of charColumns.get(result.rows) ?? []) result.columnTypes[position] = CHARACTER;
    return result;
  };
}

/**
 * Sends a migration to the server as one simple query. The server splits it, so that `;` inside a
 * function body or a comment is safe, and it runs as one transaction: a migration that fails
 * leaves nothing behind.
 */
function runScriptsWhole(connection: MigrationConnection): void {
  connection.executeScript = async (script) => {
    await connection.executeRaw({ sql: script, args: [], argTypes: [] });
  };
}

/** How long the schema engine waits for its lock (Prisma 6.19.3, seen 2026-11-22). */
const LOCK_TIMEOUT_MS = 10_000;

/**
 * The schema engine starts a timer for its lock and never clears it, so that each `migrate` command
 * would stay for ten seconds after its work. Such a timer no longer keeps the process alive; while
 * the lock is really awaited, the open query does, and the timeout still happens.
 */
export function letTheCommandEnd(): void {
  const startTimer = globalThis.setTimeout;
  const startWithoutHolding = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const timer = startTimer(callback, ms, ...args);
    return ms === LOCK_TIMEOUT_MS ? timer.unref() : timer;
  };
  Object.assign(globalThis, { setTimeout: Object.assign(startWithoutHolding, startTimer) });
}
