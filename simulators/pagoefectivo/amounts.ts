import type { SimulatedCurrency } from "./simulated-service.ts";

/** `2250` → `"22.50"`: always two decimals, as notices carry amounts. */
export function twoDecimals(centimos: number): string {
  const text = String(centimos).padStart(3, "0");
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** `2500` → `25`: a JSON number without trailing zeros, as the API echoes amounts. */
export function jsonAmount(centimos: number): number {
  return centimos / 100;
}

/** `150015` → `"S/ 1,500.15"`, for people. */
export function displayAmount(centimos: number, currency: SimulatedCurrency): string {
  const [whole = "", decimals = ""] = twoDecimals(centimos).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${currency === "PEN" ? "S/" : "US$"} ${grouped}.${decimals}`;
}

/**
 * Reads an amount sent as a JSON number or as numeric text into céntimos; `null` when it is not a
 * positive amount of at most 16 + 2 digits. Text is accepted because several shops in production
 * send it and get their CIP.
 */
export function parseAmount(value: unknown): number | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const match = /^(\d{1,16})(?:\.(\d{1,2}))?$/.exec(String(value));
  if (!match) return null;
  const [, whole = "", decimals = ""] = match;
  const centimos = Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
  return centimos > 0 && Number.isSafeInteger(centimos) ? centimos : null;
}
