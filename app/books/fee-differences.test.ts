import { describe, expect, it } from "vitest";
import { settledRow, terms } from "../../tests/builders/fee-terms.ts";
import { feeDifference } from "./fee-differences.ts";
import { feeTerms, termsFor } from "./fee-terms.ts";

const kindOf = (...input: Parameters<typeof feeDifference>) => feeDifference(...input)?.kind ?? null;

describe("a settlement's row", () => {
  it("is no difference where fee, IGV, net and day are as the terms say", () => {
    expect(feeDifference(terms(), settledRow())).toBeNull();
  });

  it("differs by one céntimo of its fee, and says what was expected and what was said", () => {
    expect(feeDifference(terms(), settledRow({ feeCentimos: 400 }))).toEqual({
      kind: "fee-differs",
      expected: { feeCentimos: 399, igvCentimos: 72, netCentimos: 9_529, payoutDay: "2026-11-26" },
      said: { feeCentimos: 400, igvCentimos: 72, netCentimos: 9_529, payoutDay: "2026-11-26" },
    });
  });

  it.each([
    ["its IGV", { igvCentimos: 71 }, "fee-differs"],
    ["what is left", { netCentimos: 9_528 }, "net-differs"],
    ["its day, which is later than promised", { settledOn: "2026-11-27" }, "payout-late"],
  ])("differs in %s", (_, more, kind) => {
    expect(kindOf(terms(), settledRow(more))).toBe(kind);
  });

  it("may come sooner than promised", () => {
    expect(kindOf(terms(), settledRow({ settledOn: "2026-11-24" }))).toBeNull();
  });

  it("is judged by what it says, and not by what it leaves out", () => {
    expect(kindOf(terms(), settledRow({ feeCentimos: null, igvCentimos: null }))).toBeNull();
    expect(kindOf(terms(), settledRow({ netCentimos: null, settledOn: null }))).toBeNull();
    expect(kindOf(terms(), settledRow({ paidAt: null, settledOn: "2027-01-01" }))).toBeNull();
    expect(kindOf(terms({ cycle: null }), settledRow({ settledOn: "2027-01-01" }))).toBeNull();
  });

  it("may hold the IGV in its fee where it has no column for it", () => {
    expect(kindOf(terms(), settledRow({ feeCentimos: 471, igvCentimos: null }))).toBeNull();
    expect(kindOf(terms(), settledRow({ feeCentimos: 399, igvCentimos: null }))).toBeNull();
    expect(kindOf(terms(), settledRow({ feeCentimos: 450, igvCentimos: null }))).toBe("fee-differs");
    expect(kindOf(terms(), settledRow({ feeCentimos: 471 }))).toBe("fee-differs");
  });

  it("may write what is charged with a minus", () => {
    expect(kindOf(terms(), settledRow({ feeCentimos: -399, igvCentimos: -72 }))).toBeNull();
  });

  it("may differ by what the terms allow for rounding, and by no more", () => {
    const lenient = terms({ toleranceCentimos: 1 });

    expect(kindOf(lenient, settledRow({ feeCentimos: 400, netCentimos: 9_528 }))).toBeNull();
    expect(kindOf(lenient, settledRow({ feeCentimos: 401 }))).toBe("fee-differs");
  });
});

describe("a fee that nobody can judge", () => {
  it.each([
    ["there are no terms", null],
    ["the terms are of the other currency", terms({ currency: "USD" })],
  ])("is a difference of its own: %s", (_, known) => {
    expect(kindOf(known, settledRow())).toBe("no-terms");
  });

  it("is none where the row says neither fee nor net", () => {
    expect(
      kindOf(null, settledRow({ feeCentimos: null, igvCentimos: null, netCentimos: null })),
    ).toBeNull();
  });
});

describe("money that was taken back", () => {
  const back = settledRow({
    amountCentimos: -10_000,
    state: "reversed",
    feeCentimos: 0,
    igvCentimos: 0,
    netCentimos: -10_000,
  });

  it("is compared with what the terms say of it", () => {
    expect(kindOf(terms({ refundedFee: "kept" }), back)).toBeNull();
    expect(kindOf(terms({ refundedFee: "returned" }), back)).toBe("fee-differs");
    const returned = { ...back, feeCentimos: -399, igvCentimos: -72, netCentimos: -9_529 };
    expect(kindOf(terms({ refundedFee: "returned" }), returned)).toBeNull();
  });

  it("is compared with nothing where they do not say", () => {
    expect(kindOf(terms({ refundedFee: null }), { ...back, feeCentimos: 123 })).toBeNull();
  });
});

describe("the terms of a day", () => {
  const history = [
    terms({ validFrom: "2026-03-01", percentThousandths: 2 }),
    terms({ validFrom: "2026-01-01", percentThousandths: 1 }),
    terms({ validFrom: "2026-02-01", currency: "USD", percentThousandths: 9 }),
  ];
  const percentOn = (day: string, currency: "PEN" | "USD" = "PEN") =>
    termsFor(history, { day, currency })?.percentThousandths ?? null;

  it("are the last ones of its currency that had begun", () => {
    expect([percentOn("2026-02-28"), percentOn("2026-03-01"), percentOn("2026-12-31")]).toEqual([1, 2, 2]);
    expect([percentOn("2026-01-31", "USD"), percentOn("2026-02-01", "USD")]).toEqual([null, 9]);
  });

  it("are unknown before the first", () => {
    expect(percentOn("2025-12-31")).toBeNull();
    expect(termsFor([], { day: "2026-01-01", currency: "PEN" })).toBeNull();
  });

  it("are refused where money would be converted into its own currency", () => {
    const conversion = { into: "PEN" as const, chargeThousandths: 0, rateTenThousandths: null };

    expect(feeTerms.safeParse(terms({ conversion })).success).toBe(false);
    expect(feeTerms.safeParse(terms({ currency: "USD", conversion })).success).toBe(true);
  });
});
