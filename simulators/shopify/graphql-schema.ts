import { readFileSync } from "node:fs";
import { buildSchema, GraphQLError, isScalarType, valueFromASTUntyped, type GraphQLSchema } from "graphql";

const SCHEMA_FILE = new URL("./payments-apps-2026-10.graphql", import.meta.url);

// With a zone: an instant without one would be read differently on each machine.
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/;

function readInstant(value: unknown): Date {
  if (typeof value === "string" && INSTANT.test(value)) {
    const instant = new Date(value);
    if (!Number.isNaN(instant.getTime())) return instant;
  }
  throw new GraphQLError("DateTime must be an ISO 8601 text with a time zone.");
}

function writeInstant(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  throw new GraphQLError("DateTime must be written from an instant.");
}

/**
 * The Payments Apps schema 2026-10 (names and types as Shopify publishes them), executable: `DateTime` arguments
 * arrive as `Date` and anything that is no instant is a GraphQL error.
 */
export function loadPaymentsAppsSchema(): GraphQLSchema {
  const schema = buildSchema(readFileSync(SCHEMA_FILE, "utf8"));
  const dateTime = schema.getType("DateTime");
  if (!isScalarType(dateTime)) throw new Error("the schema has no DateTime scalar");
  dateTime.parseValue = readInstant;
  dateTime.parseLiteral = (node, variables) => readInstant(valueFromASTUntyped(node, variables));
  dateTime.serialize = writeInstant;
  return schema;
}
