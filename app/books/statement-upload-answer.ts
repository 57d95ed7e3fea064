/** What the door of parts answers, for the page's script that reads it off the wire. Pure. */
import { z } from "zod";
import { STATEMENT_KINDS } from "./statement-row.ts";
import { FILE_REFUSALS } from "./statement-table.ts";
import type { UploadAnswer } from "./statement-upload.ts";

const answer: z.ZodType<UploadAnswer> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("begun"), uploadId: z.string() }),
  z.object({ kind: z.literal("kept") }),
  z.object({ kind: z.literal("ready"), uploadId: z.string() }),
  z.object({
    kind: z.literal("known"),
    statement: z.object({
      id: z.string(),
      kind: z.enum(STATEMENT_KINDS),
      fileName: z.string(),
      rowCount: z.int(),
      fromDay: z.string(),
      toDay: z.string(),
      uploadedAt: z.string(),
      uploadedBy: z.string(),
      contentHash: z.string(),
    }),
  }),
  z.object({
    kind: z.literal("refused"),
    reason: z.enum([...FILE_REFUSALS, "file-too-large", "not-understood", "gone"]),
    line: z.int().nullable(),
  }),
]);

/** Null for what is no answer of ours: a sign-in page, or that of a proxy. */
export function readUploadAnswer(value: unknown): UploadAnswer | null {
  const parsed = answer.safeParse(value);
  return parsed.success ? parsed.data : null;
}
