/** What *Test connection* shows: four steps in their order, each with its verdict and one plain fix. Pure. */
import type { Environment, Probe, ProbedCall } from "#app/pagoefectivo/pagoefectivo-client.ts";

export const CONNECTION_STEPS = ["host", "clock", "keys", "currency"] as const;
export type ConnectionStep = (typeof CONNECTION_STEPS)[number];

/** `warning`: worth a look, and no reason not to go on; `skipped`: an earlier step left nothing to ask. */
export type StepState = "passed" | "failed" | "warning" | "skipped";

/** One sentence each in the catalogue (`connect.fix.*`). */
export const STEP_FIXES = [
  "no-name",
  "refused-connection",
  "no-answer",
  "tls",
  "unreachable",
  "clock-off",
  "clock-unknown",
  "keys-refused",
  "keys-refused-by-clock",
  "keys-unclear",
  "service-refused",
  "service-unclear",
  "currency-later",
] as const;
export type StepFix = (typeof STEP_FIXES)[number];

export interface StepResult {
  step: ConnectionStep;
  state: StepState;
  ms: number | null;
  fix: StepFix | null;
  /** How far our clock is from PagoEfectivo's; only of the step `clock`. */
  seconds: number | null;
}

export interface ConnectionReport {
  mode: Environment;
  /** ISO instant. */
  at: string;
  ok: boolean;
  totalMs: number;
  steps: StepResult[];
}

/** PagoEfectivo publishes no bound for `dateRequest`; a minute is what nobody's tolerance is below (API notes, 2026-11-22). */
const CLOCK_TOLERANCE_S = 60;

/** The steps that a probe amounts to. It is ok when the keys and the service were accepted, whatever the clocks say. */
export function judgeProbe(probe: Probe): { ok: boolean; steps: StepResult[] } {
  const { authorization, search } = probe;
  const reached = authorization.verdict !== "failed";
  const clock = clockStep(probe.clockOffsetMs, reached, authorization);
  const steps = [
    hostStep(authorization),
    clock,
    keysStep(authorization, clock.state === "failed"),
    currencyStep(search),
  ];
  return { ok: authorization.verdict === "accepted" && search?.verdict === "accepted", steps };
}

/** The first step that stands in the way; null when none does. */
export function failingStep(steps: readonly StepResult[]): StepResult | null {
  return steps.find((step) => step.state === "failed") ?? null;
}

function result(step: ConnectionStep, state: StepState, more: Partial<StepResult> = {}): StepResult {
  return { step, state, ms: null, fix: null, seconds: null, ...more };
}

function hostStep(call: ProbedCall): StepResult {
  const { ms } = call;
  if (call.verdict !== "failed") return result("host", "passed", { ms });
  return result("host", "failed", { ms, fix: HOST_FIXES.get(call.reason ?? "") ?? "unreachable" });
}

const HOST_FIXES = new Map<string, StepFix>([
  ["dns", "no-name"],
  ["connection-refused", "refused-connection"],
  ["connect-timeout", "no-answer"],
  ["timeout", "no-answer"],
  ["tls", "tls"],
]);

/** A clock that is off is to blame only when the keys were not accepted. */
function clockStep(offsetMs: number | null, reached: boolean, call: ProbedCall): StepResult {
  if (!reached) return result("clock", "skipped");
  if (offsetMs === null) return result("clock", "warning", { fix: "clock-unknown" });
  const seconds = Math.round(Math.abs(offsetMs) / 1_000);
  if (seconds <= CLOCK_TOLERANCE_S) return result("clock", "passed", { seconds });
  const state = call.verdict === "accepted" ? "warning" : "failed";
  return result("clock", state, { fix: "clock-off", seconds });
}

function keysStep(call: ProbedCall, clockIsOff: boolean): StepResult {
  const { ms } = call;
  switch (call.verdict) {
    case "accepted":
      return result("keys", "passed", { ms });
    case "refused":
      return result("keys", "failed", { ms, fix: clockIsOff ? "keys-refused-by-clock" : "keys-refused" });
    case "unclear":
      return result("keys", "failed", { ms, fix: "keys-unclear" });
    case "failed":
      return result("keys", "skipped");
  }
}

/** Which currencies a service takes can only be learnt from its first code: a search shows that the service answers. */
function currencyStep(call: ProbedCall | null): StepResult {
  if (call === null) return result("currency", "skipped");
  const { ms } = call;
  if (call.verdict === "accepted") return result("currency", "passed", { ms, fix: "currency-later" });
  const fix = call.verdict === "refused" ? "service-refused" : "service-unclear";
  return result("currency", "failed", { ms, fix });
}
