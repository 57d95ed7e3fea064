/**
 * Whether the version that runs now survives a migration. A release migrates first and then replaces processes one by one, so for minutes
 * the old version works on the new schema, and after a step back for as long as it takes. What takes something away from it, refuses what
 * it writes, or locks a table while it is rewritten is refused here. Each kind of statement must be known to be harmless: what nobody
 * thought of is refused as well.
 */
import {
  loadModule,
  parseSync,
  type AlterTableCmd,
  type AlterTableStmt,
  type ColumnDef,
  type Constraint,
  type IndexStmt,
  type Node,
} from "libpg-query";

/** Rules that a migration may be excused from, each with what breaks otherwise. */
export const MIGRATION_RULES = {
  "drop-table": "the version that runs now still reads and writes it",
  "drop-column": "the version that runs now still names it in its statements",
  "drop-other":
    "the version that runs now may lean on it: a unique index on its ON CONFLICT, a function on its calls",
  rename: "the version that runs now knows only the old name",
  "replaced-function": "the version that runs now calls the new one from this moment on",
  "change-type": "rewrites the table under a lock, and the version that runs now sends the old type",
  rewrite: "computes a value for each row and writes all of them anew, under a lock",
  "required-column": "rows of the version that runs now lack it: give it a default, or leave it nullable",
  "new-constraint":
    "is checked over the whole table under a lock, and refuses what the version that runs now writes: NOT VALID first, VALIDATE in a migration of its own",
  "new-trigger": "runs on what the version that runs now writes, which does not expect what it does",
  "locking-index": "stops every write while it is built: CREATE INDEX CONCURRENTLY, alone in its migration",
  "not-alone":
    "CONCURRENTLY cannot run in a transaction, and several statements are one: it must be alone in its migration",
  "changes-rows":
    "a release that rewrites rows holds their locks until it ends: let a job fill them in, a few at a time",
  unknown: "nobody has thought about this kind of statement yet",
} as const;
export type MigrationRule = keyof typeof MIGRATION_RULES;

export interface MigrationFinding {
  rule: MigrationRule;
  /** The table, index or kind of statement. */
  what: string;
}

/** A sentence for each excuse: `-- previous version: drop-column: 1.4 was the last that read it, and is gone since May.` */
const EXCUSE = /^-- previous version: ([a-z-]+): (.{20,})$/gm;

/**
 * What in this migration's SQL would break the version before, without what it excuses. Throws when it is no SQL of PostgreSQL 18, and when an
 * excuse names no rule or excuses nothing: it would excuse the next one.
 */
export async function judgeMigration(sql: string): Promise<MigrationFinding[]> {
  await loadModule();
  const statements = (parseSync(sql).stmts ?? []).flatMap(({ stmt }) => (stmt ? [stmt] : []));
  const migration = contentOf(statements);
  const findings = statements.flatMap((statement) => judge(statement, migration));
  const excuses = [...sql.matchAll(EXCUSE)].map(([, rule = ""]) => rule);
  for (const rule of excuses) {
    if (!(rule in MIGRATION_RULES)) throw new Error(`${rule} is no rule that can be excused`);
    if (!findings.some((finding) => finding.rule === rule))
      throw new Error(`${rule} is excused and not needed`);
  }
  return findings.filter(({ rule }) => !excuses.includes(rule));
}

/** What one migration makes and takes away. */
interface Migration {
  count: number;
  /** Tables that nobody uses yet. */
  fresh: ReadonlySet<string>;
  /** As `table.column`. */
  newColumns: ReadonlySet<string>;
  madeConstraints: ReadonlySet<string>;
  droppedConstraints: ReadonlySet<string>;
}

function contentOf(statements: readonly Node[]): Migration {
  const created = statements.flatMap((one) =>
    "CreateStmt" in one ? [one.CreateStmt.relation?.relname ?? ""] : [],
  );
  const commands = statements.flatMap((one) => {
    if (!("AlterTableStmt" in one)) return [];
    const table = one.AlterTableStmt.relation?.relname ?? "";
    const cmds = one.AlterTableStmt.cmds ?? [];
    return cmds.flatMap((cmd) => ("AlterTableCmd" in cmd ? [{ table, ...cmd.AlterTableCmd }] : []));
  });
  const newColumns = commands.flatMap(({ table, def }) =>
    def && "ColumnDef" in def ? [`${table}.${def.ColumnDef.colname ?? ""}`] : [],
  );
  const made = commands.flatMap(({ def }) =>
    def && "Constraint" in def ? [def.Constraint.conname ?? ""] : [],
  );
  const dropped = commands.flatMap(({ subtype, name }) =>
    subtype === "AT_DropConstraint" ? [name ?? ""] : [],
  );
  return {
    count: statements.length,
    fresh: new Set(created),
    newColumns: new Set(newColumns),
    madeConstraints: new Set(made),
    droppedConstraints: new Set(dropped),
  };
}

/** Makes something new, or says something about it. */
const HARMLESS = [
  "CreateStmt",
  "CreateSchemaStmt",
  "CreateEnumStmt",
  "CreateSeqStmt",
  "CreateExtensionStmt",
  "ViewStmt",
  "CommentStmt",
  "AlterEnumStmt",
  "InsertStmt",
  "VariableSetStmt",
];

function judge(statement: Node, migration: Migration): MigrationFinding[] {
  if ("AlterTableStmt" in statement) return judgeAlterTable(statement.AlterTableStmt, migration);
  if ("IndexStmt" in statement) return judgeIndex(statement.IndexStmt, migration);
  if ("DropStmt" in statement) {
    const { removeType, objects } = statement.DropStmt;
    return [{ rule: removeType === "OBJECT_TABLE" ? "drop-table" : "drop-other", what: namesIn(objects) }];
  }
  if ("RenameStmt" in statement) {
    const { relation, newname = "" } = statement.RenameStmt;
    return isFresh(relation?.relname, migration) ? [] : [{ rule: "rename", what: newname }];
  }
  if ("CreateFunctionStmt" in statement) {
    const { replace, funcname } = statement.CreateFunctionStmt;
    return replace ? [{ rule: "replaced-function", what: namesIn(funcname) }] : [];
  }
  if ("CreateTrigStmt" in statement) {
    const { relation, trigname = "" } = statement.CreateTrigStmt;
    return isFresh(relation?.relname, migration) ? [] : [{ rule: "new-trigger", what: trigname }];
  }
  const changed = changedTables(statement);
  if (changed) {
    return changed
      .filter((table) => !isFresh(table, migration))
      .map((what) => ({ rule: "changes-rows", what }));
  }
  const [kind = ""] = Object.keys(statement);
  return HARMLESS.includes(kind) ? [] : [{ rule: "unknown", what: kind }];
}

/** Null: the statement is about no rows. */
function changedTables(statement: Node): string[] | null {
  if ("UpdateStmt" in statement) return [statement.UpdateStmt.relation?.relname ?? ""];
  if ("DeleteStmt" in statement) return [statement.DeleteStmt.relation?.relname ?? ""];
  if (!("TruncateStmt" in statement)) return null;
  const { relations = [] } = statement.TruncateStmt;
  return relations.flatMap((one) => ("RangeVar" in one ? [one.RangeVar.relname ?? ""] : []));
}

function judgeIndex(index: IndexStmt, migration: Migration): MigrationFinding[] {
  const what = index.relation?.relname ?? "";
  if (isFresh(what, migration)) return [];
  const findings: MigrationFinding[] = [];
  if (!index.concurrent) findings.push({ rule: "locking-index", what });
  else if (migration.count > 1) findings.push({ rule: "not-alone", what });
  if (index.unique) findings.push({ rule: "new-constraint", what });
  return findings;
}

function judgeAlterTable(
  { relation, cmds = [], objtype }: AlterTableStmt,
  migration: Migration,
): MigrationFinding[] {
  const table = relation?.relname ?? "";
  if (isFresh(table, migration)) return [];
  if (objtype !== "OBJECT_TABLE") return [{ rule: "unknown", what: `${objtype ?? ""} ${table}` }];
  const commands = cmds.flatMap((one) => ("AlterTableCmd" in one ? [one.AlterTableCmd] : []));
  return commands.flatMap((command) => judgeCommand(command, { ...migration, table }));
}

/** Takes away a limit, or says how rows are kept: what was right before is right afterwards. */
const HARMLESS_COMMANDS = [
  "AT_DropNotNull",
  "AT_ValidateConstraint",
  "AT_SetRelOptions",
  "AT_ResetRelOptions",
  "AT_SetStatistics",
];

type OnTable = Migration & { table: string };

function judgeCommand({ subtype = "AT_AddOf", name, def }: AlterTableCmd, on: OnTable): MigrationFinding[] {
  const what = name ? `${on.table}.${name}` : on.table;
  if (HARMLESS_COMMANDS.includes(subtype)) return [];
  // PostgreSQL wants a default to add a required column; taken away again, every row of the version that runs now is refused.
  if (subtype === "AT_ColumnDefault") return def ? [] : [{ rule: "required-column", what }];
  if (subtype === "AT_AddColumn" && def && "ColumnDef" in def) return judgeColumn(def.ColumnDef, on);
  if (subtype === "AT_AddConstraint" && def && "Constraint" in def) {
    return judgeConstraint(def.Constraint, on);
  }
  if (subtype === "AT_DropColumn") return [{ rule: "drop-column", what }];
  if (subtype === "AT_AlterColumnType") return [{ rule: "change-type", what }];
  if (subtype === "AT_SetNotNull") return [{ rule: "required-column", what }];
  if (subtype === "AT_DropConstraint") {
    return on.madeConstraints.has(name ?? "") ? [] : [{ rule: "drop-other", what }];
  }
  return [{ rule: "unknown", what: `${subtype} ${what}` }];
}

/** Values that PostgreSQL computes once for all rows, which then need not be rewritten (manual, ALTER TABLE, read 2026-11-29). */
const STABLE_CALLS = ["now", "current_timestamp"];

function judgeColumn({ colname, constraints = [] }: ColumnDef, { table }: OnTable): MigrationFinding[] {
  const what = `${table}.${colname ?? ""}`;
  const parts = constraints.flatMap((one) => ("Constraint" in one ? [one.Constraint] : []));
  const kinds = parts.map(({ contype }) => contype);
  const byDefault = parts.find(({ contype }) => contype === "CONSTR_DEFAULT");
  const findings: MigrationFinding[] = [];
  if (kinds.includes("CONSTR_NOTNULL") && !byDefault) findings.push({ rule: "required-column", what });
  if (callsIn(byDefault).some((call) => !STABLE_CALLS.includes(call)))
    findings.push({ rule: "rewrite", what });
  if (kinds.includes("CONSTR_GENERATED") || kinds.includes("CONSTR_IDENTITY"))
    findings.push({ rule: "rewrite", what });
  if (kinds.includes("CONSTR_UNIQUE") || kinds.includes("CONSTR_PRIMARY"))
    findings.push({ rule: "locking-index", what });
  if (kinds.includes("CONSTR_CHECK")) findings.push({ rule: "new-constraint", what });
  return findings;
}

function judgeConstraint(constraint: Constraint, on: OnTable): MigrationFinding[] {
  const { contype, conname = "", skip_validation, indexname } = constraint;
  const what = `${on.table}.${conname}`;
  if (contype === "CONSTR_NOTNULL") return [{ rule: "required-column", what }];
  if (contype !== "CONSTR_CHECK" && contype !== "CONSTR_FOREIGN") {
    return indexname ? [] : [{ rule: "locking-index", what }];
  }
  if (!skip_validation) return [{ rule: "new-constraint", what }];
  // The successor of one that is dropped here is taken to be wider; about a new column the version that runs now writes nothing.
  const isKnown = on.droppedConstraints.has(conname);
  const columns =
    contype === "CONSTR_CHECK" ? columnsIn(constraint.raw_expr) : wordsIn(constraint.fk_attrs);
  return isKnown || columns.every((column) => on.newColumns.has(`${on.table}.${column}`))
    ? []
    : [{ rule: "new-constraint", what }];
}

function isFresh(table: string | undefined, { fresh }: Migration): boolean {
  return table !== undefined && fresh.has(table);
}

/** Every name in this part of the tree, as it was written. */
function wordsIn(part: unknown): string[] {
  return [...JSON.stringify(part ?? null).matchAll(/"sval":"((?:[^"\\]|\\.)*)"/g)].map(
    ([, word = ""]) => word,
  );
}

const namesIn = (part: unknown): string => wordsIn(part).join(".");

function columnsIn(part: unknown): string[] {
  const references = JSON.stringify(part ?? null).match(/"ColumnRef":\{"fields":\[[^\]]*\]/g) ?? [];
  return references.flatMap((reference) => /"sval":"([^"]*)"\}\}\]$/.exec(reference)?.[1] ?? []);
}

function callsIn(part: unknown): string[] {
  const calls = JSON.stringify(part ?? null).match(/"funcname":\[[^\]]*\]/g) ?? [];
  return calls.flatMap((call) => /"sval":"([^"]*)"\}\}\]$/.exec(call)?.[1] ?? []);
}
