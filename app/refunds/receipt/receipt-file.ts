/**
 * What may be kept as a bank's receipt: a PDF, PNG or JPEG of at most 5 MB that is what its name and its sender say. Pure.
 *
 * A library for file types knows hundreds of formats and brings four packages along; these are the three that we take, by the
 * first and the last bytes that their standards demand. A file that was cut off on its way is not taken for whole.
 */

import { isPng } from "#app/lib/png.ts";

export const MOST_RECEIPT_BYTES = 5 * 1024 * 1024;

export const RECEIPT_TYPES = ["application/pdf", "image/png", "image/jpeg"] as const;
export type ReceiptType = (typeof RECEIPT_TYPES)[number];

export type ReceiptRefusal = "empty" | "too-large" | "not-a-receipt" | "not-what-it-claims";

export type CheckedReceipt =
  { kind: "receipt"; type: ReceiptType } | { kind: "refused"; reason: ReceiptRefusal };

const ENDINGS: Record<ReceiptType, readonly string[]> = {
  "application/pdf": ["pdf"],
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg", "jpe", "jfif"],
};

/** What a sender says who does not know. */
const NO_CLAIM = ["", "application/octet-stream"];

/** The type by content; and whether the name's ending and the media type that came along say the same. */
export function checkReceipt(file: {
  name: string;
  claimedType: string;
  bytes: Uint8Array;
}): CheckedReceipt {
  if (file.bytes.length === 0) return refused("empty");
  if (file.bytes.length > MOST_RECEIPT_BYTES) return refused("too-large");
  const type = typeOf(file.bytes);
  if (type === null) return refused("not-a-receipt");
  const claimed = mediaType(file.claimedType);
  const saysSo = NO_CLAIM.includes(claimed) || claimed === type || aliasOf(claimed) === type;
  const ending = /\.([^.]*)$/.exec(file.name)?.[1]?.toLowerCase();
  const isNamedSo = ending !== undefined && ENDINGS[type].includes(ending);
  return saysSo && isNamedSo ? { kind: "receipt", type } : refused("not-what-it-claims");
}

/**
 * The name under which a receipt is kept and handed out. Never the sender's: banks put account numbers and names of people into the
 * names of such files, and a name is stored, listed and logged where its content is not.
 */
export function receiptName(refundId: string, type: ReceiptType): string {
  return `comprobante-${refundId}.${ENDINGS[type][0] ?? ""}`;
}

function refused(reason: ReceiptRefusal): CheckedReceipt {
  return { kind: "refused", reason };
}

function mediaType(text: string): string {
  return (text.split(";")[0] ?? "").trim().toLowerCase();
}

/** Names that browsers and scanners give besides the registered ones. */
function aliasOf(claimed: string): ReceiptType | null {
  if (claimed === "image/jpg" || claimed === "image/pjpeg") return "image/jpeg";
  return claimed === "application/x-pdf" ? "application/pdf" : null;
}

function typeOf(bytes: Uint8Array): ReceiptType | null {
  if (isPdf(bytes)) return "application/pdf";
  if (isPng(bytes)) return "image/png";
  return isJpeg(bytes) ? "image/jpeg" : null;
}

/**
 * ISO 32000-1:2008, 7.5.2: the first line is `%PDF-` and the version; 7.5.5: the last is `%%EOF`, which Acrobat takes anywhere in the
 * last 1024 bytes (Adobe, PDF Reference 1.7, appendix H, note 18).
 */
function isPdf(bytes: Uint8Array): boolean {
  return /^%PDF-\d\.\d/.test(latin(bytes.subarray(0, 8))) && latin(bytes.subarray(-1024)).includes("%%EOF");
}

/** ITU-T T.81, B.1.1.3 and B.2.1: SOI (FF D8), then the next marker, and EOI (FF D9) at the end; phones pad it with zeros. */
function isJpeg(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, [0xff, 0xd8, 0xff])) return false;
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9;
}

function startsWith(bytes: Uint8Array, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[index] === byte);
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
