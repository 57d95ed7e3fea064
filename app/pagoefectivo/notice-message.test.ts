import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNotice } from "./notice-message.ts";

describe("a notice", () => {
  it("in the documented short shape is read, with the amount exact", () => {
    const raw =
      '{"eventType":"cip.paid","operationNumber":"1253","data":{"cip":"311025640","currency":"PEN","amount":22.50}}';

    expect(parseNotice(new TextEncoder().encode(raw))).toEqual({
      kind: "notice",
      eventType: "cip.paid",
      operationNumber: "1253",
      cip: "311025640",
      amount: { centimos: 2250, currency: "PEN" },
      transactionCode: null,
      paidAt: null,
    });
  });

  it("in the longer shape also has our code and the time of payment, and its CIP may be a number", () => {
    const raw = JSON.stringify({
      eventType: "cip.paid",
      operationNumber: "",
      data: {
        cip: 311025640,
        currency: "USD",
        amount: "22.50",
        paymentDate: "2026-11-22T10:15:30-05:00",
        transactionCode: "code_01",
      },
      more: true,
    });

    expect(parseNotice(raw)).toEqual({
      kind: "notice",
      eventType: "cip.paid",
      operationNumber: null,
      cip: "311025640",
      amount: { centimos: 2250, currency: "USD" },
      transactionCode: "code_01",
      paidAt: new Date("2026-11-22T15:15:30Z"),
    });
  });

  it("of an unknown event is kept, with what can be read of it", () => {
    expect(parseNotice('{"eventType":"cip.renamed","data":{"cip":"5","amount":-1}}')).toMatchObject({
      eventType: "cip.renamed",
      cip: "5",
      amount: null,
      operationNumber: null,
    });
    expect(parseNotice('{"eventType":"cip.paid","data":[]}')).toMatchObject({ kind: "notice", cip: null });
    expect(parseNotice('{"eventType":"cip.paid"}')).toMatchObject({ kind: "notice", cip: null });
  });

  it.each(["", "{", "null", "[]", '"cip.paid"', "{}", '{"eventType":""}', '{"eventType":7}'])(
    "is unreadable as %j",
    (raw) => {
      expect(parseNotice(raw)).toEqual({ kind: "unreadable" });
    },
  );

  // PostgreSQL takes neither: the notice would be refused for good, and its money never looked up.
  it.each(["cip.paid\\udfff", "cip.paid\\u0000", "\\ud800cip.paid"])(
    "of the event %s can be stored",
    (event) => {
      const read = parseNotice(`{"eventType":"${event}","data":{"cip":"311025640"}}`);

      expect(read).toMatchObject({ kind: "notice", cip: "311025640" });
      const eventType = read.kind === "notice" ? read.eventType : "";
      expect(eventType).toContain("\ufffd");
      expect(eventType.isWellFormed() && !eventType.includes("\u0000")).toBe(true);
    },
  );

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (raw) => {
          expect(["notice", "unreadable"]).toContain(parseNotice(raw).kind);
        },
      ),
    );
  });
});
