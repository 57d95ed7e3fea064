/**
 * Holds back whoever asks for shoppers' pages far more often than any shopper does: per code, and per address it comes from. It counts in this
 * process's memory before anything is asked of the database. Presses of buttons, which do something, are then counted there too
 * (`app/limits/`), so that as many processes as there are let through no more than one.
 */
import type { MiddlewareHandler, Next } from "hono";
import { refuse } from "#app/doors/door-answers.ts";
import {
  isAskedByScript,
  sendDocument,
  visitorsLanguage,
  type ShopperContext,
  type ShopperEnvironment,
} from "#app/doors/shopper-pages.ts";
import type { FloodConfig, FloodKind } from "#app/lib/flood-config.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { createTokenBuckets } from "#app/lib/token-buckets.ts";
import { takeFormTurn, type PersonTurnDeps } from "#app/limits/person-turns.server.ts";

/** Of each sort, in each process: about a hundred bytes each. Strangers push each other out, at worst. */
const MAX_BUCKETS = 20_000;

export interface FloodDeps extends PersonTurnDeps {
  log: Logger;
  config: { flood: FloodConfig };
}

/** For everything under a path; its parameter `slug` or `token` names the code, where it is about one. Refused requests get 429 and are answered nothing else. */
export function floodGuard(deps: FloodDeps): MiddlewareHandler<ShopperEnvironment> {
  const { clock, log, config } = deps;
  const { limits } = config.flood;
  const buckets = { pages: bucketsFor("pages"), polls: bucketsFor("polls"), forms: bucketsFor("forms") };
  const lines = createTokenBuckets({ burst: 1, perMinute: 1 }, 10);

  function bucketsFor(kind: FloodKind) {
    const { perCode, perAddress } = limits[kind];
    return {
      perCode: createTokenBuckets(perCode, MAX_BUCKETS),
      perAddress: createTokenBuckets(perAddress, MAX_BUCKETS),
    };
  }

  async function press(c: ShopperContext, code: string, next: Next) {
    const waitMs = await takeFormTurn(deps, { code, address: c.env.clientAddress }, limits.forms);
    return waitMs === 0 ? next() : tooMany(c, Math.ceil(waitMs / 1_000));
  }

  return async (c, next) => {
    const atMs = clock.now().getTime();
    const kind = kindOf(c);
    const { perAddress, perCode } = buckets[kind];
    const { clientAddress } = c.env;
    // Null for a page that is about no code: all its visitors are not one, and one of them could keep the others out.
    const code = (c.req.param("slug") ?? c.req.param("token"))?.slice(0, 64) ?? null;
    // The address first: who floods others' codes from one place then empties their own bucket, not the codes'.
    const byAddress = clientAddress === null ? 0 : perAddress.take(clientAddress, atMs);
    const byCode = byAddress > 0 || code === null ? 0 : perCode.take(code, atMs);
    const waitMs = byAddress > 0 ? byAddress : byCode;
    // Who looks for a lost code is counted in the database by what finds it.
    if (waitMs === 0) return isPress(c) && code !== null ? press(c, code, next) : next();
    const reason = byAddress > 0 ? "one-address" : "one-code";
    if (lines.take(`${kind} ${reason}`, atMs) === 0)
      log.warn({ kind, reason }, "a flood of requests is held back");
    return tooMany(c, Math.ceil(waitMs / 1_000));
  };
}

/** What does something. That the code was kept is only noted, by the page's script as it is left: it has no time to spare. */
function isPress(c: ShopperContext): boolean {
  return kindOf(c) === "forms" && !isAskedByScript(c);
}

function kindOf(c: ShopperContext): FloodKind {
  if (c.req.method !== "GET" && c.req.method !== "HEAD") return "forms";
  return c.req.path.endsWith("/status") ? "polls" : "pages";
}

function tooMany(c: ShopperContext, retryAfterSeconds: number): Response | Promise<Response> {
  if (isAskedByScript(c)) {
    c.header("Retry-After", String(retryAfterSeconds));
    c.header("Cache-Control", "no-store");
    return refuse(c, 429, "too-many-requests", "this was asked too often; ask again later");
  }
  // A form's own address shows nothing: its page does.
  const isForm = kindOf(c) === "forms";
  const retryHref = isForm ? (/^\/[vr]\/[^/]+/.exec(c.req.path)?.[0] ?? "") : "";
  const { html, headers } = c.env.shopperPages.tooMany({ language: visitorsLanguage(c), retryHref });
  return sendDocument(c, 429, { html, headers: { ...headers, "Retry-After": String(retryAfterSeconds) } });
}
