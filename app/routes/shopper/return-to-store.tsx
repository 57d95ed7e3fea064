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
import { findStoreUrl } from "#app/payments/see-voucher.server.ts";
import { voucherLinks } from "#app/shopper-ui/voucher-assets.ts";
import { VoucherNotFound } from "#app/shopper-ui/voucher-page.tsx";
import { ReturnToStore } from "#app/shopper-ui/return-to-store.tsx";

/**
 * Sends the shopper on to Shopify. A page of its own, because a browser holds a form's answer to `form-action`
 * through every redirect, and the shop may redirect to a domain that nobody can list.
 */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const slug = params["slug"] ?? "";
  const found = await findStoreUrl(context.deps, slug);
  if (!found) throw json(null, { status: 404 });
  if (!found.storeUrl) return redirect(`/v/${slug}`);
  return json({ storeUrl: found.storeUrl });
}

export const links = voucherLinks;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: message(data ? "voucher.return.title" : "voucher.notFound.title") },
];

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export function ErrorBoundary() {
  return <VoucherNotFound />;
}

export default function ReturnToStorePage() {
  const { storeUrl } = useLoaderData<typeof loader>();
  return <ReturnToStore storeUrl={storeUrl} />;
}
