import { json, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { message } from "#app/messages/message.ts";
import { seeVoucher } from "#app/payments/see-voucher.server.ts";
import { useCanFind } from "#app/shopper-ui/can-find.ts";
import { languageOfPage } from "#app/shopper-ui/page-language.ts";
import { isPageView } from "#app/shopper-ui/page-view.ts";
import { voucherLinks } from "#app/shopper-ui/voucher-assets.ts";
import { VoucherNotFound, VoucherPage, voucherTitle } from "#app/shopper-ui/voucher-page.tsx";

/** The slug is the login: 192 random bits that only the shopper and Shopify were given. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { deps } = context;
  const { searchParams } = new URL(request.url);
  const view = await seeVoucher(deps, {
    slug: params["slug"] ?? "",
    isPageView: isPageView(request),
    language: { query: searchParams.get("lang"), header: request.headers.get("Accept-Language") },
    emailRefused: searchParams.get("email") === "refused",
    channelsOff: await deps.channelSwitches.off(),
    asked: searchParams.get("checked"),
  });
  if (!view) throw json(null, { status: 404 });
  return json({ view, now: deps.clock.now().toISOString() });
}

export const links = voucherLinks;

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  {
    title: data
      ? voucherTitle(data.view)
      : message("voucher.notFound.title", undefined, languageOfPage(matches)),
  },
];

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export default function Voucher() {
  const { view, now } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  return <VoucherPage view={view} now={now} languageIsChosen={query.has("lang")} />;
}

export function ErrorBoundary() {
  return <VoucherNotFound canFind={useCanFind()} />;
}
