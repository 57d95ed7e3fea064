/**
 * `npm run backup -- --out FILE` copies the database, encrypted, while the app runs; `npm run backup -- --restore FILE` puts a copy into the
 * empty database that DATABASE_URL names. BACKUP_KEYS holds the keys: docs/backup.md.
 */
import { createReadStream, createWriteStream, renameSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { ConfigError, readConfig, type Config } from "#app/lib/config.server.ts";
import { makeBackup, type BackupFacts } from "./backup/make-backup.ts";
import { restoreBackup } from "./backup/restore-backup.ts";
import { BackupUnreadable, readBackupKeys } from "./backup/sealed-stream.ts";

const { values: options } = parseArgs({
  options: {
    out: { type: "string" },
    restore: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const { out, restore } = options;

try {
  if ((out === undefined) === (restore === undefined)) {
    throw new BackupUnreadable("Usage: npm run backup -- --out FILE, or npm run backup -- --restore FILE");
  }
  const config = readConfig();
  const facts = out === undefined ? await restoreFrom(config, restore ?? "") : await copyTo(config, out);
  const words = `${facts.rows} rows of ${facts.tables} tables, as they were at ${facts.takenAt}`;
  process.stdout.write(
    `${options.json ? JSON.stringify(facts) : `${out === undefined ? "Restored" : "Copied"} ${words}.`}\n`,
  );
} catch (error) {
  const isForOperator = error instanceof BackupUnreadable || error instanceof ConfigError;
  // Of the file system: its own words name the file.
  const isOfFile = error instanceof Error && "syscall" in error && "path" in error;
  if (!isForOperator && !isOfFile) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function keysOf(config: Config) {
  if (!config.backupKeys) {
    throw new BackupUnreadable(
      "BACKUP_KEYS is not set: an unencrypted copy is not made (see .env.example).",
    );
  }
  return readBackupKeys(config.backupKeys.reveal());
}

/** The file gets its name only when it is whole. */
async function copyTo(config: Config, file: string): Promise<BackupFacts> {
  const [key] = keysOf(config);
  const draft = `${file}.part`;
  const target = createWriteStream(draft, { flags: "wx", mode: 0o600 });
  try {
    const facts = await makeBackup({ databaseUrl: config.databaseUrl.reveal(), out: target, key });
    renameSync(draft, file);
    return facts;
  } catch (error) {
    target.destroy();
    rmSync(draft, { force: true });
    throw error;
  }
}

function restoreFrom(config: Config, file: string): Promise<BackupFacts> {
  const source = createReadStream(file);
  return restoreBackup({ databaseUrl: config.databaseUrl.reveal(), source, keys: keysOf(config) });
}
