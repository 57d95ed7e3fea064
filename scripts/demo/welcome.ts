import { DEMO_SHOP, type World } from "./world.ts";
import type { Example } from "./seed.ts";

/** What a newcomer reads when the demo is up. */
export function welcome(world: World, examples: readonly Example[]): string[] {
  const shop = `${world.shopify.origin}/shops/${DEMO_SHOP}`;
  return [
    "",
    "Ventanilla is up. Both outside parties are simulated; no money moves.",
    "",
    `  1. Buy something             ${shop}/checkouts/new`,
    "  2. Note the code (CIP) that the page shows, press Continuar",
    `  3. Pay it at the counter     ${world.pagoefectivo.origin}/counter`,
    `  4. See the order become paid ${shop}/admin/orders`,
    "",
    "Payments that are there already:",
    ...examples.map(({ what, url }) => `  ${what.padEnd(36)} ${url}`),
    "",
    "What waits for a person: see `npm run cases`. Stop with Ctrl-C.",
  ];
}
