/** One form of the pages of closes: what it asks for, and what came of it. */
import {
  MOST_NAME_CHARACTERS,
  MOST_NOTE_CHARACTERS,
  type CloseAnswer,
  type CloseRefusal,
} from "#app/books/close-page.ts";
import { acceptEntries, confirmPair, signClose } from "#app/books/close-desk-store.server.ts";
import { loadClose, loadEntry, type CloseKey } from "#app/books/close-queries.server.ts";
import { startClose } from "#app/books/start-close.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import { cleanText } from "#app/payments/case-desk.ts";
import { checkNow } from "#app/payments/merchant-acts.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";

interface Form {
  get(name: string): unknown;
}

const NOT_UNDERSTOOD: CloseAnswer = { kind: "refused", reason: "not-understood" };
const MOST_AT_ONCE = 500;

/** The form of the list: closes days. */
export async function answerClosesForm(
  deps: PaymentDeps,
  input: { shopId: string; userId: string },
  form: Form,
): Promise<CloseAnswer> {
  if (form.get("intent") !== "close") return NOT_UNDERSTOOD;
  return startClose(deps, { ...input, from: textOf(form, "from"), to: textOf(form, "to") });
}

type CloseInput = CloseKey & {
  userId: string;
  /** For the note of a pair, in the person's language. */ pairNote: string;
};

/** The form of one close. Null when the shop has no such close. */
export async function answerCloseForm(
  deps: PaymentDeps,
  input: CloseInput,
  form: Form,
): Promise<CloseAnswer | null> {
  const close = isId(input.closeId) ? await loadClose(deps.db, input) : null;
  if (!close) return null;
  switch (form.get("intent")) {
    case "accept":
      return accept(deps, input, form);
    case "pair":
      return pair(deps, input, form);
    case "ask":
      return ask(deps, input, form);
    case "sign": {
      const open = close.exceptions - close.accepted;
      return open > 0 ? refused("still-open") : sign(deps, input, form);
    }
    case "again":
      return startClose(deps, { ...input, from: close.from, to: close.to });
    default:
      return NOT_UNDERSTOOD;
  }
}

async function accept(deps: PaymentDeps, input: CloseInput, form: Form): Promise<CloseAnswer> {
  const numbers = numbersOf(form, "numbers");
  if (numbers === null) return NOT_UNDERSTOOD;
  if (numbers.length === 0) return refused("nothing-chosen");
  const note = cleanText(textOf(form, "note"));
  if (note === "") return refused("needs-note");
  if (note.length > MOST_NOTE_CHARACTERS) return refused("too-long");
  const count = await acceptEntries(deps.db, { ...input, numbers, note, at: deps.clock.now() });
  return count === 0 ? refused("not-open") : { kind: "accepted", count };
}

async function pair(deps: PaymentDeps, input: CloseInput, form: Form): Promise<CloseAnswer> {
  const [here, there] = [numberOf(form, "here"), numberOf(form, "there")];
  if (here === null || there === null) return NOT_UNDERSTOOD;
  const at = deps.clock.now();
  const isPaired = await confirmPair(deps.db, { ...input, here, there, note: input.pairNote, at });
  return isPaired ? { kind: "paired" } : refused("not-open");
}

/** As on the payment's page: written down with the person's name, and within the same limits. */
async function ask(deps: PaymentDeps, input: CloseInput, form: Form): Promise<CloseAnswer> {
  const number = numberOf(form, "number");
  const entry = number === null ? null : await loadEntry(deps.db, { ...input, number });
  const paymentId = entry?.paymentId ?? null;
  if (paymentId === null) return NOT_UNDERSTOOD;
  const { shopId, userId } = input;
  const outcome = await checkNow(deps, { shopId, userId, paymentId });
  switch (outcome.kind) {
    case "done":
      return { kind: "asked", found: outcome.found };
    case "waiting":
      return { kind: "asked", found: null };
    case "refused":
      return { kind: "not-asked", reason: outcome.reason };
    case "not-found":
      return NOT_UNDERSTOOD;
  }
}

async function sign(deps: PaymentDeps, input: CloseInput, form: Form): Promise<CloseAnswer> {
  const name = cleanText(textOf(form, "name"));
  const note = cleanText(textOf(form, "note"));
  if (name === "") return refused("needs-name");
  if (name.length > MOST_NAME_CHARACTERS || note.length > MOST_NOTE_CHARACTERS) return refused("too-long");
  const isSigned = await signClose(deps.db, { ...input, name, note, at: deps.clock.now() });
  return isSigned ? { kind: "signed" } : refused("not-open");
}

/** `3,7,12`; null for what no page of ours sends. */
function numbersOf(form: Form, name: string): number[] | null {
  const text = textOf(form, name);
  if (text === "") return [];
  const numbers = text.split(",").map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : null));
  const known = numbers.filter((number) => number !== null);
  return known.length < numbers.length || known.length > MOST_AT_ONCE ? null : known;
}

function numberOf(form: Form, name: string): number | null {
  const [number, second] = numbersOf(form, name) ?? [];
  return second === undefined ? (number ?? null) : null;
}

function textOf(form: Form, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

function refused(reason: CloseRefusal): CloseAnswer {
  return { kind: "refused", reason };
}
