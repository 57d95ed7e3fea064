import { randomUUID } from "node:crypto";
import type { SimulatorClock } from "./clock.ts";
import type { SimulatedCurrency, SimulatedEnvironment } from "./simulated-service.ts";
import type { ServiceSwitches } from "./switches.ts";

/**
 * PagoEfectivo's own books: every CIP, what was collected on it and what became of it. A CIP is never
 * removed from here. Its state is worked out from the facts and the clock, so that expiry needs no timer.
 */
export type CipState = "pending" | "paid" | "expired" | "deleted" | "reversed";

/** One payment taken by a collector. `reversedAt` is set when the collector took it back. */
export interface Collection {
  operationNumber: string;
  channel: string;
  amountCentimos: number;
  paidAt: Date;
  reversedAt: Date | null;
}

/** What the merchant told about the payer and the purchase; everything is already within its length. */
export interface CipDetails {
  paymentConcept: string;
  additionalData: string;
  userEmail: string;
  adminEmail: string;
  userId: string;
  userName: string;
  userLastName: string;
  userDocumentType: string;
  userDocumentNumber: string;
  userCodeCountry: string;
  userPhone: string;
}

export interface NewCip {
  serviceId: number;
  environment: SimulatedEnvironment;
  transactionCode: string;
  amountCentimos: number;
  currency: SimulatedCurrency;
  expires: Date;
  details: CipDetails;
}

/** A CIP that had expired and was extended: it could not be paid in between. */
export interface Revival {
  expired: Date;
  at: Date;
}

export interface CipRecord extends NewCip {
  cip: string;
  /** Upper-case GUID: file name of the voucher page and `token` in the search. */
  voucherId: string;
  created: Date;
  updated: Date;
  deletedAt: Date | null;
  revivals: Revival[];
  /** A reversal that was final, by the switch at its time. */
  reversedForGood: boolean;
  collections: Collection[];
}

/** One row of `ledger()`: a copy, so that a test cannot change the books. Instants are UTC. */
export interface LedgerEntry {
  cip: string;
  serviceId: number;
  environment: SimulatedEnvironment;
  transactionCode: string;
  amountCentimos: number;
  currency: SimulatedCurrency;
  state: CipState;
  created: Date;
  expires: Date;
  /** The last payment, also when it was reversed later. */
  paidAt: Date | null;
  /** When the last payment was reversed; `null` while it stands. */
  reversedAt: Date | null;
  deletedAt: Date | null;
  /** Each time it had expired and was extended. */
  revivals: Revival[];
  /** Every payment ever taken: the money collected is the sum of those not reversed. */
  collections: Collection[];
}

export type CounterRefusal = "unknown-cip" | "expired" | "deleted" | "reversed" | "paid" | "wrong-amount";

/** First numbers: 7 digits in the integration environment, 9 in production, as seen in 2023 to 2025. */
const FIRST_CIP = { sandbox: 2_600_001, live: 311_100_001 };

export class CipRegister {
  readonly #clock: SimulatorClock;
  readonly #switchesOf: (serviceId: number) => ServiceSwitches;
  readonly #next: Record<SimulatedEnvironment, number>;
  readonly #byCip = new Map<string, CipRecord>();
  readonly #byVoucher = new Map<string, CipRecord>();
  #lastOperation = 100_000;

  constructor(
    clock: SimulatorClock,
    switchesOf: (serviceId: number) => ServiceSwitches,
    firstCip: Partial<Record<SimulatedEnvironment, number>> = {},
  ) {
    this.#clock = clock;
    this.#switchesOf = switchesOf;
    this.#next = { ...FIRST_CIP, ...firstCip };
  }

  /** Issues the next number. Nothing is looked up by `transactionCode`: repeating it makes a second CIP. */
  issue(wanted: NewCip): CipRecord {
    const now = this.#clock.now();
    const record: CipRecord = {
      ...wanted,
      cip: String(this.#next[wanted.environment]++),
      voucherId: randomUUID().toUpperCase(),
      created: now,
      updated: now,
      deletedAt: null,
      revivals: [],
      reversedForGood: false,
      collections: [],
    };
    this.#byCip.set(record.cip, record);
    this.#byVoucher.set(record.voucherId, record);
    return record;
  }

  find(cip: string): CipRecord | null {
    return this.#byCip.get(cip) ?? null;
  }

  findVoucher(voucherId: string): CipRecord | null {
    return this.#byVoucher.get(voucherId) ?? null;
  }

  all(): CipRecord[] {
    return [...this.#byCip.values()];
  }

  /** Paid wins over deleted: a payment that slipped in after the delete is money all the same. */
  stateOf(record: CipRecord): CipState {
    if (standing(record)) return "paid";
    if (record.deletedAt !== null) return "deleted";
    if (record.reversedForGood) return "reversed";
    return record.expires.getTime() <= this.#clock.now().getTime() ? "expired" : "pending";
  }

  /** Moves the expiry; `false` unless the CIP is pending or expired. An expired one lives again. */
  extend(record: CipRecord, expires: Date): boolean {
    const state = this.stateOf(record);
    if (state !== "pending" && state !== "expired") return false;
    const now = this.#clock.now();
    if (state === "expired") record.revivals.push({ expired: record.expires, at: now });
    record.expires = expires;
    record.updated = now;
    return true;
  }

  /** Logical delete; `false` unless the CIP is pending. */
  remove(record: CipRecord): boolean {
    if (this.stateOf(record) !== "pending") return false;
    record.deletedAt = this.#clock.now();
    record.updated = record.deletedAt;
    return true;
  }

  /** A collector takes exactly the amount (céntimos), or says why not. */
  collect(cip: string, amountCentimos: number | null, channel: string): Collection | CounterRefusal {
    const record = this.find(cip);
    if (!record) return "unknown-cip";
    const accepted = this.#switchesOf(record.serviceId).acceptedAtCounter;
    const state = this.stateOf(record);
    if (state === "reversed") return "reversed";
    if (state !== "pending" && !accepted[state]) return state;
    if (amountCentimos !== null && amountCentimos !== record.amountCentimos) return "wrong-amount";
    const collection: Collection = {
      operationNumber: String(++this.#lastOperation),
      channel,
      amountCentimos: record.amountCentimos,
      paidAt: this.#clock.now(),
      reversedAt: null,
    };
    record.collections.push(collection);
    record.updated = collection.paidAt;
    return collection;
  }

  /** The collector takes back the last standing payment; `null` when there is none. */
  reverse(record: CipRecord): Collection | null {
    const collection = standing(record);
    if (!collection) return null;
    collection.reversedAt = this.#clock.now();
    record.updated = collection.reversedAt;
    record.reversedForGood = this.#switchesOf(record.serviceId).reversal === "terminal";
    return collection;
  }

  ledger(): LedgerEntry[] {
    return this.all().map((record) => {
      const last = record.collections.at(-1);
      return {
        cip: record.cip,
        serviceId: record.serviceId,
        environment: record.environment,
        transactionCode: record.transactionCode,
        amountCentimos: record.amountCentimos,
        currency: record.currency,
        state: this.stateOf(record),
        created: record.created,
        expires: record.expires,
        paidAt: last?.paidAt ?? null,
        reversedAt: last?.reversedAt ?? null,
        deletedAt: record.deletedAt,
        revivals: record.revivals.map((revival) => ({ ...revival })),
        collections: record.collections.map((collection) => ({ ...collection })),
      };
    });
  }
}

/** The last payment that no reversal took back. */
export function standing(record: CipRecord): Collection | null {
  return record.collections.findLast((collection) => collection.reversedAt === null) ?? null;
}
