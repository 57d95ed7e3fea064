/** A slip: what a shopper tells of having paid. Pure. */

import { isCardNumber } from "#app/lib/card-number.ts";
import type { VoucherFrame } from "#app/payments/voucher-view.ts";

export const PAID_WHERE = ["bank-app", "agent", "bank-counter", "wallet", "other"] as const;
export type PaidWhere = (typeof PAID_WHERE)[number];

/** A payment takes so many; whoever has the page's address may leave them. */
export const MOST_SLIPS = 3;

export const SLIP_PROBLEMS = ["number", "card", "when"] as const;
export type SlipProblem = (typeof SLIP_PROBLEMS)[number];

/** As it was typed, to be shown again. */
export interface TypedSlip {
  operationNumber: string;
  where: string;
  /** A day and an hour in Lima, as `datetime-local` sends it. */
  when: string;
}

export interface Slip {
  operationNumber: string;
  paidWhere: PaidWhere | null;
  paidAt: Date | null;
}

export type ReadSlip = { kind: "slip"; slip: Slip } | { kind: "refused"; problem: SlipProblem };

/** A form that could not be taken. */
export interface RefusedSlip {
  typed: TypedSlip;
  problem: SlipProblem;
}

/** What the page with the slip's form shows. No code stands on it: nothing is typed beside one. */
export interface SlipPageView extends Pick<
  VoucherFrame,
  "slug" | "language" | "languages" | "accentColor" | "storeName" | "test"
> {
  refused: RefusedSlip | null;
}

/** Longer than any code lives: what was paid before that is no payment of it. */
const OLDEST_MS = 15 * 86_400_000;
/** Clocks of people and machines differ. */
const AHEAD_MS = 10 * 60_000;
/** Lima has no daylight saving time. */
const LIMA_BEHIND_UTC_MS = 5 * 3_600_000;

/** Only what a slip has is kept, cut to what a field can hold. */
export function typedSlip(form: URLSearchParams): TypedSlip {
  const field = (name: string) => (form.get(name) ?? "").trim().slice(0, 40);
  return { operationNumber: field("operation"), where: field("where"), when: field("when") };
}

/** Spaces inside a number are how people group it; capitals or not is how a printer prints it. */
export function readSlip(typed: TypedSlip, now: Date): ReadSlip {
  const operationNumber = typed.operationNumber.replaceAll(/\s/g, "").toUpperCase();
  if (!/^[A-Z0-9-]{4,20}$/.test(operationNumber)) return { kind: "refused", problem: "number" };
  if (isCardNumber(operationNumber.replaceAll("-", ""))) return { kind: "refused", problem: "card" };
  const paidAt = typed.when === "" ? null : readMoment(typed.when);
  const isPossible = paidAt === null || isBetween(paidAt, now);
  if (paidAt === undefined || !isPossible) return { kind: "refused", problem: "when" };
  const paidWhere = PAID_WHERE.find((where) => where === typed.where) ?? null;
  return { kind: "slip", slip: { operationNumber, paidWhere, paidAt } };
}

/** Undefined for what is no moment, `2026-02-30T10:00` included. */
function readMoment(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return undefined;
  const inLima = new Date(`${text}Z`);
  if (Number.isNaN(inLima.getTime()) || inLima.toISOString().slice(0, 16) !== text.slice(0, 16))
    return undefined;
  return new Date(inLima.getTime() + LIMA_BEHIND_UTC_MS);
}

function isBetween(moment: Date | undefined, now: Date): boolean {
  if (!moment) return false;
  const ageMs = now.getTime() - moment.getTime();
  return ageMs <= OLDEST_MS && ageMs >= -AHEAD_MS;
}
