import { z } from "zod";
import type { VoucherState } from "#app/payments/voucher-view.ts";

const stated = z.object({ view: z.object({ state: z.string() }) });

/** The picture in the browser's tab: it turns when the payment is there, for who looks at the tabs only. */
function iconOf(state: VoucherState | null): string {
  return state === "paid" ? "/favicon-paid.svg" : "/favicon.svg";
}

/** Of the page that these route matches make up. */
export function iconOfPage(matches: readonly { data: unknown }[]): string {
  const found = matches.map(({ data }) => stated.safeParse(data)).findLast(({ success }) => success);
  return iconOf(found?.data?.view.state === "paid" ? "paid" : null);
}
