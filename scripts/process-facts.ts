import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Whether a process with this number exists, also when it belongs to another user. */
export function isProcessAlive(pid: number): boolean {
  if (!(pid > 0)) return false; // 0 would ask about our own group.
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * A mark that differs between two processes that had the same number one after the other. Empty
 * where the system does not tell (not Linux) or the process is gone.
 */
export function processStartMark(pid: number): string {
  return processStat(pid)[19] ?? "";
}

/**
 * Whether this process may be the PostgreSQL server whose data is in `dataFolder` (a real path). A
 * living process that hides its command line counts as one: taking a live server for a dead one
 * would cost data, the reverse costs a message.
 */
export function isPostmasterOf(pid: number, dataFolder: string): boolean {
  if (!isProcessAlive(pid)) return false;
  const command = commandLine(pid);
  if (command === "") return processStat(pid)[0] !== "Z"; // Z: it ended and waits to be collected.
  return command.includes(dataFolder);
}

/**
 * Server processes of `dataFolder` (a real path) that outlived their killed postmaster. Each keeps
 * the old shared memory in use, and PostgreSQL refuses to start until the last is gone. Call it only when no
 * postmaster lives. Linux only; elsewhere, and where we may not look, it finds none.
 */
export function orphansOf(dataFolder: string): number[] {
  if (process.platform !== "linux") return [];
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    return commandLine(pid).startsWith("postgres:") && workingFolder(pid) === dataFolder;
  });
}

function commandLine(pid: number): string {
  try {
    // Readable for everybody, unlike the working folder, which root in a container may not read.
    if (process.platform === "linux")
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/** The fields of `/proc/PID/stat` after the name: state, parent, … (Linux manual, proc_pid_stat). */
function processStat(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}
