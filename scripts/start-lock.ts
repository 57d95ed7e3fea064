import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { isProcessAlive, processStartMark } from "./process-facts.ts";

const WAIT_MS = 120_000;
const POLL_MS = 50;

/**
 * Runs `work` while no other process holds the lock file at `path`, and removes the lock afterwards.
 * A lock whose holder has died (kill -9, power cut) is cleared. Throws when the holder lives on for
 * two minutes.
 */
export async function withStartLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const ours = JSON.stringify({
    pid: process.pid,
    started: processStartMark(process.pid),
    token: randomUUID(),
  });
  await take(path, ours);
  try {
    return await work();
  } finally {
    if (readOrNull(path) === ours) rmSync(path, { force: true });
  }
}

async function take(path: string, ours: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  // A link appears with its content in one step, so that nobody ever reads a half-written lock.
  writeFileSync(draft, ours, { mode: 0o600 });
  try {
    for (let waitedMs = 0; waitedMs < WAIT_MS; waitedMs += POLL_MS) {
      if (linked(draft, path)) return;
      const holder = readOrNull(path);
      if (holder !== null && !isHeld(holder)) clearStale(path, holder);
      else await pause(POLL_MS);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new Error(
    `Another process holds ${path} and does not finish. If none is running, delete that file.`,
  );
}

function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Moves the stale lock aside; if another process replaced it meanwhile, puts that one back. */
function clearStale(path: string, stale: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // Somebody else cleared it first.
  }
  if (readOrNull(aside) !== stale) linked(aside, path);
  rmSync(aside, { force: true });
}

function isHeld(holder: string): boolean {
  const match = /"pid":(\d+),"started":"([^"]*)"/.exec(holder);
  if (!match) return false;
  const pid = Number(match[1]);
  // The number alone may have been given to a new process since.
  return isProcessAlive(pid) && processStartMark(pid) === match[2];
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
