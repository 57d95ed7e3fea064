import { expect, test } from "vitest";
import { Gate } from "./gate.ts";

test("an open gate stops nobody", async () => {
  const gate = new Gate();

  await gate.passed();

  expect(gate.waiting).toBe(0);
});

test("a held gate stops everyone until it is released, in the order of arrival", async () => {
  const gate = new Gate();
  const passed: string[] = [];
  gate.hold();

  const both = ["first", "second"].map((name) => gate.passed().then(() => passed.push(name)));
  await gate.whenWaiting(2);
  const before = [...passed];
  gate.release();
  await Promise.all(both);

  expect(before).toEqual([]);
  expect(passed).toEqual(["first", "second"]);
});
