/**
 * A file arrives: begun, sent in parts, looked at when it is whole. What it says is not read before a person has said what its columns
 * are, or has agreed to what is known of them.
 */
import { createHash } from "node:crypto";
import type { Clock } from "#app/lib/clock.ts";
import type { InTransaction, Queryable } from "#app/lib/database.server.ts";
import { isId, newId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { findCandidates, type Candidate } from "./statement-layout.server.ts";
import {
  headingKey,
  headingsOf,
  mappingProblems,
  proposeMapping,
  recogniseReport,
  type StatementMapping,
} from "./statement-mapping.ts";
import { findStatementOfBytes } from "./statement-queries.server.ts";
import { listed } from "./see-statements.server.ts";
import { scanFile } from "./statement-scan.server.ts";
import { wipeStatementWords } from "./statement-store.server.ts";
import { sealPart, stagedFile } from "./statement-staged-file.server.ts";
import { FileRefused } from "./statement-table.ts";
import {
  MOST_UPLOAD_BYTES,
  partBytes,
  partsOf,
  type MappingSource,
  type UploadAnswer,
} from "./statement-upload.ts";
import {
  countParts,
  findMappings,
  loadUpload,
  type StoredUpload,
} from "./statement-upload-queries.server.ts";
import {
  beginUploadRow,
  dropUpload,
  dropUploadsBefore,
  dropUploadsOfShop,
  keepPart,
  markReady,
} from "./statement-upload-store.server.ts";

export interface StatementDeps {
  clock: Clock;
  db: Queryable;
  log: Logger;
  vault: Vault;
  inTransaction: InTransaction;
}

export interface UploadInput {
  shopId: string;
  /** Shopify's id of the person. */
  userId: string;
  uploadId: string;
}

const GONE = { kind: "refused", reason: "gone", line: null } as const;

/** Announces a file of this size; its parts are sent under the id that is answered. */
export async function beginUpload(
  deps: StatementDeps,
  input: { shopId: string; userId: string; fileName: string; size: number },
): Promise<UploadAnswer> {
  const { shopId, userId, size } = input;
  invariant(userId !== "", "a statement is uploaded by a person");
  if (size < 1) return { kind: "refused", reason: "empty", line: null };
  if (size > MOST_UPLOAD_BYTES) return { kind: "refused", reason: "file-too-large", line: null };
  const uploadId = newId(deps.clock);
  const fileName = shortName(input.fileName);
  await beginUploadRow(deps.db, { shopId, uploadId, userId, fileName, size, at: deps.clock.now() });
  return { kind: "begun", uploadId };
}

/** The last part of a path, without what no name of a file has. */
function shortName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  return last.replaceAll(/\p{C}/gu, "").trim().slice(0, 120) || "—";
}

export async function addPart(
  deps: StatementDeps,
  input: UploadInput & { number: number; bytes: Uint8Array },
): Promise<UploadAnswer> {
  const upload = await arriving(deps, input);
  if (!upload) return GONE;
  const { number, bytes } = input;
  const isExpected = number < partsOf(upload.size) && bytes.length === partBytes(upload.size, number);
  if (!isExpected) return { kind: "refused", reason: "not-understood", line: null };
  const place = { shop: upload.shop, uploadId: upload.id, number };
  const sealed = sealPart(deps.vault, place, bytes);
  const isKept = await keepPart(deps.db, {
    ...{ shopId: input.shopId, uploadId: upload.id },
    ...{ number, sealed },
  });
  return isKept ? { kind: "kept" } : GONE;
}

async function arriving(deps: StatementDeps, key: UploadInput): Promise<StoredUpload | null> {
  const upload = isId(key.uploadId) ? await loadUpload(deps.db, key) : null;
  return upload?.state === "arriving" ? upload : null;
}

/** All parts were sent: what is it? A file that was uploaded before, or can never be read, is forgotten at once. */
export async function finishUpload(deps: StatementDeps, input: UploadInput): Promise<UploadAnswer> {
  const upload = isId(input.uploadId) ? await loadUpload(deps.db, input) : null;
  // An answer that was lost on its way is asked for again.
  if (upload?.state === "ready") return { kind: "ready", uploadId: upload.id };
  if (upload?.state !== "arriving") return GONE;
  const isWhole = (await countParts(deps.db, upload.id)) === partsOf(upload.size);
  if (!isWhole) return { kind: "refused", reason: "incomplete", line: null };
  const looked = await lookAt(deps, upload);
  if (looked.kind !== "ready") await dropUpload(deps.db, input);
  return looked;
}

async function lookAt(deps: StatementDeps, upload: StoredUpload): Promise<UploadAnswer> {
  const file = stagedFile(deps, upload);
  try {
    const scan = await scanFile(file);
    const key = { shopId: upload.shopId, contentHash: scan.contentHash };
    const known = await findStatementOfBytes(deps.db, key);
    if (known) return { kind: "known", statement: listed(known) };
    const { candidate, mapping, source } = await chooseMapping(
      deps,
      upload.shopId,
      await findCandidates(file, scan),
    );
    const { contentHash } = scan;
    const { layout } = candidate;
    const ready = { shopId: upload.shopId, uploadId: upload.id, contentHash, layout, mapping, source };
    return (await markReady(deps.db, ready)) ? { kind: "ready", uploadId: upload.id } : GONE;
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return { kind: "refused", reason: error.reason, line: error.line };
  }
}

interface Chosen {
  candidate: Candidate;
  mapping: StatementMapping;
  source: MappingSource;
}

/** What a person of the shop once said of this heading comes first, then what everybody knows, then a guess. */
async function chooseMapping(
  deps: StatementDeps,
  shopId: string,
  candidates: readonly Candidate[],
): Promise<Chosen> {
  const [likeliest] = candidates;
  invariant(likeliest, "a file that can be read has a heading");
  const headings = candidates.map(({ heading }) => headingsOf(heading));
  const hashes = headings.map(headingHash);
  const remembered = await findMappings(deps.db, { shopId, headingHashes: hashes });
  for (const [index, candidate] of candidates.entries()) {
    const known = remembered.find((one) => hashes[index]?.equals(one.headingHash));
    const isUsable = known && mappingProblems(known.mapping, headings[index] ?? []).length === 0;
    if (isUsable) return { candidate, mapping: known.mapping, source: "remembered" };
  }
  for (const [index, candidate] of candidates.entries()) {
    const report = recogniseReport(headings[index] ?? []);
    if (report) return { candidate, mapping: report, source: "recognised" };
  }
  return { candidate: likeliest, mapping: proposeMapping(headings[0] ?? []), source: "proposed" };
}

export function headingHash(headings: readonly string[]): Buffer {
  return createHash("sha256").update(headingKey(headings)).digest();
}

/** Uploaded files hold people's names: nobody needs one for longer than it takes to look at it. */
const KEPT_MS = 24 * 3_600_000;

export async function forgetStatementUploads(deps: StatementDeps): Promise<void> {
  const count = await dropUploadsBefore(deps.db, new Date(deps.clock.now().getTime() - KEPT_MS));
  if (count > 0) deps.log.info({ count }, "uploaded statement files were deleted");
}

/** A shop is erased: what its people wrote goes, what outside parties said of its money stays. */
export async function forgetStatementsOfShop(deps: { db: Queryable }, shopId: string): Promise<void> {
  await dropUploadsOfShop(deps.db, shopId);
  await wipeStatementWords(deps.db, shopId);
}
