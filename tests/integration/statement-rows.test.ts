import { createHash, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  findStatements,
  streamStatementRows,
  type StreamedRow,
} from "#app/books/statement-queries.server.ts";
import { storeStatement, type StoredStatement } from "#app/books/statement-store.server.ts";
import { forgetStatementsOfShop } from "#app/books/statement-upload.server.ts";
import { takeStatement } from "#app/books/take-statement.server.ts";
import { openStatements } from "../builders/statement.ts";
import { reportCsv } from "../builders/statement-file.ts";
import { statementRow } from "../builders/statement-row.ts";
import { connectNewShop } from "../builders/shop.ts";
import { shopIdOf } from "../builders/person.ts";
import { useWorld } from "../setup/world.ts";
import type { StatementRow } from "#app/books/statement-row.ts";

const world = useWorld("statement_rows", { tls: "off" });

async function newShop(): Promise<string> {
  const { domain } = await connectNewShop(world());
  return shopIdOf(world(), domain);
}

/** Stores a statement of these rows, in lots of two. */
function stored(
  shopId: string,
  rows: readonly StatementRow[],
  more: { refuse?: boolean } = {},
): Promise<StoredStatement> {
  const { inTransaction, clock } = world().system.deps;
  const id = randomUUID();
  return inTransaction(async (db) => {
    const statement = {
      ...{
        id,
        shopId,
        kind: "report" as const,
        fileName: "a.csv",
        uploadedBy: "7001",
        uploadedAt: clock.now(),
      },
      contentHash: createHash("sha256").update(JSON.stringify(rows)).digest(),
      mapping: { kind: "report" as const, currency: "PEN" as const, columns: { cip: 0 } },
    };
    const value = await storeStatement(db, statement, async (take) => {
      for (let start = 0; start < rows.length; start += 2) await take(rows.slice(start, start + 2));
      if (more.refuse) return { kind: "refused", line: 9, reason: "bad-amount", problems: [] };
      return { kind: "read", rowCount: rows.length, fromDay: "2026-11-01", toDay: "2026-11-03" };
    });
    return { keep: value.kind !== "refused", value };
  });
}

async function idOf(stored: Promise<StoredStatement>): Promise<string> {
  const outcome = await stored;
  return outcome.kind === "refused" ? "" : outcome.id;
}

async function allOf(input: Parameters<typeof streamStatementRows>[1]): Promise<StreamedRow[]> {
  const found: StreamedRow[] = [];
  for await (const row of streamStatementRows(world().system.deps.db, input)) found.push(row);
  return found;
}

describe("rows of statements", () => {
  it("come back as they were stored", async () => {
    const shopId = await newShop();
    const row: StatementRow = {
      ...{
        line: 2,
        cip: "2541865",
        transactionCode: "orden-1",
        operationNumber: "778",
        amountCentimos: -16_035,
      },
      ...{ currency: "USD", state: "reversed", issuedAt: "2026-11-27T14:15:00.000Z" },
      ...{ paidAt: "2026-11-29T02:05:10.000Z", expiresAt: null, channel: "BCP", feeCentimos: 640 },
      ...{ igvCentimos: 115, netCentimos: 15_280, settledOn: "2026-12-01", settlementRef: "LIQ-77" },
    };
    const statementId = await idOf(stored(shopId, [row]));

    const found = await allOf({ shopId, statementIds: [statementId] });

    expect(found).toEqual([{ ...row, statementId }]);
  });

  it("come by CIP, then statement and line, those without a CIP last, in whatever lots they are read", async () => {
    const shopId = await newShop();
    const one = await idOf(
      stored(shopId, [
        statementRow({ line: 2, cip: "30" }),
        statementRow({ line: 3, cip: null }),
        statementRow({ line: 4, cip: "10" }),
        statementRow({ line: 5, cip: "30" }),
        statementRow({ line: 6, cip: null }),
      ]),
    );
    const other = await idOf(
      stored(shopId, [statementRow({ line: 2, cip: "20" }), statementRow({ line: 3, cip: "30" })]),
    );
    const [first, second] = [one, other].sort();
    const name = (id: string) => (id === first ? "first" : id === second ? "second" : "neither");

    for (const lot of [1, 2, 3, 100]) {
      const rows = await allOf({ shopId, statementIds: [other, one], lot });
      const found = rows.map((row) => [row.cip, name(row.statementId), row.line]);

      const ofOne = name(one);
      const ofOther = name(other);
      const thirties = [
        ["30", ofOne, 2],
        ["30", ofOne, 5],
        ["30", ofOther, 3],
      ].sort((a, b) => String(a[1]).localeCompare(String(b[1])));
      expect(found).toEqual([
        ["10", ofOne, 4],
        ["20", ofOther, 2],
        ...thirties,
        [null, ofOne, 3],
        [null, ofOne, 6],
      ]);
    }
  });

  it("of another shop's statement are none", async () => {
    const [shopId, stranger] = [await newShop(), await newShop()];
    const statementId = await idOf(stored(shopId, [statementRow({ line: 2 })]));

    const found = await allOf({ shopId: stranger, statementIds: [statementId] });

    expect(found).toEqual([]);
  });

  it("are found by the days of their statement", async () => {
    const shopId = await newShop();
    await stored(shopId, [statementRow({ line: 2 })]);
    const { db } = world().system.deps;
    const foundIn = async (from: string, to: string) =>
      (await findStatements(db, { shopId, from, to })).length;

    expect(await foundIn("2026-10-01", "2026-10-31")).toBe(0);
    expect(await foundIn("2026-10-01", "2026-11-01")).toBe(1);
    expect(await foundIn("2026-11-02", "2026-11-02")).toBe(1);
    expect(await foundIn("2026-11-03", "2026-12-01")).toBe(1);
    expect(await foundIn("2026-11-04", "2026-12-01")).toBe(0);
  });

  it("of a file that turns out wrong at its last line are none at all", async () => {
    const shopId = await newShop();
    const rows = Array.from({ length: 7 }, (_, index) => statementRow({ line: index + 2 }));

    const outcome = await stored(shopId, rows, { refuse: true });

    expect(outcome).toMatchObject({ kind: "refused", line: 9 });
    const left = await world().rows("select 1 from statements where shop_id = $1", [shopId]);
    expect(left).toEqual([]);
  });
});

describe("a worker that dies while it reads a file", () => {
  it("leaves nothing, and the job that runs again stores it once", async () => {
    const desk = await openStatements(world());
    const answer = await desk.upload(reportCsv([{ cip: "1" }, { cip: "2" }]));
    const uploadId = answer.kind === "ready" ? answer.uploadId : "";
    const { deps } = world().system;
    const statements = () =>
      world().rows("select 1 from statements where shop_id = $1", [desk.page.shopId]);
    await world().rows("update statement_uploads set state = 'reading', mapping = mapping where id = $1", [
      uploadId,
    ]);
    // Its connection is taken away in the middle of the transaction, as the end of its process would.
    const dying = takeStatement(
      {
        ...deps,
        inTransaction: (work) =>
          deps.inTransaction(async (db) => {
            const { value } = await work(db);
            await db.query({ text: "select pg_terminate_backend(pg_backend_pid())" });
            return { keep: true, value };
          }),
      },
      uploadId,
    );
    await expect(dying).rejects.toThrow();
    const afterDeath = await statements();

    await world().run("take-statement", { uploadId });
    await world().run("take-statement", { uploadId });

    expect(afterDeath).toEqual([]);
    expect(await statements()).toHaveLength(1);
    expect((await desk.see(uploadId)).state).toBe("stored");
  });
});

describe("a shop that is erased", () => {
  it("leaves what outside parties said of its money, and no word of its people", async () => {
    const desk = await openStatements(world());
    const kept = await desk.upload(reportCsv([{ cip: "1" }]), "Ventas de Rosa.csv");
    if (kept.kind === "ready") await desk.take(kept.uploadId);
    await desk.upload(reportCsv([{ cip: "2" }]), "Otro de Rosa.csv");
    const { shopId } = desk.page;

    await forgetStatementsOfShop(world().system.deps, shopId);

    expect(
      await world().rows("select file_name, row_count from statements where shop_id = $1", [shopId]),
    ).toEqual([{ file_name: "—", row_count: 1 }]);
    expect(await world().rows("select 1 from statement_uploads where shop_id = $1", [shopId])).toEqual([]);
    expect(await world().rows("select 1 from statement_mappings where shop_id = $1", [shopId])).toEqual([]);
  });
});
