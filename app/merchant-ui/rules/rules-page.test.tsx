import { describe, expect, it } from "vitest";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import type { MerchantRules } from "#app/payments/rules-form.ts";
import type { RulesAnswer } from "#app/payments/rules-view.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { RulesPage } from "./rules-page.tsx";

const RULES: MerchantRules = {
  codeLifeMinutes: 1_440,
  endsAtDayEnd: false,
  amountBands: [{ currency: "PEN", upToCentimos: 20_000, codeLifeMinutes: 180 }],
  quietFromMinute: 1_380,
  quietToMinute: 420,
  graceMinutes: 60,
  businessDayGrace: true,
  limits: { PEN: { min: 2_000, max: 123_450 }, USD: { min: null, max: null } },
  atExpiry: "reject",
  confirmTimerSeconds: 90,
};
/** A Wednesday, ten in the morning in Lima. */
const NOW = "2026-11-25T15:00:00.000Z";

function html(
  more: { rules?: Partial<MerchantRules>; answer?: RulesAnswer; language?: MerchantLanguage } = {},
): Promise<string> {
  const view = { version: 3, rules: { ...RULES, ...more.rules }, now: NOW };
  return merchantHtml(
    <RulesPage view={view} answer={more.answer ?? null} />,
    { language: more.language ?? "es" },
    "/app/rules",
  );
}

/** Polaris breaks no line between a clock's figures; a reader sees a space. */
const text = async (...more: Parameters<typeof html>) =>
  words(await html(...more)).replaceAll("\u00a0", " ");

describe("the rules page", () => {
  it("shows what each rule does, with days and hours of Peru", async () => {
    const page = await text();

    for (const sentence of [
      "Un código creado ahora se podrá pagar hasta el jueves 26 nov, 10:00 a. m. (Perú).",
      "Un código creado el viernes 27 nov, 8:00 p. m. vence el sábado 28 nov, 8:00 p. m.",
      "Hasta S/ 200.00: un código creado el viernes 27 nov, 8:00 p. m. vence el sábado 28 nov, 7:00 a. m.",
      "que vencería el sábado 28 nov, 11:00 p. m., vence el domingo 29 nov, 7:00 a. m.",
      "El código que vence el sábado 28 nov, 8:00 p. m. se espera hasta el sábado 28 nov, 9:00 p. m.",
      "recién el lunes 30 nov, 9:00 p. m. decimos a Shopify que nadie pagó",
      "Recibes pagos de S/ 20.00 a S/ 1,234.50",
      "Recibes pagos en USD de cualquier monto.",
      "su pedido queda creado 90 segundos después",
    ]) {
      expect(page).toContain(sentence);
    }
  });

  it("says so where Shopify's limit is nearer than the merchant's rule", async () => {
    const rules = { codeLifeMinutes: 4_200, graceMinutes: 1_440 };

    expect(await text({ rules })).toContain("Shopify no espera más de 72 horas");
    expect(await text()).not.toContain("Shopify no espera más de 72 horas: con este margen");
  });

  it("hides what a choice puts out of use", async () => {
    const page = await html({
      rules: { endsAtDayEnd: true, quietFromMinute: null, quietToMinute: null },
    });

    expect(words(page)).toContain("No se usan mientras el código vence a las 11:59 p. m.");
    expect(page).not.toContain('type="time"');
  });

  it("shows no field in red before it was touched", async () => {
    expect(await html()).not.toContain('aria-invalid="true"');
  });

  it("says beside the field what is wrong with it", async () => {
    const page = await html({
      answer: {
        kind: "refused",
        problems: { lifeHours: "rules.problem.hours", "bands.0.upTo": "rules.problem.amount" },
      },
    });

    expect(page.match(/aria-invalid="true"/g)).toHaveLength(2);
    expect(words(page)).toContain("Escribe de 2 a 70 horas");
    expect(words(page)).toContain("Escribe un monto mayor que cero");
  });

  it("says that somebody else saved first, and sends the version it was opened with", async () => {
    const page = await html({ answer: { kind: "conflict" } });

    expect(words(page)).toContain("Otra persona cambió estos ajustes. Recarga para verlos.");
    expect(page).toContain('name="version" value="3"');
  });
});

it.each(MERCHANT_LANGUAGES)("is complete in %s", async (language) => {
  const titles = { es: "Plazos y límites", en: "Deadlines and limits", "zh-CN": "期限与限额" };
  const variants: Parameters<typeof html>[0][] = [
    {},
    { answer: { kind: "conflict" } },
    { rules: { atExpiry: "lapse", endsAtDayEnd: true, amountBands: [] } },
    { rules: { codeLifeMinutes: 120, limits: { PEN: { min: 1, max: null }, USD: { min: null, max: 5 } } } },
  ];

  for (const variant of variants) {
    const page = await text({ ...variant, language });
    expect(page).toContain(titles[language]);
    expect(page).not.toMatch(/rules\.[a-z]/);
    expect(page).not.toMatch(/[{}]/);
  }
});
