import { describe, expect, it } from "vitest";
import { deskActs } from "./desk-acts.ts";
import { whatsappAddress } from "./link-message.ts";
import { limaDate, readPayOut, readReason } from "./pay-out-form.ts";
import { isOverdue, readRefundCursor, refundCursor } from "./refund-list.ts";
import { parseRefundSettings, refundFields, type RefundSettings } from "./refund-settings-form.ts";

const NOW = new Date("2026-11-24T03:30:00.000Z");
const RECEIVED = new Date("2026-11-20T17:00:00.000Z");

describe("what was typed about a payout", () => {
  const read = (paidOn: string, reference = "OP-1") =>
    readPayOut({ paidOn, reference }, { receivedAt: RECEIVED, now: NOW });

  it("is a day of Lima, whatever the day in Greenwich", () => {
    expect(limaDate(NOW)).toBe("2026-11-23");
    expect(read("2026-11-23")).toEqual({
      kind: "read",
      value: { paidOn: "2026-11-23", bankReference: "OP-1" },
    });
    expect(read("2026-11-24")).toMatchObject({ problems: { paidOn: "refunds.problem.dateFuture" } });
  });

  it("is not before anybody asked for it, and is a day that exists", () => {
    expect(read("2026-11-20").kind).toBe("read");
    expect(read("2026-11-19")).toMatchObject({ problems: { paidOn: "refunds.problem.dateEarly" } });
    for (const day of ["2026-02-30", "2026-13-01", "", "mañana", "2026-11-2"]) {
      expect(read(day), day).toMatchObject({ problems: { paidOn: "refunds.problem.date" } });
    }
  });

  it.each(["", "   ", "x".repeat(101), "a\u0007b", "a\tb"])("wants a reference: %j", (reference) => {
    expect(read("2026-11-23", reference)).toMatchObject({
      problems: { reference: "refunds.problem.reference" },
    });
  });
});

describe("the reason of a refusal", () => {
  it("is kept without the blanks around it", () => {
    expect(readReason("  Ya se cambió.\nGracias. ")).toEqual({
      kind: "read",
      value: "Ya se cambió.\nGracias.",
    });
  });

  it.each(["", "  ", "x".repeat(501), "a\0b"])("is written: %j", (reason) => {
    expect(readReason(reason)).toMatchObject({ problems: { reason: "refunds.problem.reason" } });
  });
});

describe("what the page of a refund offers", () => {
  const refund: Parameters<typeof deskActs>[0] = {
    ...{ state: "details-given", test: false, needsApproval: false },
    ...{ hasDestination: true, inOpenBatch: false },
  };

  it("asks for an approval before a payout where one is needed, and never both", () => {
    expect(deskActs(refund)).toContain("pay-out");
    expect(deskActs(refund)).not.toContain("approve");
    expect(deskActs({ ...refund, needsApproval: true })).toContain("approve");
    expect(deskActs({ ...refund, needsApproval: true })).not.toContain("pay-out");
    expect(deskActs({ ...refund, needsApproval: true, state: "approved" })).toContain("pay-out");
  });

  it("lets what is in the bank's file be paid, and nothing else", () => {
    expect(deskActs({ ...refund, inOpenBatch: true })).toEqual(["show", "pay-out"]);
  });

  it("offers nothing that moves money after the end", () => {
    expect(deskActs({ ...refund, state: "paid-out", test: true })).toEqual(["show"]);
    expect(deskActs({ ...refund, state: "refused", hasDestination: false })).toEqual([]);
  });
});

describe("a refund that waits", () => {
  const at = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

  it("is overdue from the third day on until it ends", () => {
    expect(isOverdue({ state: "opened", receivedAt: at(2.99) }, NOW)).toBe(false);
    expect(isOverdue({ state: "opened", receivedAt: at(3) }, NOW)).toBe(true);
    expect(isOverdue({ state: "paid-out", receivedAt: at(30) }, NOW)).toBe(false);
  });

  it("is found again by the address of its page", () => {
    const row = {
      ...{ id: "019374a0-0000-7000-8000-0000000a1b2c", endedAt: null },
      receivedAt: RECEIVED.toISOString(),
    };

    expect(readRefundCursor(refundCursor(row))).toEqual({ atMs: RECEIVED.getTime(), id: row.id });
    expect(readRefundCursor("1.2")).toBeNull();
  });
});

describe("the settings of refunds", () => {
  const off: RefundSettings = { isManual: false, approvalAbove: { PEN: null, USD: null } };
  const typed = { policy: "manual", accepted: "", approvalPEN: "1,500.50", approvalUSD: "" };

  it("are switched on only by whoever accepts what it means", () => {
    expect(parseRefundSettings(typed, off)).toMatchObject({
      problems: { accepted: "refunds.problem.accept" },
    });
    expect(parseRefundSettings({ ...typed, accepted: "yes" }, off)).toEqual({
      kind: "parsed",
      settings: { isManual: true, approvalAbove: { PEN: 150_050, USD: null } },
    });
  });

  it("stay accepted while they stay on", () => {
    expect(parseRefundSettings(typed, { ...off, isManual: true }).kind).toBe("parsed");
  });

  it("are read back as what was written into the form", () => {
    const settings: RefundSettings = { isManual: true, approvalAbove: { PEN: 0, USD: 10_000 } };

    expect(parseRefundSettings({ ...refundFields(settings), accepted: "yes" }, off)).toEqual({
      kind: "parsed",
      settings,
    });
  });

  it.each(["-1", "1.234", "abc", "1,23", "30000000"])("take no %s for an amount", (approvalUSD) => {
    expect(parseRefundSettings({ ...typed, accepted: "yes", approvalUSD }, off)).toMatchObject({
      problems: { approvalUSD: "refunds.problem.amount" },
    });
  });
});

describe("WhatsApp with the message", () => {
  it.each([
    ["987 654 321", "51987654321"],
    ["+51 987654321", "51987654321"],
    ["51987654321", "51987654321"],
    ["+1 (415) 555-0100", "14155550100"],
    ["014567890", ""],
    ["llámame", ""],
    [null, ""],
  ])("opens with %s", (phone, digits) => {
    expect(whatsappAddress(phone, "a b&c")).toBe(`https://wa.me/${digits}?text=a%20b%26c`);
  });
});
