/**
 * Every text of the merchant's admin, in its three languages. One file per area and language; the ids, their order and their
 * placeholders are the same in all three (a test compares them).
 */
import { createIntl, createIntlCache } from "@formatjs/intl";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import shellEs from "./merchant/shell.es.json" with { type: "json" };
import shellEn from "./merchant/shell.en.json" with { type: "json" };
import shellZh from "./merchant/shell.zh-CN.json" with { type: "json" };
import homeEs from "./merchant/home.es.json" with { type: "json" };
import homeEn from "./merchant/home.en.json" with { type: "json" };
import homeZh from "./merchant/home.zh-CN.json" with { type: "json" };
import connectEs from "./merchant/connect.es.json" with { type: "json" };
import connectEn from "./merchant/connect.en.json" with { type: "json" };
import connectZh from "./merchant/connect.zh-CN.json" with { type: "json" };
import rulesEs from "./merchant/rules.es.json" with { type: "json" };
import rulesEn from "./merchant/rules.en.json" with { type: "json" };
import rulesZh from "./merchant/rules.zh-CN.json" with { type: "json" };
import pageEs from "./merchant/page.es.json" with { type: "json" };
import pageEn from "./merchant/page.en.json" with { type: "json" };
import pageZh from "./merchant/page.zh-CN.json" with { type: "json" };
import listEs from "./merchant/list.es.json" with { type: "json" };
import listEn from "./merchant/list.en.json" with { type: "json" };
import listZh from "./merchant/list.zh-CN.json" with { type: "json" };
import detailEs from "./merchant/detail.es.json" with { type: "json" };
import detailEn from "./merchant/detail.en.json" with { type: "json" };
import detailZh from "./merchant/detail.zh-CN.json" with { type: "json" };
import casesEs from "./merchant/cases.es.json" with { type: "json" };
import casesEn from "./merchant/cases.en.json" with { type: "json" };
import casesZh from "./merchant/cases.zh-CN.json" with { type: "json" };
import deskEs from "./merchant/desk.es.json" with { type: "json" };
import deskEn from "./merchant/desk.en.json" with { type: "json" };
import deskZh from "./merchant/desk.zh-CN.json" with { type: "json" };
import refundsEs from "./merchant/refunds.es.json" with { type: "json" };
import refundsEn from "./merchant/refunds.en.json" with { type: "json" };
import refundsZh from "./merchant/refunds.zh-CN.json" with { type: "json" };
import batchesEs from "./merchant/batches.es.json" with { type: "json" };
import batchesEn from "./merchant/batches.en.json" with { type: "json" };
import batchesZh from "./merchant/batches.zh-CN.json" with { type: "json" };
import booksEs from "./merchant/books.es.json" with { type: "json" };
import booksEn from "./merchant/books.en.json" with { type: "json" };
import booksZh from "./merchant/books.zh-CN.json" with { type: "json" };
import statusEs from "./merchant/status.es.json" with { type: "json" };
import statusEn from "./merchant/status.en.json" with { type: "json" };
import statusZh from "./merchant/status.zh-CN.json" with { type: "json" };
import type { MerchantPlaceholders } from "./merchant-placeholders.ts";

const es = {
  ...shellEs,
  ...homeEs,
  ...connectEs,
  ...rulesEs,
  ...pageEs,
  ...listEs,
  ...detailEs,
  ...casesEs,
  ...deskEs,
  ...refundsEs,
  ...batchesEs,
  ...booksEs,
  ...statusEs,
};
const en: Record<MerchantMessageId, string> = {
  ...shellEn,
  ...homeEn,
  ...connectEn,
  ...rulesEn,
  ...pageEn,
  ...listEn,
  ...detailEn,
  ...casesEn,
  ...deskEn,
  ...refundsEn,
  ...batchesEn,
  ...booksEn,
  ...statusEn,
};
const zh: Record<MerchantMessageId, string> = {
  ...shellZh,
  ...homeZh,
  ...connectZh,
  ...rulesZh,
  ...pageZh,
  ...listZh,
  ...detailZh,
  ...casesZh,
  ...deskZh,
  ...refundsZh,
  ...batchesZh,
  ...booksZh,
  ...statusZh,
};

export type MerchantMessageId = keyof typeof es;

/** The values a message needs: none, or every placeholder by name. Text arrives finished, plurals take a number. */
export type MerchantMessageValues<Id extends MerchantMessageId> = Id extends keyof MerchantPlaceholders
  ? [values: MerchantPlaceholders[Id]]
  : [];

/** A message that stands alone: what a route may name in its answer, for the page to put into words. */
export type PlainMerchantMessageId = Exclude<MerchantMessageId, keyof MerchantPlaceholders>;

/** The tags of the page's `lang` attribute. */
export const MERCHANT_LOCALES: Record<MerchantLanguage, string> = {
  es: "es-PE",
  en: "en",
  "zh-CN": "zh-CN",
};

export const MERCHANT_CATALOGUES: Record<MerchantLanguage, Record<MerchantMessageId, string>> = {
  es,
  en,
  "zh-CN": zh,
};

const cache = createIntlCache();
const SPEAKERS = { es: speaker("es"), en: speaker("en"), "zh-CN": speaker("zh-CN") };

/**
 * The text of one message. Money, dates and numbers arrive already formatted; only what a plural counts is a number.
 * Throws if the catalogue's text is not valid ICU.
 */
export function merchantMessage<Id extends MerchantMessageId>(
  id: Id,
  values: MerchantMessageValues<Id>[0],
  language: MerchantLanguage,
): string {
  return SPEAKERS[language].formatMessage({ id }, values);
}

export function isMerchantLanguage(text: unknown): text is MerchantLanguage {
  return MERCHANT_LANGUAGES.some((language) => language === text);
}

function speaker(language: MerchantLanguage) {
  return createIntl(
    {
      locale: MERCHANT_LOCALES[language],
      defaultLocale: MERCHANT_LOCALES[language],
      timeZone: "America/Lima",
      messages: MERCHANT_CATALOGUES[language],
      // FormatJS reports a missing text or value and then prints the id; a person must never read an id.
      onError: (error) => {
        throw error;
      },
    },
    cache,
  );
}
