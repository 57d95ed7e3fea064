import { Banner } from "@shopify/polaris";
import type { HomeBanner } from "#app/payments/home-view.ts";
import { useAddress } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";

const PLACES: Record<HomeBanner, string> = {
  refused: "/app/connect",
  switchedOff: "/app/activate",
  reports: "/app/payments?view=review",
  testOnly: "/app/connect",
};
const TONES = {
  refused: "critical",
  switchedOff: "critical",
  reports: "warning",
  testOnly: "warning",
} as const satisfies Record<HomeBanner, string>;

/** What is worst now, why, and where it is mended. */
export function HomeBannerPart({ banner }: { banner: HomeBanner }) {
  const { say } = useWords();
  const url = useAddress(PLACES[banner]);
  return (
    <Banner
      tone={TONES[banner]}
      title={say(`home.banner.${banner}.title`)}
      action={{ content: say(`home.banner.${banner}.action`), url }}
    >
      {say(`home.banner.${banner}.body`)}
    </Banner>
  );
}
