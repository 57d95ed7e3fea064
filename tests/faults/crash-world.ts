import { continuePayment } from "#app/payments/confirm-payment.server.ts";
import { seeVoucher } from "#app/payments/see-voucher.server.ts";
import { arrive, type ArrivedPayment } from "../builders/payment.ts";
import type { TestWorld } from "../setup/world.ts";
import type { Doors } from "./mortal-process.ts";
import { runQueue } from "./queue-at-work.ts";

const VISIT = {
  isPageView: true,
  emailRefused: false,
  channelsOff: [],
  language: { query: null, header: null },
};

/** A world without processes of its own but the doors that everybody's first try reaches. */
export interface CrashWorld extends TestWorld {
  doors: Doors;
}

/** One payment; a session that has not arrived has neither id nor slug. */
export interface Subject {
  sessionId: string;
  paymentId: string;
  slug: string;
}

type Input = Parameters<typeof arrive>[1];

/** Where Shopify and PagoEfectivo send to from now on. */
export function useDoors(world: CrashWorld, doors: Doors): void {
  world.shopify.setPaymentSessionUrl(`${doors.origin}/shopify/payment-sessions`);
  world.shopify.setRefundSessionUrl(`${doors.origin}/shopify/refund-sessions`);
  const { pathname } = new URL(world.noticeUrl);
  world.pagoefectivo.setNotifyUrl(world.liveServiceId, `${doors.origin}${pathname}`);
}

export function arrived(world: CrashWorld, count: number, input: Input = {}): Promise<ArrivedPayment[]> {
  return Promise.all(Array.from({ length: count }, () => arrive(world, input)));
}

export async function seen(world: CrashWorld, count: number, input: Input = {}): Promise<ArrivedPayment[]> {
  const { deps } = world.system;
  const subjects = await arrived(world, count, input);
  await runQueue(world, deps);
  for (const { slug } of subjects) await seeVoucher(deps, { ...VISIT, slug });
  return subjects;
}

export async function toldPending(
  world: CrashWorld,
  count: number,
  input: Input = {},
): Promise<ArrivedPayment[]> {
  const { deps } = world.system;
  const subjects = await seen(world, count, input);
  for (const { slug } of subjects) await continuePayment(deps, { slug, waitMs: 0 });
  await runQueue(world, deps);
  return subjects;
}

/** Paid at the counter, and PagoEfectivo's notice has come: its job waits. */
export async function noticed(world: CrashWorld, count: number): Promise<ArrivedPayment[]> {
  const subjects = await toldPending(world, count);
  for (const subject of subjects) await world.pagoefectivo.pay(await cipOf(world, subject));
  await world.pagoefectivo.runDueDeliveries();
  return subjects;
}

export async function cipOf(world: CrashWorld, subject: Subject): Promise<string> {
  const [code] = await world.rows<{ cip: string | null }>("select cip from codes where payment_id = $1", [
    subject.paymentId,
  ]);
  return code?.cip ?? "";
}
