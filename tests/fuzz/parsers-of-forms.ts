/** What people type into forms: shoppers, merchants, and whoever sends a form by hand. */
import { parseFeeForm } from "#app/books/fee-terms-form.ts";
import { readPayout } from "#app/books/payout-form.ts";
import { readMappingForm } from "#app/books/statement-mapping.ts";
import { parseDeskForm, readWebhookUrl } from "#app/cases/desk-settings.ts";
import { readReportIds } from "#app/cases/dead-letters.ts";
import { readKeepDays } from "#app/log/log-settings.ts";
import { readColor } from "#app/merchants/accent-color.ts";
import { parseAccountForm, parseLiveCodes, parseMode, parseSetForm } from "#app/merchants/connect-form.ts";
import { parsePageForm } from "#app/merchants/page-settings-form.ts";
import { readFind, typedAmount, typedFind } from "#app/payments/find-code.ts";
import { readLimaTime, readSimulation } from "#app/payments/payment-answer.ts";
import { readSelection } from "#app/payments/payment-list.ts";
import { parseRulesForm, readAmount as readRuleAmount, readBands } from "#app/payments/rules-form.ts";
import { readSlip, typedSlip } from "#app/payments/slip.ts";
import { readAccount, readBank } from "#app/refunds/destination/account-number.ts";
import { readCci } from "#app/refunds/destination/cci.ts";
import { readDestination, typedDestination } from "#app/refunds/destination/destination-form.ts";
import { nameMatch, readHolder } from "#app/refunds/destination/holder-name.ts";
import { readDocument } from "#app/refunds/destination/identity-document.ts";
import { readWalletPhone } from "#app/refunds/destination/wallet-phone.ts";
import { readPayOut, readReason } from "#app/refunds/pay-out-form.ts";
import { parseRefundSettings } from "#app/refunds/refund-settings-form.ts";
import { parseEmail } from "#app/shopify/payment-session-request.ts";
import { fieldsOf, type FuzzedParser } from "./fuzzed-parser.ts";

const NOW = new Date("2026-11-24T15:00:00Z");
const TODAY = "2026-11-24";
const ID = "01940000-0000-7000-8000-000000000001";

const OF_SHOPPERS: readonly FuzzedParser[] = [
  {
    parsers: [
      "app/payments/find-code.ts:typedFind",
      "app/payments/find-code.ts:readFind",
      "app/payments/find-code.ts:typedAmount",
    ],
    seeds: [
      "email=rosa%40example.com&amount=125%2C50&ending=4321",
      "email=a%40b.pe&amount=S%2F+1.234%2C50&ending=",
    ],
    read: (text) => {
      const typed = typedFind(new URLSearchParams(text));
      return [typed, readFind(typed, parseEmail(typed.email)), typedAmount(text)];
    },
  },
  {
    parsers: ["app/payments/slip.ts:typedSlip", "app/payments/slip.ts:readSlip"],
    seeds: [
      "operation=004512-77&where=bcp&when=2026-11-24T09%3A00",
      "operation=4111+1111+1111+1111&where=&when=",
    ],
    read: (text) => readSlip(typedSlip(new URLSearchParams(text)), NOW),
  },
  {
    parsers: [
      "app/refunds/destination/destination-form.ts:typedDestination",
      "app/refunds/destination/destination-form.ts:readDestination",
    ],
    seeds: [
      "kind=cci&cci=011-366-000100032542-21&holder=Rosa+Quispe&documentKind=dni&documentNumber=10117410-2",
      "kind=yape&phone=987+654+321&holder=Rosa+Quispe&documentKind=ce&documentNumber=001234567",
      "kind=account&bank=002&account=19112345678012&holder=Rosa&documentKind=ruc&documentNumber=20100047218",
    ],
    read: (text) => {
      const typed = typedDestination(new URLSearchParams(text));
      return [readDestination(typed, "PEN"), readDestination(typed, "USD")];
    },
  },
  {
    parsers: [
      "app/refunds/destination/account-number.ts:readAccount",
      "app/refunds/destination/account-number.ts:readBank",
      "app/refunds/destination/cci.ts:readCci",
      "app/refunds/destination/holder-name.ts:readHolder",
      "app/refunds/destination/identity-document.ts:readDocument",
      "app/refunds/destination/wallet-phone.ts:readWalletPhone",
    ],
    seeds: [
      "011-366-000100032542-21",
      "191-12345678-0-12",
      "Rosa Quispe Ñahui",
      "10117410",
      "987654321",
      "002",
    ],
    read: (text) => [
      ...[
        readAccount(text, "002"),
        readAccount(text, null),
        readBank(text),
        readCci(text),
        readWalletPhone(text),
      ],
      ...(["dni", "ce", "ruc", "passport"] as const).map((kind) => readDocument(kind, text)),
      ...[readHolder(text, null), readHolder(text, "dni"), nameMatch(text, "Rosa Quispe")],
    ],
  },
];

const OF_MERCHANTS: readonly FuzzedParser[] = [
  {
    parsers: ["app/books/fee-terms-form.ts:parseFeeForm"],
    seeds: [
      "currency=PEN&validFrom=2026-11-01&percent=3.99&fixed=1.00&minimum=2.50&igv=added&converts=no&conversionCharge=",
      "currency=USD&validFrom=01/11/2026&percent=3,99&fixed=&minimum=&igv=included&converts=yes&conversionCharge=2",
    ],
    read: (text) => parseFeeForm(fieldsOf(text)),
  },
  {
    parsers: ["app/books/payout-form.ts:readPayout"],
    seeds: ["paidOutOn=2026-11-23&bankReference=OP-004512"],
    read: (text) => readPayout(fieldsOf(text), TODAY),
  },
  {
    parsers: ["app/books/statement-mapping.ts:readMappingForm"],
    seeds: ["kind=report&currency=PEN&column.cip=0&column.amount=3", "kind=bank&currency=USD&column.day=1"],
    read: (text) => readMappingForm((name) => new URLSearchParams(text).get(name)),
  },
  {
    parsers: ["app/cases/desk-settings.ts:parseDeskForm", "app/cases/desk-settings.ts:readWebhookUrl"],
    seeds: [
      "attentionHours=24&emails=a%40b.pe%2Cc%40d.pe&language=es&webhookUrl=https%3A%2F%2Fhooks.example.pe%2Fa",
      "https://hooks.example.pe:8443/a?b=c#d",
    ],
    read: (text) => {
      const rules = { ports: [443, 8443], allowsLoopback: false };
      return [parseDeskForm(fieldsOf(text), rules), readWebhookUrl(text, rules)];
    },
  },
  {
    parsers: [
      "app/cases/dead-letters.ts:readReportIds",
      "app/payments/payment-list.ts:readSelection",
      "app/log/log-settings.ts:readKeepDays",
      "app/payments/payment-answer.ts:readLimaTime",
      "app/payments/payment-answer.ts:readSimulation",
    ],
    seeds: [`${ID},${ID}`, "2026-11-24T10:00", "paid", "30"],
    read: (text) => [
      ...[
        readReportIds(text),
        readSelection(text),
        readKeepDays(text),
        readLimaTime(text),
        readSimulation(text),
      ],
    ],
  },
  {
    parsers: ["app/merchants/accent-color.ts:readColor"],
    seeds: ["#0a7d34", "0A7D34", "#abc", "rgb(1,2,3)"],
    read: readColor,
  },
  {
    parsers: [
      "app/merchants/connect-form.ts:parseSetForm",
      "app/merchants/connect-form.ts:parseLiveCodes",
      "app/merchants/connect-form.ts:parseMode",
      "app/merchants/connect-form.ts:parseAccountForm",
    ],
    seeds: [
      "serviceId=1201&accessKey=AAAAAAAAAAAAAAAAAAAA&secretKey=BBBBBBBBBBBBBBBBBBBBBBBB&currencies=PEN,USD&liveCodes=void&mode=live",
      "state=approved&appliedOn=2026-11-01&note=hola",
    ],
    read: (text) => {
      const fields = fieldsOf(text);
      const sets = ([null, { serviceId: 1201 }] as const).flatMap((stored) =>
        (["save", "test"] as const).map((purpose) => parseSetForm(fields, stored, purpose)),
      );
      return [...sets, parseLiveCodes(fields), parseMode(fields["mode"]), parseAccountForm(fields)];
    },
  },
  {
    parsers: ["app/merchants/page-settings-form.ts:parsePageForm"],
    seeds: [
      "storeName=Tienda&helpUrl=https%3A%2F%2Ftienda.pe%2Fayuda&supportEmail=a%40b.pe&supportWhatsapp=%2B51+987+654+321&supportPhone=01+234+5678&english=yes&accentColor=%230a7d34",
    ],
    read: (text) => parsePageForm(fieldsOf(text)),
  },
  {
    parsers: [
      "app/payments/rules-form.ts:parseRulesForm",
      "app/payments/rules-form.ts:readBands",
      "app/payments/rules-form.ts:readAmount",
    ],
    seeds: [
      "ending=hours&lifeHours=24&bands=%5B%7B%22currency%22%3A%22PEN%22%2C%22upTo%22%3A%22100%22%2C%22hours%22%3A%2212%22%7D%5D&quiet=yes&quietFrom=22%3A00&quietTo=07%3A00&graceMinutes=60&businessDays=no&minPEN=1&maxPEN=5000&minUSD=&maxUSD=&atExpiry=reject&confirmSeconds=90",
      '[{"currency":"PEN","upTo":"100.00","hours":"12"}]',
    ],
    read: (text) => [
      parseRulesForm(fieldsOf(text), { codeLifeMinutes: 1_440, amountBands: [] }),
      ...[readBands(text), readRuleAmount(text)],
    ],
  },
  {
    parsers: ["app/refunds/pay-out-form.ts:readPayOut", "app/refunds/pay-out-form.ts:readReason"],
    seeds: ["paidOn=2026-11-23&bankReference=OP-1"],
    read: (text) => {
      const { paidOn = "", bankReference = "", reference = "" } = fieldsOf(text);
      const typed = { paidOn, bankReference: bankReference || reference, reference };
      return [
        readPayOut(typed, { receivedAt: new Date("2026-11-20T00:00:00Z"), now: NOW }),
        readReason(text),
      ];
    },
  },
  {
    parsers: ["app/refunds/refund-settings-form.ts:parseRefundSettings"],
    seeds: ["policy=manual&accepted=yes&approvalPEN=500.00&approvalUSD="],
    read: (text) =>
      parseRefundSettings(fieldsOf(text), { isManual: true, approvalAbove: { PEN: 50_000, USD: null } }),
  },
];

export const PARSERS_OF_FORMS: readonly FuzzedParser[] = [...OF_SHOPPERS, ...OF_MERCHANTS];
