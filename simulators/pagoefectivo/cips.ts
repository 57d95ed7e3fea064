import { jsonAmount } from "./amounts.ts";
import type { CipRecord, CipRegister } from "./cip-register.ts";
import { standing } from "./cip-register.ts";
import { checkCipRequest, readExpiry } from "./cip-request.ts";
import type { CipRequest } from "./cip-request.ts";
import type { ApiAnswer, FieldItem } from "./envelope.ts";
import { asText, Envelope, isMissing, parseFields } from "./envelope.ts";
import type { Language } from "./envelope.ts";
import { limaText, limaTextOrNone, NO_DATE } from "./lima-time.ts";
import type { SimulatorClock } from "./clock.ts";
import type { SimulatedService } from "./simulated-service.ts";
import { switchesOf } from "./switches.ts";
import type { ServiceSwitches, Switches } from "./switches.ts";
import type { VoucherOutbox } from "./voucher-outbox.ts";

export interface CipDesk {
  clock: SimulatorClock;
  register: CipRegister;
  switches: Switches;
  outbox: VoucherOutbox;
  /** Public address of the voucher pages, without a slash at the end. */
  voucherBase: string;
  /** The same of the pictures for wallets. */
  qrBase: string;
}

/** A call of a service whose token was accepted. */
export interface ServiceCall {
  service: SimulatedService;
  language: Language;
  bodyText: string;
  /** The `Origin` header: `web`, `android` or `ios`, not an address. */
  origin: string | undefined;
  /** The number in the path of update and delete. */
  pathCip: string;
}

/** `POST /v1/cips`. Not idempotent: the same `transactionCode` twice makes two CIPs. */
export function createCip(desk: CipDesk, call: ServiceCall): ApiAnswer {
  const switches = switchesOf(desk.switches, call.service.serviceId);
  const envelope = new Envelope(switches, call.language);
  const fields = parseFields(call.bodyText);
  if (!fields) return envelope.badFields([]);
  if (switches.serviceDisabled || namesOtherService(fields["serviceId"], call.service)) {
    return envelope.refusal(508);
  }
  if (switches.strictV11 && !/^(web|android|ios)$/.test(call.origin ?? "")) {
    return envelope.badFields([{ code: call.origin === undefined ? 112 : 113, field: "Origin" }]);
  }
  const checked = checkCipRequest(fields, switches, desk.clock.now());
  if (checked.kind === "invalid") return envelope.badFields(checked.items);
  const { maximumCentimos } = call.service;
  if (maximumCentimos !== undefined && checked.request.amountCentimos > maximumCentimos) {
    return envelope.refusal(511);
  }
  const record = issue(desk, call.service, checked.request);
  const data = {
    cip: Number(record.cip),
    currency: record.currency,
    amount: jsonAmount(record.amountCentimos),
    transactionCode: record.transactionCode,
    dateExpiry: limaText(record.expires),
    cipUrl: `${desk.voucherBase}/${record.voucherId}.html`,
    ...qrField(desk, record, switches),
  };
  return { ...envelope.success(201, data, record.cip), transactionCode: record.transactionCode };
}

function qrField({ qrBase }: CipDesk, { voucherId }: CipRecord, { qrImages }: ServiceSwitches): object {
  if (qrImages === "none") return {};
  const base = qrImages === "elsewhere" ? "https://qr.example.com" : qrBase;
  return { qrUrl: `${base}/${voucherId}.png` };
}

function issue(desk: CipDesk, service: SimulatedService, request: CipRequest): CipRecord {
  const { serviceId, environment } = service;
  const record = desk.register.issue({ serviceId, environment, ...request });
  desk.outbox.mail(record, `${desk.voucherBase}/${record.voucherId}.html`);
  return record;
}

function namesOtherService(value: unknown, service: SimulatedService): boolean {
  return !isMissing(value) && asText(value) !== String(service.serviceId);
}

/**
 * `POST /v1/cips/search`: one item per CIP asked for, in the same order. A CIP that does not exist, or
 * is another service's, is an item without content and not an error. `isEmpty`: so is every one.
 */
export function searchCips(desk: CipDesk, call: ServiceCall, answer: { isEmpty: boolean }): ApiAnswer {
  const switches = switchesOf(desk.switches, call.service.serviceId);
  const envelope = new Envelope(switches, call.language);
  const wanted = parseFields(call.bodyText)?.["data"];
  if (isMissing(wanted)) return envelope.badFields([{ code: 112, field: "data" }]);
  const cips = Array.isArray(wanted) ? wanted.map(askedCip) : [null];
  const isTooLong = switches.searchMaximum !== null && cips.length > switches.searchMaximum;
  if (isTooLong || cips.some((cip) => cip === null)) {
    return envelope.badFields([{ code: 113, field: isTooLong || !Array.isArray(wanted) ? "data" : "cip" }]);
  }
  const items = cips.map((cip) => {
    const record = cip === null || answer.isEmpty ? null : ownRecord(desk, call.service, cip);
    return record ? searchItem(desk.register, record, switches) : unknownItem(switches);
  });
  return envelope.success(200, items);
}

/** The CIPs a search body asks for, for the record of calls; empty when unreadable. */
export function askedCips(bodyText: string): string[] {
  const wanted = parseFields(bodyText)?.["data"];
  if (!Array.isArray(wanted)) return [];
  return wanted.map(askedCip).filter((cip) => cip !== null);
}

function askedCip(item: unknown): string | null {
  const fields = parseFields(JSON.stringify(item ?? null));
  const text = asText(fields?.["cip"]);
  return text !== null && /^\d{1,14}$/.test(text) ? text : null;
}

function searchItem(register: CipRegister, record: CipRecord, switches: ServiceSwitches): object {
  const state = switches.stateNames[register.stateOf(record)];
  return {
    cip: Number(record.cip),
    transactionCode: record.transactionCode,
    amount: jsonAmount(record.amountCentimos),
    currency: record.currency,
    status: state.number,
    statusName: state.name,
    dateCreation: limaText(record.created),
    dateExpiry: limaText(record.expires),
    datePayment: limaTextOrNone(standing(record)?.paidAt ?? null),
    dateRemoval: limaTextOrNone(record.deletedAt),
    token: record.voucherId,
  };
}

function unknownItem(switches: ServiceSwitches): object {
  if (switches.unknownItems === "bare") return {};
  return {
    cip: 0,
    transactionCode: "",
    amount: 0,
    currency: "",
    status: 0,
    statusName: "",
    dateCreation: NO_DATE,
    dateExpiry: NO_DATE,
    datePayment: NO_DATE,
    dateRemoval: NO_DATE,
    token: "",
  };
}

/** `PATCH /v1/cips/{cip}`: only the expiry changes; an expired CIP lives again. */
export function updateCip(desk: CipDesk, call: ServiceCall): ApiAnswer {
  const switches = switchesOf(desk.switches, call.service.serviceId);
  const envelope = new Envelope(switches, call.language);
  const wanted = parseFields(call.bodyText)?.["dateExpiry"];
  if (isMissing(wanted)) return envelope.badFields([{ code: 112, field: "dateExpiry" }], call.pathCip);
  const expires = readExpiry(wanted, switches, desk.clock.now());
  if (!expires) return envelope.badFields([{ code: 113, field: "dateExpiry" }], call.pathCip);
  const record = ownRecord(desk, call.service, call.pathCip);
  if (!record || !desk.register.extend(record, expires)) return refusedCip(envelope, call.pathCip);
  return envelope.success(200, {}, call.pathCip);
}

/** `DELETE /v1/cips/{cip}`: a logical delete, only while the CIP is pending. */
export function deleteCip(desk: CipDesk, call: ServiceCall): ApiAnswer {
  const envelope = new Envelope(switchesOf(desk.switches, call.service.serviceId), call.language);
  const record = ownRecord(desk, call.service, call.pathCip);
  if (!record || !desk.register.remove(record)) return refusedCip(envelope, call.pathCip);
  return envelope.success(200, {}, call.pathCip);
}

/** How a CIP in the wrong state, or an unknown one, is refused is not public: one answer for all. */
function refusedCip(envelope: Envelope, cip: string): ApiAnswer {
  const item: FieldItem = { code: 113, field: "cip" };
  return envelope.badFields([item], cip);
}

function ownRecord(desk: CipDesk, service: SimulatedService, cip: string): CipRecord | null {
  const record = desk.register.find(cip);
  return record?.serviceId === service.serviceId ? record : null;
}
