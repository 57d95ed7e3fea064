import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { findSetup } from "#app/merchants/setup-queries.server.ts";
import { setupSteps } from "#app/merchants/setup-steps.ts";
import { saveSetupDismissal } from "#app/merchants/setup-store.server.ts";

/** Puts the guide aside, or brings it back. False, and nothing done, while a step is open: what is missing stays in sight. */
export async function putSetupAside(
  deps: { db: Queryable; clock: Clock },
  input: { shopId: string; aside: boolean },
): Promise<boolean> {
  const { shopId, aside } = input;
  if (aside) {
    const steps = setupSteps({ ...(await findSetup(deps.db, shopId)), hasPayment: false });
    if (steps.some(({ state }) => state === "open")) return false;
  }
  await saveSetupDismissal(deps.db, { shopId, dismissedAt: aside ? deps.clock.now() : null });
  return true;
}
