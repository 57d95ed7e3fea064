import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { findProgram, installFromDebian, isProgram, runInstaller } from "./system-program.ts";

/**
 * Debian's package of Chromium's headless shell, which is what Playwright drives by default. The whole browser without a window has stopped drawing
 * for minutes in about one of 3,000 looks, after a change of the window's size, and takes half as long again.
 */
const SHELL = "chromium-headless-shell";
const NAMES = [SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

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
 * The path of a Chromium, installed first: on Debian and Ubuntu as root with apt-get, even where there is another than the one that stories
 * like best; elsewhere, if there is none, with Playwright's own download. Throws with what to do by hand when neither brings one.
 */
export function ensureChromium(): Promise<string> {
  const asked = process.env["CHROMIUM_PATH"];
  if (asked) {
    if (isProgram(asked)) return Promise.resolve(asked);
    return Promise.reject(new Error(`CHROMIUM_PATH names ${asked}, which is no program.`));
  }
  if (!findProgram([SHELL])) installFromDebian(SHELL);
  if (!findChromium()) installFromDebian("chromium");
  if (!findChromium()) runInstaller(process.execPath, [playwrightCommand(), "install", "chromium"]);
  const installed = findChromium();
  if (installed) return Promise.resolve(installed);
  return Promise.reject(
    new Error(
      "The browser tests take a Chromium and none could be installed. Install one (Debian: apt-get install " +
        "chromium-headless-shell; macOS: brew install --cask chromium), or set CHROMIUM_PATH to one that you have.",
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
