import { describe, expect, it } from "vitest";
import { FAILURES_THAT_STOP } from "./breaker.ts";
import { createCallLanes, type LaneCall } from "./call-lanes.server.ts";
import { systemClock } from "./clock.ts";
import { ExternalCallError, isExternalCallError, type ExternalOutcome } from "./external-call-error.ts";

const CALL: LaneCall = { service: "pagoefectivo", operation: "search-cips", lane: "one" };
const OTHER: LaneCall = { ...CALL, lane: "other" };

function lanesAt(size = 2) {
  let nowMs = Date.UTC(2026, 10, 29);
  const changes: (number | null)[] = [];
  const lanes = createCallLanes({
    clock: { now: () => new Date(nowMs) },
    size,
    onChange: ({ stoppedMs }) => changes.push(stoppedMs),
  });
  return { lanes, changes, pass: (ms: number) => (nowMs += ms) };
}

const failure = (outcome: ExternalOutcome) =>
  new ExternalCallError({ service: "pagoefectivo", operation: "x", outcome, reason: "timeout" });
const fails = (outcome: ExternalOutcome) => () => Promise.reject(failure(outcome));
const answers = () => Promise.resolve("answer");

async function reasonOf(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => null,
    (caught: unknown) => caught,
  );
  return isExternalCallError(error) ? `${error.reason} ${error.outcome}` : "answered";
}

async function stop(lanes: ReturnType<typeof lanesAt>["lanes"]): Promise<void> {
  for (let time = 0; time < FAILURES_THAT_STOP; time += 1)
    await reasonOf(lanes.run(CALL, fails(time % 2 === 0 ? "unknown" : "not-done")));
}

describe("the breaker of a lane", () => {
  it("stops calls without sending them, and says when to come back", async () => {
    const { lanes, changes } = lanesAt();
    await stop(lanes);
    let sent = 0;

    const stopped = lanes.run(CALL, () => Promise.resolve((sent += 1)));

    await expect(stopped).rejects.toMatchObject({ outcome: "not-done", retryAfterMs: 15_000 });
    expect(sent).toBe(0);
    expect([lanes.holdMs("one"), lanes.stopped(), changes]).toEqual([15_000, ["one"], [null]]);
  });

  it("stops nobody else", async () => {
    const { lanes } = lanesAt();
    await stop(lanes);

    expect(await reasonOf(lanes.run(OTHER, answers))).toBe("answered");
    expect(lanes.holdMs("other")).toBe(0);
  });

  it.each([
    ["a refusal", fails("refused")],
    ["a bug of ours", () => Promise.reject(new Error("bug"))],
  ])("never stops for %s", async (_, work) => {
    const { lanes } = lanesAt();
    for (let time = 0; time < 2 * FAILURES_THAT_STOP; time += 1) await reasonOf(lanes.run(CALL, work));

    expect(await reasonOf(lanes.run(CALL, answers))).toBe("answered");
  });

  it("stops for answers that its caller calls trouble", async () => {
    const { lanes } = lanesAt();
    for (let time = 0; time < FAILURES_THAT_STOP; time += 1)
      await lanes.run(CALL, answers, (answer) => answer === "answer");

    expect(await reasonOf(lanes.run(CALL, answers))).toBe("breaker-open not-done");
  });

  it("lets one call try after the pause, and the others follow its answer", async () => {
    const { lanes, changes, pass } = lanesAt();
    await stop(lanes);
    pass(15_000);
    const first = Promise.withResolvers<string>();

    const trying = lanes.run(CALL, () => first.promise);

    expect(await reasonOf(lanes.run(CALL, answers))).toBe("breaker-open not-done");
    first.resolve("answer");
    await trying;
    expect(await reasonOf(lanes.run(CALL, answers))).toBe("answered");
    expect(changes).toEqual([null, 15_000]);
  });

  it("lets a call try before the pause is over when a person asks for it, but one at a time", async () => {
    const { lanes } = lanesAt();
    await stop(lanes);
    const first = Promise.withResolvers<string>();
    const urged = { ...CALL, isUrged: true };

    const trying = lanes.run(urged, () => first.promise);

    expect(await reasonOf(lanes.run(urged, answers))).toBe("breaker-open not-done");
    first.resolve("answer");
    await trying;
    expect(await reasonOf(lanes.run(CALL, answers))).toBe("answered");
  });

  it("never lets a call try that must not be sent into the unknown: a harmless one goes first", async () => {
    const { lanes, pass } = lanesAt();
    await stop(lanes);
    pass(15_000);
    let created = 0;
    const create = (tryFirst: () => Promise<unknown>) =>
      lanes.run({ ...CALL, operation: "create-cip", tryFirst }, () => Promise.resolve((created += 1)));

    expect(await reasonOf(create(fails("unknown")))).toBe("timeout unknown");
    expect(created).toBe(0);
    pass(30_000);
    expect(await create(answers)).toBe(1);
  });
});

describe("the places of a lane", () => {
  it("are limited: more calls wait for a moment, and go on when one is free", async () => {
    const { lanes } = lanesAt(1);
    const first = Promise.withResolvers<string>();
    const running = lanes.run(CALL, () => first.promise);
    const order: string[] = [];

    const second = lanes.run(CALL, answers).then(() => order.push("second"));
    expect(await reasonOf(lanes.run(CALL, answers))).toBe("lane-full not-done");
    order.push("first");
    first.resolve("answer");

    await Promise.all([running, second]);
    expect(order).toEqual(["first", "second"]);
  });

  it("are not waited for behind calls that hang", async () => {
    const { lanes, pass } = lanesAt(2);
    const hung = Promise.withResolvers<string>();
    const hanging = [lanes.run(CALL, () => hung.promise), lanes.run(CALL, () => hung.promise)];
    pass(2_000);

    expect(await reasonOf(lanes.run(CALL, answers))).toBe("lane-full not-done");
    expect(lanes.holdMs("one")).toBeGreaterThan(0);
    expect(await reasonOf(lanes.run(OTHER, answers))).toBe("answered");
    hung.resolve("answer");
    await Promise.all(hanging);
    expect(lanes.holdMs("one")).toBe(0);
  });

  it("are given up by who waits in vain", async () => {
    const lanes = createCallLanes({ clock: systemClock, size: 1 });
    const hung = Promise.withResolvers<string>();
    const hanging = lanes.run(CALL, () => hung.promise);

    expect(await reasonOf(lanes.run(CALL, answers))).toBe("lane-full not-done");

    hung.resolve("answer");
    await hanging;
    expect(await reasonOf(lanes.run(CALL, answers))).toBe("answered");
  });
});
