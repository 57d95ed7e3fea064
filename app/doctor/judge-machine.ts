/** What to think of the machine, its configuration and its database. Pure. */
import { inSeconds, said, type Said } from "#app/doctor/finding.ts";
import type { OperatorConfig } from "#app/lib/operator-config.ts";

/** What the sources' own TypeScript needs (scripts/ready.mjs stops older ones before anything is read). */
const LEAST_NODE = { major: 22, minor: 19 };

/** Last days of the lines with long support (nodejs.org, release schedule, read 2026-11-29). */
const LAST_DAYS = new Map([
  [22, "2027-04-30"],
  [24, "2028-04-30"],
  [26, "2029-04-30"],
]);

export function judgeRuntime(version: string, now: Date): Said {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < LEAST_NODE.major || (major === LEAST_NODE.major && minor < LEAST_NODE.minor);
  if (isOld) return said("node-old", { version });
  const day = LAST_DAYS.get(major);
  // Even lines newer than this list get long support too; odd ones never do.
  if (day === undefined) return said(major % 2 === 0 ? "node-good" : "node-short-lived", { version });
  const isOver = now.getTime() > Date.parse(`${day}T23:59:59Z`);
  return isOver ? said("node-ended", { version, day }) : said("node-good", { version });
}

export interface ConfigurationFacts {
  /** `NAME: what is wrong`, never with the value. */
  problems: readonly string[];
  isProduction: boolean;
  /** Whether the proxy in front of the public port says whom it speaks for. */
  knowsWebProxy: boolean;
}

export function judgeConfiguration(facts: ConfigurationFacts): Said {
  const { problems } = facts;
  if (problems.length > 0) {
    return said("configuration-bad", { count: problems.length, problems: problems.join("; ") });
  }
  const isBlind = facts.isProduction && !facts.knowsWebProxy;
  return said(isBlind ? "web-proxy-unknown" : "configuration-good");
}

/**
 * Who runs the service, as /privacy, /terms and /support name them: Ley 29733 and Shopify's review both want somebody there. Half a name is no
 * configuration at all (operator-config.ts), so that here it is named whole or not.
 */
export function judgeOperator(operator: OperatorConfig | null): Said {
  if (operator === null) return said("operator-unnamed");
  const missing = [
    ...(operator.dataPlace === null ? ["OPERATOR_DATA_PLACE"] : []),
    ...(operator.incidentContact === null ? ["OPERATOR_INCIDENT_CONTACT"] : []),
  ];
  if (missing.length === 0) return said("operator-named");
  return said("operator-incomplete", { missing: missing.join(", ") });
}

/** What came of asking the database for its version: `word` is PostgreSQL's or the system's own for what went wrong. */
export type DatabaseFacts =
  { kind: "answered"; number: number; version: string } | { kind: "failed"; word: string };

/** PostgreSQL, appendix A: invalid_authorization_specification, invalid_password, invalid_catalog_name. */
const REFUSES_USER = new Set(["28000", "28P01"]);
const NO_SUCH_DATABASE = "3D000";
const TESTED_FROM = 180_000;
const TESTED_BEFORE = 190_000;

export function judgeDatabase(facts: DatabaseFacts): Said {
  if (facts.kind === "failed") {
    const reason = facts.word;
    if (REFUSES_USER.has(reason)) return said("database-refuses", { reason });
    if (reason === NO_SUCH_DATABASE) return said("database-absent");
    return said("database-silent", { reason });
  }
  const { number, version } = facts;
  const isTested = number >= TESTED_FROM && number < TESTED_BEFORE;
  return said(isTested ? "database-good" : "database-untested", { version });
}

export interface MigrationFacts {
  wanted: readonly string[];
  applied: ReadonlySet<string>;
  /** Begun, not ended, and not taken back. */
  unfinished: readonly string[];
  hasQueue: boolean;
}

export function judgeMigrations(facts: MigrationFacts): Said {
  const [broken] = facts.unfinished;
  if (broken !== undefined) return said("migrations-broken", { first: broken });
  const missing = facts.wanted.filter((name) => !facts.applied.has(name)).toSorted();
  if (missing[0] !== undefined) {
    return said("migrations-missing", { count: missing.length, first: missing[0] });
  }
  if (!facts.hasQueue) return said("queue-tables-absent");
  const unknown = [...facts.applied].filter((name) => !facts.wanted.includes(name)).toSorted();
  if (unknown[0] !== undefined)
    return said("migrations-ahead", { count: unknown.length, first: unknown[0] });
  return said("migrations-good", { count: facts.wanted.length });
}

/** A clock other than ours: its time minus ours; null when it was not or could not be read. */
export interface OtherClock {
  whose: string;
  offsetMs: number | null;
}

/** A `Date` header has whole seconds and a way to travel. */
const OFF_FROM_MS = 5_000;
/** What *Test connection* and the watch over keys take as too far for PagoEfectivo's `dateRequest`. */
const WRONG_FROM_MS = 60_000;

export function judgeClock(others: readonly OtherClock[]): Said {
  const read = others.flatMap(({ whose, offsetMs }) =>
    offsetMs === null ? [] : [{ whose, offMs: Math.abs(offsetMs) }],
  );
  const [worst] = read.toSorted((one, other) => other.offMs - one.offMs);
  if (!worst) return said("clock-good", { whose: "nobody, for nobody was asked", seconds: 0 });
  const seconds = inSeconds(worst.offMs);
  if (worst.offMs > WRONG_FROM_MS) return said("clock-wrong", { seconds, whose: worst.whose });
  if (worst.offMs > OFF_FROM_MS) return said("clock-off", { seconds, whose: worst.whose });
  return said("clock-good", { seconds, whose: read.map(({ whose }) => whose).join(", ") });
}
