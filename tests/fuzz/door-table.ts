/** What of a running system is fuzzed, and with what: everything that strangers and the two parties can reach. */
import { createHmac } from "node:crypto";
import type { Dice } from "../storm/dice.ts";
import { NOTICES, REFUND_SESSIONS, SESSIONS, WEBHOOKS } from "./real-messages.ts";

export interface FuzzedSystem {
  webOrigin: string;
  /** Of a payments port without TLS: who may call it has tests of its own. */
  paymentsUrl: string;
  noticeUrl: string;
  noticeKey: string;
  webhookSecret: string;
  shop: string;
  /** Of a shopper's page that exists. */
  slug: string;
  /** A merchant's cookie, so that what is behind the login is reached. */
  cookie: string;
}

export interface Shot {
  url: string;
  method: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
}

export interface FuzzedDoor {
  name: string;
  seeds: readonly string[];
  aim(system: FuzzedSystem, text: string, drawn: Dice): Shot;
}

/** What a header may carry at all: Node itself refuses the rest before it is sent. */
const headerText = (text: string) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "").slice(0, 2_000);
const inAddress = (text: string) => encodeURIComponent(text.toWellFormed()).slice(0, 4_000);
const form = { "content-type": "application/x-www-form-urlencoded", origin: "null" };
const json = { "content-type": "application/json" };

export const FUZZED_DOORS: readonly FuzzedDoor[] = [
  {
    name: "POST /shopify/payment-sessions",
    seeds: SESSIONS,
    aim: ({ paymentsUrl, shop }, body, drawn) => ({
      ...{ url: paymentsUrl, method: "POST", body },
      headers: {
        ...json,
        "Shopify-Shop-Domain": drawn.chance(0.9) ? shop : headerText(body),
        "Shopify-Request-Id": drawn.chance(0.9) ? "request-1" : headerText(body),
        "Shopify-Api-Version": drawn.chance(0.9) ? "2026-10" : headerText(body),
      },
    }),
  },
  {
    name: "POST /shopify/refund-sessions",
    seeds: REFUND_SESSIONS,
    aim: ({ paymentsUrl, shop }, body) => ({
      ...{ url: new URL("/shopify/refund-sessions", paymentsUrl).href, method: "POST", body },
      headers: { ...json, "Shopify-Shop-Domain": shop, "Shopify-Request-Id": "request-1" },
    }),
  },
  {
    name: "POST /pagoefectivo/notices/:setToken",
    seeds: NOTICES,
    aim: ({ noticeUrl, noticeKey, webOrigin }, body, drawn) => {
      const signature = createHmac("sha256", noticeKey).update(body).digest("hex");
      return {
        url: drawn.chance(0.9) ? noticeUrl : `${webOrigin}/pagoefectivo/notices/${inAddress(body)}`,
        ...{ method: "POST", body },
        headers: { ...json, "PE-Signature": drawn.chance(0.8) ? signature : headerText(body) },
      };
    },
  },
  {
    name: "POST /webhooks/shopify",
    seeds: WEBHOOKS,
    aim: ({ webOrigin, webhookSecret, shop }, body, drawn) => ({
      ...{ url: `${webOrigin}/webhooks/shopify`, method: "POST", body },
      headers: {
        ...json,
        "X-Shopify-Topic": drawn.pick([
          "customers/data_request",
          "customers/redact",
          "shop/unknown",
          headerText(body),
        ]),
        "X-Shopify-Shop-Domain": drawn.chance(0.8) ? `not-${shop}` : headerText(body),
        "X-Shopify-API-Version": "2026-10",
        "X-Shopify-Webhook-Id": drawn.chance(0.8) ? `w-${drawn.between(0, 1e9)}` : headerText(body),
        "X-Shopify-Triggered-At": headerText(body).slice(0, 40),
        "X-Shopify-Hmac-Sha256": drawn.chance(0.8)
          ? createHmac("sha256", webhookSecret).update(body).digest("base64")
          : headerText(body),
      },
    }),
  },
  {
    name: "POST /find",
    seeds: ["email=rosa%40example.com&amount=125%2C50&ending=4321"],
    aim: ({ webOrigin }, body) => ({
      url: `${webOrigin}/find?lang=en`,
      method: "POST",
      headers: form,
      body,
    }),
  },
  {
    name: "POST /v/:slug/…",
    seeds: ["operation=004512-77&where=bcp&when=2026-11-24T09%3A00&email=a%40b.pe", "A".repeat(32)],
    aim: ({ webOrigin, slug }, body, drawn) => {
      const whose = drawn.chance(0.7) ? slug : inAddress(body);
      const leaf = drawn.pick(["operation", "email", "kept", "check"]);
      return {
        url: `${webOrigin}/v/${whose}/${leaf}?lang=${inAddress(body)}`,
        method: "POST",
        headers: form,
        body,
      };
    },
  },
  {
    name: "POST /r/:token",
    seeds: ["kind=cci&cci=011-366-000100032542-21&holder=Rosa&documentKind=dni&documentNumber=10117410-2"],
    aim: ({ webOrigin }, body, drawn) => ({
      url: `${webOrigin}/r/${drawn.chance(0.5) ? "A".repeat(32) : inAddress(body)}`,
      ...{ method: "POST", headers: form, body },
    }),
  },
  {
    name: "GET what shoppers open",
    seeds: ["lang=en&checked=too-often&email=refused", "es-PE,es;q=0.9"],
    aim: ({ webOrigin, slug }, text, drawn) => {
      const whose = drawn.chance(0.6) ? slug : inAddress(text);
      const leaf = drawn.pick([
        "",
        "/",
        "/status",
        "/return",
        "/operation",
        "/code.ics",
        "/page-qr.svg",
        "/provider-qr",
      ]);
      const address = drawn.pick([`/v/${whose}${leaf}`, `/r/${whose}`, "/find", `/${inAddress(text)}`]);
      const language = headerText(text);
      return {
        url: `${webOrigin}${address}?${inAddress(text)}`,
        method: "GET",
        headers: { "Accept-Language": language, "If-None-Match": language, Range: language },
      };
    },
  },
  {
    name: "GET what merchants open",
    seeds: [
      "view=paid&states=paid&from=2026-11-01&to=2026-11-24&currency=PEN&mode=live&min=10&max=100.50&q=2541865&sort=amount-desc&after=x",
      "verdict=bad-signature&kind=notice&payment=2541865&before=01940000-0000-7000-8000-000000000001",
    ],
    aim: ({ webOrigin, cookie }, text, drawn) => {
      const query = drawn.chance(0.5)
        ? text.replaceAll(/[^\x21-\x7e]|#/g, "").slice(0, 4_000)
        : inAddress(text);
      const page = drawn.pick([
        "payments",
        "cases",
        "refunds",
        "log",
        "figures",
        "search",
        "help",
        "payments/totals",
        `payments/${inAddress(text)}`,
        `cases/${inAddress(text)}`,
        `refunds/${inAddress(text)}`,
        `log/${inAddress(text)}`,
        `books/${inAddress(text)}`,
        `books/statements/${inAddress(text)}`,
      ]);
      const route = drawn.pick(["", "&_data=routes%2Fmerchant%2Fpayments", `&_data=${inAddress(text)}`]);
      return { url: `${webOrigin}/app/${page}?${query}${route}`, method: "GET", headers: { cookie } };
    },
  },
  {
    name: "POST what merchants send",
    seeds: ["intent=save&version=0&csrf=guessed&attentionHours=24", "language=es"],
    aim: ({ webOrigin, cookie }, body, drawn) => ({
      url: `${webOrigin}/app/${drawn.pick(["rules", "connect", "cases/settings", "language", "sign-out", "books/statements/parts", "books/fees"])}`,
      ...{ method: "POST", body },
      headers: {
        cookie,
        origin: webOrigin,
        "content-type": drawn.pick([
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "multipart/form-data",
          headerText(body),
        ]),
      },
    }),
  },
  {
    name: "GET where signing in begins and ends",
    seeds: [
      "shop=tienda.myshopify.com&host=YWRtaW4&hmac=00&timestamp=1&code=x&state=y&embedded=1&id_token=a.b.c",
    ],
    aim: ({ webOrigin }, text, drawn) => {
      const page = drawn.pick([
        "/",
        "/auth",
        "/auth/callback",
        "/auth/session-token",
        "/auth/exit-iframe",
        "/auth/login",
        "/app",
      ]);
      const query = text.replaceAll(/[^\x21-\x7e]|#/g, "").slice(0, 4_000);
      return {
        url: `${webOrigin}${page}?${query}`,
        method: "GET",
        headers: { cookie: `shopify_app_session=${inAddress(text)}` },
      };
    },
  },
];
