import { describe, expect, it } from "vitest";
import { groupCommit, QueueFullError, type GroupCommit } from "#app/doors/group-commit.server.ts";

interface Rows {
  commit: GroupCommit<number, string>;
  /** What each statement was asked to write, in order. */
  statements: number[][];
  /** Lets the statements that wait at the gate, and all later ones, go on. */
  open: () => void;
}

/** A table whose statements wait until the gate is opened; item `n` is answered "row n". */
function gatedRows(
  limits: { maxBatch?: number; maxWaiting?: number; besideFrom?: number } = {},
  answersTo: (items: readonly number[]) => string[] = (items) => items.map((item) => `row ${item}`),
): Rows {
  const statements: number[][] = [];
  const gate = Promise.withResolvers<undefined>();
  const commit = groupCommit<number, string>({
    maxBatch: limits.maxBatch ?? 100,
    maxWaiting: limits.maxWaiting ?? 100,
    besideFrom: limits.besideFrom ?? 100,
    flush: async (items) => {
      statements.push([...items]);
      await gate.promise;
      return answersTo(items);
    },
  });
  return { commit, statements, open: () => gate.resolve(undefined) };
}

function openRows(answersTo?: (items: readonly number[]) => string[]): Rows {
  const rows = gatedRows({}, answersTo);
  rows.open();
  return rows;
}

const submitAll = (rows: Rows, items: readonly number[]): Promise<PromiseSettledResult<string>[]> =>
  Promise.allSettled(items.map((item) => rows.commit.submit(item)));
const answered = (item: number): PromiseSettledResult<string> => ({
  status: "fulfilled",
  value: `row ${item}`,
});

describe("concurrent writes", () => {
  it("are each answered with their own row", async () => {
    const rows = openRows();

    const settled = await submitAll(rows, [3, 1, 2, 3]);

    expect(settled).toEqual([3, 1, 2, 3].map(answered));
  });

  it("that arrive while a statement is in flight go into the next one, together", async () => {
    const rows = gatedRows();

    const settled = submitAll(rows, [1, 2, 3, 4]);
    const inFlight = structuredClone(rows.statements);
    rows.open();

    expect(await settled).toEqual([1, 2, 3, 4].map(answered));
    expect(inFlight).toEqual([[1]]);
    expect(rows.statements).toEqual([[1], [2, 3, 4]]);
  });

  it("are not answered before their statement is", async () => {
    const rows = gatedRows();
    const answers: string[] = [];

    const first = rows.commit.submit(1).then((answer) => answers.push(answer));
    await Promise.resolve();
    const beforeCommit = [...answers];
    rows.open();
    await first;

    expect(beforeCommit).toEqual([]);
    expect(answers).toEqual(["row 1"]);
  });

  it("are never more in one statement than its limit, and keep their order", async () => {
    const rows = gatedRows({ maxBatch: 2 });

    const settled = submitAll(rows, [1, 2, 3, 4, 5, 6]);
    rows.open();

    expect(await settled).toEqual([1, 2, 3, 4, 5, 6].map(answered));
    expect(rows.statements).toEqual([[1], [2, 3], [4, 5], [6]]);
  });

  // Guards against a write that nobody wakes: it would be answered only when the next one comes, perhaps never.
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    "go on when one comes just as the last statement ends, %i turns after its answer",
    async (turns) => {
      const rows = openRows();

      await rows.commit.submit(1);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      const second = rows.commit.submit(2);
      await rows.commit.drain();

      expect(rows.statements).toEqual([[1], [2]]);
      expect(await second).toBe("row 2");
    },
  );
});

describe("when many wait", () => {
  it("a second statement goes beside the first, and never a third", async () => {
    const rows = gatedRows({ besideFrom: 3 });

    const settled = submitAll(rows, [1, 2, 3, 4, 5, 6, 7, 8]);
    const inFlight = structuredClone(rows.statements);
    rows.open();

    expect(inFlight).toEqual([[1], [2, 3, 4]]);
    expect(await settled).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(answered));
    expect(rows.statements).toEqual([[1], [2, 3, 4], [5, 6, 7, 8]]);
  });

  it("draining waits for both, and for what waits behind them", async () => {
    const rows = gatedRows({ besideFrom: 2 });
    const settled = submitAll(rows, [1, 2, 3, 4]);

    const drained = rows.commit.drain();
    rows.open();
    await drained;

    expect(rows.statements).toEqual([[1], [2, 3], [4]]);
    expect(await settled).toEqual([1, 2, 3, 4].map(answered));
  });
});

// Guards against one bad row refusing every shopper who happened to come in the same instant.
describe("a statement that fails", () => {
  const refusing = (bad: number) => (items: readonly number[]) => {
    if (items.includes(bad)) throw new Error(`row ${bad} is bad`);
    return items.map((item) => `row ${item}`);
  };

  it("is tried again row by row, and only the bad one is rejected, with its own error", async () => {
    const rows = openRows(refusing(3));

    const settled = await submitAll(rows, [1, 2, 3, 4]);

    const rejected = { status: "rejected", reason: new Error("row 3 is bad") };
    expect(settled).toEqual([answered(1), answered(2), rejected, answered(4)]);
    expect(rows.statements).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
  });

  it("for a single row is not repeated", async () => {
    const rows = openRows(refusing(1));

    await expect(rows.commit.submit(1)).rejects.toThrow("row 1 is bad");

    expect(rows.statements).toEqual([[1]]);
  });

  it("stops nobody who comes later", async () => {
    const rows = openRows(refusing(1));
    await submitAll(rows, [1]);

    const later = rows.commit.submit(2);
    await rows.commit.drain();

    expect(rows.statements).toEqual([[1], [2]]);
    expect(await later).toBe("row 2");
  });
});

describe("a statement with a wrong number of answers", () => {
  it.each([
    ["too few", (): string[] => []],
    ["too many", (items: readonly number[]) => [...items, 0].map((item) => `row ${item}`)],
  ])("rejects rather than give anybody another's row: %s", async (_, answersTo) => {
    const rows = openRows(answersTo);

    const settled = await submitAll(rows, [1, 2, 3]);

    const reason = new Error("a flush must answer each of its items");
    expect(settled).toEqual([1, 2, 3].map(() => ({ status: "rejected", reason })));
  });

  it("is made good by asking for each row alone, where that is answered rightly", async () => {
    const rows = openRows((items) => items.slice(0, 1).map((item) => `row ${item}`));

    const settled = await submitAll(rows, [1, 2, 3]);

    expect(settled).toEqual([1, 2, 3].map(answered));
  });
});

describe("when too many wait", () => {
  it("the next is refused at once by name, and those who wait are still answered", async () => {
    const rows = gatedRows({ maxWaiting: 2 });

    const accepted = submitAll(rows, [1, 2, 3]);
    const refused = rows.commit.submit(4);
    await expect(refused).rejects.toBeInstanceOf(QueueFullError);
    rows.open();

    expect(await accepted).toEqual([1, 2, 3].map(answered));
    expect(rows.statements).toEqual([[1], [2, 3]]);
  });

  it("there is room again once they are written", async () => {
    const rows = gatedRows({ maxWaiting: 1 });
    const accepted = submitAll(rows, [1, 2]);
    await expect(rows.commit.submit(3)).rejects.toThrow(QueueFullError);
    rows.open();
    await accepted;

    const again = rows.commit.submit(3);
    await rows.commit.drain();

    expect(rows.statements).toEqual([[1], [2], [3]]);
    expect(await again).toBe("row 3");
  });
});

describe("draining", () => {
  it("waits for what is in flight and for what waits behind it", async () => {
    const rows = gatedRows({ maxBatch: 1 });
    const order: string[] = [];
    const submitted = [1, 2, 3].map((item) =>
      rows.commit.submit(item).then((answer) => order.push(answer)),
    );

    const drained = rows.commit.drain().then(() => order.push("drained"));
    await Promise.resolve();
    const whileInFlight = [...order];
    rows.open();
    await Promise.all([...submitted, drained]);

    expect(whileInFlight).toEqual([]);
    expect(order).toEqual(["row 1", "row 2", "row 3", "drained"]);
  });

  it("resolves at once when nothing was ever written", async () => {
    const rows = gatedRows();

    await expect(rows.commit.drain()).resolves.toBeUndefined();

    expect(rows.statements).toEqual([]);
  });

  it("ends also when what was in flight fails", async () => {
    const rows = gatedRows({}, () => {
      throw new Error("the database is gone");
    });
    const settled = submitAll(rows, [1, 2]);

    const drained = rows.commit.drain();
    rows.open();
    await drained;

    const statuses = (await settled).map(({ status }) => status);
    expect(statuses).toEqual(["rejected", "rejected"]);
  });
});
