import { parseAmount } from "./amounts.ts";
import type { CipDetails } from "./cip-register.ts";
import type { FieldItem } from "./envelope.ts";
import { asText, isMissing } from "./envelope.ts";
import { parseOffsetDate } from "./lima-time.ts";
import type { SimulatedCurrency } from "./simulated-service.ts";
import type { ServiceSwitches } from "./switches.ts";

/** A create request within every rule. `expires` is the effective expiry, asked for or by default. */
export interface CipRequest {
  currency: SimulatedCurrency;
  amountCentimos: number;
  transactionCode: string;
  expires: Date;
  details: CipDetails;
}

export type CheckedCipRequest =
  { kind: "valid"; request: CipRequest } | { kind: "invalid"; items: FieldItem[] };

interface TextRule {
  field: keyof CipDetails | "transactionCode" | "userUbigeo" | "userCountry";
  maximum: number;
  pattern?: RegExp;
}

/** Lengths and shapes: PagoEfectivo, Integración API CIP v1.1, body of `POST /v1/cips` (read 2026-11-22). */
const TEXT_RULES: readonly TextRule[] = [
  { field: "transactionCode", maximum: 36 },
  { field: "paymentConcept", maximum: 50 },
  { field: "additionalData", maximum: 200 },
  { field: "adminEmail", maximum: 100, pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/ },
  { field: "userEmail", maximum: 100, pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/ },
  { field: "userId", maximum: 200 },
  { field: "userName", maximum: 30 },
  { field: "userLastName", maximum: 30 },
  { field: "userUbigeo", maximum: 6, pattern: /^\d{6}$/ },
  { field: "userCountry", maximum: 20 },
  { field: "userDocumentType", maximum: 3, pattern: /^(DNI|PAR|PAS|LMI|NAN)$/ },
  { field: "userDocumentNumber", maximum: 14 },
  { field: "userPhone", maximum: 15, pattern: /^\d+$/ },
  { field: "userCodeCountry", maximum: 5, pattern: /^\+?\d+$/ },
];

const MANDATORY = ["currency", "amount", "transactionCode", "userEmail"] as const;
const MANDATORY_V11 = [...MANDATORY, "userPhone", "userCodeCountry"] as const;

/** Checks every field and names all the bad ones in one answer. `now` and the result are UTC instants. */
export function checkCipRequest(
  fields: Record<string, unknown>,
  switches: ServiceSwitches,
  now: Date,
): CheckedCipRequest {
  const mandatory: readonly string[] = switches.strictV11 ? MANDATORY_V11 : MANDATORY;
  const items: FieldItem[] = mandatory
    .filter((field) => isAbsent(fields[field]))
    .map((field) => ({ code: 112, field }));

  const currency = checkCurrency(fields["currency"], items);
  const amountCentimos = checkAmount(fields["amount"], items);
  const texts = new Map<string, string>();
  for (const rule of TEXT_RULES) texts.set(rule.field, checkText(fields[rule.field], rule, items));
  const expires = checkExpiry(fields["dateExpiry"], switches, now, items);

  if (items.length > 0 || currency === null || amountCentimos === null || expires === null) {
    return { kind: "invalid", items };
  }
  const transactionCode = texts.get("transactionCode") ?? "";
  return {
    kind: "valid",
    request: { currency, amountCentimos, transactionCode, expires, details: detailsFrom(texts) },
  };
}

/**
 * A wanted expiry as an instant, or `null` when it is unreadable, past or outside the service's bounds.
 * Also the rule of the update call.
 */
export function readExpiry(value: unknown, switches: ServiceSwitches, now: Date): Date | null {
  const expires = typeof value === "string" ? parseOffsetDate(value) : null;
  if (!expires) return null;
  const lifeMs = expires.getTime() - now.getTime();
  if (lifeMs <= 0) return null;
  if (switches.minimumLifeMs !== null && lifeMs < switches.minimumLifeMs) return null;
  if (switches.maximumLifeMs !== null && lifeMs > switches.maximumLifeMs) return null;
  return expires;
}

/** An empty text counts as absent: every documented length starts at 1. */
function isAbsent(value: unknown): boolean {
  return isMissing(value) || value === "";
}

function checkCurrency(value: unknown, items: FieldItem[]): SimulatedCurrency | null {
  if (value === "PEN" || value === "USD") return value;
  if (!isAbsent(value)) items.push({ code: 113, field: "currency" });
  return null;
}

function checkAmount(value: unknown, items: FieldItem[]): number | null {
  if (isAbsent(value)) return null;
  const centimos = parseAmount(value);
  if (centimos === null) items.push({ code: 113, field: "amount" });
  return centimos;
}

function checkText(value: unknown, rule: TextRule, items: FieldItem[]): string {
  if (isAbsent(value)) return "";
  const text = asText(value);
  // Characters, not UTF-16 units: a name with an emoji is not longer for it.
  const fits = text !== null && [...text].length <= rule.maximum && (rule.pattern?.test(text) ?? true);
  if (fits) return text;
  items.push({ code: 113, field: rule.field });
  return "";
}

function checkExpiry(
  value: unknown,
  switches: ServiceSwitches,
  now: Date,
  items: FieldItem[],
): Date | null {
  // Cut to the second, so that the expiry we keep is the one the answer shows.
  if (isAbsent(value)) return new Date(Math.floor((now.getTime() + switches.defaultLifeMs) / 1000) * 1000);
  const expires = readExpiry(value, switches, now);
  if (!expires) items.push({ code: 113, field: "dateExpiry" });
  return expires;
}

function detailsFrom(texts: ReadonlyMap<string, string>): CipDetails {
  const text = (field: keyof CipDetails): string => texts.get(field) ?? "";
  return {
    paymentConcept: text("paymentConcept"),
    additionalData: text("additionalData"),
    userEmail: text("userEmail"),
    adminEmail: text("adminEmail"),
    userId: text("userId"),
    userName: text("userName"),
    userLastName: text("userLastName"),
    userDocumentType: text("userDocumentType"),
    userDocumentNumber: text("userDocumentNumber"),
    userCodeCountry: text("userCodeCountry"),
    userPhone: text("userPhone"),
  };
}
