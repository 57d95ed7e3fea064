/** What people do about money that goes back: the Refund button at Shopify, and then the desk. */
import { assertNever } from "#app/lib/invariant.ts";
import { openRefundFromCase } from "#app/refunds/open-refund.server.ts";
import { approveRefund, giveDetails, payOutRefund, refuseRefund } from "#app/refunds/refund-acts.server.ts";
import type { RefundActOutcome } from "#app/refunds/refund.ts";
import { centimosOf } from "../faults/invariants.ts";
import type { RefundActKind, RefundEvent } from "./events.ts";
import type { Machine } from "./machine.ts";
import type { Scene } from "./scene.ts";

type Button = Extract<RefundEvent, { kind: "button" }>;

/** Shopify tries "several times". */
const SENDINGS = 3;
const NEXT_SENDING_MS = 5_000;
const USER = "4711";
const ANOTHER_USER = "4712";
const LEAST_CENTIMOS = 1;

/** Never more than what the shopper may say at most: one wallet. */
const DESTINATION = {
  kind: "yape",
  phone: "987654321",
  holder: "Rosa Quispe Mamani",
  documentKind: "dni",
  documentNumber: "12345678",
} as const;

export function actOnRefunds(scene: Scene, event: RefundEvent): void {
  switch (event.kind) {
    case "button":
      scene.outside("refund button", () => pressButton(scene, event));
      return;
    case "from-case":
      scene.atWeb("refund from-case", (web) => refundFromCase(scene, web, event.checkout));
      return;
    case "details":
    case "approve":
    case "pay-out":
    case "refuse":
      scene.atWeb(`refund ${event.kind}`, (web) => actAtDesk(scene, web, event));
      return;
    default:
      assertNever(event);
  }
}

function decimalOf(centimos: number): string {
  const digits = String(centimos).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Nothing to press where Shopify knows of no money. */
async function pressButton(scene: Scene, event: Button): Promise<void> {
  const { shopify } = scene.world;
  const sessionIds = [...scene.checkout(event.checkout).sessions.values()];
  const paid = shopify.sessions().find(({ id, state }) => state === "resolved" && sessionIds.includes(id));
  if (!paid) return;
  const whole = centimosOf(paid.amount);
  const taken = shopify
    .refunds()
    .filter(({ paymentId, state }) => paymentId === paid.id && !["rejected", "failed"].includes(state))
    .reduce((sum, { amount }) => sum + centimosOf(amount), 0);
  const left = whole - taken;
  const part = event.share === null ? left : Math.max(LEAST_CENTIMOS, Math.floor(whole * event.share));
  const centimos = event.isTooMuch ? left + LEAST_CENTIMOS : Math.min(part, left);
  if (centimos <= 0) return;
  const refund = shopify.newRefund({
    sessionId: paid.id,
    amount: decimalOf(centimos),
    unchecked: event.isTooMuch,
  });
  scene.world.count(event.isTooMuch ? "refund of too much" : "refund");
  if (event.copies > 1) scene.world.count("refund repeated");
  await Promise.all(Array.from({ length: event.copies }, () => send(scene, refund.id)));
}

async function send(scene: Scene, refundId: string): Promise<void> {
  const { shopify, stage } = scene.world;
  for (let sending = 1; sending <= SENDINGS; sending += 1) {
    const answer = await stage.overNetwork(() => shopify.sendRefund(refundId, { retries: 0 }));
    if (answer.isAccepted) return;
    scene.world.count(`refund not answered: ${answer.error ?? ""}`);
    await scene.pause(NEXT_SENDING_MS * sending);
  }
}

interface DeskRefund {
  id: string;
  version: number;
  /** Null while nobody gave any. */
  detailsBy: string | null;
}

/** What each act is about: the oldest refund of the checkout that stands in one of these states. */
const STATES: Readonly<Record<RefundActKind, readonly string[]>> = {
  details: ["opened", "details-asked", "details-given", "approved"],
  approve: ["details-given"],
  "pay-out": ["details-given", "approved"],
  refuse: ["opened", "details-asked", "details-given", "approved"],
};

async function actAtDesk(
  scene: Scene,
  web: Machine,
  event: { kind: RefundActKind; checkout: number },
): Promise<void> {
  const { plan, group } = scene.checkout(event.checkout);
  const shop = scene.shop(plan.shop);
  const [next] = await scene.world.rows<DeskRefund>(
    `select r.id, r.version, r.details_by as "detailsBy" from refunds r join payments p on p.id = r.payment_id
     where p.shop_id = $1 and p.session_group = $2 and r.state = any($3) order by r.received_at, r.id limit 1`,
    [shop.id, group, STATES[event.kind]],
  );
  if (!next) return;
  const outcome = await act(web, event.kind, { ...next, shopId: shop.id });
  if (event.kind === "pay-out" && outcome.kind === "done") {
    scene.world.paidOut.push({ refundId: next.id, at: scene.world.clock.now() });
  }
  countOutcome(scene, event.kind, outcome);
}

function act(
  { deps }: Machine,
  kind: RefundActKind,
  refund: DeskRefund & { shopId: string },
): Promise<RefundActOutcome> {
  const { id: refundId, version, shopId, detailsBy } = refund;
  const input = { shopId, refundId, version, userId: USER };
  switch (kind) {
    case "details":
      // First the shopper on their page, later a person who is told otherwise by telephone.
      return giveDetails(deps, {
        ...input,
        by: detailsBy === null ? "shopper" : USER,
        destination: DESTINATION,
      });
    case "approve":
      return approveRefund(deps, { ...input, userId: ANOTHER_USER });
    case "pay-out":
      return payOutRefund(deps, { ...input, paidOn: dayInLima(deps.clock.now()), bankReference: "OP-1" });
    case "refuse":
      return refuseRefund(deps, { ...input, text: "El pedido ya fue entregado." });
    default:
      return assertNever(kind);
  }
}

function dayInLima(at: Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "America/Lima" }).format(at);
}

/** Money that no machine could place goes back, too. */
async function refundFromCase(scene: Scene, { deps }: Machine, checkout: number): Promise<void> {
  const { plan, group } = scene.checkout(checkout);
  const shop = scene.shop(plan.shop);
  const [holding] = await scene.world.rows<{ id: string; held: number }>(
    `select k.id, k.held_centimos as held from cases k join payments p on p.id = k.payment_id
     where p.shop_id = $1 and p.session_group = $2 and k.state = 'open' and k.held_centimos > 0
     order by k.opened_at, k.id limit 1`,
    [shop.id, group],
  );
  if (!holding) return;
  const outcome = await openRefundFromCase(deps, {
    shopId: shop.id,
    userId: USER,
    caseId: holding.id,
    amountCentimos: holding.held,
  });
  countOutcome(scene, "from-case", outcome);
}

function countOutcome(scene: Scene, kind: string, outcome: RefundActOutcome): void {
  const why = outcome.kind === "refused" ? ` ${outcome.reason}` : "";
  scene.world.count(`refund ${kind}: ${outcome.kind}${why}`);
}
