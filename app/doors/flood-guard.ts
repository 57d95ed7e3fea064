/**
 * Holds back whoever asks for shoppers' pages far more often than any shopper does: per code, and per address it comes from. It counts in this
 * process's memory alone and before anything is asked of the database; what is counted exactly is counted there (`app/limits/`).
 */
import type { MiddlewareHandler } from "hono";
import { refuse } from "#app/doors/door-answers.ts";
import {
  isAskedByScript,
  sendDocument,
  visitorsLanguage,
  type ShopperContext,
  type ShopperEnvironment,
} from "#app/doors/shopper-pages.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { FloodConfig, FloodKind } from "#app/lib/flood-config.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { createTokenBuckets } from "#app/lib/token-buckets.ts";

/** Of each sort, in each process: about a hundred bytes each. Strangers push each other out, at worst. */
const MAX_BUCKETS = 20_000;

export interface FloodDeps {
  clock: Clock;
  log: Logger;
  config: { flood: FloodConfig };
}

/** For everything under a path; its parameter `slug` or `token` names the code, where it is about one. Refused requests get 429 and are answered nothing else. */
export function floodGuard({ clock, log, config }: FloodDeps): MiddlewareHandler<ShopperEnvironment> {
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

  return async (c, next) => {
    const atMs = clock.now().getTime();
    const kind = kindOf(c);
    const { perAddress, perCode } = buckets[kind];
    const { clientAddress } = c.env;
    // Null for a page that is about no code: all its visitors are not one, and one of them could keep the others out.
    const code = c.req.param("slug") ?? c.req.param("token") ?? null;
    // The address first: who floods others' codes from one place then empties their own bucket, not the codes'.
    const byAddress = clientAddress === null ? 0 : perAddress.take(clientAddress, atMs);
    const byCode = byAddress > 0 || code === null ? 0 : perCode.take(code.slice(0, 64), atMs);
    const waitMs = byAddress > 0 ? byAddress : byCode;
    if (waitMs === 0) return next();
    const reason = byAddress > 0 ? "one-address" : "one-code";
    if (lines.take(`${kind} ${reason}`, atMs) === 0)
      log.warn({ kind, reason }, "a flood of requests is held back");
    return tooMany(c, Math.ceil(waitMs / 1_000));
  };
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
