import { z } from "zod";
import type { ServiceSwitches } from "./switches.ts";

/**
 * The envelope of every answer: `{ code, message, data }`, where `data` is an object or list on
 * success and a list of field items on failure (PagoEfectivo, Integración API CIP v1.1, read 2026-11-22).
 */
export type Language = "es-PE" | "en-US";

export interface ApiAnswer {
  status: number;
  /** `null` is an empty body. */
  body: string | null;
  /** What the caller's record shows; never a secret. */
  cip: string | null;
  transactionCode: string | null;
}

export interface FieldItem {
  code: 112 | 113;
  field: string;
}

type AnswerCode = 100 | 111 | 112 | 113 | 166 | 508 | 511;

const MESSAGES: Record<AnswerCode, Record<Language, string>> = {
  100: { "es-PE": "Solicitud exitosa.", "en-US": "Successful request." },
  111: { "es-PE": "Solicitud con datos inválidos.", "en-US": "Request with invalid data." },
  112: { "es-PE": "Requerido.", "en-US": "Required." },
  113: { "es-PE": "Valor invalido.", "en-US": "Invalid value." },
  166: { "es-PE": "Error interno del servidor.", "en-US": "Internal server error." },
  508: {
    "es-PE": "Servicio asociado al token es inválido.",
    "en-US": "The service of the token is invalid.",
  },
  511: {
    "es-PE": "El monto supera el máximo que este comercio puede cobrar; pruebe con uno menor.",
    "en-US": "The amount is above this merchant's maximum; try a smaller one.",
  },
};

/** `Accept-Language: en-US` asks for English; anything else is answered in Spanish. */
export function languageOf(acceptLanguage: string | undefined): Language {
  return acceptLanguage !== undefined && /^en\b/i.test(acceptLanguage) ? "en-US" : "es-PE";
}

export class Envelope {
  readonly #codeAs: ServiceSwitches["codeAs"];
  readonly #language: Language;

  constructor(switches: ServiceSwitches, language: Language) {
    this.#codeAs = switches.codeAs;
    this.#language = language;
  }

  success(status: 200 | 201, data: unknown, cip: string | null = null): ApiAnswer {
    return this.#answer(status, 100, data, cip);
  }

  /** 400/111 with one item per bad field. */
  badFields(items: readonly FieldItem[], cip: string | null = null): ApiAnswer {
    const data = items.map((item) => ({
      code: this.#code(item.code),
      message: MESSAGES[item.code][this.#language],
      field: item.field,
    }));
    return this.#answer(400, 111, data, cip);
  }

  /** A refusal of the whole request: no items. */
  refusal(code: 508 | 511): ApiAnswer {
    return this.#answer(400, code, [], null);
  }

  serverError(): ApiAnswer {
    return this.#answer(500, 166, null, null);
  }

  #answer(status: number, code: AnswerCode, data: unknown, cip: string | null): ApiAnswer {
    const message = MESSAGES[code][this.#language];
    const body = JSON.stringify({ code: this.#code(code), message, data });
    return { status, body, cip, transactionCode: null };
  }

  #code(code: AnswerCode): number | string {
    return this.#codeAs === "text" ? String(code) : code;
  }
}

/** The 401 of a missing or expired token: its body is empty (seen by an integrator in production). */
export const UNAUTHORIZED: ApiAnswer = { status: 401, body: null, cip: null, transactionCode: null };

const jsonObject = z.record(z.string(), z.unknown());

/** The fields of a JSON object, or `null` when the body is anything else. */
export function parseFields(bodyText: string): Record<string, unknown> | null {
  try {
    const parsed = jsonObject.safeParse(JSON.parse(bodyText));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Missing for the API: absent or null. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Text as the API takes it: text, or a number that some shops send instead. */
export function asText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : null;
}
