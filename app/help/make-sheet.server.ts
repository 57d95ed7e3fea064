/** A merchant takes the sheet for their counter: their store's name and contacts, as the shopper's page has them. */
import type { HeldSwitches } from "#app/channels/channel-switches.server.ts";
import { paySheet } from "#app/help/pay-sheet.server.ts";
import type { PageStoreDeps } from "#app/merchants/page-settings-store.server.ts";
import { readPageSettings } from "#app/merchants/page-settings.server.ts";
import { SHOPPER_LANGUAGES, type ShopperLanguage } from "#app/payments/voucher-view.ts";

export interface SheetDeps extends PageStoreDeps {
  channelSwitches: HeldSwitches;
}

/** In Spanish where no other language of the shopper's page is asked for. */
export async function makeSheet(
  deps: SheetDeps,
  input: { shopId: string; language: string | null },
): Promise<{ name: string; content: Uint8Array<ArrayBuffer> }> {
  const language = languageOf(input.language);
  const { settings } = await readPageSettings(deps, input.shopId);
  const { helpUrl, supportEmail: email, supportWhatsapp: whatsapp, supportPhone: phone } = settings;
  const content = await paySheet({
    store: { name: settings.storeName, support: { helpUrl, email, whatsapp, phone } },
    language,
    off: await deps.channelSwitches.off(),
    madeAt: deps.clock.now(),
  });
  return { name: `pagoefectivo-${language}.pdf`, content };
}

function languageOf(text: string | null): ShopperLanguage {
  return SHOPPER_LANGUAGES.find((known) => known === text) ?? "es";
}
