/** Judges the migrations that are newer than the rules (scripts/migration-rules.ts); docs/deploy.md says how to write one. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { wantedMigrations } from "../server/migrated.ts";
import { judgeMigration, MIGRATION_RULES } from "./migration-rules.ts";

/** The last migration that was written before there were rules; it and those before it have been applied everywhere. */
const LAST_UNJUDGED = "20261130150000_story";

/** What is wrong with the migrations of this checkout, one line each. */
export async function migrationProblems(names: readonly string[] = wantedMigrations()): Promise<string[]> {
  const problems: string[] = [];
  for (const name of names.filter((one) => one > LAST_UNJUDGED)) {
    const file = new URL(`../prisma/migrations/${name}/migration.sql`, import.meta.url);
    for (const { rule, what } of await judgeMigration(readFileSync(file, "utf8"))) {
      problems.push(`${name}: ${rule} (${what}): ${MIGRATION_RULES[rule]}`);
    }
  }
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = await migrationProblems();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    console.error(
      'What is safe all the same says so: "-- previous version: <rule>: <why>". See docs/deploy.md.',
    );
    process.exitCode = 1;
  }
}
