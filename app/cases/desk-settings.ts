/**
 * Reads what a person typed about their desk, and writes it into a form. Pure: the page checks with it while somebody types,
 * and the server decides with it.
 */
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import type { SettingsAnswer } from "#app/merchants/settings-answer.ts";

export interface DeskSettings {
  /** A case that nobody has taken or noted on for so long needs attention. */
  attentionHours: number;
  /** Who is told of cases by e-mail. */
  emails: string[];
  /** In which language. */
  language: MerchantLanguage;
  /** A machine of the merchant's that is told too; absolute. */
  webhookUrl: string | null;
}

/** Where a webhook may be: the operator's choice. */
export interface WebhookRules {
  ports: readonly number[];
  allowsLoopback: boolean;
}

export const DESK_FIELDS = ["attentionHours", "emails", "language", "webhookUrl"] as const;
export type DeskField = (typeof DESK_FIELDS)[number];
export type DeskFields = Record<DeskField, string>;

export type DeskProblem =
  | "desk.problem.hours"
  | "desk.problem.email"
  | "desk.problem.emails"
  | "desk.problem.language"
  | "desk.problem.webhookUrl";
export type DeskAnswer = SettingsAnswer<DeskField, DeskProblem>;

export const MOST_ATTENTION_HOURS = 720;
export const MOST_EMAILS = 5;
const EMAIL_LENGTH = 254;
const ADDRESS_LENGTH = 500;

export function parseDeskForm(
  typed: Readonly<Record<string, string>>,
  rules: WebhookRules,
):
  | { kind: "parsed"; settings: DeskSettings }
  | { kind: "refused"; problems: Partial<Record<DeskField, DeskProblem>> } {
  const problems: Partial<Record<DeskField, DeskProblem>> = {};
  const text = (field: DeskField) => (typed[field] ?? "").trim();
  const hours = /^\d{1,4}$/.test(text("attentionHours")) ? Number(text("attentionHours")) : 0;
  if (hours < 1 || hours > MOST_ATTENTION_HOURS) problems.attentionHours = "desk.problem.hours";
  const emails = [
    ...new Set(
      text("emails")
        .split(/[\s,;]+/)
        .filter((part) => part !== ""),
    ),
  ];
  if (emails.length > MOST_EMAILS) problems.emails = "desk.problem.emails";
  else if (!emails.every(isEmail)) problems.emails = "desk.problem.email";
  const language = MERCHANT_LANGUAGES.find((known) => known === text("language"));
  if (!language) problems.language = "desk.problem.language";
  const webhookUrl = text("webhookUrl") === "" ? null : readWebhookUrl(text("webhookUrl"), rules);
  if (text("webhookUrl") !== "" && webhookUrl === null) problems.webhookUrl = "desk.problem.webhookUrl";
  if (!language || Object.keys(problems).length > 0) return { kind: "refused", problems };
  return { kind: "parsed", settings: { attentionHours: hours, emails, language, webhookUrl } };
}

/** Only signs that mean nothing in a mail's head. */
function isEmail(text: string): boolean {
  const isSound = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(text);
  return isSound && text.length <= EMAIL_LENGTH;
}

/**
 * An address that we may post to, as it will be called; null for any other: https, a named host, an allowed port, nobody's
 * password in it. Where the name leads is checked when it is called (`createPublicLookup`).
 */
export function readWebhookUrl(text: string, rules: WebhookRules): string | null {
  if (text.length > ADDRESS_LENGTH || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  url.hash = "";
  return mayPostTo(url, rules) ? url.href : null;
}

/** Asked again before each call. */
export function mayPostTo(url: URL, rules: WebhookRules): boolean {
  if (url.username !== "" || url.password !== "") return false;
  if (rules.allowsLoopback && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname)) return true;
  // The last part of a name is letters: figures are an address, in whichever form.
  const isNamed = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/i.test(url.hostname);
  const port = url.port === "" ? 443 : Number(url.port);
  return url.protocol === "https:" && isNamed && rules.ports.includes(port);
}

/** The form that says these settings. */
export function deskFields(settings: DeskSettings): DeskFields {
  return {
    attentionHours: String(settings.attentionHours),
    emails: settings.emails.join("\n"),
    language: settings.language,
    webhookUrl: settings.webhookUrl ?? "",
  };
}

/** What the page of settings shows. Instants are ISO text, UTC. Never a secret. */
export interface DeskSettingsView {
  version: number;
  settings: DeskSettings;
  rules: WebhookRules;
  /** The operator has a mail server. */
  canMail: boolean;
  /** When the secret that signs webhooks was made; null while there is none. `oldUntil`: the one before signs too until then. */
  secret: { madeAt: string; oldUntil: string | null } | null;
  /** What became of alerts lately, by way. */
  channels: Record<AlertChannel, ChannelView>;
}

export const ALERT_CHANNELS = ["email", "webhook"] as const;
export type AlertChannel = (typeof ALERT_CHANNELS)[number];

export interface ChannelView {
  lastSentAt: string | null;
  lastProblem: { at: string; problem: string } | null;
  /** Not arrived yet, and still tried. */
  waiting: number;
}

/** What pressing a button of the page comes to, beside saving. */
export type DeskPress =
  | { kind: "tested"; channel: AlertChannel; problem: string | null }
  /** Shown once, in this answer, and nowhere else. */
  | { kind: "secret"; secret: string }
  | { kind: "press-refused"; reason: "too-soon" | "not-set-up" };

export function isDeskPress(answer: DeskAnswer | DeskPress): answer is DeskPress {
  return answer.kind === "tested" || answer.kind === "secret" || answer.kind === "press-refused";
}

/** What went wrong with an alert, of the words that the page has sentences for. */
export type AlertFault =
  | ("timeout" | "dns" | "private-address" | "address-refused" | "tls" | "unreachable")
  | ("smtp-login" | "smtp" | "some-refused" | "other");

/** `http`: the other side answered with that status. */
export function alertFault(problem: string): { kind: "http"; code: string } | { kind: AlertFault } {
  const [, code] = /^http-(\d{3})$/.exec(problem) ?? [];
  if (code !== undefined) return { kind: "http", code };
  if (problem === "connect-timeout") return { kind: "timeout" };
  if (problem === "connection-refused" || problem === "connection-lost") return { kind: "unreachable" };
  if (/^smtp-\d{3}$/.test(problem)) return { kind: "smtp" };
  return { kind: FAULTS.find((known) => known === problem) ?? "other" };
}

const FAULTS: readonly AlertFault[] = [
  ...(["timeout", "dns", "private-address", "address-refused", "tls", "unreachable"] as const),
  ...(["smtp-login", "some-refused"] as const),
];
