import { describe, expect, it } from "vitest";
import { buildVoucherView } from "#app/payments/build-voucher-view.ts";
import { CODE_STATES, TOLD_STATES } from "#app/payments/lifecycle-moves.ts";
import type { Payment } from "#app/payments/payment.ts";
import { CIP, codeIn, EXPIRES, NOW, paymentWith } from "../../tests/builders/stored-payment.ts";

const PLACE = { publicOrigin: "https://pagos.example", forBrowser: (url: string) => url };

const view = (more: Partial<Payment>) => {
  const payment = paymentWith(more);
  return buildVoucherView({ payment, asked: payment, now: NOW, language: "es", ...PLACE });
};

describe("money", () => {
  const paidAt = new Date("2026-11-22T14:30:00.000Z");

  it("shows as paid, not yet confirmed, until Shopify has acknowledged", () => {
    const codes = [codeIn("paid", { paidAt })];

    const seen = view({ told: "resolved", codes });

    expect(seen).toMatchObject({
      ...{ state: "paid", cip: CIP, confirmed: false },
      paidAt: "2026-11-22T14:30:00.000Z",
    });
    expect(view({ told: "resolved", resolveAcknowledged: true, codes })).toMatchObject({ confirmed: true });
  });

  it("shows as paid when an older code of the payment was paid", () => {
    const seen = view({ told: "resolved", codes: [codeIn("paid", { paidAt }), codeIn("voided")] });

    expect(seen).toMatchObject({ state: "paid", paidAt: "2026-11-22T14:30:00.000Z" });
  });

  it("that waits in a case shows as a person's affair, whatever else is known", () => {
    for (const told of TOLD_STATES) {
      for (const state of CODE_STATES) {
        const isLate = told === "rejected" && state === "paid";
        const seen = view({ told, moneyInCase: true, codes: [codeIn(state)] });
        expect(seen.state, `${told}, ${state}`).toBe(isLate ? "late" : "review");
      }
      expect(view({ told, moneyInCase: true, codes: [] }).state).toBe("review");
    }
  });

  it("of another sum than the code's shows as being reviewed, with what is known to have come", () => {
    const otherSumReceived = { centimos: 10_000, currency: "PEN" } as const;
    const codes = [codeIn("live")];

    expect(view({ moneyInCase: true, otherSumReceived, codes })).toMatchObject({
      state: "review",
      received: otherSumReceived,
    });
    expect(
      view({ moneyInCase: true, otherSumReceived, amountCentimos: otherSumReceived.centimos, codes }),
    ).toMatchObject({ received: null });
  });

  it("that came after a reject shows as late, also once its case is closed", () => {
    for (const moneyInCase of [true, false]) {
      const seen = view({ told: "rejected", moneyInCase, codes: [codeIn("paid", { paidAt })] });

      expect(seen).toMatchObject({ state: "late", paymentReference: "u0nwmSrNntjIWozmNslK5Tlq" });
    }
  });

  it("that Shopify would not take shows as late only where it came after the code's time", () => {
    const refused = (at: Date) =>
      view({ told: "resolved", moneyInCase: true, codes: [codeIn("paid", { paidAt: at })] }).state;

    expect(refused(EXPIRES)).toBe("late");
    expect(refused(new Date(EXPIRES.getTime() - 1))).toBe("review");
  });

  it.each(["pending", "lapsed", "released"] as const)(
    "that a person decided about never shows as a paid order, told %s",
    (told) => {
      expect(view({ told, moneyInCase: false, codes: [codeIn("paid")] }).state).toBe("review");
    },
  );

  it("that the collector took back shows as being reviewed", () => {
    expect(view({ told: "pending", codes: [codeIn("reversed")] }).state).toBe("review");
  });
});
