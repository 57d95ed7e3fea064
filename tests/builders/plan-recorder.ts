/**
 * Watches how the database really carries out what the app sends it: with its own values, in whatever plan it chose at that moment. PostgreSQL's
 * module auto_explain tells every plan, with the rows that each step read, as a notice on the connection that sent the statement.
 */
import pg from "pg";
import { z } from "zod";

interface PlanNode {
  kind: string;
  table: string | null;
  index: string | null;
  condition: string | null;
  /** Rows that it went through, whether they were wanted or not. */
  rowsRead: number;
  depth: number;
}

export interface SeenPlan {
  /** The statement's name; where it has none, the function that sent it, or its first words. */
  statement: string;
  during: string;
  text: string;
  nodes: PlanNode[];
}

/** To be done before anybody connects. Only a superuser may load the module for all. */
export async function tellPlans(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>("select current_database() as name");
    const name = client.escapeIdentifier(rows[0]?.name ?? "");
    const settings = {
      session_preload_libraries: "auto_explain",
      "auto_explain.log_min_duration": "0",
      "auto_explain.log_level": "notice",
      "auto_explain.log_format": "json",
      "auto_explain.log_analyze": "on",
      "auto_explain.log_timing": "off",
      "auto_explain.log_nested_statements": "on",
      "auto_explain.log_parameter_max_length": "0",
      // So many that every row of a test's tables is looked at: of a sample, chance would decide between plans that cost about the same.
      default_statistics_target: "1000",
    };
    for (const [key, value] of Object.entries(settings))
      await client.query(`alter database ${name} set ${key} = '${value}'`);
  });
}

/** Without the plans of its own statements: for writing much. */
export async function withClient<Value>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<Value>,
): Promise<Value> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("set auto_explain.log_min_duration = -1");
    return await work(client);
  } finally {
    await client.end();
  }
}

interface StoredNode {
  "Node Type": string;
  "Relation Name"?: string | undefined;
  "Index Name"?: string | undefined;
  "Index Cond"?: string | undefined;
  Filter?: string | undefined;
  "Actual Rows"?: number | undefined;
  "Actual Loops"?: number | undefined;
  "Rows Removed by Filter"?: number | undefined;
  "Rows Removed by Index Recheck"?: number | undefined;
  Plans?: StoredNode[] | undefined;
}

const storedNode: z.ZodType<StoredNode> = z.looseObject({
  "Node Type": z.string(),
  "Relation Name": z.string().optional(),
  "Index Name": z.string().optional(),
  "Index Cond": z.string().optional(),
  Filter: z.string().optional(),
  "Actual Rows": z.number().optional(),
  "Actual Loops": z.number().optional(),
  "Rows Removed by Filter": z.number().optional(),
  "Rows Removed by Index Recheck": z.number().optional(),
  Plans: z.lazy(() => z.array(storedNode)).optional(),
});
const told = z.looseObject({ "Query Text": z.string(), Plan: storedNode });
const explained = z.tuple([z.looseObject({ Plan: storedNode })]);

function nodesOf(node: StoredNode, depth = 0): PlanNode[] {
  const removed = (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
  const one: PlanNode = {
    kind: node["Node Type"],
    table: node["Relation Name"] ?? null,
    index: node["Index Name"] ?? null,
    condition: node["Index Cond"] ?? node.Filter ?? null,
    rowsRead: Math.round(((node["Actual Rows"] ?? 0) + removed) * (node["Actual Loops"] ?? 0)),
    depth,
  };
  return [one, ...(node.Plans ?? []).flatMap((inner) => nodesOf(inner, depth + 1))];
}

/** Listens to every connection of this process, from now until it is stopped. */
export class PlanRecorder {
  #during = "";
  #plans: SeenPlan[] = [];
  readonly #heard = new WeakSet<pg.Client>();
  readonly #senders = new Map<string, string>();
  readonly #named = new Map<string, string>();
  /** A test asks with a bare text; the app never does. */
  readonly #testsOwn = new Set<string>();
  readonly #original: unknown;

  constructor() {
    const original: unknown = Reflect.get(pg.Client.prototype, "query");
    this.#original = original;
    // An arrow function would not know which client it is called on.
    const hear = (client: pg.Client, statement: unknown) => {
      this.#hear(client, statement);
    };
    Reflect.set(pg.Client.prototype, "query", function (this: pg.Client, ...values: unknown[]): unknown {
      hear(this, values[0]);
      const answer: unknown =
        typeof original === "function" ? Reflect.apply(original, this, values) : undefined;
      return answer;
    });
  }

  stop(): void {
    Reflect.set(pg.Client.prototype, "query", this.#original);
  }

  /** Everything that is sent meanwhile, by whomever: jobs that were asked for run along. */
  async plansOf(steps: Readonly<Record<string, () => Promise<unknown>>>): Promise<SeenPlan[]> {
    this.#plans = [];
    for (const [what, step] of Object.entries(steps)) {
      this.#during = what;
      await step();
    }
    return this.#plans.filter(({ text }) => !this.#testsOwn.has(text));
  }

  /** Of every statement with a name that was sent so far: the plan that fits any values, which the database may keep for it. */
  async plansForAnyValues(databaseUrl: string): Promise<SeenPlan[]> {
    return withClient(databaseUrl, async (client) => {
      const plans: SeenPlan[] = [];
      for (const [statement, text] of this.#named) {
        const { rows } = await client.query<{ "QUERY PLAN": unknown }>(
          `explain (generic_plan, format json) ${text}`,
        );
        const [{ Plan: plan }] = explained.parse(rows[0]?.["QUERY PLAN"]);
        plans.push({ statement, during: "any values", text, nodes: nodesOf(plan) });
      }
      return plans;
    });
  }

  #hear(client: pg.Client, statement: unknown): void {
    if (!this.#heard.has(client)) {
      this.#heard.add(client);
      client.on("notice", ({ message }) => {
        this.#note(message ?? "");
      });
    }
    if (typeof statement === "string") this.#testsOwn.add(statement);
    if (typeof statement !== "object" || statement === null || !("text" in statement)) return;
    const text = String(statement.text);
    const name = "name" in statement && typeof statement.name === "string" ? statement.name : null;
    this.#senders.set(text, name ?? senderOf(new Error("where").stack ?? "") ?? beginningOf(text));
    if (name !== null) this.#named.set(name, text);
  }

  #note(message: string): void {
    const json = /^duration: .*?plan:\n(.*)$/s.exec(message)?.[1];
    if (json === undefined) return;
    const { "Query Text": text, Plan: plan } = told.parse(JSON.parse(json));
    const statement = this.#senders.get(text) ?? beginningOf(text);
    this.#plans.push({ statement, during: this.#during, text, nodes: nodesOf(plan) });
  }
}

/** The first function of ours on the way here: stack traces name the built pages' functions, too. */
function senderOf(stack: string): string | undefined {
  const frames = stack.split("\n").filter((line) => !/node_modules|plan-recorder|node:/.test(line));
  const names = frames.flatMap((line) => /at (?:async )?(?:\w+\.)?(\w+) \(/.exec(line)?.[1] ?? []);
  return names[0];
}

function beginningOf(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, 80);
}

/** A plan as a person reads it. */
export function readable({ statement, during, nodes }: SeenPlan): string {
  const lines = nodes.map(({ kind, table, index, condition, rowsRead, depth }) =>
    [
      `${"  ".repeat(depth + 1)}${kind}`,
      ...(table === null ? [] : [`on ${table}`]),
      ...(index === null ? [] : [`by ${index}`]),
      ...(rowsRead === 0 ? [] : [`read ${rowsRead}`]),
      ...(condition === null ? [] : [condition.slice(0, 160)]),
    ].join(" "),
  );
  return [`${statement} (${during})`, ...lines].join("\n");
}
