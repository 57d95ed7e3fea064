import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The path of a Chromium on this machine, or `null`. CHROMIUM_PATH wins; then the system's browsers; then
 * the one that `playwright install` put in its cache.
 */
export function findChromium(): string | null {
  const asked = process.env["CHROMIUM_PATH"];
  if (asked) return isProgram(asked) ? asked : null;
  const folders = ["/usr/bin", ...(process.env["PATH"] ?? "").split(path.delimiter)];
  for (const name of NAMES) {
    const found = folders.map((folder) => path.join(folder, name)).find(isProgram);
    if (found) return found;
  }
  const own = chromium.executablePath();
  return own && existsSync(own) ? own : null;
}

/**
 * The path of a Chromium, installed first if there is none: on Debian and Ubuntu as root with apt-get, elsewhere
 * with Playwright's own download. Throws with what to do by hand when neither brings one.
 */
export function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found) return Promise.resolve(found);
  const asked = process.env["CHROMIUM_PATH"];
  if (asked) return Promise.reject(new Error(`CHROMIUM_PATH names ${asked}, which is no program.`));
  if (existsSync("/etc/debian_version") && process.getuid?.() === 0) {
    run("apt-get", ["update"]);
    run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], {
      DEBIAN_FRONTEND: "noninteractive",
    });
  }
  if (!findChromium()) run(process.execPath, [playwrightCommand(), "install", "chromium"]);
  const installed = findChromium();
  if (installed) return Promise.resolve(installed);
  return Promise.reject(
    new Error(
      "The browser tests take a Chromium and none could be installed. Install one (Debian: apt-get install " +
        "chromium; macOS: brew install --cask chromium), or set CHROMIUM_PATH to one that you have.",
    ),
  );
}

/** The file of Playwright's command line, to be run with `node`. */
export function playwrightCommand(): string {
  return path.join(
    path.dirname(createRequire(import.meta.url).resolve("playwright/package.json")),
    "cli.js",
  );
}

/** A failure is not the end: the next way is tried, and the caller looks for the browser itself. */
function run(program: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  process.stderr.write(`No Chromium here. Running: ${program} ${words.join(" ")}\n`);
  // The installer's own output goes to stderr: our stdout may be read by a program.
  spawnSync(program, words, { stdio: ["ignore", 2, 2], env: { ...process.env, ...env } });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await ensureChromium());
}
