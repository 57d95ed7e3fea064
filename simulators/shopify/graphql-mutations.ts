import { GraphQLError, type GraphQLSchema } from "graphql";
import { z } from "zod";
import type { Ledger } from "./ledger.ts";
import { sessionIdOfGid, type RecordedMutation } from "./mutation-record.ts";
import {
  nextRedirectUrl,
  pendSession,
  rejectSession,
  resolveSession,
  type RuleContext,
  type SessionOutcome,
  type SessionUserError,
} from "./payment-sessions.ts";
import type { PaymentsAppSettings } from "./payments-app-settings.ts";
import type { RefundMutation, RefundRecord } from "./refund-record.ts";
import { rejectRefund, resolveRefund, type RefundOutcome } from "./refund-sessions.ts";
import type { SessionMutation, SessionRecord } from "./session-record.ts";

/** What the resolvers of one HTTP call need: the rules' context, the shop it came for, and where to write it down. */
export interface MutationScope extends RuleContext {
  shop: string;
  ledger: Ledger;
  settings: PaymentsAppSettings;
  apiVersion: string;
  record(entry: Pick<RecordedMutation, "mutation" | "sessionId" | "outcome" | "userErrors">): void;
}

type Resolver = (args: unknown) => unknown;

const idArguments = z.object({ id: z.string() });
const pendingArguments = z.object({ id: z.string(), pendingExpiresAt: z.date(), reason: z.string() });
const configureArguments = z.object({ ready: z.boolean(), externalHandle: z.string().nullish() });
const rejectArguments = z.object({
  id: z.string(),
  reason: z.object({
    code: z.string(),
    merchantMessage: z.string().nullish(),
    source: z.string().nullish(),
  }),
});

function stateOutput(session: SessionRecord): object {
  switch (session.state) {
    case "pending":
      return { __typename: "PaymentSessionStatePending", code: "PENDING", reason: session.pendingReason };
    case "resolved":
      return { __typename: "PaymentSessionStateResolved", code: "RESOLVED" };
    case "rejected":
      return {
        __typename: "PaymentSessionStateRejected",
        code: "REJECTED",
        reason: session.rejection?.code,
        merchantMessage: session.rejection?.merchantMessage,
        source: session.rejection?.source,
      };
    case "created":
    case "started":
      return { __typename: "PaymentSessionStateRedirecting", code: "REDIRECTING" };
  }
}

function sessionOutput(session: SessionRecord): object {
  return {
    id: session.gid,
    authorizationExpiresAt: null,
    pendingExpiresAt: session.pendingExpiresAt,
    state: stateOutput(session),
    nextAction: {
      action: "REDIRECT",
      context: { __typename: "PaymentSessionActionsRedirect", redirectUrl: nextRedirectUrl(session) },
    },
  };
}

function payload(outcome: SessionOutcome): object {
  const userErrors: SessionUserError[] = outcome.kind === "user-errors" ? outcome.userErrors : [];
  return {
    paymentSession: outcome.kind === "accepted" ? sessionOutput(outcome.session) : null,
    userErrors,
  };
}

const refundRejectArguments = z.object({
  id: z.string(),
  reason: z.object({ code: z.string(), merchantMessage: z.string().nullish() }),
});

function refundOutput({ gid, state, rejection }: RefundRecord): object {
  if (state === "resolved")
    return { id: gid, state: { __typename: "RefundSessionStateResolved", code: "RESOLVED" } };
  return {
    id: gid,
    state: {
      __typename: "RefundSessionStateRejected",
      code: "REJECTED",
      reason: rejection?.code,
      merchantMessage: rejection?.merchantMessage,
    },
  };
}

/** The resolvers of refund sessions: resolve and reject, by the rules of `refund-sessions.ts`. */
function refundMutations(scope: MutationScope): Record<RefundMutation, Resolver> {
  function told(mutation: RefundMutation, gid: string, outcome: RefundOutcome): object {
    const userErrors = outcome.kind === "user-errors" ? outcome.userErrors : [];
    scope.record({ mutation, sessionId: sessionIdOfGid(gid), outcome: outcome.kind, userErrors });
    return {
      refundSession: outcome.kind === "accepted" ? refundOutput(outcome.refund) : null,
      userErrors,
    };
  }
  return {
    refundSessionResolve: (args) => {
      const { id } = idArguments.parse(args);
      const refund = scope.ledger.refunds.refundOfShop(scope.shop, id);
      return told("refundSessionResolve", id, resolveRefund(scope, refund));
    },
    refundSessionReject: (args) => {
      const { id, reason } = refundRejectArguments.parse(args);
      const refund = scope.ledger.refunds.refundOfShop(scope.shop, id);
      const rejection = { code: reason.code, merchantMessage: reason.merchantMessage ?? null };
      return told("refundSessionReject", id, rejectRefund(scope, refund, rejection));
    },
  };
}

function configure(scope: MutationScope, args: unknown): object {
  const input = configureArguments.parse(args);
  const refusal = scope.settings.configure(scope.shop, input.ready, input.externalHandle);
  const userErrors = refusal === null ? [] : [{ code: null, field: [], message: refusal }];
  const outcome = refusal === null ? "accepted" : "user-errors";
  scope.record({ mutation: "paymentsAppConfigure", sessionId: null, outcome, userErrors });
  const { ready, externalHandle } = scope.settings.of(scope.shop);
  return { paymentsAppConfiguration: refusal === null ? { ready, externalHandle } : null, userErrors };
}

/**
 * The root value for one call: what is told of payments and refunds follows the state rules, `paymentsAppConfigure` is kept; each other mutation of the schema
 * answers the GraphQL error "not simulated", so that nobody mistakes an empty answer for success.
 */
export function rootValue(schema: GraphQLSchema, scope: MutationScope): Record<string, Resolver> {
  function told(mutation: SessionMutation, gid: string, outcome: SessionOutcome): object {
    scope.record({
      mutation,
      sessionId: sessionIdOfGid(gid),
      outcome: outcome.kind,
      userErrors: outcome.kind === "user-errors" ? outcome.userErrors : [],
    });
    return payload(outcome);
  }
  const simulated: Record<string, Resolver> = {
    publicApiVersions: () => [{ handle: scope.apiVersion, displayName: scope.apiVersion, supported: true }],
    paymentSessionPending: (args) => {
      const input = pendingArguments.parse(args);
      const session = scope.ledger.sessionOfShop(scope.shop, input.id);
      return told("paymentSessionPending", input.id, pendSession(scope, session, input));
    },
    paymentSessionResolve: (args) => {
      const input = idArguments.parse(args);
      const session = scope.ledger.sessionOfShop(scope.shop, input.id);
      return told("paymentSessionResolve", input.id, resolveSession(scope, session));
    },
    paymentSessionReject: (args) => {
      const { id, reason } = rejectArguments.parse(args);
      const session = scope.ledger.sessionOfShop(scope.shop, id);
      const rejection = {
        code: reason.code,
        merchantMessage: reason.merchantMessage ?? null,
        source: reason.source ?? null,
      };
      return told("paymentSessionReject", id, rejectSession(scope, session, rejection));
    },
    ...refundMutations(scope),
    paymentsAppConfigure: (args) => configure(scope, args),
  };
  const others = Object.keys(schema.getMutationType()?.getFields() ?? {}).filter(
    (name) => !(name in simulated),
  );
  const refusals = others.map((name): [string, Resolver] => [
    name,
    () => new GraphQLError(`${name}: not simulated`),
  ]);
  return { ...simulated, ...Object.fromEntries(refusals) };
}
