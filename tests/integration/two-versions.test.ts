import { describe, expect, it } from "vitest";
import { judgeMigration } from "../../scripts/migration-rules.ts";
import { sessionState, toldPending } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("two_versions");

const AT_ONCE = 6;

/** A payment from checkout to paid order: both doors, the page's forms, jobs and reports. */
async function wholeLife(): Promise<void> {
  const payment = await toldPending(world());
  await world().pagoefectivo.pay(payment.cip);
  await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
}

/** What the running version complains of. */
const troubles = () =>
  world()
    .logged()
    .filter((line) => /"level":"(error|fatal)"|cached plan/.test(line));

const manyLives = () => Promise.all(Array.from({ length: AT_ONCE }, wholeLife));

// Fault: a prepared statement whose result has the new column as well is refused on its connection for ever after ("cached plan must not
// change result type"): a release that only adds columns would stop the version that still runs.
it(
  "goes on without an error while the next version's migration adds a column to every table",
  { timeout: 120_000 },
  async () => {
    await manyLives();
    const tables = await world().rows<{ name: string }>(
      `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> '_prisma_migrations'`,
    );
    expect(tables.length).toBeGreaterThan(20);

    const during = manyLives();
    for (const { name } of tables)
      await world().rows(`alter table "${name}" add column "of_the_next" text`);
    await during;
    await manyLives();

    expect(troubles()).toEqual([]);
  },
);

// Fault: a proof of two versions that no migration can fail. What the rules refuse is what the version that runs does not survive.
describe("does not go on without an error, and the rules say so beforehand, when the migration", () => {
  it.each([
    {
      what: "drops a column that it still reads",
      rule: "drop-column",
      sql: 'alter table "codes" drop column "cip_url"',
      undo: 'alter table "codes" add column "cip_url" text',
    },
    {
      what: "renames a column that it still writes",
      rule: "rename",
      sql: 'alter table "payments" rename column "cancel_url" to "way_back"',
      undo: 'alter table "payments" rename column "way_back" to "cancel_url"',
    },
    {
      what: "requires a column without a default",
      rule: "required-column",
      sql: `alter table "timeline" add column "why" text not null default 'old';
            alter table "timeline" alter column "why" drop default`,
      undo: 'alter table "timeline" drop column "why"',
    },
  ])(
    "$what",
    async ({ rule, sql, undo }) => {
      const refused = await judgeMigration(sql);

      await world().rows(sql);
      const life = wholeLife().then(
        () => "went on",
        () => "stopped",
      );
      try {
        await world().until("the running version to meet it", () => troubles().length > 0);
      } finally {
        await world().rows(undo);
        await life;
      }

      expect(refused.map((finding) => finding.rule)).toEqual([rule]);
    },
    120_000,
  );
});
