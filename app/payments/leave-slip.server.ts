/** The shopper says that they have paid, and leaves what stands on their paper for the shop's people. */
import { newId } from "#app/lib/ids.server.ts";
import { askableCode, stateOf } from "#app/payments/check-voucher.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadShownBySlug } from "#app/payments/payment-queries.server.ts";
import { askSoon } from "#app/payments/payment-store-asks.server.ts";
import { chooseLanguage, type LanguageWishes } from "#app/payments/shopper-language.ts";
import { readSlip, type RefusedSlip, type SlipPageView, type TypedSlip } from "#app/payments/slip.ts";
import { storeSlip } from "#app/payments/slip-store.server.ts";

export type SlipOutcome =
  | { kind: "left" }
  /** The payment has as many as it takes. */
  | { kind: "full" }
  | { kind: "refused"; form: RefusedSlip }
  /** Its page says something else now: it was paid, or is over for long. */
  | { kind: "look-again" }
  | { kind: "not-found" };

type SlipDeps = Pick<PaymentDeps, "clock" | "db">;

/** Decides nothing: PagoEfectivo is asked again soon, and a person of the shop reads the slip. Repeating it changes nothing. */
export async function leaveSlip(
  deps: SlipDeps,
  input: { slug: string; typed: TypedSlip },
): Promise<SlipOutcome> {
  const shown = await loadShownBySlug(deps.db, input.slug);
  if (!shown) return { kind: "not-found" };
  const { payment } = shown;
  const at = deps.clock.now();
  const code = askableCode(payment, stateOf(shown, at), at);
  if (!code) return { kind: "look-again" };
  const read = readSlip(input.typed, at);
  if (read.kind === "refused")
    return { kind: "refused", form: { typed: input.typed, problem: read.problem } };
  const ids = { id: newId(deps.clock), caseId: newId(deps.clock), paymentId: payment.id, codeId: code.id };
  const stored = await storeSlip(deps.db, { ...ids, at, slip: read.slip });
  if (stored === "full") return { kind: "full" };
  await askSoon(deps.db, { codeId: code.id, now: at });
  return { kind: "left" };
}

/** `elsewhere`: the code's own page has something else to say. Null when no code has this address. */
export async function seeSlipPage(
  deps: SlipDeps,
  visit: { slug: string; language: Omit<LanguageWishes, "shopper">; refused: RefusedSlip | null },
): Promise<SlipPageView | "elsewhere" | null> {
  const shown = await loadShownBySlug(deps.db, visit.slug);
  if (!shown) return null;
  const { payment, asked } = shown;
  const now = deps.clock.now();
  if (!askableCode(payment, stateOf(shown, now), now)) return "elsewhere";
  const { languages, accentColor } = payment.page;
  return {
    slug: asked.slug,
    language: chooseLanguage({ ...visit.language, shopper: asked.shopperLocale }, languages),
    ...{ languages, accentColor },
    storeName: payment.storeName,
    test: payment.test,
    refused: visit.refused,
  };
}
