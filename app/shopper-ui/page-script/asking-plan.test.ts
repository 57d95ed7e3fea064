import { describe, expect, it } from "vitest";
import { delayAfterFailures, nextDelay } from "./asking-plan.ts";
import { MINUTE, SECOND } from "./durations.ts";

const waiting = (told: string) => ({ state: "waiting", told });

describe("the page asks for news", () => {
  it.each([
    [{ state: "preparing" }, 0, 2 * SECOND],
    [{ state: "preparing" }, 30 * SECOND, 5 * SECOND],
    [{ state: "voiding" }, 0, 2 * SECOND],
    [{ state: "voiding" }, 30 * SECOND, 5 * SECOND],
    [{ state: "paid" }, 0, 5 * SECOND],
    [{ state: "expiring" }, 0, 15 * SECOND],
    [waiting("pending"), 0, 5 * SECOND],
    [waiting("pending"), 2 * MINUTE, 15 * SECOND],
    [waiting("pending"), 10 * MINUTE, 60 * SECOND],
  ])("less and less: of %j after %i ms in %i ms", (shown, lookingMs, delayMs) => {
    expect(nextDelay(shown, lookingMs)).toBe(delayMs);
  });

  it.each([
    [{ state: "paid" }, 5 * MINUTE],
    [{ state: "expiring" }, 30 * MINUTE],
  ])("until it is told or given up: of %j after %i ms never", (shown, lookingMs) => {
    expect(nextDelay(shown, lookingMs)).toBeNull();
  });

  // Fault: the server takes 30 s of silence for a shopper who went back to the checkout, and makes no order.
  it("twice in 30 seconds for as long as the shopper looks and the order is open", () => {
    expect(nextDelay(waiting("open"), 10 * 60 * MINUTE)).toBe(15 * SECOND);
  });

  it.each([
    [5 * SECOND, 0, 5 * SECOND],
    [5 * SECOND, 1, 10 * SECOND],
    [5 * SECOND, 5, MINUTE],
    [5 * MINUTE, 5, 5 * MINUTE],
  ])(
    "after failures later, but never because of them later than in a minute: %i ms, %i times",
    (...told) => {
      const [delayMs, failures, waitMs] = told;
      expect(delayAfterFailures(delayMs, failures)).toBe(waitMs);
    },
  );
});
