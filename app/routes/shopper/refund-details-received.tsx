import type { HeadersFunction, MetaFunction } from "@remix-run/node";
import { message } from "#app/messages/message.ts";
import { languageOfPage } from "#app/shopper-ui/page-language.ts";
import { ClaimReceived } from "#app/shopper-ui/refund-claim/claim-page.tsx";
import { voucherLinks } from "#app/shopper-ui/voucher-assets.ts";

/** The same words for everybody: there is nothing to load, and nobody to recognise. */
export const links = voucherLinks;

export const meta: MetaFunction = ({ matches }) => [
  { title: message("refund.received.title", undefined, languageOfPage(matches)) },
];

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export default function RefundDetailsReceived() {
  return <ClaimReceived />;
}
