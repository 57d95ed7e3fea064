/**
 * Keeps one merchant's trouble from becoming everybody's. Calls to one host for one merchant are a lane: a lane whose calls
 * fail is stopped for a while (breaker), and one whose calls hang holds no more than its share of the process. What is
 * stopped was never sent. Each process learns by itself; nothing here is a truth about money.
 */
import { randomInt } from "node:crypto";
import {
  afterAnswer,
  afterFailure,
  CLOSED,
  easeIn,
  isEasing,
  pauseLeftMs,
  standing,
  type Breaker,
} from "./breaker.ts";
import type { Clock } from "./clock.ts";
import { ExternalCallError, isExternalCallError, type ExternalService } from "./external-call-error.ts";

/** Why a call was not made. Only the first is about the other side; the others are our own order of doing things. */
export type StopReason = "breaker-open" | "lane-full" | "easing-in";

/** True where nothing is known against the other side: we only wait for our turn. */
export function isOwnOrder(reason: string): boolean {
  const own: readonly string[] = ["lane-full", "easing-in"] satisfies StopReason[];
  return own.includes(reason);
}

export interface LaneCall {
  service: ExternalService;
  operation: string;
  /** Host and merchant in one word: calls with the same one share their fate. */
  lane: string;
  /**
   * Changes nothing on the other side. Made first, and alone, when a call that must not be sent into the unknown would be
   * the one that tries after a pause.
   */
  tryFirst?: () => Promise<unknown>;
  /** Asks about many codes at once, and its caller limits its rate: not held up after an outage. */
  isBatch?: boolean;
  /** A person asks for it: it may be the one that tries before the pause is over. */
  isUrged?: boolean;
}

export interface CallLanes {
  /**
   * Does `work` when the lane lets it. Throws ExternalCallError `not-done` with `retryAfterMs` when it does not. An answer
   * counts as trouble when `work` throws anything but a refusal, or when `isTrouble` says so.
   */
  run<Answer>(
    call: LaneCall,
    work: () => Promise<Answer>,
    isTrouble?: (answer: Answer) => boolean,
  ): Promise<Answer>;
  /** For how long a call would be stopped now; 0 when it would be made. */
  holdMs(lane: string): number;
  /** Whether the next call would be the one that tries after a pause. */
  mayTry(lane: string): boolean;
  /** The lanes in which nothing is asked now. */
  stopped(): string[];
  /** How each lane stands of which something is known: calls are under way, or did not all go well lately. */
  standings(): { lane: string; standing: "closed" | "open" | "half-open" }[];
  /** Forgets every trouble: whatever caused it is known to be over. */
  forget(): void;
}

export interface CallLanesDeps {
  clock: Clock;
  /** Calls in flight of one lane, at most; and as many again may wait for a moment. */
  size: number;
  /** A lane was stopped, or is answered again after `stoppedMs`. */
  onChange?(change: { service: ExternalService; lane: string; stoppedMs: number | null }): void;
}

/** A call that is in flight for longer hangs, and nobody waits behind it. */
const PATIENCE_MS = 2_000;
const COME_BACK_MS = 2_000;

interface Lane {
  breaker: Breaker;
  isTrying: boolean;
  inFlight: Set<Flight>;
  waiting: (() => void)[];
}

interface Flight {
  startedMs: number;
  /** The one that tries after a pause. */
  isTry: boolean;
}

export function createCallLanes(deps: CallLanesDeps): CallLanes {
  const lanes = new Map<string, Lane>();
  const nowMs = () => deps.clock.now().getTime();
  const laneOf = (name: string): Lane => {
    const known = lanes.get(name);
    if (known) return known;
    const fresh = { breaker: CLOSED, isTrying: false, inFlight: new Set<never>(), waiting: [] };
    lanes.set(name, fresh);
    return fresh;
  };

  const run: CallLanes["run"] = async (call, work, isTrouble = () => false) => {
    const lane = laneOf(call.lane);
    if (call.tryFirst && standing(lane.breaker, nowMs()) === "half-open") {
      const { tryFirst, ...safe } = call;
      await run(safe, tryFirst);
    }
    const flight = await enter(deps, lane, call);
    try {
      const answer = await work();
      settle(deps, lane, call, isTrouble(answer));
      return answer;
    } catch (error) {
      // Anything else is a bug of ours and says nothing about them.
      if (isExternalCallError(error)) settle(deps, lane, call, error.outcome !== "refused");
      throw error;
    } finally {
      lane.inFlight.delete(flight);
      if (flight.isTry) lane.isTrying = false;
      const next = lane.waiting.shift();
      next?.();
      if (!next && isIdle(lane)) lanes.delete(call.lane);
    }
  };

  return {
    run,
    holdMs(name) {
      const lane = lanes.get(name);
      if (!lane) return 0;
      const now = nowMs();
      const leftMs = pauseLeftMs(lane.breaker, now);
      if (leftMs > 0) return leftMs;
      const isHeld = lane.isTrying || isEasing(lane.breaker, now) || isFull(lane, deps.size, now);
      return isHeld ? COME_BACK_MS : 0;
    },
    mayTry(name) {
      const lane = lanes.get(name);
      return lane !== undefined && !lane.isTrying && standing(lane.breaker, nowMs()) === "half-open";
    },
    stopped: () =>
      [...lanes].flatMap(([name, lane]) => {
        const stands = standing(lane.breaker, nowMs());
        return stands === "open" || (stands === "half-open" && lane.isTrying) ? [name] : [];
      }),
    standings: () =>
      [...lanes].map(([name, lane]) => ({ lane: name, standing: standing(lane.breaker, nowMs()) })),
    forget: () => {
      for (const lane of lanes.values()) lane.breaker = CLOSED;
    },
  };
}

/** The call's place in the lane, taken as soon as it is known to be free; throws when it is not. */
async function enter(deps: CallLanesDeps, lane: Lane, call: LaneCall): Promise<Flight> {
  const nowMs = deps.clock.now().getTime();
  const takePlace = (isTry: boolean): Flight => {
    const flight = { startedMs: nowMs, isTry };
    lane.inFlight.add(flight);
    return flight;
  };
  const stands = standing(lane.breaker, nowMs);
  if (stands === "open" && !(call.isUrged && !lane.isTrying))
    throw stop(call, "breaker-open", pauseLeftMs(lane.breaker, nowMs));
  if (stands !== "closed") {
    if (lane.isTrying) throw stop(call, "breaker-open", COME_BACK_MS);
    lane.isTrying = true;
    return takePlace(true);
  }
  if (!call.isBatch) {
    const eased = easeIn(lane.breaker, nowMs, randomInt(1_000) / 1_000);
    lane.breaker = eased.breaker;
    if (eased.waitMs > 0) throw stop(call, "easing-in", eased.waitMs);
  }
  if (lane.inFlight.size < deps.size) return takePlace(false);
  if (isFull(lane, deps.size, nowMs) || !(await turn(lane))) throw stop(call, "lane-full", COME_BACK_MS);
  return enter(deps, lane, call);
}

/** What the end of a call says about its lane. */
function settle(deps: CallLanesDeps, lane: Lane, call: LaneCall, trouble: boolean): void {
  const nowMs = deps.clock.now().getTime();
  const before = lane.breaker;
  lane.breaker = trouble ? afterFailure(before, nowMs) : afterAnswer(before, nowMs);
  const { service, lane: name } = call;
  const since = before.stoppedSinceMs;
  const isStopped = lane.breaker.stoppedSinceMs !== null;
  if (since === null && isStopped) deps.onChange?.({ service, lane: name, stoppedMs: null });
  if (since !== null && !isStopped) deps.onChange?.({ service, lane: name, stoppedMs: nowMs - since });
}

/** Whether a call would not even wait: enough wait already, or what is in flight hangs. */
function isFull(lane: Lane, size: number, nowMs: number): boolean {
  if (lane.inFlight.size < size) return false;
  const oldestMs = Math.min(...[...lane.inFlight].map(({ startedMs }) => startedMs));
  return lane.waiting.length >= size || nowMs - oldestMs >= PATIENCE_MS;
}

/** True when a place has become free; false when none did in time. */
function turn(lane: Lane): Promise<boolean> {
  return new Promise((resolve) => {
    const goOn = () => {
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(() => {
      lane.waiting = lane.waiting.filter((one) => one !== goOn);
      resolve(false);
    }, PATIENCE_MS);
    lane.waiting.push(goOn);
  });
}

function isIdle({ breaker, inFlight, waiting }: Lane): boolean {
  const isWell = breaker.failures === 0 && breaker.stoppedSinceMs === null && breaker.easing === null;
  return isWell && inFlight.size === 0 && waiting.length === 0;
}

function stop(call: LaneCall, reason: StopReason, retryAfterMs: number): ExternalCallError {
  const { service, operation } = call;
  return new ExternalCallError({ service, operation, outcome: "not-done", reason, retryAfterMs });
}
