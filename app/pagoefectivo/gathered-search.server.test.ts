import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ExternalCallError } from "#app/lib/external-call-error.ts";
import { createGatheredSearch } from "./gathered-search.server.ts";
import type { CipLookUp } from "./pagoefectivo-client.ts";

const VERSION = "019374a0-0000-7000-8000-00000000000a";
const SIZE = 4;

const lookUpOf = (cip: string): CipLookUp => ({
  ...{ cip, status: "paid", transactionCode: null, amount: null, paidAt: null, expiresAt: null },
  ...{ rawStatus: 23, statusName: "cancelado" },
});

function failure(httpStatus: number | null, reason: string): ExternalCallError {
  const failed = { service: "pagoefectivo", operation: "search-cips", outcome: "unknown", reason } as const;
  return new ExternalCallError({ ...failed, ...(httpStatus !== null && { httpStatus }) });
}

/** Searches that wait until they are answered, oldest first. */
function searches() {
  const asked: string[][] = [];
  const open: ((answer: ReadonlyMap<string, CipLookUp> | ExternalCallError) => void)[] = [];
  const gathered = createGatheredSearch({
    clock: { now: () => new Date() },
    size: SIZE,
    search: (_versionId, cips) =>
      new Promise((resolve, reject) => {
        asked.push([...cips]);
        open.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
      }),
  });
  const answer = async (error?: ExternalCallError, without: readonly string[] = []) => {
    const index = asked.length - open.length;
    const found = (asked[index] ?? []).filter((cip) => !without.includes(cip));
    open.shift()?.(error ?? new Map(found.map((cip) => [cip, lookUpOf(cip)])));
    await vi.advanceTimersByTimeAsync(0);
  };
  return { asked, answer, lookUp: (cip: string, version = VERSION) => gathered.lookUp(version, cip) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("look-ups that are wanted at the same time", () => {
  it("go at once while nobody is being asked about, and then together", async () => {
    const { asked, answer, lookUp } = searches();

    const all = Promise.all(["1", "2", "3", "2"].map((cip) => lookUp(cip)));
    await answer();
    await answer();

    expect(asked).toEqual([["1"], ["2", "3", "2"]]);
    expect((await all).map((found) => found?.cip)).toEqual(["1", "2", "3", "2"]);
  });

  it("never hear an answer to a search that was sent before them", async () => {
    const { asked, answer, lookUp } = searches();

    const early = lookUp("1");
    const late = lookUp("1");
    await answer();
    await early;

    expect(asked).toEqual([["1"], ["1"]]);
    await answer();
    expect(await late).toMatchObject({ cip: "1" });
  });

  it("of another merchant do not wait for each other", () => {
    const { asked, lookUp } = searches();

    void lookUp("1");
    void lookUp("2", "019374a0-0000-7000-8000-00000000000b");

    expect(asked).toEqual([["1"], ["2"]]);
  });

  it("hear nothing of a code whose item is empty, and everything of the others", async () => {
    const { answer, lookUp } = searches();

    const all = Promise.all(["1", "2", "3"].map((cip) => lookUp(cip)));
    await answer();
    await answer(undefined, ["2"]);

    expect((await all).map((found) => found?.cip ?? null)).toEqual(["1", null, "3"]);
  });
});

describe("a search for many that fails", () => {
  it("is made again for each alone where the answer may be one code's fault", async () => {
    const { asked, answer, lookUp } = searches();
    void lookUp("1");
    const [two, three] = [lookUp("2"), lookUp("3")];
    await answer();

    await answer(failure(400, "http-400"));
    expect(asked.slice(2)).toEqual([["2"], ["3"]]);
    const refused = expect(two).rejects.toMatchObject({ reason: "http-400" });
    await answer(failure(400, "http-400"));
    await answer();

    await refused;
    expect(await three).toMatchObject({ cip: "3" });
  });

  it.each([
    ["nobody answers", failure(null, "timeout")],
    ["the keys are refused", failure(401, "http-401")],
  ])("is each code's own failure where %s", async (_case, error) => {
    const { asked, answer, lookUp } = searches();
    void lookUp("1");
    const both = Promise.allSettled([lookUp("2"), lookUp("3")]);
    await answer();

    await answer(error);

    expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(asked).toHaveLength(2);
  });
});

describe("a merchant whose answers hang", () => {
  it("has as many codes asked about as its lane has places; more come back later", async () => {
    const { asked, lookUp } = searches();
    for (const cip of ["1", "2", "3", "4"]) void lookUp(cip);
    const tooMany = expect(lookUp("5")).rejects.toMatchObject({
      outcome: "not-done",
      reason: "lane-full",
      retryAfterMs: 2_000,
    });

    await vi.advanceTimersByTimeAsync(2_000);

    expect(asked).toEqual([["1"], ["2", "3", "4"]]);
    await tooMany;
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(lookUp("6")).rejects.toMatchObject({ reason: "lane-full" });
  });

  it("is asked about the next code at once while there are places", async () => {
    const { asked, lookUp } = searches();
    void lookUp("1");
    await vi.advanceTimersByTimeAsync(2_000);

    void lookUp("2");

    expect(asked).toEqual([["1"], ["2"]]);
  });

  it("holds nobody up once it answers again", async () => {
    const { asked, answer, lookUp } = searches();
    for (const cip of ["1", "2", "3", "4"]) void lookUp(cip);
    await vi.advanceTimersByTimeAsync(2_000);
    await answer();
    await answer();

    void lookUp("5");

    expect(asked.at(-1)).toEqual(["5"]);
  });
});
