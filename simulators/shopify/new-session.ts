import { z } from "zod";
import { jsonObjectSchema, type JsonObject } from "./json.ts";
import type { Ledger } from "./ledger.ts";
import { customerOf } from "./session-body.ts";
import type { AcceptedMutation, Rejection, SessionRecord, SessionState } from "./session-record.ts";

/** What a test may choose about a session; what is left out is plausible. */
export interface NewSessionInput {
  shop: string;
  /** Decimal text, sent exactly as given. Default "125.00". */
  amount?: string;
  /** Default: the shop's currency. */
  currency?: string;
  /** Default false. */
  test?: boolean;
  /** The group of an earlier session makes this another attempt of the same checkout. */
  group?: string;
  kind?: string;
  customer?: object | null;
  cancelUrl?: string;
  proposedAt?: string;
}

/** A session as it stood when it was asked for. Instants are UTC, amounts decimal text. */
export interface SimulatedSession {
  id: string;
  gid: string;
  group: string;
  shop: string;
  checkoutId: string;
  amount: string;
  currency: string;
  test: boolean;
  kind: string;
  cancelUrl: string;
  proposedAt: string;
  state: SessionState;
  createdAt: Date;
  /** Where the app wants the buyer, once its answer was read. */
  redirectUrl: string | null;
  pendingExpiresAt: Date | null;
  pendingReason: string | null;
  rejection: Rejection | null;
  /** Accepted mutations, oldest first, repeats included. */
  history: AcceptedMutation[];
  orderId: string | null;
}

const BUYER = {
  email: "rosa.quispe@example.com",
  phone: "+51987654321",
  givenName: "Rosa",
  familyName: "Quispe Mamani",
};

function customerFor(input: NewSessionInput): JsonObject | null {
  if (input.customer === undefined) return customerOf(BUYER);
  return z.nullable(jsonObjectSchema).parse(input.customer);
}

/** Adds a session to the ledger: to the checkout of the given group, or to a checkout of its own. Throws for an unknown shop. */
export function newSession(ledger: Ledger, input: NewSessionInput): SessionRecord {
  const shop = ledger.shop(input.shop);
  if (shop === undefined) throw new Error(`no shop ${input.shop}`);
  const amount = input.amount ?? "125.00";
  const currency = input.currency ?? shop.currency;
  const test = input.test ?? false;
  const customer = customerFor(input);
  const group = input.group === undefined ? {} : { group: input.group };
  const checkout = ledger.openCheckout({ shop: shop.domain, amount, currency, test, customer, ...group });
  return ledger.newAttempt(checkout, {
    amount,
    currency,
    test,
    customer,
    ...(input.kind === undefined ? {} : { kind: input.kind }),
    ...(input.cancelUrl === undefined ? {} : { cancelUrl: input.cancelUrl }),
    ...(input.proposedAt === undefined ? {} : { proposedAt: input.proposedAt }),
  });
}

/** A copy that later changes do not reach. */
export function sessionView(session: SessionRecord): SimulatedSession {
  return {
    id: session.id,
    gid: session.gid,
    group: session.group,
    shop: session.shop,
    checkoutId: session.checkoutId,
    amount: session.amount,
    currency: session.currency,
    test: session.test,
    kind: session.kind,
    cancelUrl: session.cancelUrl,
    proposedAt: session.proposedAt,
    state: session.state,
    createdAt: session.createdAt,
    redirectUrl: session.redirectUrl,
    pendingExpiresAt: session.pendingExpiresAt,
    pendingReason: session.pendingReason,
    rejection: session.rejection === null ? null : { ...session.rejection },
    history: session.history.map((entry) => ({ ...entry })),
    orderId: session.orderId,
  };
}
