/** PagoEfectivo's merchant API as five questions; what each promises is said at `PagoEfectivoClient`. */
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import { readCreated, readCreateRefusal, readLookUps } from "./cip-answers.ts";
import {
  ADDITIONAL_DATA_LENGTH,
  cleanPhone,
  cleanText,
  CONCEPT_LENGTH,
  NAME_LENGTH,
  parseCip,
  toApiAmount,
  toLimaDateText,
} from "./cip.ts";
import type { PagoEfectivoAddresses } from "./pagoefectivo-addresses.ts";
import { callFailure, createAsk, HARMLESS, laneOf, versionsOf } from "./pagoefectivo-calls.server.ts";
import type { Ask, PagoEfectivoClientDeps } from "./pagoefectivo-calls.server.ts";
import type { MadeCall } from "./made-call.ts";
import { probeKeys } from "./probe-keys.server.ts";
import type {
  CipLookUp,
  CreateCipAnswer,
  CreateCipRequest,
  PagoEfectivoClient,
  PagoEfectivoCredentials,
} from "./pagoefectivo-client.ts";

/** The vendor documents no maximum; a short list keeps one slow answer from delaying many codes. */
const CIPS_PER_SEARCH = 50;

/** One per process: the instances would not share their tokens. */
export function createPagoEfectivoClient(deps: PagoEfectivoClientDeps): PagoEfectivoClient {
  const ask = createAsk(deps);
  return {
    probe: (credentials, limits) => probeKeys(deps, credentials, limits),
    createCip: (credentials, request) => createCip(deps, ask, credentials, request),
    searchCips: (credentials, cips, how) => searchCips(ask, credentials, cips, how),
    createHoldMs: (credentials) => createHoldMs(deps, ask, credentials),
    stoppedVersions: () => versionsOf(deps.lanes.stopped()),
    async deleteCip(credentials, cip) {
      const path = `/v1/cips/${checkedCip(cip)}`;
      const about = { codeId: null, cip, shown: { cip } };
      return (await ask(credentials, { operation: "delete-cip", method: "DELETE", path, about })).kind;
    },
    async updateExpiry(credentials, cip, expiresAt) {
      const path = `/v1/cips/${checkedCip(cip)}`;
      const body = { dateExpiry: toLimaDateText(expiresAt) };
      const about = { codeId: null, cip, shown: { cip, ...body } };
      return (await ask(credentials, { operation: "update-expiry", method: "PATCH", path, body, about }))
        .kind;
    },
  };
}

async function createHoldMs(
  deps: PagoEfectivoClientDeps,
  ask: Ask,
  credentials: PagoEfectivoCredentials,
): Promise<number> {
  const lane = laneOf(credentials);
  if (deps.lanes.mayTry(lane)) {
    await ask(credentials, HARMLESS).catch((error: unknown) => {
      if (!isExternalCallError(error)) throw error;
    });
  }
  return deps.lanes.holdMs(lane);
}

async function createCip(
  deps: PagoEfectivoClientDeps,
  ask: Ask,
  credentials: PagoEfectivoCredentials,
  request: CreateCipRequest,
): Promise<CreateCipAnswer> {
  const operation = "create-cip";
  const body = createBody(credentials, request);
  // A kept connection that dies under the request would leave an unknown CIP behind.
  const call = { operation, method: "POST", path: "/v1/cips", body, connection: "fresh" } as const;
  const about = { codeId: request.transactionCode, cip: null, shown: shownOfCreate(request) };
  const answer = await ask(credentials, { ...call, about });
  if (answer.kind === "refused") return readCreateRefusal(answer.envelope);
  const reading = readCreated(answer.envelope.data, request);
  if (reading.kind !== "created") throw callFailure(operation, "unknown", reading.kind, answer.status);
  return {
    kind: "created",
    cip: reading.cip,
    amount: request.amount,
    transactionCode: request.transactionCode,
    // The CIP exists whatever its date reads like; losing it would be worse than trusting our own date.
    expiresAt: reading.expiresAt ?? request.expiresAt,
    cipUrl: deps.addresses.voucherUrl(reading.cipUrl),
    qrUrl: onlyQr(deps.addresses, reading.values),
  };
}

/** What of the request holds nothing of a shopper: neither names nor addresses. */
function shownOfCreate({ amount, transactionCode, expiresAt }: CreateCipRequest): Record<string, string> {
  const dateExpiry = toLimaDateText(expiresAt);
  return {
    amount: String(toApiAmount(amount.centimos)),
    currency: amount.currency,
    transactionCode,
    dateExpiry,
  };
}

/**
 * Under which name a picture would come is not documented, so it is known by its host. Two different ones tell nothing; and none is
 * ever made up from another address.
 */
function onlyQr({ qrUrl }: PagoEfectivoAddresses, values: readonly unknown[]): string | null {
  const found = new Set(values.map(qrUrl).filter((url) => url !== null));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

function createBody(
  credentials: PagoEfectivoCredentials,
  request: CreateCipRequest,
): Record<string, unknown> {
  const phone = cleanPhone(request.userPhone);
  // JSON leaves undefined fields out; an optional field sent empty would be refused (113).
  return {
    currency: request.amount.currency,
    amount: toApiAmount(request.amount.centimos),
    transactionCode: request.transactionCode,
    dateExpiry: toLimaDateText(request.expiresAt),
    paymentConcept: cleanText(request.paymentConcept, CONCEPT_LENGTH) ?? undefined,
    additionalData: cleanText(request.additionalData, ADDITIONAL_DATA_LENGTH) ?? undefined,
    userEmail: request.userEmail,
    userName: cleanText(request.userName, NAME_LENGTH) ?? undefined,
    userLastName: cleanText(request.userLastName, NAME_LENGTH) ?? undefined,
    userPhone: phone?.digits,
    userCodeCountry: phone?.countryCode,
    serviceId: credentials.serviceId,
  };
}

async function searchCips(
  ask: Ask,
  credentials: PagoEfectivoCredentials,
  cips: readonly string[],
  { isPlanned = false }: { isPlanned?: boolean } = {},
): Promise<ReadonlyMap<string, CipLookUp>> {
  const operation = "search-cips";
  const asked = [...new Set(cips.map(checkedCip))];
  const found = new Map<string, CipLookUp>();
  for (let start = 0; start < asked.length; start += CIPS_PER_SEARCH) {
    const chunk = asked.slice(start, start + CIPS_PER_SEARCH);
    const body = { data: chunk.map((cip) => ({ cip: Number(cip) })) };
    const answer = await ask(credentials, {
      operation,
      method: "POST",
      path: "/v1/cips/search",
      body,
      isBatch: isPlanned,
      about: aboutSearch(chunk),
    });
    if (answer.kind === "refused") throw callFailure(operation, "refused", "http-400", 400);
    const lookUps = readLookUps(answer.envelope.data, chunk);
    if (lookUps === null) throw callFailure(operation, "unknown", "no-list", answer.status);
    for (const lookUp of lookUps) found.set(lookUp.cip, lookUp);
  }
  return found;
}

/** Of one code it is that code's; a sweep's search of many is nobody's alone. */
function aboutSearch(cips: readonly string[]): MadeCall["about"] {
  const [first = null] = cips;
  const only = cips.length === 1 ? first : null;
  return { codeId: null, cip: only, shown: only === null ? { codes: String(cips.length) } : { cip: only } };
}

/** A CIP that is not one is our own bug, and would change the address that is called. */
function checkedCip(cip: string): string {
  if (parseCip(cip) === null) throw new Error("not a CIP");
  return cip;
}
