/** A mapping as it is kept in the database. Apart from the rules, so that pages carry no checker of it along. */
import { z } from "zod";
import { CURRENCIES } from "#app/lib/money.ts";
import { STATEMENT_FIELDS } from "./statement-fields.ts";
import { STATEMENT_KINDS } from "./statement-row.ts";
import { MOST_COLUMNS } from "./statement-table.ts";
import type { StatementMapping } from "./statement-mapping.ts";

const columnNumber = z
  .int()
  .min(0)
  .max(MOST_COLUMNS - 1);

export const statementMappingSchema: z.ZodType<StatementMapping> = z.object({
  kind: z.enum(STATEMENT_KINDS),
  currency: z.enum(CURRENCIES),
  columns: z.partialRecord(z.enum(STATEMENT_FIELDS), columnNumber),
});
