/**
 * How the shopper's doors answer a person: whole documents, drawn outside the pages' framework by parts that came with its build
 * (docs/decisions/0027). What no code is known for, what fails, and what comes too often are pages here, too.
 */
import { promisify } from "node:util";
import { gzip, type ZlibOptions } from "node:zlib";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";
import {
  answerInternalError,
  receivedHeaders,
  SenderLeftError,
  type DoorEnvironment,
} from "#app/doors/door-answers.ts";
import type { OperatorConfig } from "#app/lib/operator-config.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { chooseLanguage, type LanguageWishes } from "#app/payments/shopper-language.ts";
import type { ShopperLanguage, VoucherView } from "#app/payments/voucher-view.ts";
import type { PublicPage } from "#app/shopper-ui/public-pages.ts";

export interface ShopperDocument {
  html: string;
  headers: Readonly<Record<string, string>>;
}

/** Draws the shopper's documents. Made by the pages' build, because only that can read the parts of a page. */
export interface ShopperPages {
  voucher(page: { view: VoucherView; now: string; languageIsChosen: boolean }): ShopperDocument;
  returnToStore(page: { url: string; isCheckout: boolean; language: ShopperLanguage }): ShopperDocument;
  notFound(language: ShopperLanguage): ShopperDocument;
  failed(language: ShopperLanguage): ShopperDocument;
  /** `retryHref`: where to try again; empty for the page's own address. */
  tooMany(page: { language: ShopperLanguage; retryHref: string }): ShopperDocument;
  publicPage(page: { page: PublicPage; language: ShopperLanguage }): ShopperDocument;
}

/** What the pages must know of the installation that serves them. */
export interface Installation {
  /** It can write to shoppers. */
  canFind: boolean;
  operator: OperatorConfig | null;
  payersDays: number;
}

export type MakeShopperPages = (style: string, installation: Installation) => ShopperPages;

/** What the public port gives each door, beside the request as Node received it. */
export interface ShopperEnvironment {
  Bindings: DoorEnvironment["Bindings"] & {
    shopperPages: ShopperPages;
    /** Null where it cannot be known. */
    clientAddress: string | null;
  };
}
export type ShopperContext = Context<ShopperEnvironment>;

/** What a request says of its reader's language. */
export function languageWishes(c: ShopperContext): Omit<LanguageWishes, "shopper"> {
  return { query: c.req.query("lang") ?? null, header: receivedHeaders(c.env).get("accept-language") };
}

/** The language of a page that is about no payment. */
export function visitorsLanguage(c: ShopperContext): ShopperLanguage {
  return chooseLanguage({ ...languageWishes(c), shopper: null });
}

const compress = promisify<string, ZlibOptions, Buffer>(gzip);
/** A third smaller costs twice the time from here on. */
const COMPRESSION = { level: 4 };

/**
 * Compressed where the browser takes it: on a slow network it halves the wait. That is safe here and nowhere else on this port: these documents
 * repeat nothing that a stranger could have chosen, and the one secret in them is their own address, which whoever asks knows already.
 */
export async function sendDocument(
  c: ShopperContext,
  status: number,
  { html, headers }: ShopperDocument,
): Promise<Response> {
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0{1,3})?\s*(?:,|$))/i.test(
    receivedHeaders(c.env).get("accept-encoding") ?? "",
  );
  const body = takesGzip ? await compress(html, COMPRESSION) : Buffer.from(html);
  // Straight to Node: a Response in between is read again as a stream, which costs more than the page's query.
  c.env.outgoing.writeHead(status, {
    ...headers,
    ...(takesGzip && { "Content-Encoding": "gzip" }),
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": body.length,
    Vary: "Accept-Encoding",
  });
  c.env.outgoing.end(body);
  return RESPONSE_ALREADY_SENT;
}

/**
 * The one page for every address that leads nowhere: mistyped, unknown and purged ones look the same, so that nothing can
 * be learned by trying.
 */
export function notFoundPage(c: ShopperContext): Promise<Response> {
  return sendDocument(c, 404, c.env.shopperPages.notFound(visitorsLanguage(c)));
}

/**
 * An address that no decoder can read (`%zz`, half a letter) leads nowhere. The pages' framework would print it where logs are kept: whatever
 * a stranger writes, and the key to a code with it. Nor does one that names another host once it is read (`/%5Cevil.example`): the framework
 * reads it a second time, as an address (react-router's `encodeLocation`), and fails where it is none.
 */
export function onlyReadableAddresses(): MiddlewareHandler<ShopperEnvironment> {
  return async (c, next) => (isOfThisHost(c.req.url) ? next() : notFoundPage(c));
}

function isOfThisHost(url: string): boolean {
  try {
    const { pathname, origin, host } = new URL(url);
    return new URL(decodeURIComponent(pathname), origin).host === host;
  } catch {
    return false;
  }
}

/** The page's script asks these two; a person never sees their answers. */
export function isAskedByScript(c: Context): boolean {
  return /\/(?:status|kept)$/.test(c.req.path);
}

/** No code has an address of another form, and some texts the database refuses to look for. */
export function onlySlugs(answerScript: (c: Context) => Response): MiddlewareHandler<ShopperEnvironment> {
  return async (c, next) => {
    if (/^[\w-]{1,64}$/.test(c.req.param("slug") ?? "")) return next();
    return isAskedByScript(c) ? answerScript(c) : notFoundPage(c);
  };
}

/** A failure of ours: a page for people, an error for machines. The log has the stack either way. */
export function answerFailure(log: Logger) {
  const answerMachine = answerInternalError(log);
  return (error: Error, c: ShopperContext): Response | Promise<Response> => {
    const isForPeople = /^\/[vr]\//.test(c.req.path) && !isAskedByScript(c);
    if (!isForPeople || error instanceof SenderLeftError) return answerMachine(error, c);
    log.error({ error, method: c.req.method, path: c.req.routePath }, "a door failed");
    return sendDocument(c, 500, c.env.shopperPages.failed(visitorsLanguage(c)));
  };
}
