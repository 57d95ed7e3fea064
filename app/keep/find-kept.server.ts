/**
 * Finds what the address of a page can be taken along as. Nothing here counts as a view of the page: a file may be fetched by
 * whoever shows it.
 */
import { createHash } from "node:crypto";
import { codeCalendar } from "#app/keep/code-calendar.ts";
import { codeDocument } from "#app/keep/code-document.server.ts";
import { keptCode, type KeptCode } from "#app/keep/kept-code.ts";
import { qrSvg } from "#app/keep/page-qr.ts";
import { buildVoucherView } from "#app/payments/build-voucher-view.ts";
import { loadShownBySlug } from "#app/payments/payment-queries.server.ts";
import { loadProviderQr } from "#app/payments/provider-qr-queries.server.ts";
import { currentCode, type Payment } from "#app/payments/payment.ts";
import { chooseLanguage, type LanguageWishes } from "#app/payments/shopper-language.ts";
import type { VoucherDeps } from "#app/payments/see-voucher.server.ts";
import type { VoucherView } from "#app/payments/voucher-view.ts";

export type KeepDeps = Omit<VoucherDeps, "log">;

export interface KeepVisit {
  slug: string;
  language: Omit<LanguageWishes, "shopper">;
}

/** `nothing`: the page is there and has nothing of the kind; it says why. `unknown`: no page has this address. */
export type Kept<File> = { kind: "file"; file: File } | { kind: "nothing" } | { kind: "unknown" };

interface NamedFile<Content> {
  name: string;
  content: Content;
}

/** The code's event for a calendar; a cancelled one once the code is not to be paid any more. */
export async function keepCalendar(deps: KeepDeps, visit: KeepVisit): Promise<Kept<NamedFile<string>>> {
  const found = await find(deps, visit);
  if (!found) return { kind: "unknown" };
  if (!found.kept) return { kind: "nothing" };
  // Calendars are shared and synchronised; the address of the page is in the event's text, and need not be its name too.
  const uid = `${createHash("sha256").update(visit.slug).digest("hex").slice(0, 32)}@ventanilla`;
  const content = codeCalendar(found.kept, { uid, now: deps.clock.now() });
  return { kind: "file", file: { name: fileName(found.kept, "ics"), content } };
}

/** The code, or the proof of its payment, as a PDF. */
export async function keepDocument(
  deps: KeepDeps,
  visit: KeepVisit,
): Promise<Kept<NamedFile<Uint8Array<ArrayBuffer>>>> {
  const found = await find(deps, visit);
  if (!found) return { kind: "unknown" };
  const making = found.kept && codeDocument(found.kept, deps.clock.now());
  if (!found.kept || !making) return { kind: "nothing" };
  return { kind: "file", file: { name: fileName(found.kept, "pdf"), content: await making } };
}

/** The page's own address as a QR. */
export async function keepAddress(deps: KeepDeps, visit: KeepVisit): Promise<Kept<string>> {
  const found = await find(deps, visit);
  return found ? { kind: "file", file: qrSvg(found.view.pageUrl) } : { kind: "unknown" };
}

/** PagoEfectivo's own picture of the code, from our table: nobody who looks at a page makes us ask PagoEfectivo. */
export async function keepProviderQr(
  deps: KeepDeps,
  visit: KeepVisit,
): Promise<Kept<Uint8Array<ArrayBuffer>>> {
  const found = await find(deps, visit);
  if (!found) return { kind: "unknown" };
  const code = currentCode(found.payment);
  const isShown = found.view.state === "waiting" && found.view.hasProviderQr;
  const file = isShown && code ? await loadProviderQr(deps.db, code.id) : null;
  return file ? { kind: "file", file } : { kind: "nothing" };
}

interface Found {
  payment: Payment;
  view: VoucherView;
  kept: KeptCode | null;
}

async function find(deps: KeepDeps, visit: KeepVisit): Promise<Found | null> {
  const shown = await loadShownBySlug(deps.db, visit.slug);
  if (!shown) return null;
  const { payment, asked } = shown;
  const view = buildVoucherView({
    ...shown,
    now: deps.clock.now(),
    language: chooseLanguage({ ...visit.language, shopper: asked.shopperLocale }, payment.page.languages),
    publicOrigin: deps.publicOrigin,
    forBrowser: deps.forBrowser,
  });
  return { payment, view, kept: keptCode(payment, view) };
}

/** Enough of the code to tell one file from another, in a list that others may see. */
function fileName({ cip }: KeptCode, ending: string): string {
  return `pagoefectivo-${cip.slice(-4)}.${ending}`;
}
