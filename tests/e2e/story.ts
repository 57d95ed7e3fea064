/** `test` for browser stories: one world per worker, a phone-sized window, and a watch that fails the story. */
import { expect, test as base } from "playwright/test";
import { MANY_FROM_HERE } from "../setup/many-from-here.ts";
import { BrowserWatch } from "./browser-watch.ts";
import { CheckoutPage } from "./pages/checkout-page.ts";
import { VoucherPage } from "./pages/voucher-page.ts";
import { startStoryWorld, type StoryWorld } from "./story-world.ts";

interface StoryFixtures {
  watch: BrowserWatch;
  checkout: CheckoutPage;
  voucher: VoucherPage;
}

interface WorkerFixtures {
  /** Variables of the app that say something else than usual. */
  variables: Readonly<Record<string, string>>;
  world: StoryWorld;
}

export const test = base.extend<StoryFixtures, WorkerFixtures>({
  variables: [MANY_FROM_HERE, { scope: "worker", option: true }],
  world: [
    async ({ variables }, use) => {
      const world = await startStoryWorld({ environment: variables });
      await use(world);
      await world.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  viewport: { width: 360, height: 740 },
  watch: [
    async ({ context, world }, use) => {
      const parties = [world.shopify.origin, world.pagoefectivo.origin];
      const watch = new BrowserWatch(context, { web: world.webOrigin, parties });
      world.takeLoggedErrors();
      await use(watch);
      await world.backToNow();
      expect(watch.complaints(), "what the browser complained of").toEqual([]);
      expect(world.takeLoggedErrors(), "what the app logged as errors").toEqual([]);
      expect(world.shopify.adminApiCalls(), "calls to the Admin API").toBe(0);
      expect(world.plannedFaults(), "faults that nothing met").toEqual([]);
    },
    { auto: true },
  ],
  checkout: async ({ page, world }, use) => use(new CheckoutPage(page, world.shopify.origin)),
  voucher: async ({ page }, use) => use(new VoucherPage(page)),
});

export { expect };
