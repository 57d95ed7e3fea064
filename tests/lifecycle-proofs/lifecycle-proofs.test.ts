import { describe, expect, it } from "vitest";
import { readProofs } from "./proof-table.ts";
import { testTitles } from "./test-titles.ts";

const proofs = readProofs("docs/lifecycle-proofs.md");

describe("what the life of money promises", () => {
  it("is proved by a test that exists, sentence by sentence", () => {
    const files = [...new Set(proofs.map(({ file }) => file))];
    const titles = new Map(files.map((file) => [file, testTitles(file)]));

    const unproved = proofs.filter(({ file, title }) => !titles.get(file)?.includes(title));

    expect(unproved).toEqual([]);
  });

  it("is said once, in every chapter", () => {
    const said = proofs.map(({ chapter, sentence }) => `${chapter}: ${sentence}`);

    expect(said).toEqual([...new Set(said)]);
    expect([...new Set(proofs.map(({ chapter }) => chapter))]).toEqual([
      "Group",
      "Notices",
      "Paid",
      "Expiry",
      "Reversed",
      "Shop leaves and returns",
      "A new code",
      "Merchant acts",
      "Refunds",
    ]);
  });
});

describe("the reader of titles", () => {
  it("finds each with its chapter, and no title that is not there", () => {
    const own = testTitles("tests/lifecycle-proofs/lifecycle-proofs.test.ts");

    expect(own).toContain("what the life of money promises is said once, in every chapter");
    expect(own).not.toContain("is said once, in every chapter");
    expect(own).toHaveLength(3);
  });
});
