import { describe, expect, it } from "vitest";
import { fewAtOnce } from "./few-at-once.ts";
import { QueueFullError } from "./group-commit.server.ts";

/** Work that goes on until it is let go. */
function held() {
  const started: string[] = [];
  const ends = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  const work = (name: string) => () => {
    started.push(name);
    return new Promise<void>((resolve, reject) => ends.set(name, { resolve, reject }));
  };
  return {
    started,
    work,
    end: (name: string) => ends.get(name)?.resolve(),
    fail: (name: string) => ends.get(name)?.reject(new Error("x")),
  };
}

describe("costly work", () => {
  it("runs a few at once, lets the next wait in order, and refuses the rest", async () => {
    const enter = fewAtOnce({ atOnce: 2, waiting: 2 });
    const { started, work, end } = held();
    const done = ["a", "b", "c", "d"].map((name) => enter(work(name)));

    await expect(enter(work("e"))).rejects.toThrow(QueueFullError);
    await Promise.resolve();
    expect(started).toEqual(["a", "b"]);

    end("a");
    await done[0];
    await Promise.resolve();
    expect(started).toEqual(["a", "b", "c"]);
    end("b");
    await done[1];
    await Promise.resolve();
    end("c");
    end("d");
    await Promise.all(done);
    expect(started).toEqual(["a", "b", "c", "d"]);
  });

  it("gives its place on when it fails", async () => {
    const enter = fewAtOnce({ atOnce: 1, waiting: 1 });
    const { started, work, fail } = held();
    const failing = enter(work("a"));
    const next = enter(() => Promise.resolve("done"));
    await Promise.resolve();

    fail("a");

    await expect(failing).rejects.toThrow("x");
    await expect(next).resolves.toBe("done");
    expect(started).toEqual(["a"]);
  });
});
