import { CASE_KINDS } from "#app/payments/case-kind.ts";
import { listOpenCases } from "#app/payments/case-queries.server.ts";
import { DEMO_SHOP, type World } from "./world.ts";
import type { Example } from "./seed.ts";

/** What a newcomer reads when the demo is up. */
export async function welcome(world: World, examples: readonly Example[]): Promise<string[]> {
  const cases = await listOpenCases(world.system.deps.database.prisma);
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
    `  The merchant's admin         ${shop}/admin/apps/${world.shopify.app()?.clientId ?? ""}`,
    world.shopify.app()?.embedded
      ? "  (inside Shopify's admin; `npm run demo` shows it on its own)"
      : "  (on its own; `npm run demo -- --embedded` shows it inside Shopify's admin)",
    "",
    "Payments that are there already:",
    ...examples.map(({ what, url }) => `  ${what.padEnd(36)} ${url}`),
    "",
    "What waits for a person:",
    ...cases.map((open) => `  payment ${open.sessionId ?? "unknown"}: ${CASE_KINDS[open.kind].says}`),
    "",
    "Whether it all works: `npm run doctor` in another terminal.",
    "Stop with Ctrl-C.",
  ];
}
