import {
  json,
  redirect,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
} from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { message } from "#app/messages/message.ts";
import { seeSlipPage } from "#app/payments/leave-slip.server.ts";
import { useCanFind } from "#app/shopper-ui/can-find.ts";
import { languageOfPage } from "#app/shopper-ui/page-language.ts";
import { SlipPage, slipTitle } from "#app/shopper-ui/slip-page.tsx";
import { voucherLinks } from "#app/shopper-ui/voucher-assets.ts";
import { VoucherNotFound } from "#app/shopper-ui/voucher-page.tsx";
import { voucherPath } from "#app/shopper-ui/web-address.ts";

/** The slug is the login, as for the page of the code. The form's door hands over what it refused. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { deps, refusedSlip = null } = context;
  const slug = params["slug"] ?? "";
  const view = await seeSlipPage(deps, {
    slug,
    language: {
      query: new URL(request.url).searchParams.get("lang"),
      header: request.headers.get("Accept-Language"),
    },
    refused: refusedSlip,
  });
  if (!view) throw json(null, { status: 404 });
  if (view === "elsewhere") throw redirect(voucherPath(slug), 303);
  return json({ view }, { status: refusedSlip ? 422 : 200 });
}

export const links = voucherLinks;

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  {
    title: data
      ? slipTitle(data.view)
      : message("voucher.notFound.title", undefined, languageOfPage(matches)),
  },
];

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export default function Operation() {
  const { view } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  return <SlipPage view={view} languageIsChosen={query.has("lang")} />;
}

export function ErrorBoundary() {
  return <VoucherNotFound canFind={useCanFind()} />;
}
