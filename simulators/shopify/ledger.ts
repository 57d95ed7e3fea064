import type { SimulatorClock } from "./clock.ts";
import { base64Id, opaqueId, paymentSessionGid } from "./identifiers.ts";
import type { JsonObject } from "./json.ts";
import { RefundBook } from "./refund-book.ts";
import type { CheckoutRecord, OrderRecord, SessionRecord, SimulatedShop } from "./session-record.ts";

/** What a new checkout needs to know. Amount is decimal text, passed on as it is. */
export interface CheckoutInput {
  shop: string;
  amount: string;
  currency: string;
  test: boolean;
  customer: JsonObject | null;
  group?: string;
}

/** What one attempt may say differently from its checkout. */
export interface AttemptInput {
  amount?: string;
  currency?: string;
  test?: boolean;
  kind?: string;
  customer?: JsonObject | null;
  cancelUrl?: string;
  proposedAt?: string;
}

/** Everything this Shopify knows: shops, checkouts, sessions, orders, refunds. Kept in memory for the life of the simulator. */
export class Ledger {
  readonly refunds = new RefundBook();
  readonly #clock: SimulatorClock;
  readonly #shops = new Map<string, SimulatedShop>();
  readonly #checkouts = new Map<string, CheckoutRecord>();
  readonly #checkoutByGroup = new Map<string, CheckoutRecord>();
  readonly #sessions = new Map<string, SessionRecord>();
  readonly #sessionByGid = new Map<string, SessionRecord>();
  readonly #orders = new Map<string, OrderRecord>();
  readonly #lastOrderNumber = new Map<string, number>();

  constructor(clock: SimulatorClock) {
    this.#clock = clock;
  }

  addShop(shop: SimulatedShop): void {
    this.#shops.set(shop.domain, { ...shop });
  }

  shop(domain: string): SimulatedShop | undefined {
    return this.#shops.get(domain);
  }

  /** The checkout of this shop and group, made when it is not there yet. */
  openCheckout(input: CheckoutInput): CheckoutRecord {
    const group = input.group ?? base64Id();
    const groupKey = `${input.shop} ${group}`;
    const known = this.#checkoutByGroup.get(groupKey);
    if (known !== undefined) return known;
    const checkout: CheckoutRecord = {
      id: opaqueId(),
      shop: input.shop,
      group,
      buyerSessionId: base64Id(),
      amount: input.amount,
      currency: input.currency,
      test: input.test,
      customer: input.customer,
      sessionIds: [],
      orderId: null,
      methodBlocked: false,
    };
    this.#checkouts.set(checkout.id, checkout);
    this.#checkoutByGroup.set(groupKey, checkout);
    return checkout;
  }

  checkout(shop: string, id: string): CheckoutRecord | undefined {
    const checkout = this.#checkouts.get(id);
    return checkout?.shop === shop ? checkout : undefined;
  }

  /** A new attempt to pay this checkout: new session id, same group. Created, not sent. */
  newAttempt(checkout: CheckoutRecord, input: AttemptInput = {}): SessionRecord {
    const id = opaqueId();
    const createdAt = this.#clock.now();
    const session: SessionRecord = {
      id,
      gid: paymentSessionGid(id),
      group: checkout.group,
      buyerSessionId: checkout.buyerSessionId,
      shop: checkout.shop,
      checkoutId: checkout.id,
      amount: input.amount ?? checkout.amount,
      currency: input.currency ?? checkout.currency,
      test: input.test ?? checkout.test,
      kind: input.kind ?? "sale",
      customer: input.customer === undefined ? checkout.customer : input.customer,
      cancelUrl: input.cancelUrl ?? `https://${checkout.shop}/checkouts/${checkout.id}`,
      proposedAt: input.proposedAt ?? createdAt.toISOString(),
      createdAt,
      state: "created",
      answerRead: false,
      redirectUrl: null,
      pendingExpiresAt: null,
      pendingReason: null,
      rejection: null,
      orderId: null,
      history: [],
    };
    this.#sessions.set(id, session);
    this.#sessionByGid.set(session.gid, session);
    checkout.sessionIds.push(id);
    return session;
  }

  session(id: string): SessionRecord | undefined {
    return this.#sessions.get(id);
  }

  /** The session with this global id, only if it belongs to this shop: one shop's token never reaches another's. */
  sessionOfShop(shop: string, gid: string): SessionRecord | undefined {
    const session = this.#sessionByGid.get(gid);
    return session?.shop === shop ? session : undefined;
  }

  sessions(): SessionRecord[] {
    return [...this.#sessions.values()];
  }

  /** Sessions of one checkout, oldest first. */
  sessionsOfCheckout(checkout: CheckoutRecord): SessionRecord[] {
    return checkout.sessionIds.flatMap((id) => this.#sessions.get(id) ?? []);
  }

  checkoutOf(session: SessionRecord): CheckoutRecord {
    const checkout = this.#checkouts.get(session.checkoutId);
    if (checkout === undefined) throw new Error(`session ${session.id} has no checkout`);
    return checkout;
  }

  /** The order of this session's checkout, made when it is not there yet, with the session among its payments. */
  orderFor(session: SessionRecord): OrderRecord {
    const checkout = this.checkoutOf(session);
    let order = checkout.orderId === null ? undefined : this.#orders.get(checkout.orderId);
    if (order === undefined) {
      order = {
        id: opaqueId(),
        name: this.#nextOrderName(session.shop),
        shop: session.shop,
        checkoutId: checkout.id,
        amount: session.amount,
        currency: session.currency,
        createdAt: this.#clock.now(),
        sessionIds: [],
        endedOtherwise: null,
      };
      this.#orders.set(order.id, order);
      checkout.orderId = order.id;
    }
    if (!order.sessionIds.includes(session.id)) order.sessionIds.push(session.id);
    session.orderId = order.id;
    return order;
  }

  #nextOrderName(shop: string): string {
    const number = (this.#lastOrderNumber.get(shop) ?? 1000) + 1;
    this.#lastOrderNumber.set(shop, number);
    return `#${number}`;
  }

  order(shop: string, id: string): OrderRecord | undefined {
    const order = this.#orders.get(id);
    return order?.shop === shop ? order : undefined;
  }

  orders(): OrderRecord[] {
    return [...this.#orders.values()];
  }

  ordersOfShop(shop: string): OrderRecord[] {
    return this.orders().filter((order) => order.shop === shop);
  }
}
