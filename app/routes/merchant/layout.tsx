import { json, type LinksFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Outlet, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";
import { merchantDocument, MERCHANT_LAYOUT } from "#app/merchant-ui/merchant-document.ts";
import { errorTitle, MerchantError } from "#app/merchant-ui/merchant-error.tsx";
import { MerchantFrame } from "#app/merchant-ui/merchant-frame.tsx";
import { documentTitle } from "#app/merchant-ui/navigation-entries.ts";
import { MERCHANT_STYLESHEETS } from "#app/merchant-ui/stylesheets.ts";

/** What every page of the admin stands in. Each page's own loader asks again who is signed in. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shopifyApp } = context.deps;
  const { shop, user, shell, language, csrf } = await requireMerchant(context.deps, request);
  const query = new URL(request.url).searchParams;
  const isEmbedded = shell === "embedded";
  const kept = isEmbedded ? ["shop", "host"].map((name) => [name, query.get(name)] as const) : [];
  const handle = shop.domain.replace(/\.myshopify\.com$/, "");
  const frame = {
    shell,
    language,
    csrf,
    storeName: shop.storeName,
    userName: user.name,
    shopifyAdmin: shopifyApp.addresses.forBrowser(`https://admin.shopify.com/store/${handle}`),
    keptQuery: Object.fromEntries(kept.flatMap(([name, value]) => (value ? [[name, value]] : []))),
  };
  const { appBridge } = shopifyApp.addresses;
  return json({ frame, appBridge: isEmbedded ? { script: appBridge, apiKey: shopifyApp.apiKey } : null });
}

export const links: LinksFunction = () => MERCHANT_STYLESHEETS;

export const meta: MetaFunction = ({ location, matches, error }) => {
  const language = merchantDocument(matches)?.language ?? "es";
  return [
    {
      title: error
        ? errorTitle(error, location.search, language)
        : documentTitle(location.pathname, language),
    },
  ];
};

export default function MerchantLayout() {
  return (
    <MerchantFrame frame={useLoaderData<typeof loader>().frame}>
      <Outlet />
    </MerchantFrame>
  );
}

export function ErrorBoundary() {
  return <MerchantError frame={useRouteLoaderData<typeof loader>(MERCHANT_LAYOUT)?.frame ?? null} />;
}
