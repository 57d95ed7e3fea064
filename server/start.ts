import { readConfig } from "#app/lib/config.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { stopGracefully } from "./graceful-stop.ts";
import { startSystem } from "./system.ts";

const config = readConfig();
const log = createLogger(config.logLevel);
const system = await startSystem(config, { log });
stopGracefully(log, () => system.stop());
