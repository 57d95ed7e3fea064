/**
 * Who keeps accounts in Peru, by the three digits that a CCI begins with. The code of a bank is the one of SUNAT's table of financial
 * entities with a zero in front (Resolución 286-2009/SUNAT, annex 2, table 3: 02 Crédito … 58 Azteca); of the cajas it is that of the
 * electronic payroll (parametric table 36). Both read 2026-11-29 as public programs reprint them, and held against the CCIs of
 * cci.test.ts. Where the two differ, SUNAT's table is right: it says 049 for Mibanco, as its published CCIs do.
 */
const NAMES = {
  "002": "BCP",
  "003": "Interbank",
  "007": "Citibank",
  "009": "Scotiabank",
  "011": "BBVA",
  "018": "Banco de la Nación",
  "023": "Banco de Comercio",
  "035": "Banco Pichincha",
  "038": "BanBif",
  "043": "Crediscotia",
  "049": "Mibanco",
  "053": "Banco GNB",
  "054": "Banco Falabella",
  "055": "Banco Ripley",
  "056": "Banco Santander",
  "058": "Alfin Banco",
  "060": "ICBC",
  "800": "Caja Metropolitana de Lima",
  "802": "Caja Trujillo",
  "803": "Caja Arequipa",
  "805": "Caja Sullana",
  "806": "Caja Cusco",
  "808": "Caja Huancayo",
  "813": "Caja Tacna",
} as const;

const names = new Map<string, string>(Object.entries(NAMES));

/** Cajas have codes that begin with 8; published lists disagree about which is whose, except for those above. */
const CAJA = /^8\d\d$/;

/** What a bank is called; a caja that we cannot name is called by its code. Null: no bank has this code. */
export function bankName(code: string): string | null {
  return names.get(code) ?? (CAJA.test(code) ? `Caja ${code}` : null);
}

/** Everyone who can be named, for a list to choose from: the largest four first, then by name. */
export const CHOOSABLE_BANKS: readonly { code: string; name: string }[] = [
  ...["002", "011", "003", "009"],
  ...[...names.keys()].filter((code) => !["002", "011", "003", "009"].includes(code)).sort(byName),
].map((code) => ({ code, name: names.get(code) ?? code }));

function byName(one: string, other: string): number {
  return (names.get(one) ?? one).localeCompare(names.get(other) ?? other, "es");
}
