import { describe, expect, it } from "vitest";
import type { SlipsView } from "#app/payments/slip-matches.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { SlipsCard } from "./slips-card.tsx";

const AT = "2026-11-24T15:00:00.000Z";
const view: SlipsView = {
  slips: [
    { leftAt: AT, operationNumber: "00123456", paidWhere: "agent", paidAt: "2026-11-24T14:00:00.000Z" },
    { leftAt: AT, operationNumber: "ABC-1", paidWhere: null, paidAt: null },
  ],
  matches: [
    {
      ...{ id: "n1", of: "notice", reason: "number", at: AT, operationNumber: "123456", cip: "311100003" },
      amount: { centimos: 12_500, currency: "PEN" },
      payment: { id: "p-1", sessionId: "u0nwmSrNntjIWozmNslK5Tlq" },
    },
    {
      ...{
        id: "c1",
        of: "case",
        reason: "amount",
        at: AT,
        operationNumber: null,
        cip: null,
        payment: null,
      },
      amount: null,
    },
  ],
};

describe("what a shopper says of having paid", () => {
  it("stands beside what it may be about, with the reason and the way there", async () => {
    const html = await merchantHtml(<SlipsCard view={view} />);
    const text = words(html);

    expect(text).toContain("Número de operación 00123456");
    expect(text).toContain("Dónde pagó Agente o bodega");
    expect(text).toContain("Cuándo pagó No lo dijo");
    expect(text).toContain("Tiene el mismo número de operación");
    expect(text).toContain("Monto y día parecidos, y ningún pago lo explica");
    expect(text).toContain("S/ 125.00");
    expect(text).toContain("CIP 311100003");
    expect(html).toContain('href="/app/payments/p-1"');
    expect(html).toContain('href="/app/cases/c1"');
  });

  it("says that it proves nothing, and when nothing is like it", async () => {
    const text = words(await merchantHtml(<SlipsCard view={{ ...view, matches: [] }} />));

    expect(text).toContain("No prueba nada por sí solo");
    expect(text).toContain("No hay avisos ni casos con el mismo número");
  });

  it.each([
    ["en", "What the shopper says", "Agent or corner shop"],
    ["zh-CN", "买家的说明", "代理点或便利店"],
  ] as const)("is said in %s too", async (language, ...texts) => {
    const text = words(await merchantHtml(<SlipsCard view={view} />, { language }));

    for (const part of texts) expect(text).toContain(part);
  });
});
