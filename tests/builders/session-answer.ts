import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import type { TestWorld } from "../setup/world.ts";

export type SessionInput = Parameters<TestWorld["shopify"]["newSession"]>[0];
export type SendOverrides = NonNullable<Parameters<TestWorld["shopify"]["sendSession"]>[1]>;

export interface DoorAnswer {
  status: number;
  body: unknown;
}

/** Sends a new session, once, and reads the answer. */
export function sendNew(
  world: TestWorld,
  input: Partial<SessionInput> = {},
  overrides: SendOverrides = {},
): Promise<DoorAnswer> {
  const session = world.shopify.newSession({ shop: DEMO_SHOP, ...input });
  return sendOnce(world, session.id, overrides);
}

/** Sends a session that exists at Shopify, once, and reads the answer. */
export async function sendOnce(
  world: TestWorld,
  sessionId: string,
  overrides: SendOverrides = {},
): Promise<DoorAnswer> {
  const answer = await world.shopify.sendSession(sessionId, { retries: 0, ...overrides });
  const body: unknown = JSON.parse(answer.bodyText);
  return { status: answer.status, body };
}

/** The one shape of a refusal; `message` may be a matcher. */
export function refusal(status: number, code: string, message: unknown): DoorAnswer {
  return { status, body: { error: { code, message } } };
}
