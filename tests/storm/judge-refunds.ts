/**
 * What must be true of money that goes back, judged by Shopify's book of refunds, PagoEfectivo's of money, and the merchant's of
 * what was sent. Our own rows say only which refund is whose, and what a person has been asked.
 */
import { centimosOf, type Evidence } from "../faults/invariants.ts";
import type { StormWorld } from "./world.ts";

type ShopifyRefund = ReturnType<StormWorld["shopify"]["refunds"]>[number];
type Book = Pick<Evidence, "cips" | "codes" | "sessions">;

interface RefundFact {
  id: string;
  /** Of the refund at Shopify; null where a case asked for it. */
  refundSessionId: string | null;
  /** Of the payment at Shopify. */
  sessionId: string;
  codeId: string | null;
  amountCentimos: number;
  currency: string;
  state: string;
  isAway: boolean;
  openCases: string[];
  reports: string[];
}

/** When a person was asked whether the collector took a payment's money back, and when they had decided. */
interface Freeze {
  sessionId: string;
  from: Date;
  until: Date | null;
}

/** The most that a machine's clock is wrong by. */
const WRONG_CLOCK_MS = 20 * 60_000;

export async function judgeRefunds(world: StormWorld, book: Book): Promise<string[]> {
  const refunds = world.shopify.refunds();
  const facts = await refundFacts(world);
  return [
    ...answersAreKept(refunds, facts),
    ...endsExcludeEachOther(refunds),
    ...neverMoreThanTheMoney(refunds, facts, book),
    ...neverMoreThanThePayment(refunds, book),
    ...whatWasSentIsTold(world, refunds, facts),
    ...frozenIsNotPaid(world, facts, await freezes(world)),
    ...repeatedInTheSameWords(world, refunds),
  ];
}

function refundFacts(world: StormWorld): Promise<RefundFact[]> {
  return world.rows<RefundFact>(
    `select r.id, r.session_id as "refundSessionId", p.session_id as "sessionId", r.code_id as "codeId",
       r.amount_centimos as "amountCentimos", r.currency, r.state, s.uninstalled_at is not null as "isAway",
       array(select kind from cases k where k.payment_id = p.id and k.state = 'open') as "openCases",
       array(select kind || ' ' || state from reports w where w.refund_id = r.id) as reports
     from refunds r join payments p on p.id = r.payment_id join shops s on s.id = r.shop_id`,
  );
}

function freezes(world: StormWorld): Promise<Freeze[]> {
  return world.rows<Freeze>(
    `select p.session_id as "sessionId", k.opened_at as from, k.closed_at as until
     from cases k join payments p on p.id = k.payment_id where k.kind = 'reversal-suspected'`,
  );
}

/** What we accepted is stored, and how it ended is what Shopify was told, unless a person was asked or the shop is away. */
function answersAreKept(refunds: readonly ShopifyRefund[], facts: readonly RefundFact[]): string[] {
  const ended: Readonly<Record<string, string>> = { resolved: "paid-out", rejected: "refused" };
  return refunds.flatMap(({ id, state }) => {
    const fact = facts.find(({ refundSessionId }) => refundSessionId === id);
    if (state === "created" || state === "failed") return [];
    if (!fact) return [`refund ${id} was accepted, and is nowhere`];
    const expected = ended[state];
    if (expected !== undefined) {
      return fact.state === expected ? [] : [`refund ${id} is ${state} at Shopify, and ${fact.state} here`];
    }
    const isOver = fact.state === "paid-out" || fact.state === "refused";
    if (!isOver || fact.isAway || fact.openCases.length > 0) return [];
    return [`refund ${id} is ${fact.state}, and pending at Shopify (${fact.reports.join(", ")})`];
  });
}

function endsExcludeEachOther(refunds: readonly ShopifyRefund[]): string[] {
  return refunds
    .filter(({ history }) => new Set(history.map(({ mutation }) => mutation)).size > 1)
    .map(({ id }) => `refund ${id} was resolved and rejected`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** What went back, by refund: what Shopify was told, and what the desk took as paid out without Shopify's asking. */
function wentBack(refunds: readonly ShopifyRefund[], facts: readonly RefundFact[]): RefundFact[] {
  const resolved = refunds.filter(({ state }) => state === "resolved").map(({ id }) => id);
  return facts.filter(({ refundSessionId, state }) =>
    refundSessionId === null ? state === "paid-out" : resolved.includes(refundSessionId),
  );
}

/** Refunds paid out never exceed the money received on the code, whatever the collector took back later. */
function neverMoreThanTheMoney(
  refunds: readonly ShopifyRefund[],
  facts: readonly RefundFact[],
  { cips, codes }: Book,
): string[] {
  const back = wentBack(refunds, facts);
  const receivedOn = (ids: readonly string[], currency: string) =>
    sum(
      cips
        .filter((cip) => ids.includes(cip.transactionCode) && cip.currency === currency)
        .flatMap(({ collections }) => collections.map(({ amountCentimos }) => amountCentimos)),
    );
  const byPayment = [...new Set(back.map(({ sessionId }) => sessionId))].flatMap((sessionId) => {
    const own = back.filter((fact) => fact.sessionId === sessionId);
    const ids = codes.filter((code) => code.sessionId === sessionId).map(({ id }) => id);
    return over(`payment ${sessionId}`, own, (currency) => receivedOn(ids, currency));
  });
  const codeIds = new Set(back.flatMap(({ codeId }) => (codeId === null ? [] : [codeId])));
  const byCode = [...codeIds].flatMap((codeId) => {
    const own = back.filter((fact) => fact.codeId === codeId);
    return over(`code ${codeId}`, own, (currency) => receivedOn([codeId], currency));
  });
  return [...byPayment, ...byCode];
}

function over(name: string, own: readonly RefundFact[], received: (currency: string) => number): string[] {
  return [...new Set(own.map(({ currency }) => currency))].flatMap((currency) => {
    const paid = sum(own.filter((one) => one.currency === currency).map((one) => one.amountCentimos));
    return paid > received(currency)
      ? [`${name}: ${paid} ${currency} paid out of ${received(currency)} received`]
      : [];
  });
}

/** Also of what is still open: nobody may be asked to give back more than the order was. */
function neverMoreThanThePayment(refunds: readonly ShopifyRefund[], { sessions }: Book): string[] {
  return sessions.flatMap((session) => {
    const own = refunds.filter(({ paymentId, state }) => paymentId === session.id && state === "resolved");
    const back = sum(own.map(({ amount }) => centimosOf(amount)));
    return back > centimosOf(session.amount)
      ? [`session ${session.id}: ${back} refunded of ${session.amount}`]
      : [];
  });
}

/** Money that the merchant sent: once for each refund, and Shopify knows, or a person does. */
function whatWasSentIsTold(
  { paidOut }: StormWorld,
  refunds: readonly ShopifyRefund[],
  facts: readonly RefundFact[],
): string[] {
  const twice = paidOut.filter(
    ({ refundId }, index) => paidOut.findIndex((other) => other.refundId === refundId) !== index,
  );
  const untold = paidOut.flatMap(({ refundId }) => {
    const fact = facts.find(({ id }) => id === refundId);
    if (fact?.state !== "paid-out")
      return [`refund ${refundId} was paid out, and is ${fact?.state ?? "lost"}`];
    if (fact.refundSessionId === null || fact.isAway || fact.openCases.length > 0) return [];
    const state = refunds.find(({ id }) => id === fact.refundSessionId)?.state;
    return state === "resolved" ? [] : [`refund ${refundId} was paid out, and Shopify has it as ${state}`];
  });
  return [...twice.map(({ refundId }) => `refund ${refundId} was paid out twice`), ...untold];
}

/** Nothing is paid while a person has to find out whether the collector took the money back. */
function frozenIsNotPaid(
  { paidOut }: StormWorld,
  facts: readonly RefundFact[],
  frozen: readonly Freeze[],
): string[] {
  return paidOut.flatMap(({ refundId, at }) => {
    const sessionId = facts.find(({ id }) => id === refundId)?.sessionId;
    const isFrozen = frozen.some(
      (one) =>
        one.sessionId === sessionId &&
        at.getTime() > one.from.getTime() + WRONG_CLOCK_MS &&
        (one.until === null || at.getTime() < one.until.getTime() - WRONG_CLOCK_MS),
    );
    return isFrozen ? [`refund ${refundId} was paid out while its payment's reversal was in question`] : [];
  });
}

/** A refused word may be refused for good, but it is never changed; and it comes from the refund's own shop. */
function repeatedInTheSameWords({ shopify }: StormWorld, refunds: readonly ShopifyRefund[]): string[] {
  const words = new Map<string, string>();
  return shopify.mutations().flatMap(({ mutation, sessionId, shop, variables }) => {
    if (mutation !== "refundSessionResolve" && mutation !== "refundSessionReject") return [];
    const owner = refunds.find(({ id }) => id === sessionId)?.shop;
    const key = `${mutation} of ${sessionId}`;
    const said = JSON.stringify(variables);
    const first = words.get(key) ?? said;
    words.set(key, first);
    return [
      ...(owner === shop ? [] : [`${key} was sent by ${shop}`]),
      ...(first === said ? [] : [`${key} was repeated in other words`]),
    ];
  });
}
