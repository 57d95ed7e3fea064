/** What stands in addresses and headers: anybody can write them. */
import { readChoice } from "#app/books/close-page.ts";
import { readSpan } from "#app/books/close-span.ts";
import { answerWord } from "#app/cases/dead-letters.ts";
import { readCaseCursor, readCaseFilter } from "#app/cases/case-list.ts";
import { findHelp } from "#app/help/find-help.ts";
import { helpBook } from "#app/help/help-book.ts";
import { readConfig, ConfigError } from "#app/lib/config.server.ts";
import { clockOffsetMs } from "#app/lib/date-header.ts";
import { readLogCursor, readLogFilter } from "#app/log/log-list.ts";
import { merchantLanguage } from "#app/merchants/merchant-language.ts";
import {
  LIST_SORTS,
  readListFilter,
  searchOf,
  wantedStatuses,
  writeListFilter,
} from "#app/payments/payment-list-filter.ts";
import { readCursor } from "#app/payments/payment-list-cursor.ts";
import { readAmount, readSearch } from "#app/payments/payment-list-search.ts";
import { chooseLanguage, wantsQuechua } from "#app/payments/shopper-language.ts";
import { comparableEmail, comparablePhone } from "#app/privacy/person.ts";
import { readRefundCursor, readRefundFilter } from "#app/refunds/refund-list.ts";
import { webAddress } from "#app/shopper-ui/web-address.ts";
import { readQuestion } from "#app/story/question.ts";
import { fieldsOf, type FuzzedParser } from "./fuzzed-parser.ts";

const NOW = new Date("2026-11-24T15:00:00Z");
const ID = "01940000-0000-7000-8000-000000000001";
const inBase64 = (text: string) => Buffer.from(text).toString("base64url");

export const PARSERS_OF_ADDRESSES: readonly FuzzedParser[] = [
  {
    parsers: ["app/payments/payment-list-filter.ts:readListFilter"],
    seeds: [
      "view=paid&states=paid&from=2026-11-01&to=2026-11-24&currency=PEN&mode=live&min=10&max=100.50&steps=seen&hour=13&channel=BCP&q=2541865&sort=amount-desc",
    ],
    read: (text) => {
      const filter = readListFilter(new URLSearchParams(text));
      return [filter, searchOf(filter), wantedStatuses(filter), writeListFilter(filter)];
    },
  },
  {
    parsers: ["app/payments/payment-list-cursor.ts:readCursor"],
    seeds: [
      inBase64(`["2026-11-24T15:00:00.000Z","${ID}"]`),
      inBase64(`[12500,"${ID}"]`),
      `2026-11-24T15:00:00.000Z_${ID}`,
    ],
    read: (text) => LIST_SORTS.map((sort) => readCursor(text, sort)),
  },
  {
    parsers: [
      "app/payments/payment-list-search.ts:readSearch",
      "app/payments/payment-list-search.ts:readAmount",
      "app/story/question.ts:readQuestion",
    ],
    seeds: [
      "2541865",
      "rosa@example.com",
      "S/ 125.50",
      "Monto: 125,50 soles",
      "CIP 254 1865",
      "+51 987 654 321",
      "#1001",
      `https://app.example.pe/v/${"A".repeat(32)}`,
    ],
    read: (text) => [readSearch(text), readAmount(text), readQuestion(text)],
  },
  {
    parsers: ["app/cases/case-list.ts:readCaseFilter", "app/cases/case-list.ts:readCaseCursor"],
    seeds: [
      "state=open&kind=paid-past-deadline&owner=me",
      `2026-11-24T15:00:00.000Z_${ID}`,
      `true.2026-11-24T15:00:00.000Z.${ID}`,
    ],
    read: (text) => [readCaseFilter(new URLSearchParams(text)), readCaseCursor(text), answerWord(text)],
  },
  {
    parsers: ["app/refunds/refund-list.ts:readRefundFilter", "app/refunds/refund-list.ts:readRefundCursor"],
    seeds: ["view=overdue&state=opened", `2026-11-24T15:00:00.000Z_${ID}`],
    read: (text) => [readRefundFilter(new URLSearchParams(text)), readRefundCursor(text)],
  },
  {
    parsers: ["app/log/log-list.ts:readLogFilter", "app/log/log-list.ts:readLogCursor"],
    seeds: ["verdict=bad-signature&kind=notice&from=2026-11-01&to=2026-11-24&payment=2541865", ID],
    read: (text) => [readLogFilter(new URLSearchParams(text)), readLogCursor(text)],
  },
  {
    parsers: ["app/books/close-page.ts:readChoice", "app/books/close-span.ts:readSpan"],
    seeds: ["from=2026-11-01&to=2026-11-24", "exceptions"],
    read: (text) => {
      const { from = "", to = "" } = fieldsOf(text);
      return [readChoice(text), readSpan({ from, to }, NOW), readSpan({ from: text, to: text }, NOW)];
    },
  },
  {
    parsers: [
      "app/payments/shopper-language.ts:chooseLanguage",
      "app/merchants/merchant-language.ts:merchantLanguage",
    ],
    seeds: ["es-PE,es;q=0.9,en;q=0.8", "qu-PE", "zh-Hans-CN", "*;q=0", "en"],
    read: (text) => [
      ...[
        chooseLanguage({ query: text, header: text, shopper: text }),
        wantsQuechua({ query: null, header: text, shopper: null }),
      ],
      merchantLanguage({ chosen: null, asked: text, account: text, accepted: text }),
    ],
  },
  {
    parsers: ["app/lib/date-header.ts:clockOffsetMs"],
    seeds: ["Tue, 24 Nov 2026 15:00:00 GMT", "Tuesday, 24-Nov-26 15:00:00 GMT"],
    read: (text) => {
      const headers = new Headers({ date: text.replaceAll(/[^\x21-\x7e ]/g, "") });
      return clockOffsetMs(headers, { from: NOW, to: NOW });
    },
  },
  {
    parsers: ["app/shopper-ui/web-address.ts:webAddress"],
    seeds: ["https://tienda.example/checkouts/1?a=b", "http://localhost:3000/x", "javascript:alert(1)"],
    read: webAddress,
  },
  {
    parsers: ["app/privacy/person.ts:comparableEmail", "app/privacy/person.ts:comparablePhone"],
    seeds: ["Rosa.Quispe+x@Example.com", "+51 987 654 321", "(01) 234-5678"],
    read: (text) => [comparableEmail(text), comparablePhone(text)],
  },
  {
    parsers: ["app/help/find-help.ts:findHelp"],
    seeds: ["código vencido", "refund", "退款"],
    read: (text) =>
      (["es", "en", "zh-CN"] as const).map(
        (language) => findHelp(helpBook(), { query: text, about: text.slice(0, 20), language }).count,
      ),
  },
  {
    parsers: ["app/lib/config.server.ts:readConfig"],
    seeds: [
      `NODE_ENV=test&DATABASE_URL=postgres://a@b/c&PUBLIC_ORIGIN=http://localhost:3000&PAYMENTS_TLS_MODE=off&VAULT_KEYS=a:${"A".repeat(43)}=&SHOPIFY_API_KEY=0123456789abcdef&SHOPIFY_API_SECRET=0123456789abcdef&FLOOD_PAGES_PER_CODE=1/1`,
    ],
    read: (text) => {
      try {
        return readConfig(fieldsOf(text)).environment;
      } catch (error) {
        if (error instanceof ConfigError) return error.problems;
        throw error;
      }
    },
  },
];
