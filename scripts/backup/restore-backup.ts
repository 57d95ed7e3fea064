import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import { migrateDeploy } from "../migrate.ts";
import { copyTarget, migrationsOf, type BackupFacts } from "./make-backup.ts";
import { BackupUnreadable, readFrames, type BackupKey, type Frame } from "./sealed-stream.ts";

const backup = z.object({ takenAt: z.string(), migrations: z.array(z.string()) });
const tableStart = z.object({ schema: z.string(), table: z.string(), columns: z.array(z.string()) });
const tableEnd = z.object({ rows: z.number(), sha256: z.string() });
const sequences = z.array(z.object({ schema: z.string(), name: z.string(), last: z.string() }));
const ending = z.object({ tables: z.number(), rows: z.number(), bytes: z.number() });

function read<Schema extends z.ZodType>(frame: Frame, schema: Schema): z.infer<Schema> {
  return schema.parse(JSON.parse(frame.content.toString("utf8")));
}

/** What goes with a table's rows: those behind its start, up to its end. */
class Frames {
  readonly #frames: AsyncGenerator<Frame, void>;

  constructor(frames: AsyncGenerator<Frame, void>) {
    this.#frames = frames;
  }

  async next(): Promise<Frame> {
    const next = await this.#frames.next();
    if (next.done === true) throw new BackupUnreadable("The backup was cut off: it has no end.");
    return next.value;
  }

  /** Reads on to the end of the file, where nothing may follow. */
  async expectNone(): Promise<void> {
    const { done } = await this.#frames.next();
    if (done !== true) throw new BackupUnreadable("Something follows the end of the backup.");
  }

  async expect<Schema extends z.ZodType>(kind: Frame["kind"], schema: Schema): Promise<z.infer<Schema>> {
    const frame = await this.next();
    if (frame.kind !== kind)
      throw new BackupUnreadable(`The backup has ${frame.kind} where ${kind} belongs.`);
    return read(frame, schema);
  }
}

/**
 * Puts a backup into an empty database, in one transaction: it is there whole, or not at all. The database gets this release's tables
 * first; a backup of other tables is refused. Afterwards no job is held by a worker, since none of those lives here.
 */
export async function restoreBackup(input: {
  databaseUrl: string;
  source: Readable;
  keys: readonly BackupKey[];
}): Promise<BackupFacts> {
  const frames = new Frames(readFrames(input.source, input.keys));
  const { takenAt, migrations } = await frames.expect("backup", backup);
  await migrateDeploy(input.databaseUrl);
  const client = new pg.Client({
    connectionString: input.databaseUrl,
    application_name: "ventanilla restore",
  });
  await client.connect();
  try {
    await refuseWhatDoesNotFit(client, migrations);
    await client.query("begin");
    // What the rows refer to may come later; they were consistent where they were copied. Wants a superuser, or the right to set it.
    await client.query("set local session_replication_role = replica");
    const facts = await restoreTables(client, frames);
    await client.query("update graphile_worker._private_jobs set locked_at = null, locked_by = null");
    await client.query("update graphile_worker._private_job_queues set locked_at = null, locked_by = null");
    await client.query("delete from worker_heartbeats");
    await client.query("commit");
    await client.query("analyze");
    return { takenAt, ...facts };
  } finally {
    await client.end();
  }
}

async function refuseWhatDoesNotFit(client: pg.Client, migrations: readonly string[]): Promise<void> {
  const here = await migrationsOf(client);
  if (JSON.stringify(here) !== JSON.stringify(migrations)) {
    const known = new Set(here);
    const missing = migrations.filter((name) => !known.has(name));
    throw new BackupUnreadable(
      "The backup is of another release's tables. Restore it with the release that made it, then migrate." +
        (missing.length > 0 ? ` Not known here: ${missing.join(", ")}.` : ""),
    );
  }
  const { rows } = await client.query("select 1 from shops limit 1");
  if (rows.length > 0) throw new BackupUnreadable("The database is not empty. Restore into a new one.");
}

async function restoreTables(client: pg.Client, frames: Frames): Promise<z.infer<typeof ending>> {
  const done = { tables: 0, rows: 0, bytes: 0 };
  for (;;) {
    const frame = await frames.next();
    if (frame.kind === "sequences") {
      for (const { schema, name, last } of read(frame, sequences)) {
        const sequence = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
        await client.query("select setval($1::regclass, $2::bigint)", [sequence, last]);
      }
      const expected = await frames.expect("end", ending);
      if (JSON.stringify(expected) !== JSON.stringify(done)) {
        throw new BackupUnreadable("The backup holds other rows than it says.");
      }
      await frames.expectNone();
      return done;
    }
    if (frame.kind !== "table")
      throw new BackupUnreadable(`The backup has ${frame.kind} where a table belongs.`);
    const restored = await restoreTable(client, frames, read(frame, tableStart));
    done.tables += 1;
    done.rows += restored.rows;
    done.bytes += restored.bytes;
  }
}

async function restoreTable(
  client: pg.Client,
  frames: Frames,
  of: z.infer<typeof tableStart>,
): Promise<{ rows: number; bytes: number }> {
  const name = `${pg.escapeIdentifier(of.schema)}.${pg.escapeIdentifier(of.table)}`;
  // Migrations write a few rows of their own: the queue's. Triggers and references are off, so that no other table is touched.
  await client.query(`delete from ${name}`);
  const hash = createHash("sha256");
  let bytes = 0;
  let end: z.infer<typeof tableEnd> | null = null;
  async function* rows(): AsyncGenerator<Buffer> {
    for (;;) {
      const frame = await frames.next();
      if (frame.kind === "end-of-table") {
        end = read(frame, tableEnd);
        return;
      }
      if (frame.kind !== "rows") throw new BackupUnreadable(`The backup has ${frame.kind} among rows.`);
      hash.update(frame.content);
      bytes += frame.content.length;
      yield frame.content;
    }
  }
  const into = client.query(copyFrom(`copy ${copyTarget(of)} from stdin`));
  await pipeline(Readable.from(rows(), { objectMode: false }), into);
  const expected = tableEnd.parse(end);
  if (into.rowCount !== expected.rows || hash.digest("hex") !== expected.sha256) {
    throw new BackupUnreadable(`The backup holds other rows of ${of.table} than it says.`);
  }
  return { rows: expected.rows, bytes };
}
