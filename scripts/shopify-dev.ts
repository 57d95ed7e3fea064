/**
 * What `shopify app dev` runs (shopify.web.toml): the app with its web, worker and payments roles, on the port and behind the address that the CLI
 * chose. Without a DATABASE_URL it takes the local server of `npm run migrate`.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig } from "#app/lib/config.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { stopGracefully, stopWithinMs } from "../server/graceful-stop.ts";
import { startSystem } from "../server/system.ts";
import { startEmbeddedDatabase } from "./embedded-database.ts";
import {
  createDatabaseIfMissing,
  LOCAL_DATABASE,
  LOCAL_DATABASE_FOLDER,
  migrateDeploy,
} from "./migrate.ts";

type Environment = Record<string, string | undefined>;

/** A key of its own for each checkout: with a new one each time, every shop would have to be connected again. */
const VAULT_FILE = fileURLToPath(new URL("../.data/shopify-dev-vault", import.meta.url));

/**
 * The CLI's variables in our words (shopify.dev, app structure, read 2026-11-29); the rest of the environment stays. Null when the CLI did not
 * start this.
 */
export function variablesFromCli(
  environment: Environment,
  local: { databaseUrl: string; vaultKeys: string },
): Environment | null {
  const origin = environment["HOST"] ?? environment["APP_URL"];
  const port = environment["PORT"] ?? environment["SERVER_PORT"];
  if (!origin || !port) return null;
  // An empty line of an .env file says nothing.
  const said = Object.entries(environment).filter(([, value]) => value?.trim());
  return {
    PAYMENTS_TLS_MODE: "off",
    DATABASE_URL: local.databaseUrl,
    VAULT_KEYS: local.vaultKeys,
    ...Object.fromEntries(said),
    NODE_ENV: "development",
    ROLE: "all",
    PUBLIC_ORIGIN: origin,
    WEB_PORT: port,
  };
}

async function localDatabaseUrl(): Promise<string> {
  const database = await startEmbeddedDatabase({ folder: LOCAL_DATABASE_FOLDER });
  await createDatabaseIfMissing(database.adminUrl, LOCAL_DATABASE);
  return database.urlFor(LOCAL_DATABASE);
}

function localVaultKeys(): string {
  if (!existsSync(VAULT_FILE)) {
    mkdirSync(path.dirname(VAULT_FILE), { recursive: true });
    writeFileSync(VAULT_FILE, `dev:${randomBytes(32).toString("base64")}`, { mode: 0o600 });
  }
  return readFileSync(VAULT_FILE, "utf8");
}

async function main(): Promise<void> {
  const given = process.env["DATABASE_URL"]?.trim();
  const local = { databaseUrl: given || (await localDatabaseUrl()), vaultKeys: localVaultKeys() };
  const variables = variablesFromCli(process.env, local);
  if (!variables) {
    process.stderr.write(
      "This is started by `shopify app dev`, which says at which address the app is reached.\n",
    );
    process.exitCode = 1;
    return;
  }
  await migrateDeploy(local.databaseUrl);
  const config = readConfig(variables);
  const log = createLogger(config.logLevel);
  const starting = startSystem(config, { log });
  stopGracefully(log, () => starting.then((system) => system.stop()), stopWithinMs(config));
  await starting;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
