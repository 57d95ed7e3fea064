import { createHash } from "node:crypto";
import type { Writable } from "node:stream";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import { SealedWriter, type BackupKey } from "./sealed-stream.ts";

const bytesRead = z.instanceof(Uint8Array);

/** So many bytes of rows go into one frame, at least. */
const FRAME_BYTES = 256 * 1024;

export interface TableFacts {
  schema: string;
  table: string;
  columns: readonly string[];
}

export interface BackupFacts {
  takenAt: string;
  tables: number;
  rows: number;
  bytes: number;
}

/** What the rows are written into again: the release's own tables, which migrations make anew, are not copied. */
const TABLES = `
  select n.nspname as schema, c.relname as table,
    array(select a.attname::text from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname in ('public', 'graphile_worker')
    and (n.nspname, c.relname) not in (('public', '_prisma_migrations'), ('graphile_worker', 'migrations'))
  order by 1, 2`;

export async function migrationsOf(client: pg.Client): Promise<string[]> {
  const ours = await client.query<{ name: string }>(
    "select migration_name as name from _prisma_migrations where finished_at is not null order by 1",
  );
  const theirs = await client.query<{ name: string }>(
    "select 'queue ' || id as name from graphile_worker.migrations order by id",
  );
  return [...ours.rows, ...theirs.rows].map(({ name }) => name);
}

/**
 * Copies the whole database as it is at one instant, while it is written to, into a sealed stream, and ends the stream. Nobody waits for
 * it: it reads a snapshot and locks nothing but against changes of the tables themselves, so not during a release.
 */
export async function makeBackup(input: {
  databaseUrl: string;
  out: Writable;
  key: BackupKey;
}): Promise<BackupFacts> {
  const client = new pg.Client({
    connectionString: input.databaseUrl,
    application_name: "ventanilla backup",
  });
  await client.connect();
  const writer = await SealedWriter.open(input.out, input.key);
  const facts = { tables: 0, rows: 0, bytes: 0 };
  try {
    await client.query("begin isolation level repeatable read, read only");
    const { rows } = await client.query<{ at: Date }>("select now() as at");
    const takenAt = rows[0]?.at.toISOString() ?? "";
    await writer.frame("backup", { takenAt, migrations: await migrationsOf(client) });
    const tables = await client.query<TableFacts>(TABLES);
    for (const of of tables.rows) {
      const copied = await copyTable(client, writer, of);
      facts.tables += 1;
      facts.rows += copied.rows;
      facts.bytes += copied.bytes;
    }
    // Sequences know no snapshot: read last, they are past every row that was copied.
    const sequences = await client.query(
      `select schemaname as schema, sequencename as name, last_value::text as last from pg_sequences
       where schemaname in ('public', 'graphile_worker') and last_value is not null`,
    );
    await writer.frame("sequences", sequences.rows);
    await writer.frame("end", facts);
    await writer.end();
    return { takenAt, ...facts };
  } finally {
    await client.end();
  }
}

/** `"schema"."table" ("column", …)`. */
export function copyTarget({ schema, table, columns }: TableFacts): string {
  const name = (text: string) => pg.escapeIdentifier(text);
  return `${name(schema)}.${name(table)} (${columns.map(name).join(", ")})`;
}

async function copyTable(
  client: pg.Client,
  writer: SealedWriter,
  of: TableFacts,
): Promise<{ rows: number; bytes: number }> {
  await writer.frame("table", of);
  const stream = client.query(copyTo(`copy ${copyTarget(of)} to stdout`));
  const hash = createHash("sha256");
  let held: Buffer[] = [];
  let [heldBytes, bytes] = [0, 0];
  const flush = async () => {
    if (heldBytes > 0) await writer.frame("rows", Buffer.concat(held));
    held = [];
    heldBytes = 0;
  };
  for await (const chunk of stream) {
    const part = Buffer.from(bytesRead.parse(chunk));
    hash.update(part);
    held.push(part);
    heldBytes += part.length;
    bytes += part.length;
    if (heldBytes >= FRAME_BYTES) await flush();
  }
  await flush();
  await writer.frame("end-of-table", { rows: stream.rowCount, sha256: hash.digest("hex") });
  return { rows: stream.rowCount, bytes };
}
