import { describe, expect, it } from "vitest";
import { MERCHANT_LANGUAGES } from "#app/merchants/merchant-login.ts";
import type { PaymentDetail } from "#app/payments/payment-detail.ts";
import { TIMELINE_KINDS } from "#app/payments/timeline.ts";
import type { ListedRefund } from "#app/refunds/refund-list.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { PaymentPage } from "./payment-page.tsx";
import { supportText } from "./support-text.ts";

const AT = "2026-11-25T04:59:00.000Z";
const PAYMENT: PaymentDetail = {
  id: "019374a0-0000-7000-8000-0000000a1b2c",
  sessionId: "u0nwmSrNntjIWozmNslK5Tlq",
  status: "pending",
  told: "pending",
  amount: { centimos: 123_450, currency: "PEN" },
  test: false,
  createdAt: AT,
  code: {
    id: "019374a0-0000-7000-8000-000000000002",
    cip: "123456789",
    state: "live",
    expiresAt: "2026-11-27T04:59:00.000Z",
    paidAt: null,
  },
  endsAt: "2026-11-27T05:29:00.000Z",
  pendingExpiresAt: "2026-11-27T05:29:00.000Z",
  shopperPage: "https://app.ventanilla.example/v/slug",
  attempts: [],
  timeline: [],
  toShopify: [],
  fromPagoEfectivo: [],
  cases: [],
  notes: [],
  contact: { email: "ro••@example.com", phone: null },
  acts: {
    check: null,
    void: null,
    remove: "code-ended",
    extend: "beyond-deadline",
    "send-again": "nothing-to-send",
    simulate: "live-payment",
  },
  extension: null,
  operationNumber: null,
};

const page = (
  more: Partial<PaymentDetail> = {},
  language: "es" | "en" | "zh-CN" = "es",
  refunds: readonly ListedRefund[] = [],
) =>
  merchantHtml(
    <PaymentPage payment={{ ...PAYMENT, ...more }} refunds={refunds} />,
    { language },
    "/app/payments/x",
  );

describe("the page of a payment", () => {
  it("says why what cannot be done cannot be done", async () => {
    const text = words(await page());

    expect(text).toContain("El código ya dura todo lo que Shopify espera este pago.");
    expect(text).toContain("Shopify ya confirmó todo lo que le avisamos.");
  });

  it.each(MERCHANT_LANGUAGES)("has a sentence in %s for everything that can happen", async (language) => {
    const timeline = TIMELINE_KINDS.map((kind, index) => ({
      id: String(index),
      at: AT,
      actor: "ventanilla" as const,
      person: null,
      kind,
      event: kind,
      codeId: null,
      detail: {},
    }));

    const text = words(await page({ timeline }, language));

    expect(text).not.toMatch(/detail\.[a-z]/);
    expect(text).toContain("S/ 1,234.50");
  });

  it("names the person where one of the shop did it", async () => {
    const line = { id: "1", at: AT, actor: "merchant", person: "Rosa Quispe" } as const;
    const timeline = [
      { ...line, kind: "merchant-void", event: "merchant-void", codeId: null, detail: {} } as const,
    ];

    expect(words(await page({ timeline }))).toContain("Rosa Quispe · 24 nov 2026, 11:59 p. m. (Perú)");
  });

  it.each([
    ["es", "El código vence el 26 nov 2026, 11:59 p. m.", "cerramos el pago el 27 nov 2026, 12:29 a. m."],
    ["en", "The code expires Nov 26, 2026, 11:59 PM", "we close the payment Nov 27, 2026, 12:29 AM"],
    ["zh-CN", "代码于", "关闭该付款"],
  ] as const)("tells both clocks where they were set, in %s", async (language, expires, ends) => {
    const detail = { expiresAt: "2026-11-27T04:59:00.000Z", endsAt: "2026-11-27T05:29:00.000Z" };
    const line = { id: "1", at: AT, actor: "pagoefectivo", person: null, codeId: null } as const;
    const timeline = [{ ...line, kind: "created", event: "created", detail } as const];

    const text = words(await page({ timeline }, language));

    expect(text).toContain(expires);
    expect(text).toContain(ends);
  });

  it("begins with what a person must decide, and what money it holds", async () => {
    const cases = [
      {
        id: "1",
        kind: "paid-twice",
        openedAt: AT,
        isOpen: true,
        held: { centimos: 5_000, currency: "PEN" },
      } as const,
    ];

    const text = words(await page({ cases }));

    expect(text.indexOf("ya estaba pagada")).toBeLessThan(text.indexOf("Resumen"));
    expect(text).toContain("S/ 50.00");
  });

  it("offers to simulate on test payments only", async () => {
    expect(words(await page())).not.toContain("Simular");
    expect(words(await page({ test: true, acts: { ...PAYMENT.acts, simulate: null } }))).toContain(
      "Simular",
    );
  });

  it("says why something cannot be done", async () => {
    const acts = { ...PAYMENT.acts, void: "code-ended" as const };

    expect(words(await page({ acts }))).toContain("Su código ya terminó");
  });
});

describe("the refunds of a payment", () => {
  it("are named with their amount and where they stand, each with the way there", async () => {
    const refund: ListedRefund = {
      ...{ id: "019374a0-0000-7000-8000-00000000000f", state: "details-asked", endedAt: null },
      ...{ amount: { centimos: 5_000, currency: "PEN" }, paid: PAYMENT.amount, receivedAt: AT },
      ...{ isOverdue: true, needsApproval: false, sessionId: PAYMENT.sessionId },
      ...{ isFromShopify: true, test: false },
    };

    const html = await page({}, "es", [refund]);

    expect(words(html)).toContain("S/ 50.00 Información Datos pedidos Advertencia Atrasada");
    expect(html).toContain(`href="/app/refunds/${refund.id}"`);
    expect(words(await page())).not.toContain("Devoluciones S/");
  });
});

describe("the text for support", () => {
  it("holds what both parties search by, and nothing of the shopper", () => {
    const text = supportText(PAYMENT);

    expect(text).toContain("CIP: 123456789");
    expect(text).toContain("transactionCode: 019374a0-0000-7000-8000-000000000002");
    expect(text).toContain("amount: 1234.50 PEN");
    expect(text).not.toContain("example.com");
  });
});
