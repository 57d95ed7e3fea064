import { describe, expect, it } from "vitest";
import type { AskView } from "#app/payments/voucher-view.ts";
import { expired, expiring, html, inEnglish, paid, pending, waiting, words } from "./voucher-samples.tsx";

const asked = (answer: AskView["answer"], againInMs = 0) => ({ ask: { answer, againInMs } });

describe("already paid?", () => {
  it.each([
    ["waiting", waiting],
    ["pending", pending],
    ["expiring", expiring],
    ["expired", expired],
  ])("is asked by a form without a field: %s", (_, view) => {
    const page = html({ ...view, ...asked(null) });

    expect(page).toMatch(/<form method="post" action="\/v\/[^"]+\/check"[^>]*><button[^>]*>Verificar pago/);
    expect(page).not.toMatch(/<(input|select|textarea)/);
    expect(page).not.toContain("/operation");
  });

  it("is not offered where asking makes no sense", () => {
    for (const view of [waiting, expired, paid]) expect(html(view)).not.toContain("Verificar pago");
  });

  it.each([
    ["not-seen", "Aún no vemos tu pago. Puede tardar unos minutos. No pagues otra vez."],
    ["no-answer", "PagoEfectivo no nos respondió ahora."],
    ["slip-left", "Tienda X lo revisará"],
  ] as const)("says what came of it: %s", (answer, text) => {
    const page = html({ ...pending, ...asked(answer) });

    expect(words(page)).toContain(text);
    expect(page).toMatch(/<a href="\/v\/[^"]+\/operation">Dejarle a Tienda X mi número de operación/);
  });

  it("says when it can be asked again, to the second and rounded up", () => {
    expect(words(html({ ...pending, ...asked("too-often", 24_001) }))).toContain(
      "Puedes volver a hacerlo dentro de 25 segundos.",
    );
    expect(words(html({ ...pending, ...asked("too-often") }))).toContain("Ya puedes volver a preguntar.");
  });

  it("takes no further number where there are enough", () => {
    expect(html({ ...pending, ...asked("slips-full") })).not.toContain("/operation");
  });

  it("speaks the page's language, and so do the addresses that it leads to", () => {
    const page = html(inEnglish({ ...pending, ...asked("not-seen") }));

    expect(words(page)).toContain("We don&#x27;t see your payment yet.");
    expect(page).toMatch(/\/check\?lang=en"/);
    expect(page).toMatch(/\/operation\?lang=en"/);
  });
});
