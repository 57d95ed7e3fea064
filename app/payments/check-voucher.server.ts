/**
 * "¿Ya pagaste?": the shopper asks, and PagoEfectivo is asked now. Only the look-up decides; the answer is what it found.
 */
import { takeTurn, timeToTurn, type TurnWish } from "#app/limits/limit-store.server.ts";
import { buildVoucherView } from "#app/payments/build-voucher-view.ts";
import { lookUpCode, type LookedUp } from "#app/payments/look-up-code.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadShownBySlug, type Shown } from "#app/payments/payment-queries.server.ts";
import { askSoon } from "#app/payments/payment-store-asks.server.ts";
import { currentCode, type Code, type Payment } from "#app/payments/payment.ts";
import { ASK_WORDS, type AskView, type AskWord, type VoucherState } from "#app/payments/voucher-view.ts";

/** After this a code is not asked about for the shopper any more: money that late is found by the sweep, or by people. */
const ASKABLE_AFTER_END_MS = 72 * 3_600_000;

/** At most one look-up in half a minute, and a few in an hour, whoever presses and on however many devices. */
const EVERY = { capacity: 1, refillMs: 30_000 };
const AN_HOUR = { capacity: 6, refillMs: 10 * 60_000 };

export type CheckOutcome =
  | { kind: "answered"; word: AskWord }
  /** The page itself now says what is known; or there is nothing to ask about in its state. */
  | { kind: "look-again" }
  | { kind: "not-found" };

export type CheckDeps = PaymentDeps & { pause: (ms: number) => Promise<void> };

/**
 * Asks PagoEfectivo about the code behind this address and waits up to `waitMs`. Never throws for what PagoEfectivo does; where
 * it does not answer, the sweep asks again first of all.
 */
export async function checkVoucher(
  deps: CheckDeps,
  input: { slug: string; waitMs: number },
): Promise<CheckOutcome> {
  const shown = await loadShownBySlug(deps.db, input.slug);
  if (!shown) return { kind: "not-found" };
  const now = deps.clock.now();
  const before = stateOf(shown, now);
  const code = askableCode(shown.payment, before, now);
  if (!code) return { kind: "look-again" };
  if (!(await mayAskNow(deps, code.id))) return { kind: "answered", word: "too-often" };

  const looked = await lookUpWithin(deps, code.id, input.waitMs);
  const after = await loadShownBySlug(deps.db, input.slug);
  if (after && stateOf(after, deps.clock.now()) !== before) return { kind: "look-again" };
  if (looked && looked.found !== "not-known") return { kind: "answered", word: "not-seen" };
  await askSoon(deps.db, { codeId: code.id, now: deps.clock.now() });
  return { kind: "answered", word: "no-answer" };
}

/** Null when there is no answer in time; what comes later is stored all the same. */
async function lookUpWithin(deps: CheckDeps, codeId: string, waitMs: number): Promise<LookedUp | null> {
  const asking = lookUpCode(deps, { codeId });
  const looked = await Promise.race([asking, deps.pause(waitMs).then(() => "late" as const)]);
  if (looked !== "late") return looked;
  asking.catch((error: unknown) => deps.log.error({ error, codeId }, "a shopper's look-up failed"));
  return null;
}

async function mayAskNow(deps: CheckDeps, codeId: string): Promise<boolean> {
  for (const wish of wishesFor(codeId, deps.clock.now())) {
    const { isAllowed } = await takeTurn(deps.db, wish);
    if (!isAllowed) return false;
  }
  return true;
}

function wishesFor(codeId: string, at: Date): TurnWish[] {
  return [
    { key: `check:${codeId}`, at, ...EVERY },
    { key: `checks:${codeId}`, at, ...AN_HOUR },
  ];
}

/**
 * What the page offers to who says that they have paid; null where asking makes no sense. `word`: from the page's address, where
 * anything may stand: only known words count.
 */
export async function seeAsk(
  deps: Pick<PaymentDeps, "clock" | "db">,
  shown: { payment: Payment; state: VoucherState; word: string | null },
): Promise<AskView | null> {
  const now = deps.clock.now();
  const code = askableCode(shown.payment, shown.state, now);
  if (!code) return null;
  const answer = ASK_WORDS.find((known) => known === shown.word) ?? null;
  if (answer !== "too-often") return { answer, againInMs: 0 };
  const waits = await Promise.all(wishesFor(code.id, now).map((wish) => timeToTurn(deps.db, wish)));
  return { answer, againInMs: Math.max(...waits) };
}

/** The code that may be asked about from a page in this state. */
export function askableCode(payment: Payment, state: VoucherState, now: Date): Code | null {
  const code = currentCode(payment);
  if (!code?.cip) return null;
  if (state === "waiting" || state === "expiring") return code;
  const endedAt = code.endedAt ?? code.expiresAt;
  const isRecent = now.getTime() - endedAt.getTime() < ASKABLE_AFTER_END_MS;
  return state === "expired" && isRecent ? code : null;
}

/** Which of its states the page is in. */
export function stateOf(shown: Shown, now: Date): VoucherState {
  return buildVoucherView({ ...shown, now, language: "es", publicOrigin: "", forBrowser: (url) => url })
    .state;
}
