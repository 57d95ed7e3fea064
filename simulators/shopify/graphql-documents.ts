import { GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema } from "graphql";

/** An app sends the same few documents again and again. */
const MOST_KEPT = 200;

const parsed = new Map<string, DocumentNode | GraphQLError>();
const judged = new WeakMap<GraphQLSchema, Map<DocumentNode, readonly GraphQLError[]>>();

/** The document of a query, or why it is none; read once for each text. */
export function documentOf(query: string): DocumentNode | GraphQLError {
  return keep(parsed, query, () => {
    try {
      return parse(query);
    } catch (error) {
      if (error instanceof GraphQLError) return error;
      throw error;
    }
  });
}

/** What the schema has against a document; judged once for each. */
export function errorsOf(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  const known = judged.get(schema) ?? new Map<DocumentNode, readonly GraphQLError[]>();
  judged.set(schema, known);
  return keep(known, document, () => validate(schema, document));
}

function keep<Key, Value>(kept: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = make();
  kept.set(key, made);
  return made;
}
