/**
 * What somebody may have meant who asks about a payment: text as it is pasted out of a chat, a bank's receipt or Shopify's admin,
 * with spaces, signs and labels. One text can mean several things: nine digits are a CIP, a phone, an operation number and an amount.
 * Pure.
 */
import { readAmount, type Amount } from "#app/payments/payment-list-search.ts";
import { comparableEmail, comparablePhone } from "#app/privacy/person.ts";

/** In the order in which a match is the more likely to be the one that was meant. */
export const MEANINGS = [
  "page",
  "payment-id",
  "transaction-code",
  "cip",
  "operation",
  "email",
  "phone",
  "amount",
] as const;
export type Meaning = (typeof MEANINGS)[number];

/** All null: nothing of ours looks like it, and nothing is found. */
export interface Question {
  /** The slug of a shopper's page whose address was pasted. */
  page: string | null;
  /** Shopify's id of the payment. */
  sessionId: string | null;
  /** The id of a code of ours, which PagoEfectivo's portal shows. */
  transactionCode: string | null;
  cip: string | null;
  /** As it is compared: without signs and leading zeros. */
  operation: string | null;
  email: string | null;
  /** As it is compared: E.164's digits. */
  phone: string | null;
  amount: Amount | null;
}

const LONGEST_QUESTION = 200;

const NOTHING: Question = {
  page: null,
  sessionId: null,
  transactionCode: null,
  cip: null,
  operation: null,
  email: null,
  phone: null,
  amount: null,
};

type Labelled = "payment-id" | "cip" | "operation" | "email" | "phone" | "amount";

/** What stands between a label and what it names, its signs made plain by `tidied`. Ids of Shopify's hold none of it. */
const GAP = String.raw`(?:\s*(?:n[°o]\.?|nro\.?|#))?[\s:#=]+`;

/** How people write before what they paste what it is, in the languages of the admin. */
const LABELS: readonly [Labelled, RegExp][] = [
  ["payment-id", /^gid:\/\/shopify\/PaymentSession\//i],
  [
    "payment-id",
    label(
      "payment[_ ]id|id(?: de(?:l)? pago)?(?: en shopify)?|referencia(?: de pago)?|payment reference|付款编号",
    ),
  ],
  [
    "cip",
    label("(?:cip ?)?付款码|(?:cip |payment )code|(?:c[oó]digo )?(?:de pago )?cip|c[oó]digo(?: de pago)?"),
  ],
  ["cip", /^cip(?=\d)/i],
  [
    "operation",
    label(
      "(?:n[uú]mero|nro\\.?|n[°o]\\.?) (?:de )?op(?:eraci[oó]n|\\.)?|(?:c[oó]digo de )?operaci[oó]n|op(?:er)?\\.?|operation(?: number| no\\.?)?|操作号",
    ),
  ],
  [
    "phone",
    label(
      "tel(?:[eé]fono|[eé]f)?\\.?|cel(?:ular)?\\.?|m[oó]vil|whats ?app|wsp|wa|(?:tele)?phone|mobile|电话|手机",
    ),
  ],
  ["email", label("correo(?: electr[oó]nico)?|e-?mail|mail|邮箱|电子邮件")],
  ["email", /^mailto:/i],
  ["amount", label("monto(?: exacto)?|importe|total(?: a pagar)?|amount|金额")],
];

function label(words: string): RegExp {
  return new RegExp(`^(?:${words})${GAP}`, "iu");
}

export function readQuestion(typed: string): Question {
  const text = tidied(typed);
  const page = /\/v\/([\w-]{20,80})(?:[/?#]|$)/.exec(text)?.[1] ?? null;
  if (page !== null) return { ...NOTHING, page };
  const [named, pattern] = LABELS.find(([, each]) => each.test(text)) ?? [null, null];
  const bare = pattern ? text.replace(pattern, "").trim() : text;
  const asks = (what: Labelled) => named === null || named === what;
  return {
    page: null,
    sessionId: asks("payment-id") && /^[\w+/=-]{4,100}$/.test(bare) ? bare : null,
    transactionCode: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(bare) ? bare.toLowerCase() : null,
    cip: asks("cip") ? readCip(bare) : null,
    operation: asks("operation") ? readOperation(bare) : null,
    email: asks("email") ? readEmail(bare) : null,
    phone: asks("phone") ? readPhone(bare) : null,
    amount: asks("amount") ? readMoney(bare) : null,
  };
}

/** Whether the text looks like anything that a payment can be found by. */
export function meansAnything(question: Question): boolean {
  return Object.values(question).some((value) => value !== null);
}

/** Full-width digits and unusual spaces become plain ones; what cannot be seen goes, quotes around the whole too. */
function tidied(typed: string): string {
  return typed
    .slice(0, 4 * LONGEST_QUESTION)
    .normalize("NFKC")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, LONGEST_QUESTION)
    .replace(/^["'«“]+|["'»”.,;]+$/gu, "")
    .trim();
}

/** People and pages group the digits of a code. */
function readCip(text: string): string | null {
  const digits = text.replaceAll(/[\s-]/g, "");
  return /^\d{1,14}$/.test(digits) ? digits : null;
}

function readOperation(text: string): string | null {
  const written = text.toUpperCase().replaceAll(/[\s./]/g, "");
  if (!/^[A-Z0-9-]{3,40}$/.test(written) || !/\d/.test(written)) return null;
  const plain = written.replaceAll("-", "").replace(/^0+/, "");
  return plain === "" ? null : plain;
}

function readEmail(text: string): string | null {
  const address = comparableEmail(text.replace(/^<|>$/g, ""));
  return address !== null && address.length <= 254 && !/\s/.test(text) ? address : null;
}

function readPhone(text: string): string | null {
  return /^[+(]?[\d\s().+-]{7,24}$/.test(text) ? comparablePhone(text) : null;
}

/** `S/ 1,234.50`, `49,90 soles`, `1.234,50`, `USD 20`. */
function readMoney(text: string): Amount | null {
  const plain = text
    .replace(/\s*(?:nuevos )?(?:soles|sol|索尔)$/iu, " PEN")
    .replace(/\s*(?:d[oó]lares|dollars|美元)$/iu, " USD")
    .replace(/^((?:S\/\.?|PEN|US\$|USD|\$).*) (?:PEN|USD)$/i, "$1")
    .replace(/(\d) (?=\d{3}(?!\d))/g, "$1")
    .replace(/\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)/, (number) => number.replaceAll(".", "").replace(",", "."));
  const amount = readAmount(plain);
  return amount && amount.centimos > 0 ? amount : null;
}
