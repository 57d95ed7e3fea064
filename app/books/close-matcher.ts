/**
 * Brings rows together: what a person has confirmed, then the CIP, then the transaction code. Every row that goes in comes out in
 * exactly one entry. It needs all rows that may belong together at once, and nothing else: matching a part of the books gives the
 * same entries as matching all of them. Pure. What is likely the same by amount and time alone is `close-likely.ts`.
 */
import type {
  CloseEntry,
  FeeProblem,
  LedgerRow,
  MatchedBy,
  Said,
  SaidRow,
  StatementOfClose,
} from "#app/books/close-entry.ts";
import { coverageOf, verdictOf, type Coverage } from "#app/books/close-verdict.ts";
import type { Currency } from "#app/lib/money.ts";

export interface Matching {
  statements: readonly StatementOfClose[];
  /** What each settlement pays out, by its number and currency: `ref currency`. */
  settlements: ReadonlyMap<string, number>;
  /** What the merchant's terms say of a settlement's row. */
  checkFee: (row: SaidRow) => FeeProblem | null;
}

interface Group {
  here: LedgerRow | null;
  rows: SaidRow[];
  matchedBy: MatchedBy | null;
}

export function matchBooks(
  ledger: readonly LedgerRow[],
  said: readonly SaidRow[],
  matching: Matching,
): CloseEntry[] {
  const knowing = {
    ...matching,
    coverage: coverageOf(matching.statements),
    newest: new Map(matching.statements.map(({ id, until }) => [id, until])),
  };
  const { groups, credits } = gather(ledger, said);
  return [
    ...groups.flatMap(ofOneCurrency).map((group) => entryOf(group, knowing)),
    ...credits.map((row) => creditEntry(row, matching)),
  ];
}

export function creditKey(row: Pick<SaidRow, "settlementRef" | "currency">): string {
  return `${row.settlementRef ?? ""} ${row.currency}`;
}

function gather(ledger: readonly LedgerRow[], said: readonly SaidRow[]) {
  const byCode = new Map<string, Group>();
  const byCip = new Map<string, Group>();
  const groups: Group[] = ledger.map((here) => ({ here, rows: [], matchedBy: null }));
  for (const group of groups) {
    if (group.here === null) continue;
    byCode.set(group.here.codeId, group);
    if (group.here.cip !== null) byCip.set(group.here.cip, group);
  }
  const strangers: SaidRow[] = [];
  const credits: SaidRow[] = [];
  for (const row of said) {
    if (row.kind === "bank") {
      credits.push(row);
      continue;
    }
    const found = findGroup(row, byCode, byCip);
    if (found !== null) {
      found.group.rows.push(row);
      found.group.matchedBy = strongest(found.group.matchedBy, found.by);
      continue;
    }
    strangers.push(row);
  }
  return { groups: [...groups, ...groupStrangers(strangers)], credits };
}

/** Rows without a code of ours: those with one CIP belong together. */
function groupStrangers(rows: readonly SaidRow[]): Group[] {
  const keyOf = (row: SaidRow) => (row.cip === null ? `${row.statementId} ${row.line}` : `cip ${row.cip}`);
  const groups = [...Map.groupBy(rows, keyOf).values()];
  return groups.map((ofOne) => ({ here: null, rows: ofOne, matchedBy: null }));
}

/**
 * Money of two currencies is never added: rows of another one than the group's stand alone, unless all of them are, and are
 * gathered as if they had never been brought to a code.
 */
function ofOneCurrency(group: Group): Group[] {
  const { here, rows } = group;
  const [first] = rows;
  if (first === undefined) return [group];
  const isOurs = here !== null && rows.some((row) => row.currency === here.currency);
  const currency = isOurs ? here.currency : first.currency;
  const others = rows.filter((row) => row.currency !== currency);
  if (others.length === 0) return [group];
  const own = { ...group, rows: rows.filter((row) => row.currency === currency) };
  return [own, ...groupStrangers(others)];
}

function findGroup(
  row: SaidRow,
  byCode: ReadonlyMap<string, Group>,
  byCip: ReadonlyMap<string, Group>,
): { group: Group; by: MatchedBy } | null {
  const confirmed = row.confirmedCodeId === null ? undefined : byCode.get(row.confirmedCodeId);
  if (confirmed) return { group: confirmed, by: "confirmed" };
  const ofCip = row.cip === null ? undefined : byCip.get(row.cip);
  if (ofCip) return { group: ofCip, by: "cip" };
  const ofCode =
    row.transactionCode === null ? undefined : byCode.get(row.transactionCode.trim().toLowerCase());
  return ofCode ? { group: ofCode, by: "transaction-code" } : null;
}

const STRENGTH: readonly (MatchedBy | null)[] = [null, "confirmed", "transaction-code", "cip"];

function strongest(one: MatchedBy | null, other: MatchedBy): MatchedBy {
  return STRENGTH.indexOf(one) > STRENGTH.indexOf(other) ? (one ?? other) : other;
}

type Knowing = Matching & { coverage: Coverage; newest: ReadonlyMap<string, string> };

function entryOf({ here, rows, matchedBy }: Group, knowing: Knowing): CloseEntry {
  const reported = newestOf(
    rows.filter(({ kind }) => kind === "report"),
    here,
    knowing,
  );
  const settlements = rows.filter(({ kind }) => kind === "settlement");
  const report = reported.counting.length === 0 ? null : addUp(reported.counting);
  const settled = settlements.length === 0 ? null : settledOf(settlements);
  const there = report ?? settled;
  const fee = feeOf(settlements, knowing);
  const verdict = verdictOf({ here, there, settled, fee }, knowing.coverage);
  return {
    ...verdict,
    ...{ here, there, settled, matchedBy, fee },
    repeated: reported.repeated,
    expectedCentimos: null,
  };
}

/**
 * Of several reports the one that knows most counts; the others are repeated. A report that was made before the code was paid says
 * nothing of it.
 */
function newestOf(rows: readonly SaidRow[], here: LedgerRow | null, { newest }: Knowing) {
  const untilOf = (row: SaidRow) => newest.get(row.statementId) ?? "";
  const [latest] = rows.toSorted(
    (one, other) => compare(untilOf(other), untilOf(one)) || compare(other.statementId, one.statementId),
  );
  const paidAt = here?.state === "paid" ? here.paidAt : null;
  const isCounting = (row: SaidRow) =>
    row.statementId === latest?.statementId &&
    (paidAt === null || isMoney(row) || paidAt <= untilOf(latest));
  return {
    counting: rows.filter(isCounting),
    repeated: rows.filter((row) => !isCounting(row)),
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const MONEY: readonly SaidRow["state"][] = ["paid", "reversed", "refunded"];

export function isMoney(row: Pick<SaidRow, "state">): boolean {
  return MONEY.includes(row.state);
}

/** Rows of one currency. Unpaid ones are no money, whatever amount they name. */
function addUp(rows: readonly SaidRow[]): Said {
  const money = rows.filter(isMoney);
  const currency: Currency = rows[0]?.currency ?? "PEN";
  const centimos = money.reduce((sum, { amountCentimos }) => sum + amountCentimos, 0);
  const paidAt = money.find((row) => row.paidAt !== null)?.paidAt ?? null;
  return { state: stateOf(money), centimos, currency, paidAt, rows };
}

function stateOf(money: readonly SaidRow[]): Said["state"] {
  if (money.length === 0) return "unpaid";
  if (
    money.some(
      ({ state, amountCentimos }) => state === "reversed" || (state === "paid" && amountCentimos < 0),
    )
  )
    return "reversed";
  return money.some(({ state }) => state === "refunded") ? "refunded" : "paid";
}

function settledOf(rows: readonly SaidRow[]): NonNullable<CloseEntry["settled"]> {
  const sum = (of: (row: SaidRow) => number | null): number | null => {
    const known = rows.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
  };
  const last = rows.at(-1);
  return {
    ...addUp(rows),
    feeCentimos: sum((row) => row.feeCentimos),
    igvCentimos: sum((row) => row.igvCentimos),
    netCentimos: sum((row) => row.netCentimos),
    settledOn: last?.settledOn ?? null,
    settlementRef: last?.settlementRef ?? null,
  };
}

function feeOf(rows: readonly SaidRow[], { checkFee }: Knowing): FeeProblem | null {
  for (const row of rows) {
    const problem = row.amountCentimos > 0 ? checkFee(row) : null;
    if (problem !== null) return problem;
  }
  return null;
}

/** What the bank credited, against what the settlement of that number adds up to. */
function creditEntry(row: SaidRow, { settlements }: Matching): CloseEntry {
  const expected = row.settlementRef === null ? null : (settlements.get(creditKey(row)) ?? null);
  const isEqual = expected === row.amountCentimos;
  return {
    bucket: expected === null ? "only-there" : isEqual ? "equal" : "different-amount",
    problems: expected === null ? ["credit-unknown"] : isEqual ? [] : ["credit-differs"],
    here: null,
    there: addUp([row]),
    settled: null,
    repeated: [],
    matchedBy: null,
    fee: null,
    expectedCentimos: expected,
  };
}
