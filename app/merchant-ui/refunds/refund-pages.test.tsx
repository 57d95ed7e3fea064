import { describe, expect, it } from "vitest";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { deskActs } from "#app/refunds/desk-acts.ts";
import { REFUND_STATES } from "#app/refunds/refund-lifecycle.ts";
import type { RefundPageView } from "#app/refunds/refund-page.ts";
import type { RefundSettingsView } from "#app/refunds/refund-settings-form.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { RefundPage } from "./refund-page.tsx";
import { RefundSettingsPage } from "./refund-settings-page.tsx";

const AT = "2026-11-20T17:00:00.000Z";
const REFUND: RefundPageView = {
  ...{ id: "019374a0-0000-7000-8000-0000000a1b2c", state: "opened", version: 0, test: false },
  amount: { centimos: 5_000, currency: "PEN" },
  paid: { centimos: 12_500, currency: "PEN" },
  givenBack: { centimos: 2_000, currency: "PEN" },
  ...{ alsoOpen: null, receivedAt: AT, now: "2026-11-24T17:00:00.000Z" },
  ...{ isOverdue: true, isFromShopify: true, caseId: null, canMail: true },
  payment: { id: "019374a0-0000-7000-8000-0000000a1b2d", sessionId: "u0nwmSrNntjIWozmNslK5Tlq" },
  contact: { email: "ro••@example.com", phone: null },
  ...{
    link: null,
    destination: null,
    paidOut: null,
    refused: null,
    ...{ inOpenBatch: false, batch: null, receipt: null },
    isFrozen: false,
    report: null,
  },
  approval: { isNeeded: false, above: null, given: null },
  ...{ acts: ["link", "details", "refuse"], timeline: [] },
};
const DESTINATION: RefundPageView["destination"] = {
  hint: {
    ...{ kind: "cci", bank: "BCP", last4: "4477" },
    ...{ holderInitials: "R. Q.", documentKind: "dni" },
  },
  ...{ at: AT, by: null, isMine: false },
};

const page = (more: Partial<RefundPageView> = {}, language: MerchantLanguage = "es") =>
  merchantHtml(<RefundPage view={{ ...REFUND, ...more }} />, { language }, "/app/refunds/x");
const text = async (more: Partial<RefundPageView> = {}, language: MerchantLanguage = "es") =>
  words(await page(more, language));

describe("the page of a refund", () => {
  it("tells the three amounts apart", async () => {
    const shown = await text();

    expect(shown).toContain("Esta devolución S/ 50.00");
    expect(shown).toContain("El comprador pagó S/ 125.00");
    expect(shown).toContain("Ya devuelto S/ 20.00");
  });

  it.each(MERCHANT_LANGUAGES)("says in %s what to do in every state", async (language) => {
    for (const state of REFUND_STATES) {
      const acts = deskActs({
        state,
        ...{ test: true, needsApproval: false, hasDestination: true, inOpenBatch: false },
      });
      const shown = await text({ state, acts, test: true, destination: DESTINATION }, language);

      expect(shown).toContain(merchantMessage(`refunds.todo.${state}`, undefined, language));
      expect(shown).toContain(merchantMessage(`refunds.state.${state}`, undefined, language));
    }
  });

  it("shows of an account no more than tells two apart", async () => {
    const shown = await text({ state: "details-given", destination: DESTINATION, acts: ["show"] });

    expect(shown).toContain("BCP");
    expect(shown).toContain("••••4477");
    expect(shown).toContain("Lo escribió el comprador");
    expect(shown).toContain("Queda escrito quién los miró.");
  });

  it("lets nobody approve what they wrote down themselves, and says why", async () => {
    const html = await page({
      ...{ state: "details-given", acts: ["approve"] },
      approval: { isNeeded: true, above: { centimos: 1_000, currency: "PEN" }, given: null },
      destination: { ...DESTINATION, hint: REFUND_HINT, by: "Rosa", isMine: true },
    });

    expect(words(html)).toContain("Tú anotaste los datos: otra persona de la tienda debe aprobarlos.");
    expect(html).toMatch(/<button[^>]*disabled[^>]*>(?:(?!<\/button>).)*Aprobar la devolución/);
  });

  it("offers to complete a test at once, and no other refund", async () => {
    expect(await text({ test: true, acts: ["complete-test"] })).toContain("Completar la prueba");
    expect(await text()).not.toContain("Completar la prueba");
  });

  it("says who paid what when, and what Shopify knows, once it is paid", async () => {
    const paidOut = { on: "2026-11-23", reference: "OP-778", at: AT, by: "Rosa Quispe" };

    const shown = await text({ state: "paid-out", acts: [], paidOut, report: "told" });

    expect(shown).toContain("23 nov 2026");
    expect(shown).toContain("OP-778");
    expect(shown).toContain("Rosa Quispe");
    expect(shown).toContain("Lo sabe y lo confirmó.");
  });

  it("repeats a refusal as it was written, and never as markup", async () => {
    const refused = { text: "<b>Ya se cambió</b> el producto", at: AT };

    const html = await page({ state: "refused", acts: [], refused });

    expect(html).toContain("&lt;b&gt;Ya se cambió&lt;/b&gt; el producto");
  });
});

const REFUND_HINT = DESTINATION.hint;

describe("the settings of refunds", () => {
  const view: RefundSettingsView = {
    ...{ version: 0, accepted: null, open: 2 },
    settings: { isManual: false, approvalAbove: { PEN: null, USD: null } },
  };

  it.each(MERCHANT_LANGUAGES)("say in %s what manual refunds mean before they are on", async (language) => {
    const shown = words(
      await merchantHtml(<RefundSettingsPage view={view} answer={null} />, { language }, "/app/refunds"),
    );

    expect(shown).toContain("1.1.15");
    expect(shown).toContain(merchantMessage("refunds.means.money", undefined, language));
    expect(shown).toContain(merchantMessage("refunds.policy.open", { count: 2 }, language));
  });
});
