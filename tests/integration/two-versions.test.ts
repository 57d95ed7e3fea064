import { expect, it } from "vitest";
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

    const troubles = world()
      .logged()
      .filter((line) => /"level":"(error|fatal)"|cached plan/.test(line));
    expect(troubles).toEqual([]);
  },
);
