/** The words of a plan: plain values, so that a failing run can be told and cut down. */
import type { Doom, MachineName } from "./machine.ts";
import type { ApiFault, ApiOperation, NoticeFault } from "../../simulators/pagoefectivo/switches.ts";
import type { GraphqlFault } from "../../simulators/shopify/switches.ts";

export interface ShopPlan {
  codeLifeMinutes: number;
  graceMinutes: number;
  atExpiry: "reject" | "lapse";
  businessDayGrace: boolean;
  tokenExpires: boolean;
  /** Of the first shop. */
  sharesService: boolean;
}

export interface CheckoutPlan {
  shop: number;
  amount: string;
  currency: "PEN" | "USD";
  test: boolean;
  hasEmail: boolean;
}

/** What people at the checkout do. `attempt` counts the sessions of its checkout. */
export type ShopperEvent =
  | {
      by: "shopper";
      kind: "session";
      checkout: number;
      attempt: number;
      copies: number;
      amount: string | null;
    }
  | { by: "shopper"; kind: VisitKind; checkout: number; attempt: number };
export type VisitKind = "look" | "poll" | "keep" | "continue" | "cancel" | "retry" | "email" | "renew";

/** What happens to cash. */
export type CounterEvent =
  /** Pays a CIP of the checkout, or of this attempt: the newest that the counter takes, or the oldest. */
  | {
      by: "counter";
      kind: "pay";
      checkout: number;
      attempt: number | null;
      late: boolean;
      isOld?: boolean;
    }
  | { by: "counter"; kind: "reverse"; checkout: number }
  /** Staff at PagoEfectivo end a code before its time. */
  | { by: "counter"; kind: "expire-early"; checkout: number };

export type MerchantEvent =
  | { by: "merchant"; kind: ActKind; checkout: number; attempt: number }
  /** Shopify has let the order expire: the merchant takes the money another way, or cancels it. */
  | { by: "merchant"; kind: "end-order"; checkout: number; how: "paid-otherwise" | "cancelled" }
  | { by: "merchant"; kind: "uninstall"; shop: number; deliveries: number }
  | { by: "merchant"; kind: "reinstall" | "sign-in" | "lose-refresh-token" | "change-keys"; shop: number };
export type ActKind = "void" | "extend" | "check" | "send-again";

/** Money that goes back. At the desk each act is about the refund of the checkout that is next in line for it. */
export type RefundEvent =
  | {
      by: "refunds";
      kind: "button";
      checkout: number;
      /** Of the whole payment; null: all that is left. */
      share: number | null;
      /** More than is left: what Shopify would not start, and we must refuse if it ever did. */
      isTooMuch: boolean;
      copies: number;
    }
  | { by: "refunds"; kind: "from-case"; checkout: number }
  | { by: "refunds"; kind: RefundActKind; checkout: number };
export type RefundActKind = "details" | "approve" | "pay-out" | "refuse";

/** Of a shop. */
export interface RefundRules {
  isManual: boolean;
  /** A second person approves more than this; null: nobody needs to. */
  approvalAboveCentimos: number | null;
}

export type Trouble =
  | {
      by: "trouble";
      kind: "provider-fault";
      operation: ApiOperation | "any";
      fault: ApiFault;
      workDone: boolean | null;
      count: number;
    }
  | { by: "trouble"; kind: "notice-fault"; fault: NoticeFault }
  | { by: "trouble"; kind: "shopify-fault"; fault: GraphqlFault; mutation: string | null; count: number }
  | { by: "trouble"; kind: "shorter-pending-limit"; hours: number }
  | { by: "trouble"; kind: "answer-unread" | "answer-read" | "short-notices" }
  | { by: "trouble"; kind: "doom"; machine: MachineName; doom: Doom }
  | { by: "trouble"; kind: "slow-answer"; machine: MachineName; ms: number }
  | { by: "trouble"; kind: "skew"; ms: number };

export type Happening = ShopperEvent | CounterEvent | MerchantEvent | RefundEvent | Trouble;

export interface StormEvent {
  /** After the start. */
  atMs: number;
  happening: Happening;
}

export interface StormPlan {
  seed: number;
  startsAt: Date;
  shops: ShopPlan[];
  /** By shop. */
  refundRules: RefundRules[];
  checkouts: CheckoutPlan[];
  events: StormEvent[];
  /** Faults end then; whatever is still open must come to its end by itself. */
  calmAtMs: number;
}
