import { createHmac } from "node:crypto";
import { twoDecimals } from "./amounts.ts";
import { limaText } from "./lima-time.ts";
import type { SimulatedCurrency } from "./simulated-service.ts";

/** What a notice tells. It names no merchant and no service: only the address and the key do. */
export interface NoticeFacts {
  eventType: string;
  operationNumber: string;
  cip: string;
  currency: SimulatedCurrency;
  amountCentimos: number;
  /** UTC instant of the payment; only in the extended shape. */
  paidAt: Date;
  transactionCode: string;
}

export type NoticeShape = "short" | "extended";
export type NoticeLayout = "compact" | "indented";

/**
 * The body's text. `amount` is a JSON number with exactly two decimals (`22.50`), which no JSON writer
 * makes by itself: shops that re-serialise the body lose the zero and fail the signature, as met by
 * integrators. `cip` is text here although the API writes it as a number.
 */
export function noticeText(facts: NoticeFacts, shape: NoticeShape, layout: NoticeLayout): string {
  const data: [string, string][] = [
    ["cip", JSON.stringify(facts.cip)],
    ["currency", JSON.stringify(facts.currency)],
    ["amount", twoDecimals(facts.amountCentimos)],
  ];
  if (shape === "extended") {
    data.push(["paymentDate", JSON.stringify(limaText(facts.paidAt))]);
    data.push(["transactionCode", JSON.stringify(facts.transactionCode)]);
  }
  const inner = writeObject(data, layout, 1);
  return writeObject(
    [
      ["eventType", JSON.stringify(facts.eventType)],
      ["operationNumber", JSON.stringify(facts.operationNumber)],
      ["data", inner],
    ],
    layout,
    0,
  );
}

/** `PE-Signature`: lower-case hex HMAC-SHA256 of the exact bytes; the key is the secret's own text. */
export function noticeSignature(text: string, secretKey: string): string {
  return createHmac("sha256", secretKey).update(text, "utf8").digest("hex");
}

function writeObject(fields: readonly [string, string][], layout: NoticeLayout, depth: number): string {
  if (layout === "compact") return `{${fields.map(([name, value]) => `"${name}":${value}`).join(",")}}`;
  const pad = "  ".repeat(depth + 1);
  const lines = fields.map(([name, value]) => `${pad}"${name}": ${value}`);
  return `{\n${lines.join(",\n")}\n${"  ".repeat(depth)}}`;
}
