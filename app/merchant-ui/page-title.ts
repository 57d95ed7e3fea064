import { createContext, type ComponentType } from "react";

/** What a shell makes of a page's title besides the heading on the page itself: Shopify's admin names it in its own bar. */
export const PageTitleContext = createContext<ComponentType<{ title: string }>>(() => null);
