/** A database of one's own to write rows into directly, as nothing of the product would: for what the database itself refuses. */
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { RowWriter } from "../builders/rows.ts";
import { cloneDatabase, type TestDatabase } from "./database.ts";

export interface WrittenRows {
  client: pg.Client;
  write: RowWriter;
}

/** Opens it before the file's tests and drops it afterwards; `opened` gets what to write with. */
export function useWrittenRows(name: string, opened: (rows: WrittenRows) => void): void {
  let clone: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    clone = await cloneDatabase(name);
    client = new pg.Client({ connectionString: clone.url });
    await client.connect();
    opened({ client, write: new RowWriter(client) });
  });
  afterAll(async () => {
    await client.end();
    await clone.drop();
  });
}
