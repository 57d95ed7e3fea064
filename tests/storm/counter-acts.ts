/** What happens to cash: paid, taken back, or refused because PagoEfectivo ended the code early. */
import { assertNever } from "#app/lib/invariant.ts";
import type { CounterEvent } from "./events.ts";
import type { Scene } from "./scene.ts";

export async function actAtCounter(scene: Scene, event: CounterEvent): Promise<void> {
  switch (event.kind) {
    case "pay":
      return pay(scene, event);
    case "reverse":
      return reverse(scene, event.checkout);
    case "expire-early":
      return expireEarly(scene, event.checkout);
    default:
      return assertNever(event);
  }
}

async function pay(scene: Scene, event: Extract<CounterEvent, { kind: "pay" }>): Promise<void> {
  const { pagoefectivo } = scene.world;
  const { sessions } = scene.checkout(event.checkout);
  const sessionId = event.attempt === null ? null : (sessions.get(event.attempt) ?? null);
  const cips = await cipsOf(scene, event.checkout, sessionId);
  const newest = cips.at(-1)?.cip;
  // The counter takes what it should not: a race with DELETE, or a terminal that was offline.
  const { acceptedAtCounter } = pagoefectivo.switches;
  if (event.late) pagoefectivo.switches.acceptedAtCounter = { expired: true, deleted: true, paid: false };
  for (const { cip, state, ours } of event.isOld === true ? cips : cips.reverse()) {
    const receipt = await pagoefectivo.pay(cip);
    if (receipt.kind === "refused") continue;
    scene.world.count(state === "pending" ? "paid" : `paid when ${state}`);
    if (event.isOld === true && cip !== newest) scene.world.count("old code paid");
    if (state === "deleted" || ours === "voiding") scene.world.count("payment races a void");
    break;
  }
  pagoefectivo.switches.acceptedAtCounter = acceptedAtCounter;
}

async function reverse(scene: Scene, checkout: number): Promise<void> {
  const cips = await cipsOf(scene, checkout, null);
  const paid = cips.find(({ state }) => state === "paid");
  if (!paid) return;
  const receipt = await scene.world.pagoefectivo.reverse(paid.cip);
  if (receipt.kind !== "reversed") return;
  scene.world.count("reversed");
  const sessionIds = [...scene.checkout(checkout).sessions.values()];
  const isGoingBack = scene.world.shopify
    .refunds()
    .some((refund) => refund.state === "pending" && sessionIds.includes(refund.paymentId));
  if (isGoingBack) scene.world.count("reversed during a refund");
}

async function expireEarly(scene: Scene, checkout: number): Promise<void> {
  const cips = await cipsOf(scene, checkout, null);
  const payable = cips.find(({ state }) => state === "pending");
  if (payable && (await scene.world.pagoefectivo.expireNow(payable.cip)))
    scene.world.count("expired early");
}

interface CounterCip {
  cip: string;
  /** At PagoEfectivo, and as we have it. */
  state: string;
  ours: string;
}

/** What PagoEfectivo has of the checkout's codes, oldest first, whether we know of them or not. */
async function cipsOf(scene: Scene, checkout: number, sessionId: string | null): Promise<CounterCip[]> {
  const { plan, group } = scene.checkout(checkout);
  const rows = await scene.world.rows<{ id: string; state: string }>(
    `select c.id, c.state from codes c join payments p on p.id = c.payment_id join shops s on s.id = p.shop_id
     where s.domain = $1 and c.session_group = $2 and ($3::text is null or p.session_id = $3)`,
    [scene.shop(plan.shop).domain, group, sessionId],
  );
  const ours = new Map(rows.map(({ id, state }) => [id, state]));
  return scene.world.pagoefectivo.ledger().flatMap(({ cip, state, transactionCode }) => {
    const own = ours.get(transactionCode);
    return own === undefined ? [] : [{ cip, state, ours: own }];
  });
}
