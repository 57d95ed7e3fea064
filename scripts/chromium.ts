import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { findProgram, installFromDebian, isProgram, runInstaller } from "./system-program.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The path of a Chromium on this machine, or `null`. CHROMIUM_PATH wins; then the system's browsers; then
 * the one that `playwright install` put in its cache.
 */
export function findChromium(): string | null {
  const asked = process.env["CHROMIUM_PATH"];
  if (asked) return isProgram(asked) ? asked : null;
  const system = findProgram(NAMES);
  if (system) return system;
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
  installFromDebian("chromium");
  if (!findChromium()) runInstaller(process.execPath, [playwrightCommand(), "install", "chromium"]);
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await ensureChromium());
}
