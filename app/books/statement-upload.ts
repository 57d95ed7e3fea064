/** What the pages of statements show and what their forms are answered, as plain values. Instants are ISO text, UTC. Pure. */
import type { StatementProblem } from "./statement-problem.ts";
import type { MappingProblem, StatementMapping } from "./statement-mapping.ts";
import type { StatementKind } from "./statement-row.ts";
import type { Cell, FileRefusal } from "./statement-table.ts";

export const MOST_UPLOAD_BYTES = 30 * 1024 * 1024;

/**
 * A browser sends a file in parts of this size: each arrives within a moment even over a slow line, fits what proxies let through (nginx: 1 MB
 * unless told otherwise), and is all of the file that a process holds.
 */
export const PART_BYTES = 512 * 1024;

export function partsOf(size: number): number {
  return Math.ceil(size / PART_BYTES);
}

/** How long the part with this number must be. */
export function partBytes(size: number, number: number): number {
  return Math.min(PART_BYTES, size - number * PART_BYTES);
}

export const UPLOAD_STATES = ["arriving", "ready", "reading", "refused", "stored", "known"] as const;
export type UploadState = (typeof UPLOAD_STATES)[number];

/** Whose mapping a page shows first. */
export const MAPPING_SOURCES = ["recognised", "remembered", "proposed", "chosen"] as const;
export type MappingSource = (typeof MAPPING_SOURCES)[number];

export interface ListedStatement {
  id: string;
  kind: StatementKind;
  fileName: string;
  rowCount: number;
  fromDay: string;
  toDay: string;
  uploadedAt: string;
  uploadedBy: string;
  /** SHA-256, in hex. */
  contentHash: string;
}

export interface WaitingUpload {
  id: string;
  fileName: string;
  state: UploadState;
  begunAt: string;
}

export interface StatementsView {
  /** The latest first. */
  statements: ListedStatement[];
  hasMore: boolean;
  /** Files that have arrived and are not yet statements. */
  waiting: WaitingUpload[];
}

export interface UploadHeading {
  name: string;
  /** Of a shopper: neither shown nor offered. */
  isPersonal: boolean;
}

export interface UploadPreview {
  headings: UploadHeading[];
  headingLine: number;
  /** The first lines below the heading; cells of people are empty. */
  rows: { line: number; cells: Cell[] }[];
  encoding: string | null;
  delimiter: string | null;
  is1904: boolean;
  /** The last line has no end: a person must say whether the file is whole. */
  isOpenEnded: boolean;
}

export interface UploadView {
  id: string;
  fileName: string;
  state: UploadState;
  mapping: StatementMapping;
  source: MappingSource;
  problems: StatementProblem[];
  /** Null once the file was read, or can be read no more. */
  preview: UploadPreview | null;
  /** What it became, or was before. */
  statement: ListedStatement | null;
}

export type UploadAnswer =
  | { kind: "begun"; uploadId: string }
  | { kind: "kept" }
  | { kind: "ready"; uploadId: string }
  /** The same bytes were uploaded before. */
  | { kind: "known"; statement: ListedStatement }
  | { kind: "refused"; reason: UploadRefusal; line: number | null };

export type UploadRefusal = FileRefusal | "file-too-large" | "not-understood" | "gone";

export type ConfirmAnswer =
  | { kind: "reading" }
  | { kind: "discarded" }
  | { kind: "refused"; problems: MappingProblem[] }
  /** Somebody else confirmed or discarded it, or it was deleted after a day. */
  | { kind: "moved" }
  | { kind: "not-understood" };
