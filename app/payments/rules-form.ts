/**
 * Reads the merchant's rules out of a form, and writes them into one. Pure: the page checks with it while somebody types,
 * and the server decides with it.
 */
import { z } from "zod";
import { CURRENCIES, MAX_CENTIMOS, toDecimalText, type Currency } from "#app/lib/money.ts";
import { RULE_BOUNDS, type AmountBand, type ExpiryRules } from "#app/payments/expiry-rules.ts";

export interface AmountLimits {
  /** Céntimos; null where the merchant set none. */
  min: number | null;
  max: number | null;
}

/** Everything that the rules page decides. */
export interface MerchantRules extends ExpiryRules {
  limits: Record<Currency, AmountLimits>;
  atExpiry: "reject" | "lapse";
  confirmTimerSeconds: number;
}

export const RULE_FIELDS = [
  "ending",
  "lifeHours",
  "bands",
  "quiet",
  "quietFrom",
  "quietTo",
  "graceMinutes",
  "businessDays",
  "minPEN",
  "maxPEN",
  "minUSD",
  "maxUSD",
  "atExpiry",
  "confirmSeconds",
] as const;
export type RuleField = (typeof RULE_FIELDS)[number];
/** As typed. `bands` is JSON: see `readBands`. */
export type RuleFields = Record<RuleField, string>;

/** One band as typed. */
export interface BandFields {
  currency: Currency;
  upTo: string;
  hours: string;
}

/** A field with a problem; of a band its line, counted from 0. */
export type RuleProblemField = RuleField | `bands.${number}.upTo` | `bands.${number}.hours`;
export type RuleProblem =
  | "rules.problem.hours"
  | "rules.problem.amount"
  | "rules.problem.sameAmount"
  | "rules.problem.tooManyBands"
  | "rules.problem.time"
  | "rules.problem.sameTime"
  | "rules.problem.longQuiet"
  | "rules.problem.grace"
  | "rules.problem.maxBelowMin"
  | "rules.problem.confirm"
  | "rules.problem.choice";
export type RuleProblems = Partial<Record<RuleProblemField, RuleProblem>>;

export type ParsedRules =
  { kind: "parsed"; rules: MerchantRules } | { kind: "refused"; problems: RuleProblems };

/** Longer quiet hours would leave too few hours of a day in which a code may end. */
const LONGEST_QUIET_MINUTES = 12 * 60;
const DAY_MINUTES = 24 * 60;

/**
 * Reads the form. Fields that its choices put out of use are not looked at; where these hold nonsense, what `stored` says
 * is kept of them.
 */
export function parseRulesForm(
  typed: Readonly<Record<string, string>>,
  stored: Pick<ExpiryRules, "codeLifeMinutes" | "amountBands">,
): ParsedRules {
  const problems: RuleProblems = {};
  const text = (field: RuleField) => (typed[field] ?? "").trim();
  const life = readLife(text("ending"), text("lifeHours"), typed["bands"] ?? "", stored, problems);
  const quiet = readQuiet(text, problems);
  const graceMinutes = readWhole(text("graceMinutes"), RULE_BOUNDS.graceMinutes);
  if (graceMinutes === null) problems.graceMinutes = "rules.problem.grace";
  const businessDays = readChoice(text("businessDays"), ["yes", "no"]);
  if (businessDays === null) problems.businessDays = "rules.problem.choice";
  const limits = {
    PEN: readLimits("minPEN", "maxPEN", text, problems),
    USD: readLimits("minUSD", "maxUSD", text, problems),
  };
  const atExpiry = readChoice(text("atExpiry"), ["reject", "lapse"]);
  if (atExpiry === null) problems.atExpiry = "rules.problem.choice";
  const confirmTimerSeconds = readWhole(text("confirmSeconds"), RULE_BOUNDS.confirmTimerSeconds);
  if (confirmTimerSeconds === null) problems.confirmSeconds = "rules.problem.confirm";

  const isWhole = graceMinutes !== null && atExpiry !== null && confirmTimerSeconds !== null;
  if (!isWhole || Object.keys(problems).length > 0) return { kind: "refused", problems };
  const rest = { graceMinutes, businessDayGrace: businessDays === "yes", limits, atExpiry };
  return { kind: "parsed", rules: { ...life, ...quiet, ...rest, confirmTimerSeconds } };
}

type Life = Pick<ExpiryRules, "endsAtDayEnd" | "codeLifeMinutes" | "amountBands">;

function readLife(
  ending: string,
  lifeHours: string,
  bandsText: string,
  stored: Pick<ExpiryRules, "codeLifeMinutes" | "amountBands">,
  problems: RuleProblems,
): Life {
  const found: RuleProblems = {};
  const codeLifeMinutes = readHours(lifeHours);
  if (codeLifeMinutes === null) found.lifeHours = "rules.problem.hours";
  const amountBands = parseBands(readBands(bandsText), found);
  const isSound = Object.keys(found).length === 0;
  const endsAtDayEnd = ending === "day-end";
  if (!endsAtDayEnd) Object.assign(problems, found);
  if (readChoice(ending, ["life", "day-end"]) === null) problems.ending = "rules.problem.choice";
  return isSound && codeLifeMinutes !== null
    ? { endsAtDayEnd, codeLifeMinutes, amountBands }
    : { endsAtDayEnd, codeLifeMinutes: stored.codeLifeMinutes, amountBands: stored.amountBands };
}

const bandsInForm = z.array(
  z.object({ currency: z.enum(CURRENCIES), upTo: z.string().max(40), hours: z.string().max(40) }),
);

/** The lines of bands in a form; one line that fits nothing where the text is no such list, so that it is refused. */
export function readBands(text: string): BandFields[] {
  try {
    return bandsInForm.parse(JSON.parse(text === "" ? "[]" : text));
  } catch {
    return [{ currency: "PEN", upTo: "", hours: "" }]; // Not written by our page: there is nothing to keep of it.
  }
}

function parseBands(lines: readonly BandFields[], problems: RuleProblems): AmountBand[] {
  if (lines.length > RULE_BOUNDS.amountBands) problems.bands = "rules.problem.tooManyBands";
  const seen = new Set<string>();
  return lines.flatMap(({ currency, upTo, hours }, line) => {
    const upToCentimos = readAmount(upTo);
    const codeLifeMinutes = readHours(hours);
    const key = `${currency} ${upToCentimos ?? ""}`;
    if (upToCentimos === null) problems[`bands.${line}.upTo`] = "rules.problem.amount";
    else if (seen.has(key)) problems[`bands.${line}.upTo`] = "rules.problem.sameAmount";
    if (codeLifeMinutes === null) problems[`bands.${line}.hours`] = "rules.problem.hours";
    seen.add(key);
    return upToCentimos === null || codeLifeMinutes === null
      ? []
      : [{ currency, upToCentimos, codeLifeMinutes }];
  });
}

type Quiet = Pick<ExpiryRules, "quietFromMinute" | "quietToMinute">;

function readQuiet(text: (field: RuleField) => string, problems: RuleProblems): Quiet {
  const isOn = readChoice(text("quiet"), ["on", "off"]);
  if (isOn === null) problems.quiet = "rules.problem.choice";
  if (isOn !== "on") return { quietFromMinute: null, quietToMinute: null };
  const from = readTime(text("quietFrom"));
  const to = readTime(text("quietTo"));
  if (from === null) problems.quietFrom = "rules.problem.time";
  if (to === null) problems.quietTo = "rules.problem.time";
  if (from !== null && to !== null) {
    const length = (to - from + DAY_MINUTES) % DAY_MINUTES;
    if (length === 0) problems.quietTo = "rules.problem.sameTime";
    else if (length > LONGEST_QUIET_MINUTES) problems.quietTo = "rules.problem.longQuiet";
  }
  return { quietFromMinute: from, quietToMinute: to };
}

function readLimits(
  minField: "minPEN" | "minUSD",
  maxField: "maxPEN" | "maxUSD",
  text: (field: RuleField) => string,
  problems: RuleProblems,
): AmountLimits {
  const read = (field: typeof minField | typeof maxField) => {
    if (text(field) === "") return null;
    const amount = readAmount(text(field));
    if (amount === null) problems[field] = "rules.problem.amount";
    return amount;
  };
  const [min, max] = [read(minField), read(maxField)];
  if (min !== null && max !== null && max < min) problems[maxField] = "rules.problem.maxBelowMin";
  return { min, max };
}

function readChoice<Choice extends string>(text: string, choices: readonly Choice[]): Choice | null {
  return choices.find((choice) => choice === text) ?? null;
}

function readWhole(text: string, { min, max }: { min: number; max: number }): number | null {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  return value >= min && value <= max ? value : null;
}

/** Hours, with up to two decimals, in whole minutes: every minute has such a text, and gets it back. */
function readHours(typed: string): number | null {
  const text = typed.trim().replace(",", ".");
  const minutes = /^\d{1,2}(?:\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 60) : 0;
  const { min, max } = RULE_BOUNDS.codeLifeMinutes;
  return minutes >= min && minutes <= max ? minutes : null;
}

/** An amount as people in Peru write it, `1,234.50`, in céntimos. */
export function readAmount(typed: string): number | null {
  const text = typed.trim();
  const [, whole = "", decimals = ""] = /^(\d{1,8}|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  const centimos = Number(whole.replaceAll(",", "")) * 100 + Number(decimals.padEnd(2, "0"));
  return centimos > 0 && centimos <= MAX_CENTIMOS ? centimos : null;
}

/** `23:30`, as inputs of type time write it, as a minute of the day. */
function readTime(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** The form that says these rules. */
export function rulesFields(rules: MerchantRules): RuleFields {
  const { quietFromMinute: from, quietToMinute: to, limits } = rules;
  const bands = rules.amountBands.map((band): BandFields => {
    const { currency, upToCentimos, codeLifeMinutes } = band;
    return { currency, upTo: toDecimalText(upToCentimos), hours: hoursText(codeLifeMinutes) };
  });
  return {
    ending: rules.endsAtDayEnd ? "day-end" : "life",
    lifeHours: hoursText(rules.codeLifeMinutes),
    bands: JSON.stringify(bands),
    quiet: from === null ? "off" : "on",
    quietFrom: timeText(from ?? 23 * 60),
    quietTo: timeText(to ?? 7 * 60),
    graceMinutes: String(rules.graceMinutes),
    businessDays: rules.businessDayGrace ? "yes" : "no",
    minPEN: amountText(limits.PEN.min),
    maxPEN: amountText(limits.PEN.max),
    minUSD: amountText(limits.USD.min),
    maxUSD: amountText(limits.USD.max),
    atExpiry: rules.atExpiry,
    confirmSeconds: String(rules.confirmTimerSeconds),
  };
}

function hoursText(minutes: number): string {
  return String(Math.round((minutes / 60) * 100) / 100);
}

function timeText(minute: number): string {
  const text = (value: number) => String(value).padStart(2, "0");
  return `${text(Math.floor(minute / 60))}:${text(minute % 60)}`;
}

function amountText(centimos: number | null): string {
  return centimos === null ? "" : toDecimalText(centimos);
}
