/**
 * `created`: not sent, or the app's answer is not read yet. `pending`: the app accepted it and has not told how it ended.
 * `resolved`, `rejected`: what the app told. `failed`: the app never accepted it, and Shopify has given up sending.
 */
export type RefundState = "created" | "pending" | "resolved" | "rejected" | "failed";

export type RefundErrorCode = "REFUND_SESSION_INVALID_STATE" | "REFUND_SESSION_NOT_FOUND";

export type RefundMutation = "refundSessionResolve" | "refundSessionReject";

export interface RefundRejection {
  code: string;
  merchantMessage: string | null;
}

export interface AcceptedRefundMutation {
  at: Date;
  mutation: RefundMutation;
  /** true when it told what was already so, and therefore changed nothing. */
  repeated: boolean;
}

/** One refund session as Shopify keeps it. Changed only by the sender and the state rules: nobody can cancel it. */
export interface RefundRecord {
  readonly id: string;
  readonly gid: string;
  readonly shop: string;
  /** `payment_id`: the id of the payment session whose money goes back. */
  readonly paymentId: string;
  /** Decimal text. */
  readonly amount: string;
  readonly currency: string;
  readonly test: boolean;
  readonly merchantLocale: string;
  readonly proposedAt: string;
  readonly createdAt: Date;
  state: RefundState;
  answerRead: boolean;
  rejection: RefundRejection | null;
  endedAt: Date | null;
  readonly history: AcceptedRefundMutation[];
}
