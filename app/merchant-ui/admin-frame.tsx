/** What every part of the merchant's pages may ask about the page it stands on, whichever shell is around it. */
import { createContext, useContext, type ReactNode } from "react";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";

export interface AdminFrame {
  shell: "standalone" | "embedded";
  language: MerchantLanguage;
  storeName: string;
  userName: string;
  /** The token that every POST of a page carries. */
  csrf: string;
  /** Shopify's admin of this shop, for a browser. */
  shopifyAdmin: string;
  /** What this page was opened with and must be opened with again (`shop`, `host`); empty where a cookie is enough. */
  keptQuery: Record<string, string>;
}

const FrameContext = createContext<AdminFrame | null>(null);

export function InAdminFrame({ frame, children }: { frame: AdminFrame; children: ReactNode }) {
  return <FrameContext.Provider value={frame}>{children}</FrameContext.Provider>;
}

/** Throws outside the merchant's pages: a part that needs the frame was rendered without one. */
export function useAdminFrame(): AdminFrame {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error("a part of the merchant's pages was rendered outside their frame");
  return frame;
}
