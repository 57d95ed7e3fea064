import { describe, expect, it } from "vitest";
import type { Probe, ProbedCall } from "#app/pagoefectivo/pagoefectivo-client.ts";
import { failingStep, judgeProbe } from "./connection-steps.ts";

const call = (verdict: ProbedCall["verdict"], reason: string | null = null): ProbedCall => ({
  verdict,
  reason,
  ms: 12,
});
const GOOD: Probe = { authorization: call("accepted"), clockOffsetMs: 400, search: call("accepted") };

function shown(probe: Probe): string[] {
  return judgeProbe(probe).steps.map(({ step, state, fix }) => [step, state, fix ?? ""].join(" ").trim());
}

describe("a test of the connection", () => {
  it("passes every step with keys that PagoEfectivo accepts, and owns that currencies show later", () => {
    expect(judgeProbe(GOOD).ok).toBe(true);
    expect(shown(GOOD)).toEqual([
      "host passed",
      "clock passed",
      "keys passed",
      "currency passed currency-later",
    ]);
  });

  it.each([
    ["dns", "no-name"],
    ["connection-refused", "refused-connection"],
    ["connect-timeout", "no-answer"],
    ["timeout", "no-answer"],
    ["tls", "tls"],
    ["connection-lost", "unreachable"],
  ])(
    "fails at the host when PagoEfectivo is not reached (%s), and tries nothing after it",
    (reason, fix) => {
      const probe: Probe = { authorization: call("failed", reason), clockOffsetMs: null, search: null };

      expect(judgeProbe(probe).ok).toBe(false);
      expect(shown(probe)).toEqual([
        `host failed ${fix}`,
        "clock skipped",
        "keys skipped",
        "currency skipped",
      ]);
    },
  );

  it("fails at the keys when they are refused", () => {
    const probe: Probe = { authorization: call("refused", "http-400"), clockOffsetMs: 0, search: null };

    expect(failingStep(judgeProbe(probe).steps)).toMatchObject({ step: "keys", fix: "keys-refused" });
  });

  it("blames the clock first when keys are refused and the clock is off", () => {
    const probe: Probe = {
      authorization: call("refused", "http-400"),
      clockOffsetMs: -900_000,
      search: null,
    };

    const { steps } = judgeProbe(probe);

    expect(failingStep(steps)).toMatchObject({ step: "clock", fix: "clock-off", seconds: 900 });
    expect(steps[2]).toMatchObject({ state: "failed", fix: "keys-refused-by-clock" });
  });

  it("only warns of a clock that PagoEfectivo does not mind", () => {
    const probe = { ...GOOD, clockOffsetMs: 900_000 };

    expect(judgeProbe(probe).ok).toBe(true);
    expect(shown(probe)[1]).toBe("clock warning clock-off");
    expect(shown({ ...GOOD, clockOffsetMs: null })[1]).toBe("clock warning clock-unknown");
  });

  it("does not call keys wrong when PagoEfectivo itself is out of order", () => {
    const probe: Probe = { authorization: call("unclear", "http-503"), clockOffsetMs: 0, search: null };

    expect(judgeProbe(probe).ok).toBe(false);
    expect(shown(probe)).toEqual([
      "host passed",
      "clock passed",
      "keys failed keys-unclear",
      "currency skipped",
    ]);
  });

  it("fails at the service when its keys are right and it answers no search", () => {
    expect(failingStep(judgeProbe({ ...GOOD, search: call("refused", "http-400") }).steps)).toMatchObject({
      step: "currency",
      fix: "service-refused",
    });
    expect(judgeProbe({ ...GOOD, search: call("failed", "timeout") }).ok).toBe(false);
  });
});
