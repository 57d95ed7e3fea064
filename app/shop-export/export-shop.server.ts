/**
 * One shop's whole history as files: docs/export-format.md. All tables are read as they were at one instant. The manifest is written
 * last: a folder without it is not whole.
 */
import { createHash } from "node:crypto";
import { mkdir, open, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { InTransaction, Queryable } from "#app/lib/database.server.ts";
import {
  beginSnapshot,
  columnsOf,
  findShop,
  linesOfShop,
  OTHER_TABLES,
  SHOP_TABLES,
  type ExportedColumn,
  type ShopTable,
} from "#app/shop-export/shop-tables-queries.server.ts";

export const SHOP_EXPORT_FORMAT = "ventanilla-shop-export/1";
export const MANIFEST = "manifest.json";

export interface ExportedTable {
  table: string;
  file: string;
  rows: number;
  bytes: number;
  /** Of the file, in hexadecimal. */
  sha256: string;
  columns: readonly ExportedColumn[];
  /** Columns that stay here, with the reason. */
  leftOut: Readonly<Record<string, string>>;
}

export interface ShopExport {
  format: typeof SHOP_EXPORT_FORMAT;
  shop: string;
  shopId: string;
  /** Everything is as it was then. */
  takenAt: string;
  tables: readonly ExportedTable[];
  /** Tables of which nothing leaves, with the reason. */
  notExported: Readonly<Record<string, string>>;
}

export type ShopExportOutcome =
  | { kind: "exported"; export: ShopExport }
  | { kind: "refused"; reason: "unknown-shop" | "folder-not-empty" };

/** Writes the files into `folder`, which must be empty or not there; they are readable by this account only. */
export async function exportShop(
  deps: { inTransaction: InTransaction },
  input: { shop: string; folder: string },
): Promise<ShopExportOutcome> {
  const made = await mkdir(input.folder, { recursive: true, mode: 0o700 });
  const there = await readdir(input.folder);
  if (there.length > 0) return { kind: "refused", reason: "folder-not-empty" };
  return deps.inTransaction<ShopExportOutcome>(async (db) => {
    const takenAt = await beginSnapshot(db);
    const shopId = await findShop(db, input.shop);
    if (shopId === null) {
      if (made !== undefined) await rm(made, { recursive: true });
      return { keep: false, value: { kind: "refused", reason: "unknown-shop" } };
    }
    const tables: ExportedTable[] = [];
    for (const of of SHOP_TABLES) tables.push(await exportTable(db, of, { ...input, shopId }));
    const whole: ShopExport = {
      ...{ format: SHOP_EXPORT_FORMAT, shop: input.shop, shopId, takenAt: takenAt.toISOString(), tables },
      notExported: OTHER_TABLES,
    };
    await writeFile(path.join(input.folder, MANIFEST), `${JSON.stringify(whole, null, 2)}\n`, {
      flag: "wx",
      mode: 0o600,
    });
    return { keep: false, value: { kind: "exported", export: whole } };
  });
}

async function exportTable(
  db: Queryable,
  of: ShopTable,
  input: { shop: string; shopId: string; folder: string },
): Promise<ExportedTable> {
  const { columns, leftOut } = await columnsOf(db, of);
  const file = `${of.table}.jsonl`;
  const hash = createHash("sha256");
  let [rows, bytes] = [0, 0];
  const handle = await open(path.join(input.folder, file), "wx", 0o600);
  try {
    for await (const lines of linesOfShop(db, of, { shopId: input.shopId, domain: input.shop, columns })) {
      const chunk = Buffer.from(`${lines.join("\n")}\n`, "utf8");
      await handle.appendFile(chunk);
      hash.update(chunk);
      rows += lines.length;
      bytes += chunk.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { table: of.table, file, rows, bytes, sha256: hash.digest("hex"), columns, leftOut };
}
