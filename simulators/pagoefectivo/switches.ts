import { z } from "zod";

/** The five calls of the API. */
export const apiOperation = z.enum(["authorize", "create", "search", "update", "delete"]);
export type ApiOperation = z.infer<typeof apiOperation>;

/**
 * What can go wrong with one API call. The first five say no *before* any work is done, the others
 * *after* it, unless `workDone` says otherwise.
 * - `error-500`: HTTP 500 with code 166
 * - `html-429`, `html-502`, `html-503`: the gateway's HTML page
 * - `empty-401`: HTTP 401 without body
 * - `empty-body`: the good status, no body
 * - `html-200`: HTTP 200 with an HTML page
 * - `dropped`: the socket is destroyed without an answer
 * - `empty-items` (search): every item is as empty as that of a CIP that does not exist
 * - `half-open`: status line and half of the body, then silence
 * - `cut-off`: status line and half of the body, then the connection is closed
 * - `held`: nothing is sent until the answer gate is released; with `workDone: false` the work too
 *   waits for the release (a create that lands after its caller gave up)
 * - `paid-before-answer` (create): the CIP is paid and its notice delivered before the answer is written
 */
export const apiFault = z.enum([
  "error-500",
  "html-429",
  "html-502",
  "html-503",
  "empty-401",
  "empty-body",
  "html-200",
  "empty-items",
  "dropped",
  "half-open",
  "cut-off",
  "held",
  "paid-before-answer",
]);
export type ApiFault = z.infer<typeof apiFault>;

/**
 * What can go wrong with one notice.
 * - `lost`: never sent, not even the second attempt
 * - `duplicate`: two deliveries of the same bytes at the same time
 * - `delayed`: sent `delayMs` later (default 5 minutes)
 * - `wrong-signature`: right body, wrong PE-Signature
 * - `pretty-printed`: indented body, PE-Signature of the compact body (a proxy re-indented it)
 * - `pretty-signed`: indented body, PE-Signature of the indented bytes
 * - `first-attempt-lost`: only the second attempt is sent
 */
export const noticeFault = z.enum([
  "lost",
  "duplicate",
  "delayed",
  "wrong-signature",
  "pretty-printed",
  "pretty-signed",
  "first-attempt-lost",
]);
export type NoticeFault = z.infer<typeof noticeFault>;

/** One entry waits for the next matching call; without `serviceId` any service matches. */
export const plannedFault = z.object({
  operation: z.union([apiOperation, z.literal("any")]),
  fault: apiFault,
  serviceId: z.number().int().optional(),
  workDone: z.boolean().optional(),
  /** How many matching calls it spoils before it is used up; default 1. */
  count: z.number().int().positive().optional(),
});
export type PlannedFault = z.infer<typeof plannedFault>;

export const plannedNoticeFault = z.object({
  fault: noticeFault,
  serviceId: z.number().int().optional(),
  delayMs: z.number().int().nonnegative().optional(),
  /** How many notices it spoils before it is used up; default 1. */
  count: z.number().int().positive().optional(),
});
export type PlannedNoticeFault = z.infer<typeof plannedNoticeFault>;

const stateName = z.object({ number: z.number().int(), name: z.string() });

/** Switches that one service may have its own way (`perService`). */
export const serviceSwitches = z.object({
  /** Life of a token in ms. 2 h in the PDF; a real answer of 2018 shows 5 minutes. */
  tokenLifeMs: z.number().int().positive(),
  /** How far `dateRequest` may be from our clock, in ms; `null` = any. Not public. */
  authorizationSkewMs: z.number().int().nonnegative().nullable(),
  /** How a refused authorization looks: 400 with field items, or 401 without body. Not public. */
  authorizationRefusal: z.enum(["400-fields", "401-empty"]),
  /** `code` as a JSON number (real answers) or as text ("pdf mode"). */
  codeAs: z.enum(["number", "text"]),
  /** The service is switched off: create answers 400/508. */
  serviceDisabled: z.boolean(),
  /** What the v1.1 PDF marks mandatory is demanded: `userPhone`, `userCodeCountry`, header `Origin`. */
  strictV11: z.boolean(),
  /** Life in ms of a CIP created without `dateExpiry`; agreed per service, 4 h in a real sample. */
  defaultLifeMs: z.number().int().positive(),
  /** Least and most life in ms that `dateExpiry` may ask for; `null` = no bound. Not public. */
  minimumLifeMs: z.number().int().nonnegative().nullable(),
  maximumLifeMs: z.number().int().positive().nullable(),
  /** Most CIPs in one search; `null` = any number. Not public. */
  searchMaximum: z.number().int().positive().nullable(),
  /** How the "empty-structured item" of an unknown CIP looks: every field zeroed, or `{}`. */
  unknownItems: z.enum(["zeroed", "bare"]),
  /** Number and name that the search shows per state. Those of deleted and reversed are not public. */
  stateNames: z.object({
    pending: stateName,
    paid: stateName,
    expired: stateName,
    deleted: stateName,
    reversed: stateName,
  }),
  /** Where a collector's reversal leads: back to pending (old kits) or to a final "Extornado". Not public. */
  reversal: z.enum(["back-to-pending", "terminal"]),
  /** What the counter takes though it should refuse it: races and late payments. */
  acceptedAtCounter: z.object({ expired: z.boolean(), deleted: z.boolean(), paid: z.boolean() }),
  /** Delay in ms from the payment to the first attempt of its notice. */
  noticeDelayMs: z.number().int().nonnegative(),
  /** Delay in ms from a failed first attempt to the second and last one. Not public. */
  noticeRetryDelayMs: z.number().int().nonnegative(),
  /** How long in ms an answer to a notice is awaited. Not public. */
  noticeTimeoutMs: z.number().int().positive(),
  /** `short` is the PDF's body; `extended` adds `paymentDate` and `transactionCode`. */
  noticeShape: z.enum(["short", "extended"]),
  /** `operationNumber` always a number, never, or empty in every third notice of the service. */
  operationNumbers: z.enum(["numeric", "empty", "sometimes-empty"]),
  /** Send `cip.expired` / `cip.refunded`: seen at one integrator only, off by default. */
  sendExpiredNotices: z.boolean(),
  sendRefundedNotices: z.boolean(),
  /**
   * Whether the answer to a create names a picture of the code for wallets, and what is found there. Not documented for the direct
   * API; under which name it would come is not known either (`qrUrl` is our guess).
   */
  qrImages: z.enum([
    "none",
    "png",
    "missing",
    "moved",
    "html",
    "cut-off",
    "too-large",
    "huge",
    "elsewhere",
  ]),
  /** May the voucher page be shown in a frame? Not known for 2026. */
  voucherFraming: z.boolean(),
});
export type ServiceSwitches = z.infer<typeof serviceSwitches>;

/** Every switch. A plain object: change a field and the next request sees it. */
export const switchesSchema = serviceSwitches.extend({
  /** What single services have otherwise, by service id. */
  perService: z.record(z.string(), serviceSwitches.partial()),
  /** `real`: delays run on timers. `manual`: nothing is sent before `runDueDeliveries()`. */
  timers: z.enum(["real", "manual"]),
  /** Extra ms before every API answer. */
  answerDelayMs: z.number().int().nonnegative(),
  /** Faults for the next matching calls, first match first; used-up entries are removed. */
  nextFaults: z.array(plannedFault),
  /** Faults by chance, drawn from the simulator's seed once per call that no planned fault took. */
  randomFaults: z
    .object({
      probability: z.number().min(0).max(1),
      faults: z.array(apiFault),
      operations: z.array(apiOperation),
    })
    .nullable(),
  /** The same for notices. */
  nextNoticeFaults: z.array(plannedNoticeFault),
  randomNoticeFaults: z
    .object({ probability: z.number().min(0).max(1), faults: z.array(noticeFault) })
    .nullable(),
});
export type Switches = z.infer<typeof switchesSchema>;

/** A fresh set in which PagoEfectivo behaves as its documents and screenshots show. */
export function defaultSwitches(): Switches {
  return {
    tokenLifeMs: 2 * 3_600_000,
    authorizationSkewMs: 15 * 60_000,
    authorizationRefusal: "400-fields",
    codeAs: "number",
    serviceDisabled: false,
    strictV11: false,
    defaultLifeMs: 4 * 3_600_000,
    minimumLifeMs: null,
    maximumLifeMs: null,
    searchMaximum: null,
    unknownItems: "zeroed",
    stateNames: {
      pending: { number: 22, name: "Generado." },
      paid: { number: 23, name: "Cancelado." },
      expired: { number: 21, name: "Expirado." },
      deleted: { number: 25, name: "Eliminado." },
      reversed: { number: 26, name: "Extornado." },
    },
    reversal: "back-to-pending",
    acceptedAtCounter: { expired: false, deleted: false, paid: false },
    noticeDelayMs: 0,
    noticeRetryDelayMs: 60_000,
    noticeTimeoutMs: 15_000,
    noticeShape: "extended",
    operationNumbers: "numeric",
    sendExpiredNotices: false,
    sendRefundedNotices: false,
    qrImages: "none",
    voucherFraming: false,
    perService: {},
    timers: "real",
    answerDelayMs: 0,
    nextFaults: [],
    randomFaults: null,
    nextNoticeFaults: [],
    randomNoticeFaults: null,
  };
}

/** The switches as one service has them. `null` stands for a caller that named no known service. */
export function switchesOf(switches: Switches, serviceId: number | null): ServiceSwitches {
  const own = serviceId === null ? undefined : switches.perService[String(serviceId)];
  if (own === undefined) return switches;
  const merged: ServiceSwitches = { ...switches };
  for (const [name, value] of Object.entries(own))
    if (value !== undefined) Object.assign(merged, { [name]: value });
  return merged;
}
