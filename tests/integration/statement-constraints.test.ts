import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { NOW, type Row, type RowWriter } from "../builders/rows.ts";
import { useWrittenRows } from "../setup/written-rows.ts";

// What must never become of a statement or an upload, whoever writes it: a bug of ours, a script, or a person at a console.
let write: RowWriter;
useWrittenRows("statement_constraints", (rows) => {
  ({ write } = rows);
});

const HASH = `\\x${"ab".repeat(32)}`;
const ARRIVED = { content_hash: HASH, layout: "{}", mapping: "{}", source: "proposed" };

async function newUpload(more: Row): Promise<string> {
  const shopId = await write.newShop();
  return write.insert("statement_uploads", {
    ...{ id: randomUUID(), shop_id: shopId, file_name: "a.csv", size: 10, state: "arriving" },
    ...{ user_id: "7001", begun_at: NOW, ...more },
  });
}

async function newStatement(more: Row = {}): Promise<{ id: string; shopId: string }> {
  const shopId = await write.newShop();
  const id = await write.insert("statements", {
    ...{ id: randomUUID(), shop_id: shopId, kind: "report", file_name: "a.csv", content_hash: HASH },
    ...{ row_count: 1, from_day: "2026-11-01", to_day: "2026-11-01", mapping: "{}" },
    ...{ uploaded_by: "7001", uploaded_at: NOW, ...more },
  });
  return { id, shopId };
}

describe("an upload", () => {
  it.each([
    ["statement_uploads_state_known", { ...ARRIVED, state: "lost" }],
    ["statement_uploads_size_in_bounds", { size: 31_457_281 }],
    ["statement_uploads_size_in_bounds", { size: 0 }],
    ["statement_uploads_source_known", { source: "guessed" }],
    ["statement_uploads_hash_is_sha256", { content_hash: "\\x00" }],
    ["statement_uploads_arrived_is_known", { state: "ready" }],
    ["statement_uploads_end_names_statement", { ...ARRIVED, state: "stored" }],
    ["statement_uploads_refused_says_why", { ...ARRIVED, state: "refused" }],
  ])("is not stored against %s", async (constraint, row) => {
    await expect(newUpload(row)).rejects.toThrow(constraint);
  });

  it("is stored when it is well", async () => {
    const uploadId = await newUpload({ ...ARRIVED, state: "ready" });

    await write.insert("statement_upload_parts", { upload_id: uploadId, number: 59, sealed: "x" });

    await expect(
      write.insert("statement_upload_parts", { upload_id: uploadId, number: 60, sealed: "x" }),
    ).rejects.toThrow("statement_upload_parts_number_in_bounds");
  });
});

describe("a statement", () => {
  it.each([
    ["statements_kind_known", { kind: "invoice" }],
    ["statements_have_rows", { row_count: 0 }],
    ["statements_days_in_order", { from_day: "2026-11-02" }],
    ["statements_hash_is_sha256", { content_hash: "\\x00" }],
  ])("is not stored against %s", async (constraint, row) => {
    await expect(newStatement(row)).rejects.toThrow(constraint);
  });

  it("is stored once for the same bytes in a shop", async () => {
    const { shopId } = await newStatement();

    await expect(newStatement({ shop_id: shopId })).rejects.toThrow("statements_shop_id_content_hash_key");
  });

  it.each([
    ["statement_rows_state_known", { state: "held" }],
    ["statement_rows_currency_known", { currency: "EUR" }],
    ["statement_rows_line_below_heading", { line: 1 }],
  ])("has no row against %s", async (constraint, row) => {
    const { id } = await newStatement();
    const good = { statement_id: id, line: 2, amount_centimos: 100, currency: "PEN", state: "paid" };

    await expect(write.insert("statement_rows", { ...good, ...row })).rejects.toThrow(constraint);
  });
});
