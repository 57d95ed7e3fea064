import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { TestServer } from "./test-server.ts";

const CLOSE_MS = 3_000;
const POLL_MS = 20;

export interface Clone {
  name: string;
  url: string;
  /** Throws when a connection was left open. */
  drop(): Promise<void>;
}

/** A database with every migration applied. `name` shows in its name. */
export async function cloneTemplate(server: TestServer, name: string): Promise<Clone> {
  const { adminUrl, template, runnerPid } = server;
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .slice(0, 30);
  const clone = `clone_${runnerPid}_${slug}_${randomBytes(4).toString("hex")}`;
  await withAdmin(adminUrl, (admin) => admin.query(`CREATE DATABASE ${clone} TEMPLATE ${template}`));
  const url = new URL(adminUrl);
  url.pathname = `/${clone}`;
  return { name: clone, url: url.href, drop: () => withAdmin(adminUrl, (admin) => drop(admin, clone)) };
}

async function drop(admin: pg.Client, clone: string): Promise<void> {
  const left = await connectionsLeft(admin, clone);
  if (left.length > 0) {
    throw new Error(`Connections to ${clone} left open at the end of the file:\n${left.join("\n")}`);
  }
  await admin.query(`DROP DATABASE ${clone}`);
}

/** A session ends a moment after its client hung up, so a few looks are allowed. */
async function connectionsLeft(admin: pg.Client, clone: string): Promise<string[]> {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const result = await admin.query<{ line: string }>(
      "SELECT coalesce(nullif(application_name, ''), 'unnamed') || ': ' || left(query, 200) AS line" +
        // PostgreSQL's own (a vacuum) are ended by the drop.
        " FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'",
      [clone],
    );
    if (result.rows.length === 0 || waitedMs >= CLOSE_MS) return result.rows.map((row) => row.line);
    await pause(POLL_MS);
  }
}

async function withAdmin<T>(adminUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
