/** What `shopify app dev` would start, started as it would: with its command, its variables and nothing else of ours. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { freePorts } from "../../scripts/demo/free-ports.ts";
import { until } from "../../scripts/demo/until.ts";
import { webKeys } from "../../scripts/shopify-keys.ts";
import { cloneDatabase, type TestDatabase } from "../setup/database.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { commands, roles } = webKeys.parse(parse(readFileSync(`${root}shopify.web.toml`, "utf8")));

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase("shopify_dev");
});
afterAll(() => database.drop());

it("starts web and worker behind the address that the CLI opened", { timeout: 90_000 }, async () => {
  const [port = 0, payments = 0] = await freePorts(2);
  const child = spawn("sh", ["-c", commands.dev], {
    cwd: root,
    env: {
      ...{ PATH: process.env["PATH"], HOME: process.env["HOME"], NODE_ENV: "development" },
      // As the CLI gives them (shopify.dev, app structure, read 2026-11-29).
      SHOPIFY_API_KEY: "0123456789abcdef0123456789abcdef",
      SHOPIFY_API_SECRET: "0123456789abcdef",
      HOST: "https://some-words.trycloudflare.com",
      PORT: String(port),
      SCOPES: "write_payment_gateways,write_payment_sessions",
      // Of this machine: nobody else's database and port.
      ...{ DATABASE_URL: database.url, PAYMENTS_PORT: String(payments) },
    },
    // A group of its own, as a terminal's: npm, its shell and Node are told to stop together.
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const end = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  };
  onTestFinished(() => {
    try {
      end("SIGKILL");
    } catch {
      // None of the group is left.
    }
  });
  const started: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    const role = /"role":"(\w+)".*"msg":"started"/.exec(line)?.[1];
    if (role) started.push(role);
  });

  const answer = await until(
    "the app to answer",
    () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
      return fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    },
    60_000,
  );

  expect(answer.status).toBe(200);
  await until("all roles to have started", () => started.length === 3);
  expect(started).toEqual(["web", "payments", "worker"]);
  expect(roles).toEqual(["frontend", "backend"]);
  const ended = once(child, "exit");
  end("SIGTERM");
  await ended;
  // The shell may end before what it started, which answers what it has taken first.
  await until("nobody to answer", () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      () => false,
      () => true,
    ),
  );
});
