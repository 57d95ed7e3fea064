import { describe, expect, it } from "vitest";
import { takeTurn, timeToTurn } from "#app/limits/limit-store.server.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("limits", { tls: "off", roles: ["worker"] });

const db = () => world().system.deps.db;
const MINUTE = 60_000;

function wish(key: string, after = 0) {
  return {
    key,
    at: new Date(Date.parse("2026-11-29T12:00:00.000Z") + after),
    capacity: 3,
    refillMs: MINUTE,
  };
}

async function answers(key: string, after: readonly number[]): Promise<boolean[]> {
  const given: boolean[] = [];
  for (const ms of after) given.push((await takeTurn(db(), wish(key, ms))).isAllowed);
  return given;
}

describe("turns of a key", () => {
  it("are as many at once as its bucket holds, and one more after each refill", async () => {
    expect(await answers("refill", [0, 0, 0, 0])).toEqual([true, true, true, false]);

    expect(await answers("refill", [MINUTE - 1])).toEqual([false]);
    expect(await answers("refill", [MINUTE, MINUTE])).toEqual([true, false]);
    expect(await answers("refill", [10 * MINUTE, 10 * MINUTE, 10 * MINUTE, 10 * MINUTE])).toEqual([
      ...[true, true, true, false],
    ]);
  });

  it("are said to come again at the very moment at which there is one", async () => {
    await answers("again", [0, 0, 0]);

    const { retryAfterMs } = await takeTurn(db(), wish("again", 5_000));

    expect(retryAfterMs).toBe(55_000);
    expect(await answers("again", [5_000 + retryAfterMs - 1, 5_000 + retryAfterMs])).toEqual([false, true]);
  });

  it("are waited for as long as it is said, and looking takes none", async () => {
    expect(await timeToTurn(db(), wish("look"))).toBe(0);
    await answers("look", [0, 0, 0]);

    expect(await timeToTurn(db(), wish("look", 5_000))).toBe(55_000);
    expect(await timeToTurn(db(), wish("look", 5_000))).toBe(55_000);
    expect(await timeToTurn(db(), wish("look", MINUTE))).toBe(0);
  });

  it("are not used up by asking in vain", async () => {
    await answers("vain", [0, 0, 0, 0, 0, 0, 0]);

    expect(await answers("vain", [MINUTE])).toEqual([true]);
  });

  // Guards against shutting people out for as long as one machine's clock had been ahead.
  it("are missing for one refill at most once a clock that was ahead is set back", async () => {
    await answers("ahead", [1_000 * MINUTE, 1_000 * MINUTE, 1_000 * MINUTE]);

    expect(await timeToTurn(db(), wish("ahead"))).toBe(MINUTE);
    expect((await takeTurn(db(), wish("ahead"))).retryAfterMs).toBe(MINUTE);
    expect(await answers("ahead", [MINUTE, MINUTE, 2 * MINUTE])).toEqual([true, false, true]);
  });

  it("are nobody else's", async () => {
    await answers("one", [0, 0, 0, 0]);

    expect(await answers("other", [0])).toEqual([true]);
  });

  // Guards against counting first and writing later: fifty callers would then all see room for three.
  it("are exactly that many when fifty ask at the same moment", async () => {
    for (const key of ["at-once-1", "at-once-2", "at-once-3"]) {
      const taken = await Promise.all(Array.from({ length: 50 }, () => takeTurn(db(), wish(key))));

      expect(taken.filter(({ isAllowed }) => isAllowed)).toHaveLength(3);
      const refused = taken.filter(({ isAllowed }) => !isAllowed);
      expect(new Set(refused.map(({ retryAfterMs }) => retryAfterMs))).toEqual(new Set([MINUTE]));
    }
  });
});

describe("a bucket that is full again", () => {
  const keys = async () =>
    (
      await world().rows<{ key: string }>(
        "select key from turn_buckets where key like 'kept-%' order by key",
      )
    ).map(({ key }) => key);

  it("is forgotten by the job, and no other is", async () => {
    const now = world().clock.now();
    await takeTurn(db(), { key: "kept-short", at: now, capacity: 3, refillMs: 1_000 });
    await takeTurn(db(), { key: "kept-long", at: now, capacity: 3, refillMs: 10 * MINUTE });
    world().clock.shift(MINUTE);

    await world().run("forget-limits", {});

    expect(await keys()).toEqual(["kept-long"]);
  });
});
