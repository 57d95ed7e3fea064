/**
 * "Find my code": whoever has lost the page types their address, and the address that stands with the payment gets the link.
 * Asking answers before anybody has looked: neither words nor time tell whether there is such a payment.
 */
import { z } from "zod";
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import { isId, newId } from "#app/lib/ids.server.ts";
import type { Mailer } from "#app/lib/mailer.server.ts";
import { Secret } from "#app/lib/secret.ts";
import type { SealedPlace } from "#app/lib/vault.server.ts";
import { job } from "#app/jobs/queue.server.ts";
import { takeTurn } from "#app/limits/limit-store.server.ts";
import { limitedPerson } from "#app/limits/limited-person.server.ts";
import { message } from "#app/messages/message.ts";
import { moneyText } from "#app/messages/money-text.ts";
import { findPaymentsByWish, type FoundPayment } from "#app/payments/find-code-queries.server.ts";
import { readFind, type FindWish, type RefusedFind, type TypedFind } from "#app/payments/find-code.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { enqueue } from "#app/payments/payment-store-jobs.server.ts";
import { chooseLanguage } from "#app/payments/shopper-language.ts";
import type { ShopperLanguage } from "#app/payments/voucher-view.ts";
import { parseEmail } from "#app/shopify/payment-session-request.ts";

export interface FindDeps extends Pick<PaymentDeps, "clock" | "db" | "vault"> {
  /** Null where the operator has no mail server: then nobody can be written to. */
  mailer: Mailer | null;
  shopifyApp: { apiSecret: Secret };
}

export interface SendDeps extends Pick<PaymentDeps, "clock" | "db" | "log" | "vault"> {
  mailer: Mailer | null;
  publicOrigin: string;
}

export type FindOutcome =
  /** The same whether there is such a payment or not, and whether its address was written to often already. */
  | { kind: "asked" }
  | { kind: "refused"; form: RefusedFind }
  /** Too many from this place, or from everywhere. */
  | { kind: "too-often"; retryAfterMs: number }
  | { kind: "no-mail" };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Longer than a code lives and its payment is waited for. */
const FOUND_WITHIN_MS = 10 * DAY_MS;

const PER_CLIENT = { capacity: 10, refillMs: 3 * MINUTE_MS };
const OVERALL = { capacity: 120, refillMs: 5_000 };
/** A mailbox is not filled up by somebody else. */
const PER_ADDRESS = { capacity: 3, refillMs: 20 * MINUTE_MS };

const SEALED_AT: SealedPlace = { shop: "-", field: "find-code" };
const sealedWish = z.object({
  email: z.string(),
  centimos: z.number().int().nullable(),
  ending: z.string().nullable(),
});

/** Takes the wish and leaves the rest to a job. `client`: where the request comes from, null where nobody knows. */
export async function askForCode(
  deps: FindDeps,
  input: { typed: TypedFind; client: string | null },
): Promise<FindOutcome> {
  if (!deps.mailer) return { kind: "no-mail" };
  const read = readFind(input.typed, parseEmail(input.typed.email));
  if (read.kind === "refused")
    return { kind: "refused", form: { typed: input.typed, problem: read.problem } };
  const at = deps.clock.now();
  const named = (address: string) => limitedPerson(deps.shopifyApp.apiSecret, address);
  // The narrow limit first: one place alone must not use up what is there for all.
  const wishes = [
    ...(input.client === null ? [] : [{ key: `find-client:${named(input.client)}`, at, ...PER_CLIENT }]),
    { key: "find", at, ...OVERALL },
  ];
  for (const wish of wishes) {
    const turn = await takeTurn(deps.db, wish);
    if (!turn.isAllowed) return { kind: "too-often", retryAfterMs: turn.retryAfterMs };
  }
  const key = `find-address:${named(read.wish.email.toLowerCase())}`;
  const { isAllowed } = await takeTurn(deps.db, { key, at, ...PER_ADDRESS });
  // Who may not be written to any more gets a job too: it costs the same time.
  await enqueue(deps.db, [sendJob(deps, { wish: read.wish, isAllowed, at })]);
  return { kind: "asked" };
}

/** The wish is sealed: an address must not stand readable among the jobs. */
function sendJob(deps: FindDeps, input: { wish: FindWish; isAllowed: boolean; at: Date }) {
  const sealed = deps.vault.seal(new Secret(JSON.stringify(input.wish)), SEALED_AT);
  const payload = { id: newId(deps.clock), sealed, mayWrite: input.isAllowed ? "yes" : "no" } as const;
  return job("send-found-codes", { ...payload, attempt: "0" }, input.at);
}

/** What the mail server did not take is tried again after these minutes, then given up: the shopper can ask again. */
const AGAIN_MINUTES = [1, 5, 15] as const;

export interface SendInput {
  /** Of the wish: every attempt's mails carry it, so that a mailbox shows each once. */
  id: string;
  sealed: string;
  mayWrite: "yes" | "no";
  attempt: string;
}

/** The job: looks whose payments these are, and writes to the addresses that stand with them. */
export async function sendFoundCodes(deps: SendDeps, input: SendInput): Promise<void> {
  const { mailer } = deps;
  if (!mailer || input.mayWrite === "no" || !isId(input.id)) return;
  const wish = sealedWish.parse(JSON.parse(deps.vault.open(input.sealed, SEALED_AT).reveal()));
  const now = deps.clock.now();
  const found = await findPaymentsByWish(deps.db, {
    wish,
    since: new Date(now.getTime() - FOUND_WITHIN_MS),
  });
  try {
    for (const [index, theirs] of byAddress(found).entries())
      await mailer.send({ ...mailOf(deps, theirs), id: `${input.id}-${index}` });
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    await sendAgain(deps, input, error);
  }
}

async function sendAgain(
  deps: SendDeps,
  input: SendInput,
  {
    service,
    operation,
    outcome,
    reason,
  }: { service: string; operation: string; outcome: string; reason: string },
): Promise<void> {
  const attempt = Number(input.attempt);
  const minutes = outcome === "refused" ? undefined : AGAIN_MINUTES[attempt];
  deps.log.warn(
    { service, operation, outcome, reason, attempts: attempt + 1 },
    "a found code could not be mailed",
  );
  if (minutes === undefined) return;
  const at = new Date(deps.clock.now().getTime() + minutes * MINUTE_MS);
  await enqueue(deps.db, [job("send-found-codes", { ...input, attempt: String(attempt + 1) }, at)]);
}

/** Capitals may be another mailbox: each address, as it stands with its payments, gets only these. */
function byAddress(found: readonly FoundPayment[]): (readonly [FoundPayment, ...FoundPayment[]])[] {
  const groups = new Map<string, [FoundPayment, ...FoundPayment[]]>();
  for (const payment of found) {
    const theirs = groups.get(payment.email);
    if (theirs) theirs.push(payment);
    else groups.set(payment.email, [payment]);
  }
  return [...groups.values()];
}

/** In the language of the newest. The code itself does not stand in it: the page says what it is worth now. */
function mailOf(deps: SendDeps, found: readonly [FoundPayment, ...FoundPayment[]]) {
  const [newest] = found;
  const language = chooseLanguage({ query: null, shopper: newest.locale, header: null });
  const lines = found.map((payment) => lineOf(deps, payment, language));
  const text = [
    message("find.mail.intro", undefined, language),
    ...lines,
    message("find.mail.foot", undefined, language),
  ].join("\n\n");
  return { to: [newest.email], subject: message("find.mail.subject", undefined, language), text };
}

function lineOf(deps: SendDeps, payment: FoundPayment, language: ShopperLanguage): string {
  const { storeName: store, currency, amountCentimos: centimos, test, slug } = payment;
  const amount = moneyText({ centimos, currency });
  const about = message("find.mail.payment", { store, amount }, language);
  const mark = test ? `${message("voucher.code.testMark", undefined, language)}: ` : "";
  return `${mark}${about}\n${deps.publicOrigin}/v/${slug}`;
}
