import type { CipRecord, Collection } from "./cip-register.ts";
import type { DeliverySchedule } from "./delivery-schedule.ts";
import type { ChosenNoticeFault, FaultChoice } from "./fault-choice.ts";
import { noticeSignature, noticeText } from "./notice-body.ts";
import type { NoticeFacts, NoticeLayout, NoticeShape } from "./notice-body.ts";
import { postNotice } from "./post-notice.ts";
import type { SimulatorClock } from "./clock.ts";
import type { SimulatedCurrency, SimulatedService } from "./simulated-service.ts";
import { switchesOf } from "./switches.ts";
import type { NoticeFault, ServiceSwitches, Switches } from "./switches.ts";

export type DeliveryOutcome = "in-flight" | "accepted" | "refused" | "failed" | "lost" | "no-address";

/** One attempt to deliver a notice, with the bytes as sent. Instants are UTC. */
export interface RecordedDelivery {
  id: number;
  serviceId: number;
  cip: string;
  eventType: string;
  /** 1 or 2; there is never a third. A notice sent by hand is always a first attempt. */
  attempt: 1 | 2;
  at: Date;
  url: string | null;
  body: string;
  signature: string | null;
  /** The answer's HTTP status; `null` while in flight or when there was no answer. */
  status: number | null;
  /** `accepted` is HTTP 200 and nothing else; `failed` is no answer; `lost` was never sent. */
  outcome: DeliveryOutcome;
  fault: NoticeFault | null;
}

/** A notice made by hand: only `cip` is needed when the register knows it. */
export interface HandmadeNotice {
  cip: string;
  /** Needed when the CIP is not one of ours. */
  serviceId?: number | undefined;
  eventType?: string | undefined;
  operationNumber?: string | undefined;
  amountCentimos?: number | undefined;
  currency?: SimulatedCurrency | undefined;
  transactionCode?: string | undefined;
  shape?: NoticeShape | undefined;
  layout?: NoticeLayout | undefined;
  /** `compact` signs the compact text whatever layout is sent. */
  signature?: "right" | "wrong" | "missing" | "compact" | undefined;
  /** Sent as it is instead of a body made from the facts. */
  rawBody?: string | undefined;
}

interface Parcel {
  serviceId: number;
  cip: string;
  eventType: string;
  sentText: string;
  signedText: string;
  signing: "right" | "wrong" | "missing";
  fault: NoticeFault | null;
}

export interface NoticeSenderParts {
  clock: SimulatorClock;
  services: ReadonlyMap<number, SimulatedService>;
  switches: Switches;
  faults: FaultChoice;
  schedule: DeliverySchedule;
}

/**
 * Delivers notices to the one address of each service: one attempt, one more when it was not answered
 * with 200, then never again (PagoEfectivo, Integración API CIP v1.1 §5.2, read 2026-11-22).
 */
export class NoticeSender {
  readonly #parts: NoticeSenderParts;
  readonly #deliveries: RecordedDelivery[] = [];
  readonly #announcedPerService = new Map<number, number>();
  readonly #closing = new AbortController();

  constructor(parts: NoticeSenderParts) {
    this.#parts = parts;
  }

  /** Plans the notice of what happened to a CIP, `delayMs` from now or by the service's switch. */
  announce(eventType: string, record: CipRecord, collection: Collection | null, delayMs?: number): void {
    const switches = switchesOf(this.#parts.switches, record.serviceId);
    const chosen = this.#parts.faults.forNotice(record.serviceId);
    const parcel = this.#parcelFor(eventType, record, collection, switches, chosen);
    if (parcel.fault === "lost") {
      this.#record(parcel, 1).outcome = "lost";
      return;
    }
    const ownDelayMs = delayMs ?? switches.noticeDelayMs;
    const plannedMs = chosen?.fault === "delayed" ? chosen.delayMs : ownDelayMs;
    this.#parts.schedule.plan(plannedMs, () => this.#deliver(parcel));
  }

  /** The same without any delay or fault; resolves when the first attempt is over. */
  async announceNow(eventType: string, record: CipRecord, collection: Collection): Promise<void> {
    const switches = switchesOf(this.#parts.switches, record.serviceId);
    await this.#deliver(this.#parcelFor(eventType, record, collection, switches, null));
  }

  /** One attempt of a handmade notice, now and without retry. Throws when no service can be told. */
  async deliver(notice: HandmadeNotice, record: CipRecord | null): Promise<RecordedDelivery> {
    const serviceId = notice.serviceId ?? record?.serviceId;
    if (serviceId === undefined) {
      throw new Error("A notice for a CIP that is not in the register needs a serviceId.");
    }
    const facts = handmadeFacts(notice, record, this.#parts.clock.now());
    const shape = notice.shape ?? switchesOf(this.#parts.switches, serviceId).noticeShape;
    const sentText = notice.rawBody ?? noticeText(facts, shape, notice.layout ?? "compact");
    const { signature = "right" } = notice;
    const signedText = signature === "compact" ? noticeText(facts, shape, "compact") : sentText;
    const signing = signature === "compact" ? "right" : signature;
    const { cip, eventType } = facts;
    return this.#attempt({ serviceId, cip, eventType, sentText, signedText, signing, fault: null }, 1);
  }

  /** Sends the same bytes and signature again, now and without retry: a captured body replays for ever. */
  async replay(deliveryId: number): Promise<RecordedDelivery> {
    const original = this.#deliveries[deliveryId - 1];
    if (!original) throw new Error(`There is no delivery ${deliveryId}.`);
    const copy = this.#push({ ...original, attempt: 1, fault: null });
    return this.#send(copy, original.signature);
  }

  deliveries(): RecordedDelivery[] {
    return this.#deliveries.map((delivery) => ({ ...delivery }));
  }

  /** Ends what is in flight. */
  close(): void {
    this.#closing.abort();
  }

  async #deliver(parcel: Parcel): Promise<void> {
    const copies = parcel.fault === "duplicate" ? [parcel, parcel] : [parcel];
    await Promise.all(copies.map((copy) => this.#deliverWithRetry(copy)));
  }

  async #deliverWithRetry(parcel: Parcel): Promise<void> {
    if (parcel.fault === "first-attempt-lost") this.#record(parcel, 1).outcome = "lost";
    else if ((await this.#attempt(parcel, 1)).outcome === "accepted") return;
    const { noticeRetryDelayMs } = switchesOf(this.#parts.switches, parcel.serviceId);
    this.#parts.schedule.plan(noticeRetryDelayMs, async () => {
      await this.#attempt(parcel, 2);
    });
  }

  async #attempt(parcel: Parcel, attempt: 1 | 2): Promise<RecordedDelivery> {
    const delivery = this.#record(parcel, attempt);
    return this.#send(delivery, delivery.signature);
  }

  async #send(delivery: RecordedDelivery, signature: string | null): Promise<RecordedDelivery> {
    const { url } = delivery;
    if (url === null) {
      delivery.outcome = "no-address";
      return { ...delivery };
    }
    const { noticeTimeoutMs } = switchesOf(this.#parts.switches, delivery.serviceId);
    delivery.status = await postNotice({
      url,
      text: delivery.body,
      signature,
      timeoutMs: noticeTimeoutMs,
      closing: this.#closing.signal,
    });
    if (delivery.status === null) delivery.outcome = "failed";
    else delivery.outcome = delivery.status === 200 ? "accepted" : "refused";
    return { ...delivery };
  }

  /** Signed with the key that the service has at this moment, so that a changed key shows at once. */
  #record(parcel: Parcel, attempt: 1 | 2): RecordedDelivery {
    const { serviceId, cip, eventType, sentText, fault } = parcel;
    const secretKey = this.#parts.services.get(serviceId)?.secretKey ?? "";
    const key = parcel.signing === "wrong" ? `not ${secretKey}` : secretKey;
    const signature = parcel.signing === "missing" ? null : noticeSignature(parcel.signedText, key);
    return this.#push({ id: 0, serviceId, cip, eventType, attempt, body: sentText, signature, fault });
  }

  #push(entry: Omit<RecordedDelivery, "at" | "url" | "status" | "outcome">): RecordedDelivery {
    const delivery: RecordedDelivery = {
      ...entry,
      id: this.#deliveries.length + 1,
      at: this.#parts.clock.now(),
      url: this.#parts.services.get(entry.serviceId)?.notifyUrl ?? null,
      status: null,
      outcome: "in-flight",
    };
    this.#deliveries.push(delivery);
    return delivery;
  }

  #parcelFor(
    eventType: string,
    record: CipRecord,
    collection: Collection | null,
    switches: ServiceSwitches,
    chosen: ChosenNoticeFault | null,
  ): Parcel {
    const facts: NoticeFacts = {
      eventType,
      operationNumber: this.#operationNumber(record.serviceId, collection, switches),
      cip: record.cip,
      currency: record.currency,
      amountCentimos: record.amountCentimos,
      paidAt: collection?.paidAt ?? this.#parts.clock.now(),
      transactionCode: record.transactionCode,
    };
    const compact = noticeText(facts, switches.noticeShape, "compact");
    const fault = chosen?.fault ?? null;
    const isIndented = fault === "pretty-printed" || fault === "pretty-signed";
    const sentText = isIndented ? noticeText(facts, switches.noticeShape, "indented") : compact;
    const signedText = fault === "pretty-printed" ? compact : sentText;
    const signing = fault === "wrong-signature" ? "wrong" : "right";
    return {
      serviceId: record.serviceId,
      cip: record.cip,
      eventType,
      sentText,
      signedText,
      signing,
      fault,
    };
  }

  #operationNumber(serviceId: number, collection: Collection | null, switches: ServiceSwitches): string {
    const announced = (this.#announcedPerService.get(serviceId) ?? 0) + 1;
    this.#announcedPerService.set(serviceId, announced);
    const isEmpty =
      switches.operationNumbers === "empty" ||
      (switches.operationNumbers === "sometimes-empty" && announced % 3 === 0);
    return isEmpty || !collection ? "" : collection.operationNumber;
  }
}

/** What the notice says, and for the rest what the register knows. */
function handmadeFacts(notice: HandmadeNotice, record: CipRecord | null, now: Date): NoticeFacts {
  const collection = record?.collections.at(-1);
  const known: NoticeFacts = {
    eventType: "cip.paid",
    operationNumber: collection?.operationNumber ?? "1",
    cip: notice.cip,
    currency: record?.currency ?? "PEN",
    amountCentimos: record?.amountCentimos ?? 100,
    paidAt: collection?.paidAt ?? now,
    transactionCode: record?.transactionCode ?? "",
  };
  return {
    ...known,
    eventType: notice.eventType ?? known.eventType,
    operationNumber: notice.operationNumber ?? known.operationNumber,
    currency: notice.currency ?? known.currency,
    amountCentimos: notice.amountCentimos ?? known.amountCentimos,
    transactionCode: notice.transactionCode ?? known.transactionCode,
  };
}
