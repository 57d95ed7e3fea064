import { Webhook } from "standardwebhooks";
import { afterAll, beforeEach, expect } from "vitest";
import { makeAlertSecret, saveDeskSettings } from "#app/cases/desk-settings.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { TestWorld } from "../setup/world.ts";
import { USER } from "./act.ts";
import { startHookServer, startMailServer, type HookServer, type ReceivedHook } from "./alert-receivers.ts";
import type { NewCase } from "./case.ts";
import { withCode, type IssuedPayment } from "./payment.ts";
import { shopIdOf } from "./person.ts";
import { connectNewShop } from "./shop.ts";

/** Both receivers for a whole file; each test finds them empty. To be started before the world that sends to them. */
export async function useReceivers() {
  const mail = await startMailServer();
  const hook = await startHookServer();
  beforeEach(() => {
    for (const list of [mail.mails, mail.refusals, hook.hooks, hook.answers]) list.length = 0;
  });
  afterAll(async () => {
    await Promise.all([mail.close(), hook.close()]);
  });
  return { mail, hook };
}

export interface ToldShop {
  shopId: string;
  domain: string;
  secret: string;
  payment: IssuedPayment;
}

/** A shop whose people and machine are told of cases, with a payment. */
export async function toldShop(
  world: TestWorld,
  ways: { webhookUrl: string; emails?: string },
): Promise<ToldShop> {
  const { deps } = world.system;
  const { domain } = await connectNewShop(world);
  const shopId = await shopIdOf(world, domain);
  const actor = { shopId, userId: USER };
  const fields = { attentionHours: "24", emails: "rosa@tienda.pe", language: "es", version: "0", ...ways };
  expect(await saveDeskSettings(deps, actor, fields)).toEqual({ kind: "saved" });
  const made = await makeAlertSecret(deps, actor);
  invariant(made.kind === "secret", "the first secret is made");
  return { shopId, domain, secret: made.secret, payment: await withCode(world, { shop: domain }) };
}

/** The minute's job, and the shops' jobs that it asks for. */
export async function minute(world: TestWorld): Promise<void> {
  await world.run("raise-alerts", {});
  await world.until("the alerts' jobs to end", async () => {
    const left = await world.rows(
      "select 1 from graphile_worker.jobs where task_identifier = 'deliver-alerts' and run_at <= $1",
      [world.clock.now()],
    );
    return left.length === 0;
  });
}

export interface AlertRow {
  id: string;
  channel: string;
  occasion: string;
  state: string;
  attempts: number;
  problem: string | null;
}

export function alertsOf(world: TestWorld, one: NewCase): Promise<AlertRow[]> {
  return world.rows<AlertRow>("select * from alerts where case_id = $1 order by occasion desc, channel", [
    one.caseId,
  ]);
}

/** What the machine was told of this case, oldest first. */
export function newsOf(hook: HookServer, one: NewCase): string[] {
  return hook.hooks
    .filter(({ body }) => body.includes(one.caseId))
    .map(({ body }) => (JSON.parse(body) as { type: string }).type);
}

/** The message, as its receiver reads it once the signature holds. */
export function verified(received: ReceivedHook | undefined, secret: string): unknown {
  invariant(received, "the machine was told");
  const { headers, body } = received;
  const text = (name: string) => String(headers[name]);
  return new Webhook(secret).verify(body, {
    "webhook-id": text("webhook-id"),
    "webhook-timestamp": text("webhook-timestamp"),
    "webhook-signature": text("webhook-signature"),
  });
}
