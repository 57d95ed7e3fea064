import { describe, expect, it } from "vitest";
import { readFind, typedAmount, typedFind } from "#app/payments/find-code.ts";

describe("an amount as people type it", () => {
  it.each([
    ["S/ 1,234.50", 123_450],
    ["s/1234.5", 123_450],
    ["S/. 120", 12_000],
    ["1.234,50", 123_450],
    ["1,234", 123_400],
    ["1 234.50", 123_450],
    ["120", 12_000],
    ["120,9", 12_090],
    ["US$ 35.00", 3_500],
    ["USD 35", 3_500],
    ["0.50", 50],
  ])("%s", (text, centimos) => {
    expect(typedAmount(text)).toBe(centimos);
  });

  it.each([
    "",
    "0",
    "0.00",
    "-5",
    "1e3",
    "1.23.4",
    "ciento veinte",
    "99999999999",
    "1,23,4",
    "٣٤",
    "120.505050",
  ])("is not %j", (text) => {
    expect(typedAmount(text)).toBeNull();
  });
});

describe("what is asked for", () => {
  const read = (detail: string) => readFind({ email: "rosa@example.com", detail }, "rosa@example.com");

  it("may be the amount or the code's last four digits, where four digits stand", () => {
    expect(read("4682")).toEqual({
      kind: "wish",
      wish: { email: "rosa@example.com", centimos: 468_200, ending: "4682" },
    });
    expect(read("0012")).toMatchObject({ wish: { centimos: 1_200, ending: "0012" } });
    expect(read("0000")).toMatchObject({ wish: { centimos: null, ending: "0000" } });
    expect(read("125.00")).toMatchObject({ wish: { centimos: 12_500, ending: null } });
  });

  it("is refused by its first mistake", () => {
    expect(readFind({ email: "rosa", detail: "x" }, null)).toEqual({ kind: "refused", problem: "email" });
    expect(read("mi código")).toEqual({ kind: "refused", problem: "detail" });
  });

  it("keeps no more of a field than it can hold", () => {
    const typed = typedFind(new URLSearchParams({ email: "a".repeat(9_000), detail: "1".repeat(9_000) }));

    expect([typed.email.length, typed.detail.length]).toEqual([254, 40]);
  });
});
