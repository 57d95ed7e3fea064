/** Payments whose code nobody paid, and shoppers who ask for a new one. */
import { expect } from "vitest";
import {
  codesOf,
  moveToExpiry,
  openPage,
  paymentRow,
  pressRenew,
  withCode,
  type ArrivedPayment,
  type IssuedPayment,
} from "./payment.ts";
import { connectNewShop, type Shop } from "./shop.ts";
import type { TestWorld } from "../setup/world.ts";

const MINUTE_MS = 60_000;
/** After the code's expiry: its grace of 30 minutes is over. */
export const RELEASE_MS = 30 * MINUTE_MS + 1_000;
const BUTTON = "Generar un código nuevo";

export async function isTold(world: TestWorld, payment: ArrivedPayment, state: string): Promise<void> {
  await world.until(
    `the payment to be ${state}`,
    async () => (await paymentRow(world, payment)).told === state,
  );
}

/** A payment whose shopper saw the code and never paid it: Shopify knows nothing of it. */
export async function unpaid(
  world: TestWorld,
  input: Parameters<typeof withCode>[1] = {},
): Promise<IssuedPayment> {
  const payment = await withCode(world, input);
  await openPage(payment);
  await moveToExpiry(world, payment, RELEASE_MS);
  await isTold(world, payment, "released");
  return payment;
}

/** A shop whose codes live two hours: several follow each other within Shopify's 72. */
export async function shortLived(world: TestWorld): Promise<Shop> {
  const shop = await connectNewShop(world);
  await world.rows("update shops set code_life_minutes = 120 where domain = $1", [shop.domain]);
  return shop;
}

/** The code that came in place of the old one. */
export async function newCode(world: TestWorld, payment: IssuedPayment): Promise<IssuedPayment> {
  const code = await world.until("a new code", async () => {
    const [newest] = await codesOf(world, payment);
    return newest?.state === "live" && newest.id !== payment.codeId && newest;
  });
  return { ...payment, codeId: code.id, cip: code.cip ?? "" };
}

/** Presses, and meanwhile the queue does what became due. */
export async function getNewCode(world: TestWorld, old: IssuedPayment): Promise<IssuedPayment> {
  const [fresh] = await Promise.all([newCode(world, old), pressRenew(old)]);
  return fresh;
}

export async function renewed(world: TestWorld, input: Parameters<typeof withCode>[1] = {}) {
  const old = await unpaid(world, input);
  return { old, fresh: await getNewCode(world, old) };
}

/** Moves the world's clock on from where it stands. */
export function advance(world: TestWorld, ms: number): void {
  world.clock.shift(world.clock.now().getTime() - Date.now() + ms);
}

export function atPagoEfectivo(world: TestWorld, payment: IssuedPayment): string | undefined {
  return world.pagoefectivo.ledger().find((entry) => entry.cip === payment.cip)?.state;
}

/** The counter takes money for a code that is not payable any more: it was under way. */
export async function payLate(world: TestWorld, payment: IssuedPayment): Promise<void> {
  Object.assign(world.pagoefectivo.switches.acceptedAtCounter, { expired: true, deleted: true });
  expect(await world.pagoefectivo.pay(payment.cip)).toMatchObject({ kind: "paid" });
}

export async function offersNewCode(payment: ArrivedPayment): Promise<boolean> {
  return (await openPage(payment)).includes(BUTTON);
}
