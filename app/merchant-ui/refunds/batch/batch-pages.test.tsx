import { describe, expect, it } from "vitest";
import { MERCHANT_LANGUAGES } from "#app/merchants/merchant-login.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { NOT_PAID_REASONS, type BatchRow, type BatchView } from "#app/refunds/batch/batch-page.ts";
import { merchantHtml, words } from "../../../../tests/builders/merchant-page.tsx";
import { BatchAnswerPart } from "./batch-answer.tsx";
import { BatchPage } from "./batch-page.tsx";
import { BatchesPage } from "./batches-page.tsx";
import { ReceiptCard } from "./receipt-card.tsx";

const AT = "2026-11-24T17:00:00.000Z";
const ROW: BatchRow = {
  ...{ refundId: "019374a0-0000-7000-8000-0000000a1b2c", line: 1, version: 3 },
  ...{ reference: "DEV00007L001", sessionId: "u0nwmSrNntjIWozmNslK5Tlq" },
  amount: { centimos: 5_000, currency: "PEN" },
  hint: { kind: "cci", bank: "BCP", last4: "8020", holderInitials: "R. Q.", documentKind: "dni" },
  end: { kind: "waiting" },
};
const VIEW: BatchView = {
  ...{ id: "019374a0-0000-7000-8000-0000000a1b2d", number: 7, currency: "PEN", count: 1, waiting: 1 },
  total: { centimos: 5_000, currency: "PEN" },
  ...{ madeAt: AT, madeBy: "Rosa Quispe", hasFile: true, today: "2026-11-24", rows: [ROW] },
};
const rowOf = (end: BatchRow["end"]): BatchView => ({ ...VIEW, waiting: 0, rows: [{ ...ROW, end }] });

const html = (view: BatchView) => merchantHtml(<BatchPage view={view} />, {}, "/app/refunds/batches/x");

describe("the page of a batch", () => {
  it("names each payout as the bank's statement will, and no more of an account than tells two apart", async () => {
    const shown = words(await html(VIEW));

    expect(shown).toContain("Línea 1: S/ 50.00");
    expect(shown).toContain("Referencia DEV00007L001");
    expect(shown).toContain("BCP (Cuenta, por su CCI) terminado en 8020, R. Q.");
  });

  it("offers to settle what waits, and nothing once nothing does", async () => {
    const waiting = await html(VIEW);
    const paid = await html(rowOf({ kind: "paid", on: "2026-11-23", reference: "OP-778" }));

    expect(words(waiting)).toContain("Marcar como pagadas");
    expect(waiting).toContain('type="checkbox"');
    expect(words(paid)).toContain("Pagada el 23 nov 2026, operación OP-778");
    expect(words(paid)).not.toContain("Marcar como pagadas");
    expect(paid).not.toContain('type="checkbox"');
  });

  it.each(NOT_PAID_REASONS)("says who took a refund out, and why: %s", async (reason) => {
    const shown = words(await html(rowOf({ kind: "not-paid", reason, at: AT, by: "Luis" })));

    expect(shown).toContain(merchantMessage(`batches.reason.${reason}`, undefined, "es"));
    expect(shown).toContain("La sacó Luis");
  });

  it("offers its file until that is deleted, and then says why there is none", async () => {
    const wiped = await html({ ...VIEW, hasFile: false, rows: [{ ...ROW, hint: null }] });

    expect(await html(VIEW)).toContain(`href="/app/refunds/batches/${VIEW.id}/file"`);
    expect(wiped).not.toContain("/file");
    expect(words(wiped)).toContain("se borró con los datos bancarios");
  });
});

describe("the list of batches", () => {
  it("says in each currency how much a batch would pay", async () => {
    const list = {
      ready: [
        { total: { centimos: 12_345, currency: "PEN" as const }, count: 2 },
        { total: { centimos: 900, currency: "USD" as const }, count: 1 },
      ],
      ...{ batches: [VIEW], hasMore: false },
    };

    const shown = words(await merchantHtml(<BatchesPage list={list} />, {}, "/app/refunds/batches"));

    expect(shown).toContain("2 devoluciones por S/ 123.45");
    expect(shown).toContain("1 devolución por USD 9.00");
    expect(shown).toContain("Hacer un lote en USD");
    expect(shown).toContain("Lote 7");
  });
});

describe("what came of a press", () => {
  it.each(MERCHANT_LANGUAGES)("names in %s each refund that was not done, and why", async (language) => {
    const failed = [{ line: 3, reason: "frozen" as const }];
    const answer = { kind: "paid" as const, count: 2, failed };

    const shown = words(await merchantHtml(<BatchAnswerPart answer={answer} />, { language }, "/app"));

    expect(shown).toContain(merchantMessage("batches.answer.paid", { count: 2 }, language));
    const why = merchantMessage("batches.refused.frozen", undefined, language);
    expect(shown).toContain(merchantMessage("batches.answer.failed", { line: "3", why }, language));
  });
});

describe("a receipt", () => {
  const card = (receipt: Parameters<typeof ReceiptCard>[0]["receipt"]) =>
    merchantHtml(<ReceiptCard refundId={ROW.refundId} receipt={receipt} />, {}, "/app/refunds/x");

  it("can be added where there is none, and is then only downloaded", async () => {
    const without = await card(null);
    const receipt = { name: "comprobante-1.pdf", size: 900, addedAt: AT, addedBy: "Rosa Quispe" };
    const withOne = await card(receipt);

    expect(without).toContain('type="file"');
    expect(withOne).not.toContain('type="file"');
    expect(withOne).toContain(`href="/app/refunds/${ROW.refundId}/receipt"`);
    expect(words(withOne)).toContain("Lo agregó Rosa Quispe");
  });
});
