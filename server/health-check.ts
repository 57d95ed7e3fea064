/** Asks the process of the same environment whether it lives, and ends with 0 if it does: for whoever starts processes and asks no address. */
import { readConfig } from "#app/lib/config.server.ts";

const ANSWER_WITHIN_MS = 5_000;

const { roles, webPort, opsPort, opsHost } = readConfig();
const port = roles.includes("web") ? webPort : opsPort;
// An address that means all of them is none to call.
const host = roles.includes("web") || opsHost === "0.0.0.0" || opsHost === "::" ? "127.0.0.1" : opsHost;

const isAlive = await fetch(`http://${host}:${port}/healthz`, {
  signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
}).then(
  (answer) => answer.ok,
  () => false,
);
process.exitCode = isAlive ? 0 : 1;
