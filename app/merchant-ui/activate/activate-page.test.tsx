import { describe, expect, it } from "vitest";
import type { ActivationView } from "#app/merchants/activation-view.ts";
import { MERCHANT_LANGUAGES } from "#app/merchants/merchant-login.ts";
import { TELL_PROBLEMS } from "#app/merchants/readiness.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { ActivatePage } from "./activate-page.tsx";

const SETTINGS = "https://tienda-x.myshopify.com/services/payments_partners/gateways/key/settings";
const off: ActivationView = {
  ready: false,
  isTestOnly: false,
  missing: [],
  switchedOffReason: null,
  told: { ready: null, at: null, problem: null },
  account: "PagoEfectivo 1202",
  settingsUrl: SETTINGS,
};
const on: ActivationView = {
  ...off,
  ready: true,
  told: { ready: true, at: "2026-11-25T10:00:00.000Z", problem: null },
};

const html = (view: ActivationView, language: "es" | "en" | "zh-CN" = "es") =>
  merchantHtml(<ActivatePage view={view} />, { language }, "/app/activate");

describe("a shop that is not active", () => {
  it("can be activated when nothing is missing", async () => {
    const text = words(await html(off));

    expect(text).toContain("Desactivado");
    expect(text).toContain("Activar PagoEfectivo");
    expect(await html(off)).not.toContain(SETTINGS);
  });

  it("is told what to do first, with the way there", async () => {
    const page = await html({ ...off, missing: ["connected"], account: null });

    expect(words(page)).toContain("Conecta tu cuenta de PagoEfectivo");
    expect(page).toContain('href="/app/connect"');
    expect(page).toMatch(/<button[^>]*disabled[^>]*>.{0,200}Activar PagoEfectivo/);
  });

  it("learns why a machine switched it off", async () => {
    const text = words(await html({ ...off, switchedOffReason: "credentials-refused" }));

    expect(text).toContain("Lo desactivamos: PagoEfectivo rechaza tus claves");
  });
});

describe("an active shop", () => {
  it("is led to Shopify's own settings, in the whole window", async () => {
    const page = await html(on);

    expect(page).toContain(`href="${SETTINGS}"`);
    expect(page).toContain('target="_top"');
    expect(words(page)).toContain("Shopify lo confirmó como listo");
  });

  it("sees when it takes test orders only", async () => {
    expect(words(await html({ ...on, isTestOnly: true }))).toContain("Solo pruebas");
  });

  it("reads a plain fix when Shopify says that the app is not installed", async () => {
    const text = words(await html({ ...on, told: { ready: null, at: null, problem: "not-installed" } }));

    expect(text).toContain("Desinstala la app e instálala otra vez");
  });
});

it.each(MERCHANT_LANGUAGES)("is complete in %s, whatever Shopify said", async (language) => {
  const pages = [off, on, { ...off, missing: ["installed", "connected", "rules"] as const }].map(
    (view) => ({
      ...view,
      missing: [...view.missing],
    }),
  );
  const problems = TELL_PROBLEMS.map((problem) => ({ ...on, told: { ...on.told, problem } }));

  for (const view of [...pages, ...problems]) {
    const text = words(await html(view, language));
    expect(text).not.toMatch(/connect\.[a-z]/);
    expect(text).not.toMatch(/[{}]/);
  }
});

it("shows the method as shoppers see it, with texts and a badge to take", async () => {
  const page = await html(on, "en");

  expect(words(page)).toContain("You get a code and pay in cash or with your bank's app.");
  expect(page).toContain("/payment-method-icon.svg");
  expect(page).toContain("/pay-in-cash-en.svg");
  expect(page).toContain("No card? Choose PagoEfectivo at checkout");
});
