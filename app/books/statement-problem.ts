/** Why a file did not become a statement. Pure. */
import type { StatementField } from "./statement-fields.ts";
import type { RowProblemReason } from "./statement-row-reader.ts";
import type { FileRefusal } from "./statement-table.ts";

export interface StatementProblem {
  /** Null where it is the file as a whole. */
  line: number | null;
  field: StatementField | null;
  reason: RowProblemReason | FileRefusal;
}
