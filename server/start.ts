import { ConfigError, readConfig } from "#app/lib/config.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { stopGracefully, stopWithinMs } from "./graceful-stop.ts";
import { startSystem } from "./system.ts";

try {
  const config = readConfig();
  const log = createLogger(config.logLevel);
  const starting = startSystem(config, { log });
  // Already now: the first process of a container that is told to stop and has no handler goes on, until it is killed.
  stopGracefully(log, () => starting.then((system) => system.stop()), stopWithinMs(config));
  await starting;
} catch (error) {
  if (!(error instanceof ConfigError || isTakenPort(error))) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

/** Node's own words say which port. */
function isTakenPort(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}
