import type { CipRecord, CipRegister, Collection, CounterRefusal } from "./cip-register.ts";
import type { DeliverySchedule } from "./delivery-schedule.ts";
import type { NoticeSender } from "./notice-sender.ts";
import type { SimulatorClock } from "./clock.ts";
import type { SimulatedCurrency } from "./simulated-service.ts";
import { switchesOf } from "./switches.ts";
import type { Switches } from "./switches.ts";

export interface PayOptions {
  /** What the collector keys in, in céntimos; default the CIP's own amount. Only that is taken. */
  amountCentimos?: number | undefined;
  /** Where it is paid; appears in the merchant's report only. */
  channel?: string | undefined;
  /** Delay of this payment's notice instead of the switch's. */
  noticeDelayMs?: number | undefined;
}

export type PayReceipt =
  | {
      kind: "paid";
      cip: string;
      operationNumber: string;
      amountCentimos: number;
      currency: SimulatedCurrency;
      channel: string;
      paidAt: Date;
    }
  | { kind: "refused"; cip: string; reason: CounterRefusal };

export type ReverseReceipt =
  | { kind: "reversed"; cip: string; operationNumber: string; reversedAt: Date }
  | { kind: "refused"; cip: string; reason: "unknown-cip" | "not-paid" };

const DEFAULT_CHANNEL = "Agente BCP";

/** What collectors do to a CIP: take its amount, or take that back. Plans the notices of it. */
export class Collector {
  readonly #clock: SimulatorClock;
  readonly #register: CipRegister;
  readonly #notices: NoticeSender;
  readonly #schedule: DeliverySchedule;
  readonly #switches: Switches;

  constructor(parts: {
    clock: SimulatorClock;
    register: CipRegister;
    notices: NoticeSender;
    schedule: DeliverySchedule;
    switches: Switches;
  }) {
    this.#clock = parts.clock;
    this.#register = parts.register;
    this.#notices = parts.notices;
    this.#schedule = parts.schedule;
    this.#switches = parts.switches;
  }

  /** Takes the exact amount or refuses by name; the notice follows by its delay. */
  pay(cip: string, options: PayOptions = {}): PayReceipt {
    const taken = this.#take(cip, options);
    if (taken.kind === "refused") return taken;
    this.#notices.announce("cip.paid", taken.record, taken.collection, options.noticeDelayMs);
    return receiptOf(taken.record, taken.collection);
  }

  /** Pays and resolves only when the first attempt to deliver the notice is over. */
  async payAndNotifyFirst(cip: string): Promise<PayReceipt> {
    const taken = this.#take(cip, {});
    if (taken.kind === "refused") return taken;
    await this.#notices.announceNow("cip.paid", taken.record, taken.collection);
    return receiptOf(taken.record, taken.collection);
  }

  /** The extorno. `cip.refunded` is sent only where the switch says so. */
  reverse(cip: string): ReverseReceipt {
    const record = this.#register.find(cip);
    if (!record) return { kind: "refused", cip, reason: "unknown-cip" };
    const collection = this.#register.reverse(record);
    if (!collection) return { kind: "refused", cip, reason: "not-paid" };
    if (switchesOf(this.#switches, record.serviceId).sendRefundedNotices) {
      this.#notices.announce("cip.refunded", record, collection);
    }
    // A CIP that is not yet due is still watched from its creation.
    if (this.#register.stateOf(record) === "expired") this.watchExpiry(record);
    const { operationNumber } = collection;
    return {
      kind: "reversed",
      cip,
      operationNumber,
      reversedAt: collection.reversedAt ?? this.#clock.now(),
    };
  }

  /** Ends a pending CIP's life at this instant; `false` when it is not pending. */
  expireNow(cip: string): boolean {
    const record = this.#register.find(cip);
    if (!record || this.#register.stateOf(record) !== "pending") return false;
    this.#register.extend(record, this.#clock.now());
    this.watchExpiry(record);
    return true;
  }

  /**
   * Plans `cip.expired` for the CIP's present expiry, where the service sends it. If the CIP was paid,
   * deleted or extended by then, nothing is sent.
   */
  watchExpiry(record: CipRecord): void {
    if (!switchesOf(this.#switches, record.serviceId).sendExpiredNotices) return;
    const { expires } = record;
    const delayMs = Math.max(0, expires.getTime() - this.#clock.now().getTime());
    this.#schedule.plan(delayMs, () => {
      const isStill = record.expires === expires && this.#register.stateOf(record) === "expired";
      if (isStill) this.#notices.announce("cip.expired", record, null);
      return Promise.resolve();
    });
  }

  #take(
    cip: string,
    options: PayOptions,
  ):
    | { kind: "taken"; record: CipRecord; collection: Collection }
    | { kind: "refused"; cip: string; reason: CounterRefusal } {
    const record = this.#register.find(cip);
    if (!record) return { kind: "refused", cip, reason: "unknown-cip" };
    const taken = this.#register.collect(
      cip,
      options.amountCentimos ?? null,
      options.channel ?? DEFAULT_CHANNEL,
    );
    if (typeof taken === "string") return { kind: "refused", cip, reason: taken };
    return { kind: "taken", record, collection: taken };
  }
}

function receiptOf(record: CipRecord, collection: Collection): PayReceipt {
  const { operationNumber, amountCentimos, channel, paidAt } = collection;
  return {
    kind: "paid",
    cip: record.cip,
    operationNumber,
    amountCentimos,
    currency: record.currency,
    channel,
    paidAt,
  };
}
