import { json, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { message } from "#app/messages/message.ts";
import { seeClaim } from "#app/refunds/see-claim.server.ts";
import { ClaimNotFound, ClaimPage, claimTitle } from "#app/shopper-ui/refund-claim/claim-page.tsx";
import { languageOfPage } from "#app/shopper-ui/page-language.ts";
import { isPageView } from "#app/shopper-ui/page-view.ts";
import { voucherLinks } from "#app/shopper-ui/voucher-assets.ts";

/** The token is the login: 192 random bits that the merchant gave to the shopper. The form's door hands over what it refused. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { deps, refusedForm = null } = context;
  const view = await seeClaim(deps, {
    token: params["token"] ?? "",
    isPageView: isPageView(request),
    language: {
      query: new URL(request.url).searchParams.get("lang"),
      header: request.headers.get("Accept-Language"),
    },
    refused: refusedForm,
  });
  if (!view) throw json(null, { status: 404 });
  return json({ view }, { status: refusedForm ? 422 : 200 });
}

export const links = voucherLinks;

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  {
    title: data
      ? claimTitle(data.view)
      : message("refund.notFound.title", undefined, languageOfPage(matches)),
  },
];

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export default function RefundClaim() {
  const { view } = useLoaderData<typeof loader>();
  return <ClaimPage view={view} />;
}

export function ErrorBoundary() {
  return <ClaimNotFound />;
}
