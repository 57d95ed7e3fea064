import { createHash, randomUUID } from "node:crypto";
import type { StatementKind } from "#app/books/statement-row.ts";
import { NOW, type Row, type RowWriter } from "./rows.ts";

/** A statement with its rows, straight into the tables; each row is a payment of S/ 100.00 but for what the test sets. */
export async function storedStatement(
  rows: RowWriter,
  input: { shopId: string; kind: StatementKind; rows: readonly Row[]; uploadedAt?: Date },
): Promise<string> {
  const id = randomUUID();
  await rows.insert("statements", {
    id,
    shop_id: input.shopId,
    kind: input.kind,
    file_name: `${input.kind}.csv`,
    content_hash: `\\x${createHash("sha256").update(id).digest("hex")}`,
    row_count: input.rows.length,
    from_day: "2026-11-01",
    to_day: "2026-11-30",
    mapping: "{}",
    uploaded_by: "7001",
    uploaded_at: input.uploadedAt ?? NOW,
  });
  for (const [index, row] of input.rows.entries()) {
    await rows.insert("statement_rows", {
      statement_id: id,
      line: index + 2,
      amount_centimos: 10_000,
      currency: "PEN",
      state: "paid",
      ...row,
    });
  }
  return id;
}
