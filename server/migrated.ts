import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ConfigError } from "#app/lib/config.server.ts";
import { appliedMigrations, type Queryable } from "#app/lib/database.server.ts";

export const MIGRATIONS = fileURLToPath(new URL("../prisma/migrations/", import.meta.url));

/** The names of this version's migrations, oldest first. */
export function wantedMigrations(folder = MIGRATIONS): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => name).toSorted();
}

/** Throws a ConfigError when this version's migrations were not all applied: an app on another schema loses payments. */
export async function requireMigrated(db: Queryable): Promise<void> {
  const applied = await appliedMigrations(db);
  const missing = wantedMigrations().filter((name) => !applied.has(name));
  if (missing.length > 0) {
    throw new ConfigError(
      `The database lacks ${missing.length} migration(s): run \`npm run migrate\` first.`,
    );
  }
}
