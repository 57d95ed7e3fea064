import { describe, expect, it } from "vitest";
import { holdReading } from "#app/lib/held-reading.server.ts";

function reading(make: () => Promise<number>) {
  const time = { ms: 1_000_000 };
  const clock = { now: () => new Date(time.ms) };
  return { time, held: holdReading({ clock }, { forMs: 10_000, failsAfterMs: 1_000, make }) };
}

describe("a held reading", () => {
  it("is made once for everybody who asks at once, and within its time", async () => {
    let made = 0;
    const { held, time } = reading(async () => (made += 1));

    const answers = await Promise.all(Array.from({ length: 500 }, () => held.read()));
    time.ms += 9_999;
    answers.push(await held.read());

    expect(new Set(answers)).toEqual(new Set([1]));
    expect(made).toBe(1);
  });

  it("is made again when its time is over", async () => {
    let made = 0;
    const { held, time } = reading(async () => (made += 1));
    await held.read();

    time.ms += 10_000;

    expect(await held.read()).toBe(2);
  });

  // Fault: a clock that was wrong and is set back would hold an old answer for as long as it was wrong.
  it("is made again when the clock was set back", async () => {
    let made = 0;
    const { held, time } = reading(async () => (made += 1));
    await held.read();

    time.ms -= 3_600_000;

    expect(await held.read()).toBe(2);
  });

  it("that failed is held as well, and then made again", async () => {
    let made = 0;
    const { held, time } = reading(async () => {
      made += 1;
      if (made === 1) throw new Error("the database is away");
      return made;
    });

    const answers = await Promise.allSettled(Array.from({ length: 500 }, () => held.read()));

    expect(answers.every(({ status }) => status === "rejected")).toBe(true);
    expect(made).toBe(1);
    time.ms += 10_000;
    expect(await held.read()).toBe(2);
  });

  it("that never ends fails in time", async () => {
    const clock = { now: () => new Date(0) };
    const never = () => new Promise<number>(() => {});
    const held = holdReading({ clock }, { forMs: 10_000, failsAfterMs: 5, make: never });

    await expect(held.read()).rejects.toThrow("took longer than 5 ms");
  });
});
