import { describe, expect, it } from "vitest";
import { judgeMigration } from "./migration-rules.ts";

const rulesOf = async (sql: string) => (await judgeMigration(sql)).map(({ rule }) => rule);

describe("a migration that the running version would not survive is refused", () => {
  it.each([
    ['DROP TABLE "payments"', "drop-table"],
    ['ALTER TABLE "payments" DROP COLUMN "test"', "drop-column"],
    ['DROP INDEX "payments_session"', "drop-other"],
    ["DROP FUNCTION enqueue", "drop-other"],
    ['ALTER TABLE "payments" DROP CONSTRAINT "payments_told"', "drop-other"],
    ['ALTER TABLE "payments" RENAME TO "orders"', "rename"],
    ['ALTER TABLE "payments" RENAME COLUMN "test" TO "is_test"', "rename"],
    ["CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1'", "replaced-function"],
    ['ALTER TABLE "payments" ALTER COLUMN "id" TYPE text', "change-type"],
    ['ALTER TABLE "payments" ADD COLUMN "k" uuid DEFAULT gen_random_uuid()', "rewrite"],
    ['ALTER TABLE "payments" ADD COLUMN "k" int GENERATED ALWAYS AS (version + 1) STORED', "rewrite"],
    ['ALTER TABLE "payments" ADD COLUMN "note" text NOT NULL', "required-column"],
    ['ALTER TABLE "payments" ALTER COLUMN "note" SET NOT NULL', "required-column"],
    ['ALTER TABLE "payments" ALTER COLUMN "note" DROP DEFAULT', "required-column"],
    ['ALTER TABLE "payments" ADD CONSTRAINT "n" NOT NULL "note" NOT VALID', "required-column"],
    ['ALTER TABLE "payments" ADD CONSTRAINT "c" CHECK ("amount" > 0)', "new-constraint"],
    ['ALTER TABLE "payments" ADD CONSTRAINT "c" CHECK ("amount" > 0) NOT VALID', "new-constraint"],
    ['ALTER TABLE "payments" ADD CONSTRAINT "f" FOREIGN KEY ("x") REFERENCES "y"("id")', "new-constraint"],
    ['CREATE UNIQUE INDEX CONCURRENTLY "i" ON "payments"("cip")', "new-constraint"],
    ['CREATE INDEX "i" ON "payments"("cip")', "locking-index"],
    ['ALTER TABLE "payments" ADD CONSTRAINT "u" UNIQUE ("cip")', "locking-index"],
    ['ALTER TABLE "payments" ADD COLUMN "cip" text UNIQUE', "locking-index"],
    ['UPDATE "payments" SET "note" = \'\'', "changes-rows"],
    ['DELETE FROM "payments"', "changes-rows"],
    ['TRUNCATE "payments"', "changes-rows"],
    ['CREATE TRIGGER "t" BEFORE UPDATE ON "payments" FOR EACH ROW EXECUTE FUNCTION f()', "new-trigger"],
    ["DO $$ begin end $$", "unknown"],
    ['ALTER TABLE "payments" DISABLE TRIGGER ALL', "unknown"],
  ])("%s", async (sql, rule) => {
    expect(await rulesOf(sql)).toEqual([rule]);
  });

  it("in whatever letters, names and comments it is written", async () => {
    const sql =
      '-- harmless\nalter table only public.payments\n  drop /* really */ column if exists "test" cascade;';

    expect(await judgeMigration(sql)).toEqual([{ rule: "drop-column", what: "payments.test" }]);
  });

  it("also among harmless statements, each by itself", async () => {
    const sql = 'CREATE TABLE "t" ("id" int); DROP TABLE "a"; DROP TABLE "b"';

    expect(await judgeMigration(sql)).toEqual([
      { rule: "drop-table", what: "a" },
      { rule: "drop-table", what: "b" },
    ]);
  });

  it("when an index is built without a lock, but together with something else", async () => {
    const sql = 'ALTER TABLE "t" ADD COLUMN "a" int; CREATE INDEX CONCURRENTLY "i" ON "t"("a")';

    expect(await rulesOf(sql)).toEqual(["not-alone"]);
  });
});

describe("a migration that the running version does not notice is taken", () => {
  it.each([
    'CREATE TABLE "t" ("id" int NOT NULL PRIMARY KEY); CREATE UNIQUE INDEX "i" ON "t"("id"); ALTER TABLE "t" ADD CONSTRAINT "c" CHECK ("id" > 0); UPDATE "t" SET "id" = 1',
    'ALTER TABLE "payments" ADD COLUMN "note" text, ADD COLUMN "at" timestamptz DEFAULT now()',
    'ALTER TABLE "payments" ADD COLUMN "note" text NOT NULL DEFAULT \'none\'',
    'ALTER TABLE "payments" ADD COLUMN "x" int; ALTER TABLE "payments" ADD CONSTRAINT "c" CHECK ("x" > 0 OR "x" IS NULL) NOT VALID',
    'ALTER TABLE "payments" DROP CONSTRAINT "c"; ALTER TABLE "payments" ADD CONSTRAINT "c" CHECK ("told" IN (1, 2)) NOT VALID',
    'ALTER TABLE "payments" VALIDATE CONSTRAINT "c"',
    'ALTER TABLE "payments" ALTER COLUMN "note" DROP NOT NULL, ALTER COLUMN "note" SET DEFAULT 1',
    'ALTER TABLE "payments" ADD CONSTRAINT "u" UNIQUE USING INDEX "i"',
    'CREATE INDEX CONCURRENTLY "i" ON "payments"("cip")',
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1'",
    "INSERT INTO \"switches\" VALUES ('a')",
  ])("%s", async (sql) => {
    expect(await judgeMigration(sql)).toEqual([]);
  });
});

describe("an excuse", () => {
  const EXCUSED = "-- previous version: drop-column: 1.4 was the last that read it, gone since May";

  it("lets through what it names, and nothing else", async () => {
    const sql = `${EXCUSED}\nALTER TABLE "t" DROP COLUMN "a"; DROP TABLE "u"`;

    expect(await rulesOf(sql)).toEqual(["drop-table"]);
  });

  it.each([
    ["names no rule", "-- previous version: drop-colum: 1.4 was the last that read it", "is no rule"],
    ["excuses nothing", EXCUSED, "is excused and not needed"],
  ])("is refused when it %s", async (_, excuse, message) => {
    await expect(judgeMigration(`${excuse}\nSELECT 1`)).rejects.toThrow(message);
  });

  it("without a reason is none", async () => {
    expect(await rulesOf('-- previous version: drop-table: ok\nDROP TABLE "t"')).toEqual(["drop-table"]);
  });
});

it("what PostgreSQL cannot read is no migration", async () => {
  await expect(judgeMigration("ALTER TABEL x")).rejects.toThrow("syntax error");
});
