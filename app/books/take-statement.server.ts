/** A person has confirmed what the columns of a file are; a job reads it whole, and it becomes a statement or is refused whole. */
import { isId, newId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { gatherPayouts } from "./gather-payouts.server.ts";
import { readStatement } from "./read-statement.server.ts";
import type { StatementFile } from "./statement-file.server.ts";
import { headOf, type Layout } from "./statement-layout.server.ts";
import { headingsOf, mappingProblems, ofItsKind, type StatementMapping } from "./statement-mapping.ts";
import type { StatementProblem } from "./statement-problem.ts";
import { stagedFile } from "./statement-staged-file.server.ts";
import { rememberMapping, storeStatement, type StoredStatement } from "./statement-store.server.ts";
import type { ConfirmAnswer } from "./statement-upload.ts";
import { headingHash, type StatementDeps, type UploadInput } from "./statement-upload.server.ts";
import { loadUpload, lockUpload, type StoredUpload } from "./statement-upload-queries.server.ts";
import { confirmUpload, dropUpload, endUpload, refuseUpload } from "./statement-upload-store.server.ts";
import { FileRefused } from "./statement-table.ts";

/**
 * Has the file read by this mapping, unless the mapping cannot be right whatever the file says. `isWhole`: the person has seen that the
 * last line of a file is its last although it has no end.
 */
export async function confirmStatement(
  deps: StatementDeps,
  input: UploadInput & { mapping: StatementMapping; isWhole: boolean },
): Promise<ConfirmAnswer> {
  invariant(input.userId !== "", "a statement is confirmed by a person");
  const upload = isId(input.uploadId) ? await loadUpload(deps.db, input) : null;
  if (!upload?.layout) return { kind: "moved" };
  const headings = await headingsIn(stagedFile(deps, upload), upload.layout);
  if (headings === null) return { kind: "moved" };
  const mapping = ofItsKind(input.mapping);
  const problems = mappingProblems(mapping, headings);
  if (problems.length > 0) return { kind: "refused", problems };
  const confirmed = await confirmUpload(deps.db, {
    ...{ shopId: input.shopId, uploadId: upload.id, userId: input.userId },
    ...{ at: deps.clock.now(), mapping, layout: input.isWhole ? asWhole(upload.layout) : upload.layout },
  });
  return confirmed ? { kind: "reading" } : { kind: "moved" };
}

function asWhole(layout: Layout): Layout {
  return layout.format === "csv" ? { ...layout, isOpenEnded: false } : layout;
}

async function headingsIn(file: StatementFile, layout: Layout): Promise<string[] | null> {
  try {
    return headingsOf((await headOf(file, layout)).heading);
  } catch (error) {
    if (error instanceof FileRefused) return null; // Its bytes are deleted: somebody else was faster.
    throw error;
  }
}

/** Forgets the file; whoever wants it must upload it again. */
export async function discardUpload(deps: StatementDeps, input: UploadInput): Promise<ConfirmAnswer> {
  const isDropped = isId(input.uploadId) && (await dropUpload(deps.db, input));
  return isDropped ? { kind: "discarded" } : { kind: "moved" };
}

/** The job: everything that the file says, what it was confirmed to be, and its end as an upload, or nothing but why not. */
export async function takeStatement(deps: StatementDeps, uploadId: string): Promise<void> {
  const problems = await deps.inTransaction<readonly StatementProblem[]>(async (db) => {
    const upload = await lockUpload(db, uploadId);
    if (!upload) return { keep: false, value: [] };
    const stored = await store(deps, db, upload);
    if (stored.kind === "refused") return { keep: false, value: stored.problems };
    await endUpload(db, { uploadId, state: stored.kind, statementId: stored.id });
    return { keep: true, value: [] };
  });
  if (problems.length > 0) await refuseUpload(deps.db, { uploadId, problems });
}

async function store(deps: StatementDeps, db: Queryable, upload: StoredUpload): Promise<StoredStatement> {
  const { layout, mapping, contentHash, shopId, userId } = upload;
  invariant(layout && mapping && contentHash, "a file that is read has arrived");
  const file = stagedFile({ db, vault: deps.vault }, upload);
  const headings = (await headingsIn(file, layout)) ?? [];
  const at = deps.clock.now();
  const statement = {
    ...{ id: newId(deps.clock), shopId, kind: mapping.kind, fileName: upload.fileName, contentHash },
    mapping: { ...mapping, headings: namesOf(mapping, headings) },
    ...{ uploadedBy: userId, uploadedAt: at },
  };
  const stored = await storeStatement(db, statement, (take) =>
    readStatement(file, { layout, mapping }, take),
  );
  if (stored.kind === "stored") {
    await rememberMapping(db, { shopId, headingHash: headingHash(headings), mapping, userId, at });
    // What it says of settlements and of the bank's credits is there as soon as the statement is.
    await gatherPayouts({ db, clock: deps.clock }, shopId);
  }
  return stored;
}

/** Which heading each field was read from. */
function namesOf(mapping: StatementMapping, headings: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapping.columns).map(([field, column]) => [field, headings[column] ?? ""]),
  );
}
