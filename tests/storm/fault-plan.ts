/** What breaks in a run, and when. */
import type { Dice } from "./dice.ts";
import type { Happening, ShopPlan, StormEvent } from "./events.ts";
import type { MachineName } from "./machine.ts";
import type { ApiFault, ApiOperation, NoticeFault } from "../../simulators/pagoefectivo/switches.ts";
import type { GraphqlFault } from "../../simulators/shopify/switches.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

type At = (atMs: number, happening: Happening) => void;

/** The kinds that a run may choose from; each appends what it needs. */
const FAULT_KINDS: readonly ((d: Dice, shops: readonly ShopPlan[], at: At) => void)[] = [
  (d, _, at) => providerFault(d, at, "create"),
  (d, _, at) => providerFault(d, at, "search"),
  (d, _, at) => providerFault(d, at, "delete"),
  (d, _, at) => providerFault(d, at, "any"),
  (d, _, at) =>
    at(anyTime(d), {
      by: "trouble",
      kind: "provider-fault",
      operation: "search",
      fault: "empty-items",
      workDone: null,
      count: d.between(1, 6),
    }),
  (d, _, at) =>
    at(anyTime(d), {
      by: "trouble",
      kind: "provider-fault",
      operation: "create",
      fault: "paid-before-answer",
      workDone: null,
      count: 1,
    }),
  (d, _, at) => noticeFault(d, at),
  (d, _, at) => noticeFault(d, at),
  (d, _, at) => shopifyFault(d, at),
  (d, _, at) => shopifyFault(d, at),
  (d, _, at) =>
    at(anyTime(d), { by: "trouble", kind: "shorter-pending-limit", hours: d.pick([1, 12, 24, 48]) }),
  (d, _, at) => {
    const unread = anyTime(d);
    at(unread, { by: "trouble", kind: "answer-unread" });
    at(unread + d.between(1, 20) * MINUTE_MS, { by: "trouble", kind: "answer-read" });
  },
  (d, _, at) => death(d, at, "web"),
  (d, _, at) => death(d, at, "worker-1"),
  (d, _, at) => death(d, at, "worker-2"),
  (d, _, at) => death(d, at, d.pick(["worker-1", "worker-2"])),
  (d, _, at) =>
    at(anyTime(d), {
      by: "trouble",
      kind: "doom",
      machine: d.pick(["worker-1", "worker-2"]),
      doom: { fate: "stalls", steps: d.between(2, 25), stallMs: d.between(45, 300) * SECOND_MS },
    }),
  (d, _, at) =>
    at(anyTime(d), {
      by: "trouble",
      kind: "slow-answer",
      machine: d.pick(["worker-1", "worker-2"]),
      ms: d.between(5, 30) * SECOND_MS,
    }),
  (d, _, at) => {
    const begins = anyTime(d);
    at(begins, { by: "trouble", kind: "skew", ms: d.pick([-20, -9, 9, 20]) * MINUTE_MS });
    at(begins + d.between(5, 90) * MINUTE_MS, { by: "trouble", kind: "skew", ms: 0 });
  },
  (_d, _, at) => at(0, { by: "trouble", kind: "short-notices" }),
  (d, shops, at) => {
    const shop = d.between(0, shops.length - 1);
    const leaves = anyTime(d);
    at(leaves, { by: "merchant", kind: "uninstall", shop, deliveries: d.between(1, 3) });
    if (d.chance(0.7))
      at(leaves + d.between(1, 180) * MINUTE_MS, { by: "merchant", kind: "reinstall", shop });
  },
  (d, shops, at) =>
    at(anyTime(d), { by: "merchant", kind: "change-keys", shop: d.between(0, shops.length - 1) }),
  (d, shops, at) => {
    const shop = shops.findIndex(({ tokenExpires }) => tokenExpires);
    if (shop < 0) {
      noticeFault(d, at);
      return;
    }
    const lost = anyTime(d);
    at(lost, { by: "merchant", kind: "lose-refresh-token", shop });
    at(lost + d.between(1, 12) * HOUR_MS, { by: "merchant", kind: "sign-in", shop });
  },
];

export function drawFaults(d: Dice, shops: readonly ShopPlan[]): StormEvent[] {
  const events: StormEvent[] = [];
  const left = [...FAULT_KINDS];
  for (let count = d.between(4, 9); count > 0; count -= 1) {
    const [add] = left.splice(d.between(0, left.length - 1), 1);
    add?.(d, shops, (atMs, happening) => {
      events.push({ atMs, happening });
    });
  }
  return events;
}

/** Most payments begin in the first hours: most faults meet them there. */
function anyTime(d: Dice): number {
  return d.chance(0.8) ? d.between(0, 5 * HOUR_MS) : d.between(0, 14 * HOUR_MS);
}

function providerFault(d: Dice, at: At, operation: ApiOperation | "any"): void {
  const fault = d.pick<ApiFault>([
    "error-500",
    "html-503",
    "html-429",
    "html-200",
    "empty-401",
    "empty-body",
    "dropped",
    "half-open",
  ]);
  const workDone = fault === "error-500" ? d.chance(0.5) : fault === "dropped" ? d.chance(0.7) : null;
  const count = fault === "half-open" ? 1 : d.between(1, 5);
  at(anyTime(d), { by: "trouble", kind: "provider-fault", operation, fault, workDone, count });
}

function noticeFault(d: Dice, at: At): void {
  const fault = d.pick<NoticeFault>([
    "lost",
    "lost",
    "duplicate",
    "delayed",
    "wrong-signature",
    "pretty-printed",
    "first-attempt-lost",
  ]);
  at(Math.round(anyTime(d) / 2), { by: "trouble", kind: "notice-fault", fault });
}

function shopifyFault(d: Dice, at: At): void {
  const fault = d.pick<GraphqlFault>([
    "THROTTLED",
    "INTERNAL_SERVER_ERROR",
    "http-401",
    "http-423",
    "http-429",
    "html-429",
    "http-500",
    "http-503",
    "html",
    "dropped-before-effect",
    "dropped-after-effect",
  ]);
  const mutation = d.pick([
    null,
    "paymentSessionResolve",
    "paymentSessionPending",
    "paymentSessionReject",
    "refundSessionResolve",
    "refundSessionReject",
  ]);
  at(anyTime(d), { by: "trouble", kind: "shopify-fault", fault, mutation, count: d.between(1, 8) });
}

function death(d: Dice, at: At, machine: MachineName): void {
  const fate = d.pick(["dies-before", "dies-after"] as const);
  at(anyTime(d), {
    by: "trouble",
    kind: "doom",
    machine,
    doom: { fate, steps: d.between(1, 30), stallMs: 0 },
  });
}
