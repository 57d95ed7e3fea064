import {
  json,
  redirect,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
} from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { message } from "#app/messages/message.ts";
import { findWayBack } from "#app/payments/see-voucher.server.ts";
import { useCanFind } from "#app/shopper-ui/can-find.ts";
import { languageOfPage } from "#app/shopper-ui/page-language.ts";
import { voucherLinks } from "#app/shopper-ui/voucher-assets.ts";
import { VoucherNotFound } from "#app/shopper-ui/voucher-page.tsx";
import { returnTitleId, ReturnToStore } from "#app/shopper-ui/return-to-store.tsx";

/**
 * Sends the shopper on to Shopify. A page of its own, because a browser holds a form's answer to `form-action`
 * through every redirect, and the shop may redirect to a domain that nobody can list.
 */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const slug = params["slug"] ?? "";
  const { search, searchParams } = new URL(request.url);
  const language = { query: searchParams.get("lang"), header: request.headers.get("Accept-Language") };
  const found = await findWayBack(context.deps, { slug, language });
  if (!found) throw json(null, { status: 404 });
  if (!found.url) return redirect(`/v/${slug}${search}`);
  return json({ ...found, url: found.url });
}

export const links = voucherLinks;

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  {
    title: message(
      data ? returnTitleId(data.isCheckout) : "voucher.notFound.title",
      undefined,
      languageOfPage(matches),
    ),
  },
];

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export function ErrorBoundary() {
  return <VoucherNotFound canFind={useCanFind()} />;
}

export default function ReturnToStorePage() {
  const { url, isCheckout } = useLoaderData<typeof loader>();
  return <ReturnToStore url={url} isCheckout={isCheckout} />;
}
