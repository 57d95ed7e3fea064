/** What Shopify and PagoEfectivo send and answer. */
import { nonceOfProbe } from "#app/inbox/probe-notice.ts";
import { parseDecimalAmount } from "#app/lib/money.ts";
import { Secret } from "#app/lib/secret.ts";
import {
  parseEnvelope,
  readAuthorization,
  readCreated,
  readCreateRefusal,
  readLookUps,
} from "#app/pagoefectivo/cip-answers.ts";
import {
  cleanText,
  normaliseStatusName,
  parseCip,
  parsePagoEfectivoDate,
  parsePhoneText,
  readCipStatus,
  readMoney,
} from "#app/pagoefectivo/cip.ts";
import { parseNotice } from "#app/pagoefectivo/notice-message.ts";
import { verifyNoticeSignature } from "#app/pagoefectivo/notice-signature.ts";
import { pagoEfectivoAddresses } from "#app/pagoefectivo/pagoefectivo-addresses.ts";
import { likelyCauses } from "#app/pagoefectivo/signature-cause.ts";
import {
  parseEmail,
  parsePaymentHeaders,
  parsePaymentSessionRequest,
  readAmount,
} from "#app/shopify/payment-session-request.ts";
import {
  readConfigureAnswer,
  readGraphqlAnswer,
  readHttpFailure,
} from "#app/shopify/payments-apps-answers.ts";
import { parseRefundSessionRequest } from "#app/shopify/refund-session-request.ts";
import { parseShopDomain } from "#app/shopify/shop-domain.ts";
import { parseStrictJson } from "#app/shopify/strict-json.ts";
import { parseWebhook, WEBHOOK_TOPICS } from "#app/shopify/webhook-message.ts";
import { bytesOf, jsonOf, type FuzzedParser } from "./fuzzed-parser.ts";
import {
  GRAPHQL_ANSWERS,
  NOTICES,
  PAGOEFECTIVO_ANSWERS,
  REFUND_SESSIONS,
  SESSIONS,
  WEBHOOKS,
} from "./real-messages.ts";

const KEY = new Secret("a-secret-key-of-40-characters-0123456789");
const addresses = pagoEfectivoAddresses({ simulatorOrigin: null });

/** One line, some headers: `name: value` in each. */
function headersOf(text: string): { get(name: string): string | null } {
  const lines = text.split("\n").map((line): [string, string] => {
    const [name = "", ...rest] = line.split(":");
    return [name.trim().toLowerCase(), rest.join(":").trim()];
  });
  const held = new Map(lines);
  return { get: (name) => held.get(name.toLowerCase()) ?? null };
}

const OF_SHOPIFY: readonly FuzzedParser[] = [
  {
    parsers: ["app/shopify/payment-session-request.ts:parsePaymentSessionRequest"],
    seeds: SESSIONS,
    read: parsePaymentSessionRequest,
  },
  {
    parsers: ["app/shopify/refund-session-request.ts:parseRefundSessionRequest"],
    seeds: REFUND_SESSIONS,
    read: parseRefundSessionRequest,
  },
  {
    parsers: ["app/shopify/payment-session-request.ts:parsePaymentHeaders"],
    seeds: [
      "Shopify-Shop-Domain: tienda.myshopify.com\nShopify-Request-Id: 8a1b\nShopify-Api-Version: 2026-10\nContent-Type: application/json",
    ],
    read: (text) => parsePaymentHeaders(headersOf(text)),
  },
  {
    parsers: ["app/shopify/payment-session-request.ts:readAmount", "app/lib/money.ts:parseDecimalAmount"],
    seeds: ["125.00", "0.01", "99999.99", "1000000.00", "12"],
    read: (text) => [readAmount(text), parseDecimalAmount(text)],
  },
  {
    parsers: ["app/shopify/payment-session-request.ts:parseEmail"],
    seeds: ["rosa.quispe@example.com", "a+b@sub.example.com.pe"],
    read: parseEmail,
  },
  {
    parsers: ["app/shopify/strict-json.ts:parseStrictJson"],
    seeds: [...SESSIONS, '{"a":1,"a":2}', "[[[[[[1]]]]]]"],
    read: parseStrictJson,
  },
  {
    parsers: ["app/shopify/shop-domain.ts:parseShopDomain"],
    seeds: ["tienda-demo.myshopify.com", "a.myshopify.com.evil.example", "TIENDA.myshopify.com"],
    read: parseShopDomain,
  },
  {
    parsers: ["app/shopify/webhook-message.ts:parseWebhook"],
    seeds: WEBHOOKS,
    read: (body) =>
      [...WEBHOOK_TOPICS, body.slice(0, 40)].map((topic) =>
        parseWebhook({
          topic,
          shop: "tienda.myshopify.com",
          webhookId: "w-1",
          triggeredAt: body.slice(0, 30),
          body,
        }),
      ),
  },
  {
    parsers: [
      "app/shopify/payments-apps-answers.ts:readGraphqlAnswer",
      "app/shopify/payments-apps-answers.ts:readConfigureAnswer",
    ],
    seeds: GRAPHQL_ANSWERS,
    read: (text) => {
      const answer = jsonOf(text);
      // As the client hands it on: graphql-request has made sure that it is an object.
      if (typeof answer !== "object" || answer === null) return null;
      const kinds = (["pending", "resolve", "reject"] as const).map((kind) =>
        readGraphqlAnswer(kind, 200, answer),
      );
      return [...kinds, readConfigureAnswer({ ready: true, externalHandle: null }, 200, answer)];
    },
  },
  {
    parsers: ["app/shopify/payments-apps-answers.ts:readHttpFailure"],
    seeds: ["2.0", "120", "Wed, 21 Oct 2026 07:28:00 GMT", "-1"],
    read: (text) => {
      const value = text.replaceAll(/[^\x21-\x7e ]/g, "").slice(0, 200);
      return [401, 403, 404, 408, 423, 429, 430, 500, 503].map((status) =>
        readHttpFailure(status, new Headers({ "retry-after": value })),
      );
    },
  },
];

const ASKED = {
  transactionCode: "01940000-0000-7000-8000-000000000001",
  amount: { centimos: 12_500, currency: "PEN" },
} as const;

const OF_PAGOEFECTIVO: readonly FuzzedParser[] = [
  {
    parsers: ["app/pagoefectivo/notice-message.ts:parseNotice", "app/inbox/probe-notice.ts:nonceOfProbe"],
    seeds: NOTICES,
    read: (text) => [parseNotice(bytesOf(text)), parseNotice(text), nonceOfProbe(bytesOf(text))],
  },
  {
    parsers: [
      "app/pagoefectivo/notice-signature.ts:verifyNoticeSignature",
      "app/pagoefectivo/signature-cause.ts:likelyCauses",
    ],
    seeds: NOTICES.map((body) => `${"ab".repeat(32)}\n${body}`),
    read: (text) => {
      const [header = "", ...rest] = text.split("\n");
      const body = bytesOf(rest.join("\n"));
      const keys = [
        { environment: "live", serviceId: 1201, accessKey: KEY, secretKey: KEY, isOwn: true } as const,
      ];
      const causes = likelyCauses({ body, header, keys, hasWipedKeys: false });
      return { verified: verifyNoticeSignature(body, header, KEY), causes };
    },
  },
  {
    parsers: [
      "app/pagoefectivo/cip-answers.ts:parseEnvelope",
      "app/pagoefectivo/cip-answers.ts:readAuthorization",
      "app/pagoefectivo/cip-answers.ts:readCreated",
      "app/pagoefectivo/cip-answers.ts:readCreateRefusal",
      "app/pagoefectivo/cip-answers.ts:readLookUps",
    ],
    seeds: PAGOEFECTIVO_ANSWERS,
    read: (text) => {
      const envelope = parseEnvelope(text);
      if (!envelope) return null;
      const { data } = envelope;
      return [
        readAuthorization(data),
        readCreated(data, ASKED),
        readCreateRefusal(envelope),
        readLookUps(data, ["2541865"]),
      ];
    },
  },
  {
    parsers: [
      "app/pagoefectivo/cip.ts:parseCip",
      "app/pagoefectivo/cip.ts:normaliseStatusName",
      "app/pagoefectivo/cip.ts:readCipStatus",
      "app/pagoefectivo/cip.ts:parsePagoEfectivoDate",
      "app/pagoefectivo/cip.ts:readMoney",
      "app/pagoefectivo/cip.ts:parsePhoneText",
      "app/pagoefectivo/cip.ts:cleanText",
    ],
    seeds: [
      "2541865",
      "Cancelado.",
      "2026-11-24T10:00:00-05:00",
      "125.5",
      "+51 987 654 321",
      "Ñahui Quispe",
      "PEN",
    ],
    read: (text) => {
      const statusName = normaliseStatusName(text);
      return [
        ...[parseCip(text), parseCip(Number(text)), parsePagoEfectivoDate(text), parsePhoneText(text)],
        ...[readMoney(text, "PEN"), readMoney(Number(text), text), cleanText(text, 30)],
        readCipStatus({ rawStatus: null, statusName, removedAt: null, paidAt: null }),
      ];
    },
  },
  {
    parsers: ["app/pagoefectivo/pagoefectivo-addresses.ts:voucherUrl"],
    seeds: ["https://pagoefectivo.pe/a/b.html", "https://codigoqr.pagoefectivolatam.com/live/abcdefgh.png"],
    read: (text) => [addresses.voucherUrl(text), addresses.qrUrl(text)],
  },
];

export const PARSERS_OF_PARTIES: readonly FuzzedParser[] = [...OF_SHOPIFY, ...OF_PAGOEFECTIVO];
