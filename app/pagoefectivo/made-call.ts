/**
 * One call to PagoEfectivo as it can be told: when, how long, what came of it, and of the two bodies only what holds nothing of a
 * shopper and no secret. Pure.
 */
import { z } from "zod";
import type { Clock } from "#app/lib/clock.ts";
import type { ExternalCallError } from "#app/lib/external-call-error.ts";
import type { Envelope } from "./cip-answers.ts";

export interface MadeCall {
  credentialVersionId: string;
  operation: "authorize" | "create-cip" | "search-cips" | "delete-cip" | "update-expiry";
  at: Date;
  tookMs: number;
  /** `failed`: surely without effect; `unknown`: it may have one. */
  verdict: "accepted" | "refused" | "failed" | "unknown";
  httpStatus: number | null;
  reason: string | null;
  about: {
    /** Our code's id, which is the transactionCode. */
    codeId: string | null;
    cip: string | null;
    shown: Readonly<Record<string, string>>;
  };
  answered: Readonly<Record<string, string>>;
}

export const OF_NONE: MadeCall["about"] = { codeId: null, cip: null, shown: {} };

type Result = Pick<MadeCall, "verdict" | "httpStatus" | "reason" | "answered">;

/** A call begins: what is returned is told its end, once. */
export function beginCall(
  deps: { clock: Clock; onCall?(call: MadeCall): void },
  call: Pick<MadeCall, "credentialVersionId" | "operation" | "about">,
): (result: Result) => void {
  const at = deps.clock.now();
  return (result) => {
    const tookMs = Math.max(0, deps.clock.now().getTime() - at.getTime());
    deps.onCall?.({ ...call, ...result, at, tookMs });
  };
}

export function failedCall({ outcome, httpStatus, reason }: ExternalCallError): Result {
  const verdict = { refused: "refused", "not-done": "failed", unknown: "unknown" } as const;
  return { verdict: verdict[outcome], httpStatus, reason, answered: {} };
}

const listOfStates = z.array(z.looseObject({ status: z.union([z.number(), z.string()]) })).max(100);

/** PagoEfectivo's own code, and of a search how many codes are in which state: `22 ×3, 23 ×1`. */
export function answerFacts({ code, data }: Envelope): Record<string, string> {
  const counts = new Map<string, number>();
  for (const { status } of listOfStates.safeParse(data).data ?? []) {
    const word = /^\d{1,3}$/.test(String(status)) ? String(status) : "?";
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const statuses = [...counts].map(([status, count]) => `${status} ×${count}`).join(", ");
  return { ...(code !== null && { code: String(code) }), ...(statuses !== "" && { statuses }) };
}
