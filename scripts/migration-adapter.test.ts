import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "./embedded-database.ts";
import { createDatabaseIfMissing } from "./migrate.ts";
import { MigrationAdapter } from "./migration-adapter.ts";

let folder: string;
let server: EmbeddedDatabase;
let adapter: MigrationAdapter;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "ventanilla-migrations-"));
  chmodSync(folder, 0o755); // As a checkout is: open for the account that the server runs as.
  server = await startEmbeddedDatabase({ folder, settings: { fsync: "off" } });
  await createDatabaseIfMissing(server.adminUrl, "subject");
  adapter = new MigrationAdapter(server.urlFor("subject"));
}, 60_000);

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function rowsOf(connection: Awaited<ReturnType<MigrationAdapter["connect"]>>, sql: string) {
  return (await connection.queryRaw({ sql, args: [], argTypes: [] })).rows;
}

describe("the migration adapter", () => {
  it("runs a migration whose function body and comment hold semicolons", async () => {
    const connection = await adapter.connect();

    await connection.executeScript(`-- first; then
      CREATE FUNCTION twice(a int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN a * 2; END $$;
      CREATE TABLE doubled AS SELECT twice(21) AS value;`);

    expect(await rowsOf(connection, "SELECT value FROM doubled")).toEqual([[42]]);
    await connection.dispose();
  });

  it("leaves nothing behind of a migration that fails, and names the reason", async () => {
    const connection = await adapter.connect();

    const attempt = connection.executeScript("CREATE TABLE half (a int); SELECT 1 / 0;");

    await expect(attempt).rejects.toMatchObject({ cause: { originalMessage: "division by zero" } });
    expect(await rowsOf(connection, "SELECT to_regclass('half') IS NULL")).toEqual([[true]]);
    await connection.dispose();
  });

  it("gives the shadow database its own place and removes it afterwards, never the real one", async () => {
    const connection = await adapter.connect();
    const shadow = await adapter.connectToShadowDb();
    await shadow.executeScript("CREATE TABLE only_in_shadow (a int)");

    const [[shadowName]] = (await rowsOf(shadow, "SELECT current_database()::text")) as [[string]];
    await shadow.dispose();

    expect(shadowName).toMatch(/^prisma_migrate_shadow_db_/);
    expect(await rowsOf(connection, "SELECT to_regclass('only_in_shadow') IS NULL")).toEqual([[true]]);
    const left = "SELECT datname::text FROM pg_database WHERE datname LIKE '%shadow%'";
    expect(await rowsOf(connection, left)).toEqual([]);
    await connection.dispose();
  });

  it("reads the catalogue's own column types", async () => {
    const connection = await adapter.connect();

    const rows = await rowsOf(
      connection,
      "SELECT relname, relkind FROM pg_class WHERE relname = 'pg_class'",
    );

    expect(rows).toEqual([["pg_class", "r"]]);
    await connection.dispose();
  });
});
