/**
 * "How to pay", on one page of A4, for a merchant's counter, their social media or a message. It holds what is the same for every shopper of
 * the store: no code, no amount, nothing of anybody.
 */
import { CATALOGUE, CHANNEL_GROUPS, type ChannelGroup } from "#app/channels/channel-catalogue.ts";
import { isConfirmed } from "#app/channels/channels.ts";
import { taggedSheet, type TaggedSheet } from "#app/keep/tagged-sheet.server.ts";
import { LOCALES, message } from "#app/messages/message.ts";
import type { ShopperLanguage, StoreSupport } from "#app/payments/voucher-view.ts";

export interface SheetStore {
  name: string;
  support: StoreSupport;
}

export interface SheetOrder {
  store: SheetStore;
  language: ShopperLanguage;
  /** Ids of channels that the operator has switched off. */
  off: readonly string[];
  madeAt: Date;
}

export function paySheet(order: SheetOrder): Promise<Uint8Array<ArrayBuffer>> {
  const { language, store } = order;
  const title = message("sheet.title", undefined, language);
  const sheet = taggedSheet({
    title: `${title} – ${store.name}`,
    language: LOCALES[language],
    madeAt: order.madeAt,
  });
  sheet.text("H1", title, { size: 30, bold: true });
  sheet.text("P", message("sheet.where", { store: shortName(store.name) }, language), { size: 14 });
  heading(sheet, message("sheet.buy", undefined, language));
  sheet.steps([
    message("sheet.buy.step1", undefined, language),
    message("sheet.buy.step2", undefined, language),
    message("sheet.buy.step3", undefined, language),
  ]);
  heading(sheet, message("sheet.pay", undefined, language));
  writeWays(sheet, order);
  heading(sheet, message("sheet.done", undefined, language));
  sheet.text("P", message("sheet.done.body", undefined, language));
  sheet.text("P", message("sheet.done.expired", undefined, language), { bold: true });
  sheet.text("P", message("voucher.safe", undefined, language), { above: 10 });
  writeSupport(sheet, order);
  const date = dayText(CATALOGUE.reviewedOn, language);
  sheet.text("P", message("sheet.checked", { date }, language), { size: 9, muted: true, above: 12 });
  return sheet.finish();
}

function writeWays(sheet: TaggedSheet, order: SheetOrder): void {
  const { language } = order;
  way(sheet, message("voucher.app.name", undefined, language));
  sheet.steps([
    message("voucher.app.step1", undefined, language),
    message("sheet.app.step2", undefined, language),
    message("voucher.app.step3", undefined, language),
    message("voucher.app.step4", undefined, language),
    message("voucher.app.step5", undefined, language),
  ]);
  writePlaces(sheet, order, ["app"]);
  way(sheet, message("voucher.agent.name", undefined, language));
  sheet.steps([
    message("voucher.agent.step1", undefined, language),
    message("voucher.agent.step2", undefined, language),
    message("sheet.agent.step3", undefined, language),
    message("voucher.agent.step4", undefined, language),
  ]);
  writePlaces(sheet, order, CHANNEL_GROUPS.filter(isCounter));
}

/** Wallets take a code only where PagoEfectivo has made a picture of it, which a sheet for everybody cannot promise. */
function isCounter(group: ChannelGroup): boolean {
  return group === "agent" || group === "cash-network";
}

/** Only those that somebody has confirmed of late, and that the operator has not switched off. */
function writePlaces(sheet: TaggedSheet, order: SheetOrder, groups: readonly ChannelGroup[]): void {
  const { off, language } = order;
  const names = CATALOGUE.channels
    .filter((channel) => groups.includes(channel.group) && isConfirmed(channel, "accepts"))
    .filter(({ id }) => !off.includes(id))
    .map(({ displayName }) => displayName);
  if (names.length === 0) return;
  const places = [...new Set(names)].join(", ");
  sheet.text("P", message("sheet.places", { places }, language), { size: 10 });
}

function writeSupport(sheet: TaggedSheet, { store, language }: SheetOrder): void {
  const { whatsapp, phone, email, helpUrl } = store.support;
  const lines = [
    whatsapp === null ? null : message("voucher.support.whatsapp", { number: whatsapp }, language),
    phone === null ? null : message("voucher.support.phone", { number: phone }, language),
    email === null ? null : message("voucher.support.email", { address: email }, language),
    helpUrl === null ? null : message("sheet.help.site", { address: helpUrl }, language),
  ].filter((line) => line !== null);
  if (lines.length === 0) return;
  const asks = message("sheet.help", { store: shortName(store.name) }, language);
  sheet.text("P", asks, { bold: true, above: 10 });
  for (const line of lines) sheet.text("P", shortLine(line), { size: 10, above: 1 });
}

/** One page is all there is, and a name may be as long as its shop likes. */
function shortName(name: string): string {
  return name.length > 60 ? `${name.slice(0, 59)}…` : name;
}

function shortLine(line: string): string {
  return line.length > 95 ? `${line.slice(0, 94)}…` : line;
}

function heading(sheet: TaggedSheet, text: string): void {
  sheet.text("H2", text, { size: 16, bold: true, above: 14 });
}

function way(sheet: TaggedSheet, text: string): void {
  sheet.text("P", text, { size: 12, bold: true, above: 8 });
}

/** A day without an hour, which is the same day in every zone. */
function dayText(day: string, language: ShopperLanguage): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}
