import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router-dom/server.js";
import type { AdminFrame } from "../../app/merchant-ui/admin-frame.tsx";
import { MerchantFrame } from "../../app/merchant-ui/merchant-frame.tsx";

export const FRAME: AdminFrame = {
  shell: "standalone",
  language: "es",
  storeName: "Tienda X",
  userName: "Rosa Quispe",
  csrf: "csrf-of-this-session",
  shopifyAdmin: "https://admin.shopify.com/store/tienda-x",
  keptQuery: {},
};

/** The markup of a merchant's page in its frame, as the server would send it. */
export async function merchantHtml(
  page: ReactNode,
  frame: Partial<AdminFrame> = {},
  path = "/app",
): Promise<string> {
  const element = <MerchantFrame frame={{ ...FRAME, ...frame }}>{page}</MerchantFrame>;
  const routes = [{ path: "*", element }];
  const handler = createStaticHandler(routes);
  const context = await handler.query(new Request(`http://localhost${path}`));
  if (context instanceof Response) throw new Error("a page was redirected");
  const router = createStaticRouter(routes, context);
  return renderToStaticMarkup(<StaticRouterProvider router={router} context={context} hydrate={false} />);
}

/** What a person reads of it. */
export function words(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ")
    .trim();
}
