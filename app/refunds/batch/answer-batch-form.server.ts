/** One form of the pages of batches: what it asks for, and what came of it. */
import { isId } from "#app/lib/ids.server.ts";
import { isCurrency } from "#app/lib/money.ts";
import { isNotPaidReason, type BatchAnswer } from "#app/refunds/batch/batch-page.ts";
import {
  payOutChosen,
  takeOutChosen,
  type BatchInput,
  type ChosenRefund,
} from "#app/refunds/batch/batch.server.ts";
import { makeBatch, type BatchDeps } from "#app/refunds/batch/make-batch.server.ts";
import type { RefundActDeps } from "#app/refunds/refund-acts.server.ts";

const NOT_UNDERSTOOD = { kind: "refused", reason: "not-understood" } as const;

interface Form {
  get(name: string): unknown;
}

/** The form of the list: makes a batch. */
export async function answerBatchesForm(
  deps: BatchDeps,
  input: { shopId: string; userId: string },
  form: Form,
): Promise<BatchAnswer> {
  const currency = textOf(form, "currency");
  if (form.get("intent") !== "make" || !isCurrency(currency)) return NOT_UNDERSTOOD;
  return makeBatch(deps, { ...input, currency });
}

/** The form of one batch. Null when the shop has no such batch. */
export async function answerBatchForm(
  deps: RefundActDeps,
  input: BatchInput,
  form: Form,
): Promise<BatchAnswer | null> {
  const chosen = readChosen(textOf(form, "chosen"));
  if (chosen === null) return NOT_UNDERSTOOD;
  switch (form.get("intent")) {
    case "paid": {
      const fields = { paidOn: textOf(form, "paidOn"), bankReference: textOf(form, "reference") };
      return payOutChosen(deps, { ...input, chosen, ...fields });
    }
    case "not-paid": {
      const reason = form.get("reason");
      if (!isNotPaidReason(reason)) return NOT_UNDERSTOOD;
      return takeOutChosen(deps, { ...input, chosen, reason });
    }
    default:
      return NOT_UNDERSTOOD;
  }
}

/** `id.version,id.version`, each refund once; null for what no page of ours sends. */
function readChosen(text: string): ChosenRefund[] | null {
  const chosen = new Map<string, ChosenRefund>();
  for (const part of text === "" ? [] : text.split(",")) {
    const [, refundId = "", version = ""] = /^([^.]+)\.(\d{1,9})$/.exec(part) ?? [];
    if (!isId(refundId)) return null;
    chosen.set(refundId, { refundId, version: Number(version) });
  }
  return [...chosen.values()];
}

function textOf(form: Form, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
