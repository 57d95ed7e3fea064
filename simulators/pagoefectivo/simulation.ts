import { AnswerGate } from "./answer-gate.ts";
import type { RecordedCall } from "./api-calls.ts";
import type { ApiParts } from "./api-routes.ts";
import { CipRegister } from "./cip-register.ts";
import type { LedgerEntry, NewCip } from "./cip-register.ts";
import { Collector } from "./collector.ts";
import type { PayOptions, PayReceipt, ReverseReceipt } from "./collector.ts";
import { DeliverySchedule } from "./delivery-schedule.ts";
import { FaultChoice } from "./fault-choice.ts";
import { NoticeSender } from "./notice-sender.ts";
import type { HandmadeNotice, RecordedDelivery } from "./notice-sender.ts";
import { reportCsv } from "./report.ts";
import { machineClock } from "./clock.ts";
import type { SimulatorClock } from "./clock.ts";
import type { SimulatedEnvironment, SimulatedService } from "./simulated-service.ts";
import { defaultSwitches, switchesOf } from "./switches.ts";
import type { Switches } from "./switches.ts";
import { TokenDesk } from "./tokens.ts";
import { VoucherOutbox } from "./voucher-outbox.ts";
import type { VoucherMail } from "./voucher-outbox.ts";

export interface SimulationOptions {
  clock?: SimulatorClock | undefined;
  services: readonly SimulatedService[];
  /** Laid over the defaults field by field, not deeply. */
  switches?: Partial<Switches> | undefined;
  /** Of the draws of `randomFaults` and `randomNoticeFaults`; default 1. */
  seed?: number | undefined;
  /** First CIP per environment, for a system under test that outlives the simulator's memory. */
  firstCip?: Partial<Record<SimulatedEnvironment, number>> | undefined;
}

/** Everything that can be done to the simulated PagoEfectivo and asked of it, besides its HTTP doors. */
export interface Simulation {
  /** Change any field at run time; `switches.ts` says what each does. */
  switches: Switches;
  /** Adds a service, or replaces the one with the same id (a new key is used from now on). */
  register(service: SimulatedService): void;
  setNotifyUrl(serviceId: number, url: string | null): void;
  /** A code of this service that was made at some time: it stands in the books, and no call of it is on record. Answers its CIP. */
  bookCode(wanted: Omit<NewCip, "environment" | "details">): string;
  /** Makes issued tokens worthless, of one service or of all. */
  revokeTokens(serviceId?: number): void;
  /** A collector takes the money. Refusals are values; the notice follows by its delay. */
  pay(cip: string, options?: PayOptions): Promise<PayReceipt>;
  /** A collector takes the payment back (extorno). */
  reverse(cip: string): Promise<ReverseReceipt>;
  /** Ends a pending CIP's life now; `false` when it is not pending. */
  expireNow(cip: string): Promise<boolean>;
  /** Sends one notice made by hand, now, without retry. */
  deliverNotice(notice: HandmadeNotice): Promise<RecordedDelivery>;
  /** Sends the bytes and signature of an earlier delivery (its `id`) again, now, without retry. */
  replayNotice(deliveryId: number): Promise<RecordedDelivery>;
  /** Resolves when no delivery is in flight or about to start. Delayed ones are not awaited. */
  settleNotices(): Promise<void>;
  /** Runs what is due by the injected clock, one by one; returns how many ran. */
  runDueDeliveries(): Promise<number>;
  /** When the next delayed delivery is due (UTC), or `null`. */
  nextDeliveryAt(): Date | null;
  /** Holds the answers of `held` faults. */
  gate: AnswerGate;
  ledger(): LedgerEntry[];
  calls(): RecordedCall[];
  notices(): RecordedDelivery[];
  outbox(): VoucherMail[];
  /** The portal's report of one service, as CSV. */
  report(serviceId: number): string;
}

export interface SimulationParts extends ApiParts {
  notices: NoticeSender;
  schedule: DeliverySchedule;
}

/** Builds the parts that the HTTP doors share, which are reached at `origin`. */
export function createParts(
  options: SimulationOptions,
  services: ReadonlyMap<number, SimulatedService>,
  origin: string,
): SimulationParts {
  const clock = options.clock ?? machineClock;
  const switches = { ...defaultSwitches(), ...structuredClone(options.switches ?? {}) };
  const faults = new FaultChoice(switches, options.seed ?? 1);
  const register = new CipRegister(clock, (serviceId) => switchesOf(switches, serviceId), options.firstCip);
  const schedule = new DeliverySchedule(clock, () => switches.timers);
  const notices = new NoticeSender({ clock, services, switches, faults, schedule });
  const collector = new Collector({ clock, register, notices, schedule, switches });
  return {
    clock,
    switches,
    services,
    faults,
    register,
    schedule,
    notices,
    collector,
    voucherBase: `${origin}/vouchers`,
    qrBase: `${origin}/qr`,
    tokens: new TokenDesk(clock),
    gate: new AnswerGate(),
    outbox: new VoucherOutbox(clock),
    calls: [],
  };
}

/** The handles of a set of parts. */
export function createSimulation(
  parts: SimulationParts,
  services: Map<number, SimulatedService>,
): Simulation {
  return {
    switches: parts.switches,
    register: (service) => {
      checkService(service);
      services.set(service.serviceId, { ...service });
    },
    setNotifyUrl: (serviceId, url) => {
      const service = services.get(serviceId);
      if (!service) throw new Error(`There is no service ${serviceId}.`);
      const changed = { ...service, notifyUrl: url };
      checkService(changed);
      services.set(serviceId, changed);
    },
    bookCode: (wanted) => {
      const service = services.get(wanted.serviceId);
      if (!service) throw new Error(`There is no service ${wanted.serviceId}.`);
      return parts.register.issue({ ...wanted, environment: service.environment, details: NO_DETAILS }).cip;
    },
    revokeTokens: (serviceId) => parts.tokens.revoke(serviceId ?? null),
    pay: (cip, options) => Promise.resolve(parts.collector.pay(cip, options)),
    reverse: (cip) => Promise.resolve(parts.collector.reverse(cip)),
    expireNow: (cip) => Promise.resolve(parts.collector.expireNow(cip)),
    deliverNotice: async (notice) => parts.notices.deliver(notice, parts.register.find(notice.cip)),
    replayNotice: (deliveryId) => parts.notices.replay(deliveryId),
    settleNotices: () => parts.schedule.settle(),
    runDueDeliveries: () => parts.schedule.runDue(),
    nextDeliveryAt: () => parts.schedule.nextDueAt(),
    gate: parts.gate,
    ledger: () => parts.register.ledger(),
    calls: () => parts.calls.map((call) => ({ ...call, cips: [...call.cips] })),
    notices: () => parts.notices.deliveries(),
    outbox: () => parts.outbox.mails(),
    report: (serviceId) => reportCsv(parts.register, serviceId),
  };
}

const NO_DETAILS = {
  ...{ paymentConcept: "", additionalData: "", userEmail: "", adminEmail: "", userId: "", userName: "" },
  ...{ userLastName: "", userDocumentType: "", userDocumentNumber: "", userCodeCountry: "", userPhone: "" },
};

/** A mistyped service would look like a refusal of the system under test, so it is refused here. */
function checkService(service: SimulatedService): void {
  const { serviceId, notifyUrl } = service;
  if (!Number.isInteger(serviceId) || serviceId < 1 || serviceId > 999_999) {
    throw new Error(`A service id has 1 to 6 digits: ${serviceId}.`);
  }
  if (notifyUrl !== null && !/^https?:$/.test(URL.canParse(notifyUrl) ? new URL(notifyUrl).protocol : "")) {
    throw new Error(`The notify URL of service ${serviceId} is not an http(s) address.`);
  }
}
