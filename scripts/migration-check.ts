/**
 * Judges the migrations that are newer than the rules (scripts/migration-rules.ts), of this checkout or of the folder that is named; docs/deploy.md
 * says how to write one. Ends with 1 when one of them would break the version before.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { MIGRATIONS, wantedMigrations } from "../server/migrated.ts";
import { judgeMigration, MIGRATION_RULES } from "./migration-rules.ts";

/** The last migration that was written before there were rules; it and those before it have been applied everywhere. */
const LAST_UNJUDGED = "20261130150000_story";

/** What is wrong with the migrations of a folder, one line each. */
async function migrationProblems(folder: string): Promise<string[]> {
  const problems: string[] = [];
  for (const name of wantedMigrations(folder).filter((one) => one > LAST_UNJUDGED)) {
    const file = path.join(folder, name, "migration.sql");
    for (const { rule, what } of await judgeMigration(readFileSync(file, "utf8"))) {
      problems.push(`${name}: ${rule} (${what}): ${MIGRATION_RULES[rule]}`);
    }
  }
  return problems;
}

const problems = await migrationProblems(process.argv[2] ?? MIGRATIONS);
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(
    'What is safe all the same says so: "-- previous version: <rule>: <why>". See docs/deploy.md.',
  );
  process.exitCode = 1;
}
