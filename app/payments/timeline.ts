/** The story of a payment as its timeline keeps it: who did what, when, and what is worth knowing about it. Pure. */
import { EVENTS, type EventKind } from "#app/payments/payment-events.ts";
import { OPERATOR } from "#app/merchants/audit-action.ts";
import type { Actor, Detail } from "#app/payments/timeline-line.ts";

/** What happens besides the events of the lifecycle. */
const OTHER_EVENTS = [
  "session-received",
  "code-asked-for",
  "code-handed-on",
  "code-taken-over",
  "code-seen",
  "code-kept",
  "email-given",
  "slip-left",
  "last-look-up",
  "pending-shortened",
  "report-replayed",
  "merchant-check",
  "merchant-void",
  "merchant-extend",
  "merchant-send-again",
  "merchant-simulate",
  "merchant-case-closed",
  "operator-check",
  "operator-void",
  "operator-send-again",
  "refund-opened",
  "refund-details-asked",
  "refund-details-given",
  "refund-approved",
  "refund-paid-out",
  "refund-refused",
  "refund-batched",
  "refund-not-paid",
  "refund-receipt-added",
] as const;

/** What became of telling Shopify: `report-resolve-acknowledged`, `report-pending-timeout` … are these. */
const REPORT_EVENTS = [
  "pending-acknowledged",
  "pending-refused",
  "pending-failed",
  "resolve-acknowledged",
  "resolve-refused",
  "resolve-failed",
  "reject-acknowledged",
  "reject-refused",
  "reject-failed",
  "refund-resolve-acknowledged",
  "refund-resolve-refused",
  "refund-resolve-failed",
  "refund-reject-acknowledged",
  "refund-reject-refused",
  "refund-reject-failed",
] as const;

/** A look-up that proves *unpaid*; the one that ends the payment is its last. */
const LOOK_UPS: readonly string[] = ["proved-expired", "proved-removed"];
const ENDS_UNPAID: readonly unknown[] = ["rejected", "lapsed", "released"];

type OtherEvent = (typeof OTHER_EVENTS)[number];
type ReportEvent = (typeof REPORT_EVENTS)[number];
/** The kinds of line that are told in words of their own. `other`: of a version that knew more, or less. */
export type TimelineKind = EventKind | OtherEvent | ReportEvent | "other";

export const TIMELINE_KINDS: readonly TimelineKind[] = [
  ...Object.keys(EVENTS).filter(isEventKind),
  ...OTHER_EVENTS,
  ...REPORT_EVENTS,
  "other",
];

export interface TimelineLine {
  id: string;
  /** UTC. */
  at: string;
  actor: Actor | "other";
  /** The merchant's person by name, where one did it. */
  person: string | null;
  kind: TimelineKind;
  /** The word that is stored. */
  event: string;
  codeId: string | null;
  detail: Detail;
}

/** `userId`: of the person, where one did it. What an operator did for the shop was not the shop's doing, and is not told as such. */
export function timelineKind(
  event: string,
  detail: Detail = {},
  userId: string | null = null,
): TimelineKind {
  if (userId?.startsWith(OPERATOR)) {
    const acted = event.replace(/^merchant-/, "operator-");
    return OTHER_EVENTS.find((known) => known === acted) ?? "other";
  }
  if (LOOK_UPS.includes(event) && ENDS_UNPAID.includes(detail["told"])) return "last-look-up";
  if (isEventKind(event)) return event;
  const other = OTHER_EVENTS.find((known) => known === event);
  if (other) return other;
  const report = /^report-(pending|resolve|reject|refund-resolve|refund-reject)-(.+)$/.exec(event);
  if (!report) return "other";
  const [, about = "", answer = ""] = report;
  const outcome = answer === "acknowledged" || answer === "refused" ? answer : "failed";
  return REPORT_EVENTS.find((known) => known === `${about}-${outcome}`) ?? "other";
}

/** The two clocks that a line tells of, as ISO texts in UTC; null where it set none. */
export function clocksOfLine({
  detail,
}: Pick<TimelineLine, "detail">): { expiresAt: string; endsAt: string } | null {
  const { expiresAt, endsAt } = detail;
  return typeof expiresAt === "string" && typeof endsAt === "string" ? { expiresAt, endsAt } : null;
}

function isEventKind(event: string): event is EventKind {
  return Object.hasOwn(EVENTS, event);
}
