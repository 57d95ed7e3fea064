/** Programs of the machine that the tests use: where they are, and how they are installed where this process may. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";

/** The path of the first of these programs that there is, or `null`. The system's own folders come before the `PATH`. */
export function findProgram(names: readonly string[]): string | null {
  const folders = ["/usr/bin", "/usr/sbin", ...(process.env["PATH"] ?? "").split(path.delimiter)];
  for (const name of names) {
    const found = folders.map((folder) => path.join(folder, name)).find(isProgram);
    if (found) return found;
  }
  return null;
}

/** On Debian and Ubuntu as root, with apt-get. A failure is not the end: the caller looks for the program itself. */
export function installFromDebian(packageName: string): void {
  if (!existsSync("/etc/debian_version") || process.getuid?.() !== 0) return;
  runInstaller("apt-get", ["update"]);
  runInstaller("apt-get", ["install", "-y", "--no-install-recommends", packageName], {
    DEBIAN_FRONTEND: "noninteractive",
  });
}

/** The installer's own output goes to stderr: our stdout may be read by a program. */
export function runInstaller(
  program: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): void {
  process.stderr.write(`A program is missing here. Running: ${program} ${words.join(" ")}\n`);
  spawnSync(program, words, { stdio: ["ignore", 2, 2], env: { ...process.env, ...env } });
}

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
