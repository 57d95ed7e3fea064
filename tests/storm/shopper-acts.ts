/** What shoppers do: checkouts that send sessions, and visits to the page. */
import { assertNever } from "#app/lib/invariant.ts";
import { continuePayment } from "#app/payments/confirm-payment.server.ts";
import { cancelPayment } from "#app/payments/give-up-payment.server.ts";
import { renewCode } from "#app/payments/renew-code.server.ts";
import {
  giveEmail,
  keepVoucher,
  readVoucherStatus,
  retryVoucher,
  seeVoucher,
} from "#app/payments/see-voucher.server.ts";
import type { ShopperEvent, VisitKind } from "./events.ts";
import type { Machine } from "./machine.ts";
import type { Scene } from "./scene.ts";

type Session = Extract<ShopperEvent, { kind: "session" }>;

/** Shopify tries "several times". */
const SENDINGS = 3;
const NEXT_SENDING_MS = 5_000;

export async function sendSession(scene: Scene, happening: Session): Promise<void> {
  const { shopify, stage } = scene.world;
  const checkout = scene.checkout(happening.checkout);
  const { plan } = checkout;
  const session = shopify.newSession({
    shop: scene.shop(plan.shop).domain,
    amount: happening.amount ?? plan.amount,
    currency: plan.currency,
    test: plan.test,
    ...(checkout.group && { group: checkout.group }),
    ...(!plan.hasEmail && { customer: null }),
  });
  checkout.group = session.group;
  checkout.sessions.set(happening.attempt, session.id);
  if (happening.copies > 1) scene.world.count("session repeated");
  if (happening.attempt > 0) scene.world.count("another attempt");
  const copies = Array.from({ length: happening.copies }, async () => {
    for (let sending = 1; sending <= SENDINGS; sending += 1) {
      const answer = await stage.overNetwork(() => shopify.sendSession(session.id, { retries: 0 }));
      if (answer.redirectUrl !== null) return;
      scene.world.count("session not answered");
      await scene.pause(NEXT_SENDING_MS * sending);
    }
  });
  await Promise.all(copies);
}

export async function visit(
  scene: Scene,
  { deps }: Machine,
  which: { kind: VisitKind; checkout: number; attempt: number },
): Promise<unknown> {
  const slug = await slugOf(scene, which);
  if (!slug) return;
  const language = { query: null, header: null };
  switch (which.kind) {
    case "look":
      return seeVoucher(deps, { slug, isPageView: true, language, emailRefused: false, channelsOff: [] });
    case "poll":
      return readVoucherStatus(deps, slug);
    case "keep":
      return keepVoucher(deps, slug);
    case "continue":
      return continuePayment(deps, { slug, waitMs: 0 });
    case "cancel":
      return cancelPayment(deps, slug);
    case "retry":
      return retryVoucher(deps, { slug, waitMs: 0 });
    case "renew":
      scene.world.count(`renewal ${await renewCode(deps, { slug, waitMs: 0 })}`);
      return;
    case "email":
      return giveEmail(deps, { slug, typed: "rosa@example.com", waitMs: 0 });
    default:
      return assertNever(which.kind);
  }
}

/** Of the page that Shopify sent the shopper to; null when they never got there. */
async function slugOf(scene: Scene, which: { checkout: number; attempt: number }): Promise<string | null> {
  const { shopify } = scene.world;
  const id = scene.checkout(which.checkout).sessions.get(which.attempt);
  const session = id === undefined ? undefined : shopify.session(id);
  if (session?.redirectUrl) return session.redirectUrl.split("/").at(-1) ?? null;
  // The shopper may be on the page before Shopify has taken note of our answer.
  if (shopify.switches.answerReading.waiting === 0) return null;
  const [row] = await scene.world.rows<{ slug: string }>(
    "select slug from payments where session_id = $1",
    [id ?? ""],
  );
  return row?.slug ?? null;
}
