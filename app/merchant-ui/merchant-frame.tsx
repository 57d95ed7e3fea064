import { AppProvider } from "@shopify/polaris";
import type { ReactNode } from "react";
import { InAdminFrame, type AdminFrame } from "./admin-frame.tsx";
import { LinkOfPolaris } from "./merchant-link.tsx";
import { POLARIS_WORDS } from "./polaris-words.ts";
import { EmbeddedShell } from "./shell.embedded.tsx";
import { StandaloneShell } from "./shell.standalone.tsx";
import { InMerchantLanguage } from "./words.tsx";

/** Everything around the merchant's pages. Which of the two shells it is, no page can tell. */
export function MerchantFrame({ frame, children }: { frame: AdminFrame; children: ReactNode }) {
  const Shell = frame.shell === "embedded" ? EmbeddedShell : StandaloneShell;
  return (
    <InAdminFrame frame={frame}>
      <InMerchantLanguage language={frame.language}>
        <AppProvider i18n={POLARIS_WORDS[frame.language]} linkComponent={LinkOfPolaris}>
          <Shell>{children}</Shell>
        </AppProvider>
      </InMerchantLanguage>
    </InAdminFrame>
  );
}
