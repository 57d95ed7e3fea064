import { describe, expect, it } from "vitest";
import { buildVoucherView } from "#app/payments/build-voucher-view.ts";
import { CODE_STATES, TOLD_STATES } from "#app/payments/lifecycle-moves.ts";
import { AUTOMATIC_RETRIES, type Code, type EndReason, type Payment } from "#app/payments/payment.ts";
import { PLAIN_PAGE } from "../../tests/builders/page-choices.ts";
import { agoMs, CIP, codeIn, EXPIRES, NOW, paymentWith } from "../../tests/builders/stored-payment.ts";

const throughBrowser = (url: string): string => url.replace("https://", "http://127.0.0.1:4000/");
const BACK = "http://127.0.0.1:4000/tienda-x.myshopify.com/checkouts/1";
const THANKS = "https://tienda-x.myshopify.com/checkouts/1/thank-you";
const STORE = throughBrowser(THANKS);

const PLACE = { publicOrigin: "https://pagos.example", forBrowser: throughBrowser };

const view = (more: Partial<Payment>, now = NOW) => {
  const payment = paymentWith(more);
  return buildVoucherView({ payment, asked: payment, now, language: "es", ...PLACE });
};

describe("before there is a code", () => {
  it("the page says that the code is being prepared, with the way back to checkout", () => {
    const seen = view({ receivedAt: agoMs(5_000) });

    expect(seen).toEqual({
      slug: "slug-of-this-payment",
      pageUrl: "https://pagos.example/v/slug-of-this-payment",
      language: "es",
      storeName: "Tienda X",
      ...PLAIN_PAGE,
      amount: { centimos: 16_035, currency: "PEN" },
      test: false,
      paymentReference: "u0nwmSrNntjIWozmNslK5Tlq",
      version: 4,
      state: "preparing",
      isDelayed: false,
      nextTryAt: null,
      backToCheckoutUrl: BACK,
    });
  });

  it("the page says when a late code is asked for again, as long as that is still to come", () => {
    const nextTryAt = new Date(NOW.getTime() + 60_000);
    const seen = (ageMs: number, at: Date) => {
      const payment = paymentWith({ receivedAt: agoMs(ageMs) });
      const known = { payment, asked: payment, language: "es", ...PLACE } as const;
      return buildVoucherView({ ...known, now: NOW, nextTryAt: at });
    };

    expect(seen(20_000, nextTryAt)).toMatchObject({ nextTryAt: nextTryAt.toISOString() });
    expect(seen(20_000, NOW)).toMatchObject({ isDelayed: true, nextTryAt: null });
    expect(seen(19_999, nextTryAt)).toMatchObject({ isDelayed: false, nextTryAt: null });
  });

  it("the page says so until the payment has one or has ended, however long its job waits", () => {
    expect(view({ receivedAt: agoMs(3_600_000) }).state).toBe("preparing");
    expect(view({ endReason: "not-created" })).toMatchObject({ state: "error", reason: "not-created" });
  });

  it("the page says that it is late once it takes longer than usual, whether or not it was tried in between", () => {
    const late = { state: "preparing", isDelayed: true, backToCheckoutUrl: BACK };

    expect(view({ receivedAt: agoMs(19_999) })).toMatchObject({ isDelayed: false });
    expect(view({ receivedAt: agoMs(20_000) })).toMatchObject(late);
    expect(view({ receivedAt: agoMs(20_000), codes: [codeIn("failed")] })).toMatchObject(late);
  });

  it("a code that is asked for longer than a create takes is an unknown outcome, and cannot be asked for again", () => {
    const asked = (ms: number) => view({ codes: [codeIn("issuing", { createdAt: agoMs(ms) })] });

    expect(asked(89_999).state).toBe("preparing");
    expect(asked(90_000)).toMatchObject({ state: "error", reason: "outcome-unknown", canRetry: false });
  });

  it("the page goes on saying so while a code that was surely not created is tried again by itself", () => {
    const failures = (count: number) => view({ codes: Array<Code>(count).fill(codeIn("failed")) });

    expect(failures(1).state).toBe("preparing");
    expect(failures(AUTOMATIC_RETRIES).state).toBe("preparing");
    expect(failures(AUTOMATIC_RETRIES + 1)).toMatchObject({ state: "error", canRetry: true });
  });
});

describe("a code that can be paid", () => {
  it("is shown with Continue still to come", () => {
    const seen = view({ codes: [codeIn("live")] });

    expect(seen).toMatchObject({
      state: "waiting",
      cip: CIP,
      cipUrl: "https://payment.pagoefectivo.pe/0f1d.html",
      expiresAt: "2026-11-23T15:00:00.000Z",
      told: "open",
      isEarlierCode: false,
      replacesEarlierCode: false,
      storeUrl: null,
      continueIsSlow: false,
    });
  });

  it("stays shown while Shopify has not answered Continue", () => {
    const seen = view({ told: "pending", codes: [codeIn("live")] });

    expect(seen).toMatchObject({
      state: "waiting",
      cip: CIP,
      told: "pending",
      continueIsSlow: true,
    });
  });

  it("leads to the store once Shopify has answered", () => {
    const seen = view({ told: "pending", redirectUrl: THANKS, codes: [codeIn("live")] });

    expect(seen).toMatchObject({ state: "waiting", storeUrl: STORE, continueIsSlow: false });
  });

  it("is ending from the instant of its expiry on, not proved unpaid yet", () => {
    const codes = [codeIn("live")];

    expect(view({ codes }, new Date(EXPIRES.getTime() - 1)).state).toBe("waiting");
    expect(view({ codes }, EXPIRES)).toMatchObject({ state: "expiring", cip: CIP });
  });

  it("is not offered for payment when its payment has ended", () => {
    for (const told of ["rejected", "released", "lapsed"] as const) {
      expect(view({ told, codes: [codeIn("live")] }).state).toBe("expired");
    }
  });
});

describe("a code that has ended", () => {
  it("is ending while its payment is still pending", () => {
    expect(view({ told: "pending", codes: [codeIn("voiding")] }, EXPIRES).state).toBe("expiring");
    expect(view({ told: "pending", codes: [codeIn("expired")] }).state).toBe("expiring");
  });

  it("is being voided for a shopper who went back to checkout, and then voided", () => {
    expect(view({ codes: [codeIn("voiding")] })).toMatchObject({
      state: "voiding",
      backToCheckoutUrl: BACK,
    });
    expect(view({ told: "released", codes: [codeIn("voided")] })).toMatchObject({
      state: "voided",
      backToCheckoutUrl: BACK,
    });
  });

  it("leads nobody back to a checkout whose order exists", () => {
    expect(view({ told: "pending", codes: [codeIn("voiding")] })).toMatchObject({
      state: "voiding",
      backToCheckoutUrl: null,
    });
    for (const told of ["pending", "rejected", "lapsed"] as const) {
      expect(view({ told, codes: [codeIn("voided")] })).toMatchObject({
        state: "voided",
        backToCheckoutUrl: null,
      });
    }
  });

  it("is known by its last digits, and says why only where the shopper alone is concerned", () => {
    const given = (told: Payment["told"], endReason: EndReason | null) =>
      view({ told, endReason, codes: [codeIn("voided", { cip: CIP })] });

    expect(given("released", "cancelled-by-shopper")).toMatchObject({
      lastDigits: CIP.slice(-3),
      reason: "left",
    });
    expect(given("released", "never-seen")).toMatchObject({ reason: "unseen" });
    expect(given("rejected", null)).toMatchObject({ reason: null });
  });

  it("leads back to the checkout where no order was ever made of it", () => {
    for (const state of ["expired", "live"] as const) {
      expect(view({ told: "released", codes: [codeIn(state)] })).toMatchObject({ storeUrl: BACK });
      expect(view({ told: "lapsed", codes: [codeIn(state)] })).toMatchObject({ storeUrl: null });
    }
  });

  it("has expired once its payment has ended", () => {
    for (const told of ["rejected", "released", "lapsed"] as const) {
      expect(view({ told, codes: [codeIn("expired")] }).state).toBe("expired");
    }
  });
});

describe("a payment that another attempt of its checkout serves", () => {
  const asked = paymentWith({
    told: "released",
    endReason: "served-by-earlier",
    slug: "newer",
    groupResolved: true,
  });
  const seen = (more: Partial<Payment>) => {
    const payment = paymentWith({ id: "019374a0-0000-7000-8000-0000000a1b2d", ...more });
    return buildVoucherView({ payment, asked, now: NOW, language: "es", ...PLACE });
  };

  it("shows the code that is there already, at its own address", () => {
    expect(seen({ told: "pending", codes: [codeIn("live")] })).toMatchObject({
      slug: "newer",
      state: "waiting",
      isEarlierCode: true,
    });
  });

  it("is already paid when the other one is, and leads to the order", () => {
    const codes = [codeIn("paid")];

    expect(seen({ told: "resolved", redirectUrl: THANKS, codes })).toMatchObject({
      state: "paid",
      byEarlierAttempt: true,
      storeUrl: STORE,
    });
  });
});

describe("a session without an e-mail address", () => {
  it("asks for it before anything else", () => {
    expect(view({ shopperEmail: null })).toMatchObject({ state: "needs-email", refused: false });
  });
});

describe("a payment without a code", () => {
  const ended = (endReason: EndReason) => view({ told: "released", endReason, codes: [] });

  it("says what the shopper can understand of the reason, with the way back", () => {
    expect(ended("amount-outside-limits")).toMatchObject({
      state: "error",
      reason: "amount-outside-limits",
      canRetry: false,
      backToCheckoutUrl: BACK,
    });
    expect(ended("merchant-account")).toMatchObject({ reason: "merchant-account" });
    expect(ended("another-code-active")).toMatchObject({ reason: "another-code-active" });
    for (const reason of ["not-created", "never-seen", "unpaid"] as const) {
      expect(ended(reason)).toMatchObject({ state: "error", reason: "not-created" });
    }
  });

  it("offers another try only where surely no code was created and the payment is open", () => {
    const failures = Array<Code>(AUTOMATIC_RETRIES).fill(codeIn("failed"));
    const retries = CODE_STATES.filter((state) => {
      const seen = view({ codes: [...failures, codeIn(state)] });
      return seen.state === "error" && seen.canRetry;
    });

    expect(retries).toEqual(["failed"]);
    expect(view({ told: "released", codes: [codeIn("failed")] })).toMatchObject({ canRetry: false });
  });

  it("names the outcome as unknown when a code may exist", () => {
    for (const state of ["unknown", "lost"] as const) {
      expect(view({ codes: [codeIn(state)] })).toMatchObject({
        reason: "outcome-unknown",
        canRetry: false,
      });
    }
  });

  it("has a short number to tell the store, which is not the page's address", () => {
    expect(ended("not-created")).toMatchObject({ errorId: "PE-0A1B2C" });
  });
});

describe("what the page is given", () => {
  const everything = TOLD_STATES.flatMap((told) =>
    [true, false].flatMap((moneyInCase) =>
      [NOW, EXPIRES].flatMap((now) =>
        CODE_STATES.map((state) => view({ told, moneyInCase, codes: [codeIn(state, { cip: CIP })] }, now)),
      ),
    ),
  );

  it("holds the whole code only while it can be paid, is ending, has expired or is paid", () => {
    const withCode = everything.filter((seen) => JSON.stringify(seen).includes(CIP));

    expect(new Set(withCode.map(({ state }) => state))).toEqual(
      new Set(["waiting", "expiring", "expired", "paid"]),
    );
  });

  it("never holds the shopper's e-mail, phone or name", () => {
    expect(JSON.stringify(everything)).not.toMatch(/canary|987654321|Shopper/i);
  });
});
