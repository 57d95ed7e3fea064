import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  valueFromASTUntyped,
  type OperationDefinitionNode,
} from "graphql";
import { documentOf } from "./graphql-documents.ts";
import { jsonObjectSchema, type JsonObject } from "./json.ts";
import type { SessionUserError } from "./payment-sessions.ts";
import type { RefundUserError } from "./refund-sessions.ts";
import type { GraphqlFault } from "./switches.ts";

/** Every call to the GraphQL endpoint, one entry per mutation in it; never a token. */
export interface RecordedMutation {
  at: Date;
  shop: string;
  /** Name of the root field, or `(unreadable)` when the document cannot be parsed. */
  mutation: string;
  /** Id (not gid) of the payment session or refund session it names, null when it names none. */
  sessionId: string | null;
  variables: JsonObject;
  /**
   * What became of it here. A call whose answer was dropped after the effect is `accepted`, with the fault beside
   * it: the sender could not know.
   */
  outcome: "accepted" | "user-errors" | "fault";
  /** The fault it suffered, or why it never reached the rules (`wrong-token`, `wrong-version`, `graphql-error`). */
  fault: GraphqlFault | "wrong-token" | "wrong-version" | "graphql-error" | null;
  userErrors: (SessionUserError | RefundUserError)[];
}

/** A call as far as it can be told from its text, before anything is executed. */
export interface CallDescription {
  mutation: string;
  sessionId: string | null;
  variables: JsonObject;
  isMutation: boolean;
}

const GID = /^gid:\/\/shopify\/(?:Payment|Refund)Session\/(.+)$/s;

/** The id inside the gid of a payment session or refund session; other text is answered as it is. */
export function sessionIdOfGid(gid: string): string {
  return GID.exec(gid)?.[1] ?? gid;
}

function operationOf(query: string, operationName: string | null): OperationDefinitionNode | null {
  const document = documentOf(query);
  if (document instanceof GraphQLError) return null;
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  return operations.find((node) => operationName === null || node.name?.value === operationName) ?? null;
}

/** Reads name and session of a call from its document and variables, for the record and for aiming faults. */
export function describeCall(
  query: string,
  variables: JsonObject,
  operationName: string | null,
): CallDescription {
  const operation = operationOf(query, operationName);
  const field = operation?.selectionSet.selections.find((node) => node.kind === Kind.FIELD);
  if (operation === null || field === undefined) {
    return { mutation: "(unreadable)", sessionId: null, variables, isMutation: false };
  }
  const idArgument = field.arguments?.find((argument) => argument.name.value === "id");
  const id = idArgument === undefined ? null : valueFromASTUntyped(idArgument.value, variables);
  return {
    mutation: field.name.value,
    sessionId: typeof id === "string" ? sessionIdOfGid(id) : null,
    variables: jsonObjectSchema.safeParse(variables).data ?? {},
    isMutation: operation.operation === OperationTypeNode.MUTATION,
  };
}
