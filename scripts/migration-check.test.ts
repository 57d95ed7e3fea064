import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("migration-check.ts", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "migrations-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As `npm run check` runs it, on a folder with this one migration. */
function check(name: string, sql: string): Promise<{ ended: number; printed: string }> {
  const migrations = mkdtempSync(path.join(folder, "of-"));
  mkdirSync(path.join(migrations, name));
  writeFileSync(path.join(migrations, name, "migration.sql"), sql);
  return new Promise((resolve) => {
    execFile(process.execPath, [script, migrations], (error, _out, printed) =>
      resolve({ ended: typeof error?.code === "number" ? error.code : 0, printed }),
    );
  });
}

describe("the check of migrations ends with 1, and names the migration, the rule and what it is about, for", () => {
  it.each([
    ["a dropped column", 'ALTER TABLE "codes" DROP COLUMN "cip_url"', "drop-column (codes.cip_url)"],
    ["a renamed one", 'ALTER TABLE "payments" RENAME COLUMN "cancel_url" TO "back"', "rename (back)"],
    [
      "a required one without a default",
      'ALTER TABLE "timeline" ADD COLUMN "why" text NOT NULL',
      "required-column (timeline.why)",
    ],
  ])("%s", async (_, sql, named) => {
    const { ended, printed } = await check("29991231235959_planted", sql);

    expect(printed).toContain(`29991231235959_planted: ${named}`);
    expect(ended).toBe(1);
  });
});

it("takes a migration that only adds", async () => {
  const sql = 'ALTER TABLE "timeline" ADD COLUMN "why" text';

  expect(await check("29991231235959_harmless", sql)).toEqual({ ended: 0, printed: "" });
});
