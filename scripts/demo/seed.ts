/**
 * Payments in every state that the app has, made through the doors like any other: nothing is written into the
 * database by hand.
 */
import { invariant } from "#app/lib/invariant.ts";
import { until, untilPage } from "./until.ts";
import type { MovableClock } from "./movable-clock.ts";
import { DEMO_SHOP, type World } from "./world.ts";

export interface Example {
  what: string;
  url: string;
}

/** Long enough for a code of 48 hours to have expired with its grace. */
const LONG_AGO_MS = 49 * 3_600_000;

/** Makes the examples and returns their pages. The clock is back at the real time when this returns. */
export async function seedPayments(world: World, clock: MovableClock): Promise<Example[]> {
  return [
    { what: "unpaid, expired, Shopify told", url: await expired(world, clock) },
    { what: "waiting, order not made yet", url: await waiting(world) },
    { what: "waiting for cash, order made", url: (await pending(world)).url },
    { what: "paid", url: await paid(world) },
    { what: "outcome of create unknown: a case", url: await unknown(world) },
  ];
}

async function open(world: World, amount: string): Promise<{ url: string; sessionId: string }> {
  const session = world.shopify.newSession({ shop: DEMO_SHOP, amount });
  const answer = await world.shopify.sendSession(session.id);
  invariant(answer.redirectUrl, `a session was answered ${answer.status}`);
  return { url: answer.redirectUrl, sessionId: session.id };
}

async function showsState(url: string, state: string): Promise<boolean> {
  const page = await fetch(url);
  return (await page.text()).includes(`data-state="${state}"`);
}

async function waiting(world: World): Promise<string> {
  const { url } = await open(world, "49.90");
  await untilPage("a code", () => showsState(url, "waiting"));
  return url;
}

async function pending(world: World): Promise<{ url: string; sessionId: string }> {
  const opened = await open(world, "218.00");
  await untilPage("a code", () => showsState(opened.url, "waiting"));
  await fetch(`${opened.url}/continue`, { method: "POST", redirect: "manual" });
  await until("pending", () => world.shopify.session(opened.sessionId)?.state === "pending");
  return opened;
}

async function paid(world: World): Promise<string> {
  const { url, sessionId } = await pending(world);
  const cip = world.pagoefectivo.ledger().at(-1)?.cip ?? "";
  await world.pagoefectivo.pay(cip);
  await until("paid", () => world.shopify.session(sessionId)?.state === "resolved");
  return url;
}

/**
 * A payment of two days ago whose shopper never paid. While the clock stands in the past, the queue already thinks the
 * end of the code is due; the job sees that it is not, and asks to be called at the right time.
 */
async function expired(world: World, clock: MovableClock): Promise<string> {
  clock.shift(-LONG_AGO_MS);
  const { url, sessionId } = await pending(world);
  clock.shift(0);
  await until("rejected", () => world.shopify.session(sessionId)?.state === "rejected");
  return url;
}

async function unknown(world: World): Promise<string> {
  world.pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "dropped" });
  const { url } = await open(world, "75.00");
  await untilPage("the error page", () => showsState(url, "error"));
  return url;
}
