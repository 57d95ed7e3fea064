/**
 * Reads what a person typed about the shopper's page, and writes it into a form. Pure: the page checks with it while
 * somebody types, and the server decides with it.
 */
import { accentContrast, LEAST_CONTRAST, readColor } from "#app/merchants/accent-color.ts";

/** What the shopper's page takes over from the merchant; null where they gave nothing. */
export interface PageSettings {
  storeName: string;
  /** Of https, absolute. */
  helpUrl: string | null;
  supportEmail: string | null;
  /** `+` and digits. */
  supportWhatsapp: string | null;
  /** As it is dialled: digits, spaces and signs. */
  supportPhone: string | null;
  /** The page also speaks English; Spanish it always does. */
  offersEnglish: boolean;
  /** `#rrggbb`, readable. */
  accentColor: string | null;
}

export const PAGE_FIELDS = [
  "storeName",
  "helpUrl",
  "supportEmail",
  "supportWhatsapp",
  "supportPhone",
  "english",
  "accentColor",
] as const;
export type PageField = (typeof PAGE_FIELDS)[number];
/** As typed. */
export type PageFields = Record<PageField, string>;

export type PageProblem =
  | "page.problem.storeName"
  | "page.problem.helpUrl"
  | "page.problem.email"
  | "page.problem.whatsapp"
  | "page.problem.phone"
  | "page.problem.choice"
  | "page.problem.color"
  | "page.problem.contrast";
export type PageProblems = Partial<Record<PageField, PageProblem>>;

export type ParsedPage =
  { kind: "parsed"; settings: PageSettings } | { kind: "refused"; problems: PageProblems };

/** Longer names push the amount off a small screen, and PagoEfectivo's own pages cut them. */
export const STORE_NAME_LENGTH = 60;
const ADDRESS_LENGTH = 300;
const EMAIL_LENGTH = 254;

export function parsePageForm(typed: Readonly<Record<string, string>>): ParsedPage {
  const problems: PageProblems = {};
  const text = (field: PageField) => (typed[field] ?? "").trim();
  const optional = <Value>(
    field: PageField,
    read: (text: string) => Value | null,
    problem: PageProblem,
  ): Value | null => {
    if (text(field) === "") return null;
    const value = read(text(field));
    if (value === null) problems[field] = problem;
    return value;
  };
  const storeName = readStoreName(text("storeName"));
  if (storeName === null) problems.storeName = "page.problem.storeName";
  if (text("english") !== "yes" && text("english") !== "no") problems.english = "page.problem.choice";
  const accentColor = optional("accentColor", readColor, "page.problem.color");
  if (accentColor !== null && accentContrast(accentColor) < LEAST_CONTRAST) {
    problems.accentColor = "page.problem.contrast";
  }
  const settings = {
    helpUrl: optional("helpUrl", readHelpUrl, "page.problem.helpUrl"),
    supportEmail: optional("supportEmail", readEmail, "page.problem.email"),
    supportWhatsapp: optional("supportWhatsapp", readWhatsapp, "page.problem.whatsapp"),
    supportPhone: optional("supportPhone", readPhone, "page.problem.phone"),
    offersEnglish: text("english") === "yes",
    accentColor,
  };
  if (storeName === null || Object.keys(problems).length > 0) return { kind: "refused", problems };
  return { kind: "parsed", settings: { storeName, ...settings } };
}

/** One line of letters that a cashier can read out. */
function readStoreName(text: string): string | null {
  const name = text.replaceAll(/\s+/g, " ");
  const isSound = /^[^\p{Cc}\p{Cf}\p{Co}\p{Cs}<>]+$/u.test(name) && /[\p{L}\p{N}]/u.test(name);
  return isSound && [...name].length <= STORE_NAME_LENGTH ? name : null;
}

/** A link that shoppers follow from a page about their money: of https, to a named host, with nobody's password in it. */
function readHelpUrl(text: string): string | null {
  if (text.length > ADDRESS_LENGTH || !/^https:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { protocol, hostname, username, password, href } = new URL(text);
  const isNamed = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/i.test(hostname);
  return protocol === "https:" && isNamed && username === "" && password === "" ? href : null;
}

/** Only signs that mean nothing in a `mailto:` address. */
function readEmail(text: string): string | null {
  const isSound = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(text);
  return isSound && text.length <= EMAIL_LENGTH ? text : null;
}

/** `+` and digits with the country's code; a Peruvian mobile number may come without it. */
function readWhatsapp(text: string): string | null {
  const [, plus = "", rest = ""] = /^(\+?)([\d ().-]+)$/.exec(text) ?? [];
  const digits = rest.replaceAll(/\D/g, "");
  if (plus === "" && /^9\d{8}$/.test(digits)) return `+51${digits}`;
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : null;
}

/** Also numbers that are dialled in Peru only, such as 0800 ones, so that no country's code is put before them. */
function readPhone(text: string): string | null {
  const isSound = /^\+?[\d ()-]{6,24}$/.test(text);
  const digits = text.replaceAll(/\D/g, "").length;
  return isSound && digits >= 6 && digits <= 15 ? text.replaceAll(/ +/g, " ") : null;
}

/** The form that says these settings. */
export function pageFields(settings: PageSettings): PageFields {
  return {
    storeName: settings.storeName,
    helpUrl: settings.helpUrl ?? "",
    supportEmail: settings.supportEmail ?? "",
    supportWhatsapp: settings.supportWhatsapp ?? "",
    supportPhone: settings.supportPhone ?? "",
    english: settings.offersEnglish ? "yes" : "no",
    accentColor: settings.accentColor ?? "",
  };
}
