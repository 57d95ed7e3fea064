import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "./embedded-database.ts";

const settings = { fsync: "off" };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "ventanilla-embedded-"));
  chmodSync(folder, 0o755); // As a checkout is: open for the account that the server runs as.
});

afterAll(async () => {
  const database = await startEmbeddedDatabase({ folder, settings });
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Another process that starts the database of `folder` and then stays. */
async function anotherOwner(): Promise<{ process: ChildProcess; adminUrl: string; startedByUs: boolean }> {
  const source = fileURLToPath(new URL("embedded-database.ts", import.meta.url));
  const program = `
    import { startEmbeddedDatabase } from ${JSON.stringify(source)};
    const { adminUrl, startedByUs } = await startEmbeddedDatabase(${JSON.stringify({ folder, settings })});
    process.stdout.write(JSON.stringify({ adminUrl, startedByUs }) + "\\n");
    process.stdin.resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const answer = z.object({ adminUrl: z.string(), startedByUs: z.boolean() }).parse(JSON.parse(line));
    return { process: child, ...answer };
  }
  throw new Error("The other owner ended without an answer");
}

async function killHard(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function query(database: Pick<EmbeddedDatabase, "adminUrl">, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(sql);
    return result.rows;
  } finally {
    await client.end();
  }
}

function postmasterPid(): number {
  return Number(readFileSync(path.join(folder, "data", "postmaster.pid"), "utf8").split("\n")[0]);
}

describe("the embedded database", () => {
  it("is created once when two processes start it at the same moment", async () => {
    const [one, two] = await Promise.all([anotherOwner(), anotherOwner()]);
    await Promise.all([killHard(one.process), killHard(two.process)]);

    expect(one.adminUrl).toBe(two.adminUrl);
    expect([one.startedByUs, two.startedByUs].sort()).toEqual([false, true]);
  });

  it("lives on when the process that started it is killed, and is used again", async () => {
    const first = await startEmbeddedDatabase({ folder, settings });
    await first.stop();
    const owner = await anotherOwner();
    await query(owner, "CREATE TABLE kept AS SELECT 7 AS number");

    await killHard(owner.process);
    const next = await startEmbeddedDatabase({ folder, settings });

    expect(owner.startedByUs).toBe(true);
    expect(next.startedByUs).toBe(false);
    expect(next.adminUrl).toBe(owner.adminUrl);
    expect(await query(next, "SELECT number FROM kept")).toEqual([{ number: 7 }]);
  });

  it("comes back with its data after its server was killed, also while a session was busy", async () => {
    const before = await startEmbeddedDatabase({ folder, settings });
    const busy = new pg.Client({ connectionString: before.adminUrl });
    busy.on("error", () => undefined);
    await busy.connect();
    const neverEnds = busy.query("SELECT pg_sleep(600)").catch(() => "cut off");

    process.kill(postmasterPid(), "SIGKILL");
    const after = await startEmbeddedDatabase({ folder, settings });

    expect(await neverEnds).toBe("cut off");
    expect(after.startedByUs).toBe(true);
    expect(await query(after, "SELECT number FROM kept")).toEqual([{ number: 7 }]);
  });

  it("starts when the stale process number now belongs to a stranger", async () => {
    const before = await startEmbeddedDatabase({ folder, settings });
    await before.stop();
    writeFileSync(path.join(folder, "data", "postmaster.pid"), `${process.pid}\n/nowhere\n0\n1\n\n\n`);
    writeFileSync(path.join(folder, "start.lock"), `{"pid":${process.pid},"started":"1","token":"stale"}`);

    const after = await startEmbeddedDatabase({ folder, settings });

    expect(after.startedByUs).toBe(true);
    expect(await query(after, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("lets nobody in without the password, which only its owner can read", async () => {
    const database = await startEmbeddedDatabase({ folder, settings });
    const wrong = new URL(database.adminUrl);
    wrong.password = "guessed";

    const attempt = query({ adminUrl: wrong.href }, "SELECT 1");

    await expect(attempt).rejects.toThrow("password authentication failed");
    expect(statSync(path.join(folder, "password")).mode & 0o777).toBe(0o600);
  });

  it("refuses connections once it is stopped", async () => {
    const database = await startEmbeddedDatabase({ folder, settings });

    await database.stop();

    await expect(query(database, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  });

  it("runs also for a folder that only its owner may enter", async () => {
    const closed = mkdtempSync(path.join(tmpdir(), "ventanilla-closed-"));

    const database = await startEmbeddedDatabase({ folder: closed, settings });
    const rows = await query(database, "SHOW data_directory");
    await database.stop();

    const [{ data_directory: data }] = z.tuple([z.object({ data_directory: z.string() })]).parse(rows);
    expect(data.startsWith(realpathSync(tmpdir()))).toBe(true);
    for (const used of [closed, path.dirname(data)]) rmSync(used, { recursive: true, force: true });
  });
});
