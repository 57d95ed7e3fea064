import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { groupCommit } from "#app/doors/group-commit.server.ts";
import { inLogContext, outsideLogContext } from "#app/lib/log-context.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";

function logging() {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger("info", {
    write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  return { log, idsOf: () => lines.map(({ msg, requestId }) => [msg, requestId]) };
}

describe("a log line", () => {
  it("names the request that it is of, also after waiting and beside others", async () => {
    const { log, idsOf } = logging();
    const serve = (id: string, ms: number) =>
      inLogContext({ requestId: id }, async () => {
        await pause(ms);
        log.info({}, `of ${id}`);
      });

    await Promise.all([serve("r-1", 4), serve("r-2", 1), serve("r-3", 2)]);
    log.info({}, "of none");

    expect(idsOf().toSorted()).toEqual([
      ["of none", undefined],
      ["of r-1", "r-1"],
      ["of r-2", "r-2"],
      ["of r-3", "r-3"],
    ]);
  });

  it("keeps an id of its own", () => {
    const { log, idsOf } = logging();

    inLogContext({ requestId: "r-1" }, () => log.info({ requestId: "r-7" }, "own"));

    expect(idsOf()).toEqual([["own", "r-7"]]);
  });

  it("of work for several requests names none of them", async () => {
    const { log, idsOf } = logging();
    const commit = groupCommit<number, number>({
      maxBatch: 10,
      maxWaiting: 10,
      besideFrom: 100,
      flush: async (items) => {
        log.info({}, "flush");
        return items;
      },
    });

    await Promise.all([1, 2].map((n) => inLogContext({ requestId: `r-${n}` }, () => commit.submit(n))));
    inLogContext({ requestId: "r-3" }, () => outsideLogContext(() => log.info({}, "outside")));

    expect(idsOf().every(([, id]) => id === undefined)).toBe(true);
    expect(idsOf().at(-1)).toEqual(["outside", undefined]);
  });
});
