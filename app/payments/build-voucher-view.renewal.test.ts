import { describe, expect, it } from "vitest";
import { buildVoucherView } from "#app/payments/build-voucher-view.ts";
import type { Payment } from "#app/payments/payment.ts";
import { mayRenew } from "#app/payments/renewal.ts";
import { agoMs, codeIn, NOW, paymentWith } from "../../tests/builders/stored-payment.ts";

const view = (more: Partial<Payment>) => {
  const payment = paymentWith(more);
  return buildVoucherView({
    ...{ payment, asked: payment, now: NOW, canRenew: mayRenew(payment, NOW) },
    ...{ language: "es", publicOrigin: "", forBrowser: (url: string) => url },
  });
};

describe("a dead code in whose place another was asked for", () => {
  const old = codeIn("expired", { id: "019374a0-0000-7000-8000-00000000000a" });
  const asked = { renewals: 1, renewedAt: agoMs(5_000), renewedCodeId: old.id };

  it("can be renewed, and its page says so", () => {
    const dead = { told: "released", endReason: "unpaid", codes: [old] } as const;

    expect(view(dead)).toMatchObject({ state: "expired", canRenew: true });
    expect(view({ ...dead, codes: [codeIn("voided")] })).toMatchObject({ state: "voided", canRenew: true });
    expect(view({ ...dead, told: "rejected" })).toMatchObject({ state: "expired", canRenew: false });
    expect(view({ ...dead, endReason: "cancelled-by-shopper" })).toMatchObject({ canRenew: false });
  });

  it("is shown to nobody while the new one is being made, and the page says when that is late", () => {
    const since = (ms: number) => view({ ...asked, renewedAt: agoMs(ms), codes: [old] });

    expect(since(5_000)).toMatchObject({ state: "preparing", isDelayed: false });
    expect(since(20_000)).toMatchObject({ state: "preparing", isDelayed: true });
    expect(view({ ...asked, codes: [{ ...old, state: "live" }] }).state).toBe("preparing");
  });

  it("gives way to the new one, which says that the earlier is of no use", () => {
    const codes = [old, codeIn("live")];

    expect(view({ ...asked, codes })).toMatchObject({ state: "waiting", replacesEarlierCode: true });
  });

  it("leaves a reason where no new one could be made", () => {
    const ended = { ...asked, told: "released", endReason: "merchant-account", codes: [old] } as const;

    expect(view(ended)).toMatchObject({ state: "error", reason: "merchant-account", canRetry: false });
  });
});
