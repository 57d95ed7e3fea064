import type {
  ApiFault,
  ApiOperation,
  NoticeFault,
  PlannedFault,
  PlannedNoticeFault,
  Switches,
} from "./switches.ts";

/** A fault taken for one call. `workDone` says whether the call takes effect all the same. */
export interface ChosenFault {
  fault: ApiFault;
  workDone: boolean;
}

export interface ChosenNoticeFault {
  fault: NoticeFault;
  delayMs: number;
}

const REFUSED_BEFORE_WORK: readonly ApiFault[] = [
  "error-500",
  "html-429",
  "html-502",
  "html-503",
  "empty-401",
];
const DELAYED_NOTICE_MS = 5 * 60_000;

/**
 * Chooses faults: planned ones first, in order, then by chance. One seed gives one series of draws,
 * so that a run with the same requests in the same order meets the same faults.
 */
export class FaultChoice {
  readonly #switches: Switches;
  readonly #draw: () => number;

  constructor(switches: Switches, seed: number) {
    this.#switches = switches;
    this.#draw = seededDraws(seed);
  }

  forCall(operation: ApiOperation, serviceId: number | null): ChosenFault | null {
    const planned = takePlanned(
      this.#switches.nextFaults,
      (entry: PlannedFault) =>
        (entry.operation === operation || entry.operation === "any") && servesService(entry, serviceId),
    );
    if (planned) {
      return { fault: planned.fault, workDone: planned.workDone ?? isAfterWork(planned.fault) };
    }
    const random = this.#switches.randomFaults;
    if (!random || !random.operations.includes(operation)) return null;
    const fault = this.#pick(random.probability, random.faults);
    return fault === null ? null : { fault, workDone: isAfterWork(fault) };
  }

  forNotice(serviceId: number): ChosenNoticeFault | null {
    const planned = takePlanned(this.#switches.nextNoticeFaults, (entry: PlannedNoticeFault) =>
      servesService(entry, serviceId),
    );
    if (planned) return { fault: planned.fault, delayMs: planned.delayMs ?? DELAYED_NOTICE_MS };
    const random = this.#switches.randomNoticeFaults;
    const fault = random ? this.#pick(random.probability, random.faults) : null;
    return fault === null ? null : { fault, delayMs: DELAYED_NOTICE_MS };
  }

  #pick<Name>(probability: number, names: readonly Name[]): Name | null {
    if (this.#draw() >= probability) return null;
    return names[Math.floor(this.#draw() * names.length)] ?? null;
  }
}

function isAfterWork(fault: ApiFault): boolean {
  return !REFUSED_BEFORE_WORK.includes(fault);
}

function servesService(entry: { serviceId?: number | undefined }, serviceId: number | null): boolean {
  return entry.serviceId === undefined || entry.serviceId === serviceId;
}

function takePlanned<Entry extends { count?: number | undefined }>(
  queue: Entry[],
  matches: (entry: Entry) => boolean,
): Entry | null {
  const index = queue.findIndex(matches);
  const entry = queue[index];
  if (!entry) return null;
  const left = (entry.count ?? 1) - 1;
  if (left > 0) entry.count = left;
  else queue.splice(index, 1);
  return entry;
}

/** mulberry32: small, fast and the same on every machine, which is all that a fault series needs. */
export function seededDraws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
