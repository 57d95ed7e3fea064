/**
 * Where a page of the list ends: the place of one payment in one order. Pure. A cursor names no shop and opens nothing: the shop is
 * always the login's, and a cursor from elsewhere is only a place between its payments.
 */
import { z } from "zod";
import { MAX_CENTIMOS } from "#app/lib/money.ts";
import { LIST_SORTS, type ListSort } from "#app/payments/payment-list-filter.ts";

export interface ListCursor {
  /** What the order goes by: céntimos, an instant, or null where the order is by id alone. */
  key: number | string | null;
  id: string;
}

// Years that PostgreSQL and this app can mean: a made-up cursor must not make the database refuse.
const instant = z.iso.datetime({ precision: 3 }).regex(/^20\d{2}-/);
const amountKey = z.number().int().min(0).max(MAX_CENTIMOS);
const stored = z.tuple([z.enum(LIST_SORTS), z.union([z.null(), amountKey, instant]), z.uuid()]);

export function writeCursor(sort: ListSort, cursor: ListCursor): string {
  return encode(JSON.stringify([sort, cursor.key, cursor.id]));
}

/** Null for no cursor, a broken one, and one of another order: the list then begins at its beginning. */
export function readCursor(text: string | null, sort: ListSort): ListCursor | null {
  if (text === null) return null;
  const read = stored.safeParse(parsed(text));
  if (!read.success) return null;
  const [ofSort, key, id] = read.data;
  return ofSort === sort && fits(sort, key) ? { key, id: id.toLowerCase() } : null;
}

function fits(sort: ListSort, key: ListCursor["key"]): boolean {
  if (sort.startsWith("amount")) return typeof key === "number";
  if (sort.startsWith("expires")) return typeof key !== "number";
  return key === null;
}

function encode(text: string): string {
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return null; // Not one of ours: no cursor.
  }
}
