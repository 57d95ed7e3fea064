/** Every parser of text that somebody else wrote. A test holds that none is missing (`parsers.test.ts`). */
import type { FuzzedParser } from "./fuzzed-parser.ts";
import { PARSERS_OF_ADDRESSES } from "./parsers-of-addresses.ts";
import { PARSERS_OF_FILES } from "./parsers-of-files.ts";
import { PARSERS_OF_FORMS } from "./parsers-of-forms.ts";
import { PARSERS_OF_PARTIES } from "./parsers-of-parties.ts";

export const FUZZED_PARSERS: readonly FuzzedParser[] = [
  ...PARSERS_OF_PARTIES,
  ...PARSERS_OF_FORMS,
  ...PARSERS_OF_ADDRESSES,
  ...PARSERS_OF_FILES,
];

/** Functions that are named like a parser and read nothing that an outsider wrote, each with what they do read. */
export const READ_NOTHING_FROM_OUTSIDE: Readonly<Record<string, string>> = {
  "app/books/save-fee-terms.server.ts:readFees": "rows of our own tables",
  "app/cases/desk-settings.server.ts:readDeskSettings": "rows of our own tables",
  "app/channels/channel-catalogue.ts:readCatalogue": "a file of the project",
  "app/doctor/visit.server.ts:readClocks": "clocks",
  "app/doctor/visit.server.ts:readWorkers": "rows of our own tables",
  "app/doctor/visit.server.ts:readChain": "the operator's certificates, by readCertificates",
  "app/doors/door-answers.ts:readBody": "bytes, without looking at them; both doors are fuzzed",
  "app/help/help-book.ts:readHelpBook": "a file of the project",
  "app/inbox/simulated-notice.ts:readSimulatedNotice":
    "what we have written ourselves; a damaged row is a bug",
  "app/log/silence.ts:readRhythm": "figures of our own tables",
  "app/merchants/activate-shop.server.ts:readActivation": "rows of our own tables",
  "app/merchants/page-settings.server.ts:readPageSettings": "rows of our own tables",
  "app/messages/quechua.ts:readQuechua": "a file of the project",
  "app/payments/ask-pagoefectivo.server.ts:readLookUp": "what readLookUps has read",
  "app/payments/save-rules.server.ts:readRules": "rows of our own tables",
  "app/payments/see-voucher.server.ts:readVoucherStatus": "rows of our own tables",
  "app/payments/sweep-health.server.ts:readSweepHealth": "rows of our own tables",
  "app/refunds/refund-settings.server.ts:readRefundSettings": "rows of our own tables",
  "app/shopify/webhook-verification.server.ts:readWebhook": "a request; its door is fuzzed",
};
