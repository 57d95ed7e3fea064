/** A person looks at the statements of their shop, and at a file on its way to becoming one. */
import { isId } from "#app/lib/ids.server.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { headOf, type Layout } from "./statement-layout.server.ts";
import { headingsOf } from "./statement-mapping.ts";
import { isPersonalHeading } from "./statement-fields.ts";
import { loadStatement, loadStatementPage, type StoredStatementHead } from "./statement-queries.server.ts";
import { stagedFile } from "./statement-staged-file.server.ts";
import { FileRefused } from "./statement-table.ts";
import type { ListedStatement, StatementsView, UploadPreview, UploadView } from "./statement-upload.ts";
import { findWaitingUploads, loadUpload, type StoredUpload } from "./statement-upload-queries.server.ts";

const SHOWN = 50;

export async function listStatements(deps: { db: Queryable }, shopId: string): Promise<StatementsView> {
  const [found, waiting] = await Promise.all([
    loadStatementPage(deps.db, { shopId, limit: SHOWN + 1 }),
    findWaitingUploads(deps.db, shopId),
  ]);
  return {
    statements: found.slice(0, SHOWN).map(listed),
    hasMore: found.length > SHOWN,
    waiting: waiting.map((upload) => ({ ...upload, begunAt: upload.begunAt.toISOString() })),
  };
}

export function listed(stored: StoredStatementHead): ListedStatement {
  const { id, kind, fileName, rowCount, fromDay, toDay, contentHash } = stored;
  return {
    ...{ id, kind, fileName, rowCount, fromDay, toDay, contentHash },
    uploadedAt: stored.uploadedAt.toISOString(),
    uploadedBy: stored.uploaderName,
  };
}

/** Null for a file that does not exist, for one of another shop, and for one that is still arriving. */
export async function seeUpload(
  deps: { db: Queryable; vault: Vault },
  key: { shopId: string; uploadId: string },
): Promise<UploadView | null> {
  const upload = isId(key.uploadId) ? await loadUpload(deps.db, key) : null;
  if (!upload?.layout || !upload.mapping) return null;
  const { id, fileName, state, mapping } = upload;
  const statement =
    upload.statementId === null
      ? null
      : await loadStatement(deps.db, { shopId: key.shopId, statementId: upload.statementId });
  const canBeMapped = state === "ready" || state === "refused";
  const preview = canBeMapped ? await previewOf(deps, upload, upload.layout) : null;
  return {
    ...{ id, fileName, state, mapping, preview },
    source: upload.source ?? "proposed",
    problems: upload.problems ?? [],
    statement: statement && listed(statement),
  };
}

async function previewOf(
  deps: { db: Queryable; vault: Vault },
  upload: StoredUpload,
  layout: Layout,
): Promise<UploadPreview | null> {
  try {
    const { heading, rows } = await headOf(stagedFile(deps, upload), layout);
    const headings = headingsOf(heading).map((name) => ({ name, isPersonal: isPersonalHeading(name) }));
    return {
      headings,
      headingLine: layout.headingLine,
      rows: rows.map(({ line, cells }) => ({
        line,
        cells: headings.map(({ isPersonal }, index) => (isPersonal ? "" : (cells[index] ?? ""))),
      })),
      ...readingOf(layout),
    };
  } catch (error) {
    // Its parts were deleted while it was looked at: the page has nothing to show of it.
    if (error instanceof FileRefused) return null;
    throw error;
  }
}

function readingOf(
  layout: Layout,
): Pick<UploadPreview, "encoding" | "delimiter" | "is1904" | "isOpenEnded"> {
  if (layout.format === "xlsx")
    return { encoding: null, delimiter: null, is1904: layout.is1904, isOpenEnded: false };
  const { encoding, delimiter, isOpenEnded } = layout;
  return { encoding, delimiter, isOpenEnded, is1904: false };
}
