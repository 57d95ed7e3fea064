import { parseEnv } from "node:util";
import { readFileSync } from "node:fs";
import path from "node:path";
import { configSchema, readConfig, type Config } from "#app/lib/config.server.ts";
import { stopWithinMs } from "../../server/graceful-stop.ts";
import { root } from "./images.ts";

/** What an operator has in `.env`: the example, with what is required filled in. */
export function filledExample(filled: Readonly<Record<string, string>>): Record<string, string> {
  const example = parseEnv(readFileSync(path.join(root, ".env.example"), "utf8"));
  return Object.fromEntries(
    Object.entries({ ...example, ...filled }).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

/** Names that the app does not know: it would ignore them, and whoever wrote them would not notice. */
export function unknownNames(names: readonly string[]): string[] {
  return names.filter((name) => !(name in configSchema.shape));
}

/** The port on which a role is asked whether it lives. */
export function healthPort(config: Config): number {
  return config.roles.includes("web") ? config.webPort : config.opsPort;
}

export interface Started {
  config: Config;
  stopMs: number;
}

/** The configuration as the app would read it. Throws with what is wrong. */
export function configured(environment: Readonly<Record<string, string>>): Started {
  const config = readConfig(environment);
  return { config, stopMs: stopWithinMs(config) };
}
