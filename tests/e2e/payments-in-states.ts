/**
 * Payments brought to a state through the doors, for stories that begin there. Each resolves once the page shows it.
 */
import { invariant } from "#app/lib/invariant.ts";
import { until } from "../../scripts/demo/until.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import type { StoryWorld } from "./story-world.ts";

export interface OpenedPayment {
  url: string;
  sessionId: string;
}

interface Wish {
  amount?: string;
  currency?: string;
  test?: boolean;
  /** The language of the checkout; Spanish of Peru by default. */
  locale?: string;
  /** The group of an earlier session: one more attempt at the same checkout. */
  group?: string;
  /** When the checkout asked for the payment. */
  proposedAt?: string;
}

const MINUTE_MS = 60_000;
const CODE_LIFE_MS = 48 * 60 * MINUTE_MS;
/** Past the code's deadline, within its half hour of grace. */
const IN_GRACE_MS = CODE_LIFE_MS + 5 * MINUTE_MS;
const PAST_GRACE_MS = CODE_LIFE_MS + 60 * MINUTE_MS;
/** What Shopify gives a session at most. */
const SESSION_LIFE_MS = 72 * 60 * MINUTE_MS;

/** A session that Shopify has sent and whose answer it has read. */
export async function openPayment(world: StoryWorld, wish: Wish = {}): Promise<OpenedPayment> {
  const { locale, ...rest } = wish;
  const customer = locale === undefined ? {} : { customer: { email: "ann@example.com", locale } };
  return sendSession(world, { ...rest, ...customer });
}

async function sendSession(
  world: StoryWorld,
  input: Omit<Parameters<StoryWorld["shopify"]["newSession"]>[0], "shop">,
): Promise<OpenedPayment> {
  const session = world.shopify.newSession({ shop: DEMO_SHOP, ...input });
  const answer = await world.shopify.sendSession(session.id);
  invariant(answer.redirectUrl, `a session was answered ${answer.status}`);
  return { url: answer.redirectUrl, sessionId: session.id };
}

export async function waitingPayment(world: StoryWorld, wish: Wish = {}): Promise<OpenedPayment> {
  const opened = await openPayment(world, wish);
  await untilShown(opened.url, "waiting");
  return opened;
}

export async function pendingPayment(world: StoryWorld): Promise<OpenedPayment> {
  const opened = await waitingPayment(world);
  await fetch(`${opened.url}/continue`, { method: "POST", redirect: "manual" });
  await until("pending", () => world.shopify.session(opened.sessionId)?.state === "pending");
  return opened;
}

export async function paidPayment(world: StoryWorld): Promise<OpenedPayment> {
  const opened = await pendingPayment(world);
  await world.pagoefectivo.pay(await codeOn(opened.url));
  await until("resolved", () => world.shopify.session(opened.sessionId)?.state === "resolved");
  await until("its acknowledgement", async () => !(await readPage(opened.url)).includes("data-live"));
  return opened;
}

/** The checkout was begun so long ago that no code would live long enough to be paid. */
export async function paymentTooLate(world: StoryWorld): Promise<OpenedPayment> {
  const proposedAt = new Date(world.clock.now().getTime() - SESSION_LIFE_MS).toISOString();
  const opened = await openPayment(world, { proposedAt });
  await untilShown(opened.url, "error");
  return opened;
}

/** The shopper gave Shopify a telephone number and no e-mail address. */
export async function emaillessPayment(world: StoryWorld, locale = "es-PE"): Promise<OpenedPayment> {
  const opened = await sendSession(world, { customer: { phone_number: "+51987654321", locale } });
  await untilShown(opened.url, "needs-email");
  return opened;
}

/** The shopper went back to checkout, and PagoEfectivo has not answered yet. Ends when the gate is released. */
export async function voidingPayment(world: StoryWorld): Promise<OpenedPayment> {
  const opened = await waitingPayment(world);
  world.pagoefectivo.switches.nextFaults.push({ operation: "delete", fault: "held" });
  await giveUp(opened);
  await until("the held removal", () => world.pagoefectivo.gate.heldCount() === 1);
  return opened;
}

/** The shopper went back to checkout, and PagoEfectivo has removed the code. */
export async function voidedPayment(world: StoryWorld): Promise<OpenedPayment & { cip: string }> {
  const opened = await waitingPayment(world);
  const cip = await codeOn(opened.url);
  await giveUp(opened);
  await untilShown(opened.url, "voided");
  return { ...opened, cip };
}

/** A second attempt at a checkout whose first attempt has a code that still serves. */
export async function paymentWithEarlierCode(world: StoryWorld): Promise<OpenedPayment> {
  const first = await waitingPayment(world);
  return waitingPayment(world, { group: groupOf(world, first) });
}

/** A second attempt at a checkout whose first attempt is paid. */
export async function paymentPaidEarlier(world: StoryWorld): Promise<OpenedPayment> {
  const first = await paidPayment(world);
  const opened = await openPayment(world, { group: groupOf(world, first) });
  await untilShown(opened.url, "paid");
  return opened;
}

function groupOf(world: StoryWorld, { sessionId }: OpenedPayment): string {
  const group = world.shopify.session(sessionId)?.group;
  invariant(group, "a session belongs to a group");
  return group;
}

async function giveUp({ url }: OpenedPayment): Promise<void> {
  await fetch(`${url}/cancel`, { method: "POST", redirect: "manual" });
}

/** Its deadline is five minutes ago: unpaid as far as anybody knows, and not yet proved. */
export async function expiringPayment(world: StoryWorld): Promise<OpenedPayment> {
  world.clock.shift(-IN_GRACE_MS);
  const opened = await pendingPayment(world);
  world.clock.shift(0);
  await untilShown(opened.url, "expiring");
  return opened;
}

/** The code is returned too: the page no longer shows it. */
export async function expiredPayment(world: StoryWorld): Promise<OpenedPayment & { cip: string }> {
  world.clock.shift(-PAST_GRACE_MS);
  const opened = await pendingPayment(world);
  const cip = await codeOn(opened.url);
  world.clock.shift(0);
  await untilShown(opened.url, "expired");
  return { ...opened, cip };
}

/** An agent took cash for a code that was over, after Shopify had been told so. */
export async function latePayment(world: StoryWorld): Promise<OpenedPayment> {
  const { cip, ...opened } = await expiredPayment(world);
  const { acceptedAtCounter } = world.pagoefectivo.switches;
  acceptedAtCounter.expired = true;
  await world.pagoefectivo.pay(cip);
  acceptedAtCounter.expired = false;
  await untilShown(opened.url, "late");
  return opened;
}

/** PagoEfectivo was asked for a code and the connection broke before it answered. */
export async function paymentOfUnknownOutcome(world: StoryWorld): Promise<OpenedPayment> {
  world.pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "dropped" });
  const opened = await openPayment(world);
  await untilShown(opened.url, "error");
  theTroubleIsOver(world);
  return opened;
}

/** Stories share a shop: the failures of one must not stop the calls of the next. */
function theTroubleIsOver(world: StoryWorld): void {
  world.system.deps.lanes.forget();
}

/** PagoEfectivo gave no authorization for any attempt of ours, a minute ago: now only the shopper may ask again. */
export async function paymentWithoutCode(world: StoryWorld): Promise<OpenedPayment> {
  const { nextFaults } = world.pagoefectivo.switches;
  world.pagoefectivo.revokeTokens();
  // For whoever asks: a question about another payment may need an authorization in this moment too.
  nextFaults.push({ operation: "authorize", fault: "error-500", count: 1_000 });
  // With the clock behind, every further attempt is due at once.
  world.clock.shift(-MINUTE_MS);
  const opened = await openPayment(world);
  await until("its end", async () => {
    theTroubleIsOver(world);
    return (await readPage(opened.url)).includes("Intentar de nuevo");
  });
  nextFaults.length = 0;
  world.clock.shift(0);
  theTroubleIsOver(world);
  return opened;
}

/** The digits of the code as the page's HTML holds them. */
export async function codeOn(url: string): Promise<string> {
  const cip = /data-code="(\d+)"/.exec(await readPage(url))?.[1];
  invariant(cip, "the page shows a code");
  return cip;
}

export async function untilShown(url: string, state: string): Promise<void> {
  let shown = "";
  try {
    await until(`the page in state ${state}`, async () => (shown = await stateOn(url)) === state);
  } catch (error) {
    throw new Error(`it is in state ${shown}`, { cause: error });
  }
}

/** Empty where the page is none of a payment. */
export async function stateOn(url: string): Promise<string> {
  return /data-state="([^"]+)"/.exec(await readPage(url))?.[1] ?? "";
}

export async function readPage(url: string): Promise<string> {
  const answer = await fetch(url);
  return answer.text();
}
