import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { bareEnvironment, giveTo, serverPlace, type ServerPlace } from "./embedded-binaries.ts";
import { isPostmasterOf, isProcessAlive, orphansOf } from "./process-facts.ts";
import { withStartLock } from "./start-lock.ts";

const MAJOR_VERSION = "18";
const READY_MS = 60_000;
const ATTEMPTS = 20;
const ORPHAN_PATIENCE_ATTEMPTS = 10;
const ORPHAN_PAUSE_MS = 300;
const STOP_MS = 30_000;
const POLL_MS = 25;

export interface EmbeddedDatabase {
  /** URL of the maintenance database `postgres`, as superuser. Holds the password: never print it. */
  adminUrl: string;
  /** URL of another database of this server. */
  urlFor(database: string): string;
  /** `false`: the server was already running; leave it running unless you mean to stop it for everybody. */
  startedByUs: boolean;
  /** Fast shutdown: open sessions are ended, committed data is kept. Returns when the server is gone. */
  stop(): Promise<void>;
  /** The kinder end: stops the server only when nobody else is connected to it. */
  leave(): Promise<void>;
}

/**
 * A real PostgreSQL 18 on 127.0.0.1 with its data under `folder`, for machines with no database
 * of their own. Uses the server that already runs on that folder, or starts one that outlives this process
 * (a crash of ours must not be a crash of the database). Several processes may call this
 * at the same time. `settings` are PostgreSQL settings, used only when the server is started here.
 * Throws with the end of the server's log when it does not come up.
 */
export async function startEmbeddedDatabase(options: {
  folder: string;
  settings?: Readonly<Record<string, string>>;
}): Promise<EmbeddedDatabase> {
  const settings = options.settings ?? {};
  const place = serverPlace(options.folder);
  const lock = path.join(place.home, "start.lock");
  const { port, startedByUs, presence } = await withStartLock(lock, async () => {
    const running = await runningPort(place);
    if (running === null) prepareData(place, settings["fsync"] !== "off");
    const found = running ?? (await startServer(place, settings));
    // Connected under the lock: whoever leaves now sees that we have come.
    return { port: found, startedByUs: running === null, presence: await connectPresence(place, found) };
  });
  const urlFor = (database: string) => serverUrl(place, port, database);
  return {
    adminUrl: urlFor("postgres"),
    urlFor,
    startedByUs,
    stop: () => withStartLock(lock, () => stopServer(place)),
    leave: () =>
      withStartLock(lock, async () => {
        const isLast = await isAlone(presence);
        await presence.end();
        if (isLast) await stopServer(place);
      }),
  };
}

/** An idle connection that says "in use". It keeps no process alive and survives the end of its server. */
async function connectPresence(place: ServerPlace, port: number): Promise<pg.Client> {
  const presence = new pg.Client({ connectionString: serverUrl(place, port, "postgres") });
  presence.on("error", () => undefined);
  await presence.connect();
  callIfThere(presence, "unref");
  return presence;
}

/** The library's clients have `ref` and `unref`; its types do not know them. */
function callIfThere(client: pg.Client, name: "ref" | "unref"): void {
  const method: unknown = Reflect.get(client, name);
  if (typeof method === "function") Reflect.apply(method, client, []);
}

async function isAlone(presence: pg.Client): Promise<boolean> {
  callIfThere(presence, "ref");
  const { rows } = await presence.query<{ others: number }>(
    `select count(*)::int as others from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  return rows[0]?.others === 0;
}

function dataFolder(place: ServerPlace): string {
  return path.join(place.home, "data");
}

function serverUrl(place: ServerPlace, port: number, database: string): string {
  return `postgres://postgres:${password(place)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

function password(place: ServerPlace): string {
  return readFileSync(path.join(place.home, "password"), "utf8");
}

/** Lines 1 and 4 of `postmaster.pid` are the process and its port (PostgreSQL source, pidfile.h). */
function postmaster(place: ServerPlace): { pid: number; port: number } | null {
  const file = path.join(dataFolder(place), "postmaster.pid");
  if (!existsSync(file)) return null;
  const [pid, , , port] = readFileSync(file, "utf8").split("\n");
  return { pid: Math.abs(Number(pid)), port: Number(port) };
}

/** The port of the live server of this folder, once it accepts a connection; `null` when none runs. */
async function runningPort(place: ServerPlace): Promise<number | null> {
  for (let waitedMs = 0; waitedMs < READY_MS; waitedMs += POLL_MS) {
    const found = postmaster(place);
    if (!found) return null;
    if (!isPostmasterOf(found.pid, dataFolder(place))) {
      // PostgreSQL clears the file of a dead process itself and looks for orphans first; but it
      // refuses to start over an empty file, or when the number was given to a stranger since.
      if (isProcessAlive(found.pid))
        rmSync(path.join(dataFolder(place), "postmaster.pid"), { force: true });
      return null;
    }
    if (await accepts(place, found.port)) return found.port;
    await pause(POLL_MS);
  }
  throw new Error(`The PostgreSQL of ${place.home} runs but refuses connections.${endOfLog(place)}`);
}

async function accepts(place: ServerPlace, port: number): Promise<boolean> {
  if (!(port > 0)) return false;
  const client = new pg.Client({
    connectionString: serverUrl(place, port, "postgres"),
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined); // A server that dies under us is seen by the next look.
  try {
    await client.connect();
    const result = await client.query<{ data_directory: string }>("SHOW data_directory");
    return result.rows[0]?.data_directory === dataFolder(place);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Creates the data folder once. It appears under its name only when complete. */
function prepareData(place: ServerPlace, durable: boolean): void {
  const data = dataFolder(place);
  if (existsSync(data)) {
    const version = readFileSync(path.join(data, "PG_VERSION"), "utf8").trim();
    if (version === MAJOR_VERSION) return;
    throw new Error(
      `${data} was written by PostgreSQL ${version}; this is ${MAJOR_VERSION}. Move it away.`,
    );
  }
  for (const left of readdirSync(place.home).filter((name) => name.startsWith("data.new."))) {
    rmSync(path.join(place.home, left), { recursive: true, force: true });
  }
  const secret = randomBytes(24).toString("hex");
  writeFileSync(path.join(place.home, "password"), secret, { mode: 0o600 });
  const draft = path.join(place.home, `data.new.${process.pid}`);
  mkdirSync(draft, { mode: 0o700 });
  giveTo(place.account, draft);
  const passwordFile = path.join(place.home, `data.new.${process.pid}.password`);
  writeFileSync(passwordFile, secret, { mode: 0o600 });
  giveTo(place.account, passwordFile);
  const result = spawnSync(
    path.join(place.native, "bin", "initdb"),
    [
      ...["--pgdata", draft, "--username=postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`],
      ...["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
      ...(durable ? [] : ["--no-sync"]),
    ],
    { ...place.account, cwd: place.home, env: bareEnvironment(), encoding: "utf8" },
  );
  rmSync(passwordFile, { force: true });
  if (result.status !== 0) {
    throw new Error(`initdb failed: ${result.error?.message ?? result.stderr}`);
  }
  renameSync(draft, data);
}

type StartResult = { kind: "ready" } | { kind: "failed"; log: string };

/** Starts the server and returns its port once it accepts connections. */
async function startServer(
  place: ServerPlace,
  settings: Readonly<Record<string, string>>,
): Promise<number> {
  let lastLog = "";
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const port = await freePort();
    const result = await tryStart(place, port, settings);
    if (result.kind === "ready") return port;
    lastLog = result.log;
    if (/shared memory block .* still in use/.test(lastLog)) await awaitOrphans(place, attempt);
    else if (!/could not bind|could not create any TCP\/IP sockets/.test(lastLog)) break;
  }
  throw new Error(`PostgreSQL did not start in ${place.home}.\n${lastLog}`);
}

async function tryStart(
  place: ServerPlace,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<StartResult> {
  const data = dataFolder(place);
  const log = openSync(logFile(place), "w", 0o600);
  const all = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(path.join(place.native, "bin", "postgres"), ["-D", data, ...flags], {
    ...place.account,
    cwd: data,
    env: bareEnvironment(),
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const ends: string[] = [];
  server.once("error", (error) => ends.push(error.message));
  server.once("exit", () => ends.push("The server ended."));
  server.unref();
  for (let waitedMs = 0; waitedMs < READY_MS; waitedMs += POLL_MS) {
    if (ends.length > 0) return { kind: "failed", log: `${ends.join(" ")}${endOfLog(place)}` };
    if (await accepts(place, port)) return { kind: "ready" };
    await pause(POLL_MS);
  }
  server.kill("SIGQUIT");
  return { kind: "failed", log: `No connection after ${READY_MS} ms.${endOfLog(place)}` };
}

/** Orphans notice the death of their postmaster within moments; one that is stuck is made to go. */
async function awaitOrphans(place: ServerPlace, attempt: number): Promise<void> {
  await pause(ORPHAN_PAUSE_MS);
  if (attempt < ORPHAN_PATIENCE_ATTEMPTS) return;
  for (const pid of orphansOf(dataFolder(place))) {
    if (isProcessAlive(pid)) process.kill(pid, "SIGKILL");
  }
}

async function stopServer(place: ServerPlace): Promise<void> {
  const found = postmaster(place);
  if (!found || !isPostmasterOf(found.pid, dataFolder(place))) return;
  process.kill(found.pid, "SIGINT"); // Fast shutdown (PostgreSQL manual, "Shutting Down the Server").
  for (let waitedMs = 0; waitedMs < STOP_MS; waitedMs += POLL_MS) {
    if (!isPostmasterOf(found.pid, dataFolder(place))) return;
    await pause(POLL_MS);
  }
  throw new Error(`The PostgreSQL of ${place.home} does not stop.${endOfLog(place)}`);
}

function logFile(place: ServerPlace): string {
  return path.join(place.home, "server.log");
}

function endOfLog(place: ServerPlace): string {
  const file = logFile(place);
  return existsSync(file) ? `\n${readFileSync(file, "utf8").slice(-2_000)}` : "";
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("No free port on 127.0.0.1"));
      });
    });
  });
}
