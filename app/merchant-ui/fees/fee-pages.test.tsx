import { describe, expect, it } from "vitest";
import type { FeesAnswer } from "#app/books/fee-terms-form.ts";
import type { FeesView } from "#app/books/fees-view.ts";
import type { PayoutsView, ShownSettlement } from "#app/books/payouts-view.ts";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { terms } from "../../../tests/builders/fee-terms.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { FeesPage } from "./fees-page.tsx";
import { PayoutsPage } from "./payouts-page.tsx";

/** A Monday, ten in the morning in Lima. */
const NOW = "2026-11-23T15:00:00.000Z";
const SAVED = { savedAt: NOW, savedBy: "Rosa Quispe" };
const EMPTY: FeesView = { version: 0, now: NOW, terms: [], month: [] };
const FULL: FeesView = {
  version: 3,
  now: NOW,
  terms: [
    { ...terms({ validFrom: "2026-12-01", fixedCentimos: 50, minimumCentimos: 0 }), ...SAVED },
    { ...terms(), ...SAVED },
  ],
  month: [
    {
      currency: "PEN",
      count: 2,
      amountCentimos: 20_000,
      feeCentimos: 798,
      igvCentimos: 144,
      netCentimos: 19_058,
      withoutTerms: 1,
      surcharge: { feeCentimos: 202, igvCentimos: 36 },
    },
  ],
};

async function feesText(
  view: FeesView,
  more: { answer?: FeesAnswer; language?: MerchantLanguage } = {},
): Promise<string> {
  const page = <FeesPage view={view} answer={more.answer ?? null} />;
  const html = await merchantHtml(page, { language: more.language ?? "es" }, "/app/books/fees");
  return words(html).replaceAll("\u00a0", " ");
}

describe("the page of fees", () => {
  it("says that fees are not known where nobody has typed any, and shows no figure of its own", async () => {
    const page = await feesText(EMPTY);

    expect(page).toContain("No conocemos tu tarifa. No calculamos nada hasta que la escribas.");
    expect(page).toContain("Completa la comisión y corrige los campos marcados para ver un ejemplo.");
    expect(page).not.toContain("Te quedan");
  });

  it("offers a published price with whose it is and when it was read", async () => {
    expect(await feesText(EMPTY)).toContain(
      "Culqi, que revende PagoEfectivo, publica 3.99 % más IGV con un mínimo de S/ 3.50 (leído en julio de 2026).",
    );
  });

  it("says what holds today, what will, and who saved it", async () => {
    const page = await feesText(FULL);

    expect(page).toContain(
      "3.99 % por pago y S/ 3.50 como mínimo, más IGV de 18.00 %. Abono 3 días hábiles después",
    );
    expect(page).toContain("Soles (PEN), desde el 1 dic 2026");
    expect(page).toContain("3.99 % + S/ 0.50 por pago, más IGV de 18.00 %");
    expect(page).toContain("La guardó Rosa Quispe");
  });

  it("adds up the month, and says what is in no sum and what is lacking of the minimum", async () => {
    const page = await feesText(FULL);

    expect(page).toContain("2 pagos cobrados S/ 200.00");
    expect(page).toContain("Te queda S/ 190.58");
    expect(page).toContain("De 1 pago no conocemos la tarifa");
    expect(page).toContain("faltan S/ 2.02, más S/ 0.36 de IGV");
  });

  it("says beside its field what is wrong, and that somebody else was first", async () => {
    const refused = await feesText(EMPTY, {
      answer: { kind: "refused", problems: { percent: "fees.problem.percentMissing" } },
    });

    expect(refused).toContain("Escribe el porcentaje de tu contrato. Si no hay, escribe 0.");
    expect(await feesText(EMPTY, { answer: { kind: "conflict" } })).toContain("Otra persona cambió");
    expect(await feesText(EMPTY)).not.toContain("Escribe el porcentaje de tu contrato");
  });
});

const OPEN: ShownSettlement = {
  id: "019374a0-0000-7000-8000-000000000001",
  fileName: "liquidacion.csv",
  ref: "LIQ0042",
  currency: "PEN",
  settledOn: "2026-11-26",
  rowCount: 10,
  netCentimos: 95_290,
  namedCentimos: 0,
  payout: null,
};
const payout = {
  on: "2026-11-26",
  source: "bank-total" as const,
  reference: null,
  by: null,
  credited: { centimos: 95_290, currency: "PEN" as const },
  recordedAt: NOW,
};
const said = {
  ...payout,
  source: "person" as const,
  reference: "OP 778",
  by: "Rosa Quispe",
  credited: null,
};
const VIEW: PayoutsView = { now: NOW, settlements: [OPEN], hasMore: false, hasStatements: true };

async function payoutsText(more: Partial<PayoutsView>, language: MerchantLanguage = "es"): Promise<string> {
  const page = <PayoutsPage view={{ ...VIEW, ...more }} />;
  return words(await merchantHtml(page, { language }, "/app/books/payouts")).replaceAll("\u00a0", " ");
}

describe("the page of payouts", () => {
  it("asks for day and number of what has not arrived, and does not of what has", async () => {
    expect(await payoutsText({})).toContain("Registrar abono");
    const arrived = await payoutsText({ settlements: [{ ...OPEN, payout }] });
    expect(arrived).not.toContain("Registrar abono");
    expect(arrived).toContain(
      "Abonado el 26 nov 2026: tu banco muestra S/ 952.90, exactamente este total.",
    );
  });

  it("says who said so", async () => {
    expect(await payoutsText({ settlements: [{ ...OPEN, payout: said }] })).toContain(
      "lo registró Rosa Quispe con la operación OP 778",
    );
  });

  it("says what arrived of a settlement, and that it is not all", async () => {
    expect(await payoutsText({ settlements: [{ ...OPEN, namedCentimos: 50_000 }] })).toContain(
      "Tu banco muestra S/ 500.00 con este número, menos que el total.",
    );
  });

  it("says why nothing is there", async () => {
    expect(await payoutsText({ settlements: [], hasStatements: false })).toContain("Aún no has subido");
    expect(await payoutsText({ settlements: [] })).toContain("Presiona el botón para buscarlas ahora.");
  });
});

describe.each(MERCHANT_LANGUAGES)("in %s", (language) => {
  it("both pages are complete", async () => {
    const dollars = terms({
      currency: "USD",
      cycle: { kind: "weekly", weekday: 4 },
      conversion: { into: "PEN", chargeThousandths: 0, rateTenThousandths: null },
    });
    const variants = [
      await feesText(EMPTY, { language }),
      await feesText({ ...FULL, terms: [...FULL.terms, { ...dollars, ...SAVED }] }, { language }),
      await payoutsText({ settlements: [], hasStatements: false }, language),
      await payoutsText(
        {
          hasMore: true,
          settlements: [
            { ...OPEN, ref: null, netCentimos: null, settledOn: null },
            { ...OPEN, id: "2", payout },
            { ...OPEN, id: "3", payout: said },
            { ...OPEN, id: "4", payout: { ...payout, source: "bank-reference" } },
          ],
        },
        language,
      ),
    ];

    for (const page of variants) {
      expect(page).not.toMatch(/fees\.[a-z]/);
      expect(page).not.toMatch(/[{}]/);
    }
  });
});
