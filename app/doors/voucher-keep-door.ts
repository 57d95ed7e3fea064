/**
 * `GET /v/:slug/code.ics`, `/v/:slug/code.pdf`, `/v/:slug/page-qr.svg`, `/v/:slug/provider-qr`: what a shopper takes along, and
 * pictures of the page. The slug is the only key. Where there is no such file, the page says why.
 */
import { fewAtOnce } from "#app/doors/few-at-once.ts";
import { QueueFullError } from "#app/doors/group-commit.server.ts";
import { notFoundPage, type ShopperContext } from "#app/doors/shopper-pages.ts";
import {
  keepAddress,
  keepCalendar,
  keepDocument,
  keepProviderQr,
  type KeepDeps,
  type Kept,
} from "#app/keep/find-kept.server.ts";
import { message } from "#app/messages/message.ts";
import { chooseLanguage } from "#app/payments/shopper-language.ts";
import { SHOPPER_LANGUAGES } from "#app/payments/voucher-view.ts";
import { shopperDocumentHeaders } from "#app/shopper-ui/document-headers.ts";

/** Fifteen milliseconds of a processor each: two keep one busy, and a shopper waits for eight at most. */
const DOCUMENTS = { atOnce: 2, waiting: 16 };

export function voucherCalendarDoor(deps: KeepDeps) {
  return async (c: ShopperContext): Promise<Response> =>
    answer(c, await keepCalendar(deps, visitOf(c)), ({ name, content }) =>
      // Inline: iOS offers to add an event that it is shown, and only saves one that it is given as a file.
      c.body(
        content,
        200,
        fileHeaders("text/calendar; charset=utf-8; method=PUBLISH", `inline; filename="${name}"`),
      ),
    );
}

export function voucherDocumentDoor(deps: KeepDeps) {
  const enter = fewAtOnce(DOCUMENTS);
  return async (c: ShopperContext): Promise<Response> => {
    const kept = await enter(() => keepDocument(deps, visitOf(c))).catch(whenBusy);
    if (kept === "busy") return busy(c);
    return answer(c, kept, ({ name, content }) =>
      c.body(content, 200, fileHeaders("application/pdf", `attachment; filename="${name}"`)),
    );
  };
}

export function voucherAddressDoor(deps: KeepDeps) {
  return async (c: ShopperContext): Promise<Response> =>
    answer(c, await keepAddress(deps, visitOf(c)), (svg) =>
      c.body(svg, 200, fileHeaders("image/svg+xml", "inline")),
    );
}

export function voucherProviderQrDoor(deps: KeepDeps) {
  return async (c: ShopperContext): Promise<Response> =>
    answer(c, await keepProviderQr(deps, visitOf(c)), (image) =>
      c.body(image, 200, fileHeaders("image/png", 'inline; filename="pagoefectivo-qr.png"')),
    );
}

function whenBusy(error: unknown): "busy" {
  if (error instanceof QueueFullError) return "busy";
  throw error;
}

/** To a person: this is a link that somebody pressed. */
function busy(c: ShopperContext): Response {
  const { query, header } = visitOf(c).language;
  const language = chooseLanguage({ query, shopper: null, header });
  const headers = fileHeaders("text/plain; charset=utf-8", "inline");
  return c.body(message("voucher.keep.busy", undefined, language), 503, { ...headers, "Retry-After": "5" });
}

function visitOf(c: ShopperContext) {
  return {
    slug: c.req.param("slug") ?? "",
    language: { query: c.req.query("lang") ?? null, header: c.req.header("Accept-Language") ?? null },
  };
}

function answer<File>(
  c: ShopperContext,
  kept: Kept<File>,
  send: (file: File) => Response,
): Response | Promise<Response> {
  if (kept.kind === "file") return send(kept.file);
  if (kept.kind === "unknown") return notFoundPage(c);
  const lang = SHOPPER_LANGUAGES.find((language) => language === c.req.query("lang"));
  c.header("Cache-Control", "no-store");
  return c.redirect(
    `/v/${encodeURIComponent(c.req.param("slug") ?? "")}${lang ? `?lang=${lang}` : ""}`,
    303,
  );
}

/** A file of the shopper's is as secret as the page, and runs nothing. */
function fileHeaders(type: string, disposition: string): Record<string, string> {
  return {
    ...shopperDocumentHeaders(null),
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Content-Type": type,
    "Content-Disposition": disposition,
  };
}
