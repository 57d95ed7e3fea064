/** What a route of the admin answers to a POST, in the words that pages share. */
import { MERCHANT_CATALOGUES, type PlainMerchantMessageId } from "#app/messages/merchant-message.ts";

export interface ActionAnswer {
  /** `saved`, `refused`, `conflict`, or a word of the route's own. */
  kind: string;
  /** Of which field what is wrong, as messages without values. */
  problems: Record<string, PlainMerchantMessageId>;
}

/** Undefined for what is no answer of a route of ours: nothing was answered yet, or an error was. */
export function readAnswer(answer: unknown): ActionAnswer | undefined {
  if (!isRecord(answer) || typeof answer["kind"] !== "string") return undefined;
  const problems = isRecord(answer["problems"]) ? Object.entries(answer["problems"]) : [];
  const known = problems.flatMap(([field, id]) => (isPlainId(id) ? [[field, id] as const] : []));
  return { kind: answer["kind"], problems: Object.fromEntries(known) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPlainId(id: unknown): id is PlainMerchantMessageId {
  if (typeof id !== "string" || !Object.hasOwn(MERCHANT_CATALOGUES.es, id)) return false;
  const text = new Map<string, string>(Object.entries(MERCHANT_CATALOGUES.es)).get(id);
  return text !== undefined && !text.includes("{");
}
