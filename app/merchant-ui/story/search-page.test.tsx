import { describe, expect, it } from "vitest";
import { helpBook } from "#app/help/help-book.ts";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { mailtoAddress } from "#app/story/answer-text.ts";
import type { StoryFacts } from "#app/story/story-facts.ts";
import { ALL_CASE_KINDS, codesOf, everyPair, factsOf, LATER, openCase } from "#app/story/story-samples.ts";
import type { SearchView, StoryView } from "#app/story/story-view.ts";
import { tellStory } from "#app/story/tell-story.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { SearchPage } from "./search-page.tsx";

const PAYMENT_ID = "019374a0-0000-7000-8000-0000000a1b2c";
const TEXT = "Hola. Te escribimos de Tienda X.\n\nReferencia de pago: u0nwmSrNntjIWozmNslK5Tlq";

function storyOf(facts: Partial<StoryFacts> = {}): StoryView {
  return {
    payment: {
      ...{ id: PAYMENT_ID, sessionId: "u0nwmSrNntjIWozmNslK5Tlq", status: "pending", test: false },
      amount: { centimos: 12_500, currency: "PEN" },
      cip: "123456789",
    },
    story: tellStory(factsOf(facts)),
    attempts: [],
    contact: { email: "ro••@example.com", phone: "••••321" },
    answer: {
      ...{ language: "es", text: TEXT, whatsapp: "https://wa.me/?text=Hola" },
      mailto: mailtoAddress(null, { subject: "Tu pago", text: TEXT }),
    },
  };
}

const MATCH: SearchView["matches"][number] = {
  ...{ id: PAYMENT_ID, sessionId: "u0nwmSrNntjIWozmNslK5Tlq", status: "pending", test: true },
  ...{ amount: { centimos: 12_500, currency: "PEN" }, cip: null, createdAt: LATER },
  contact: { email: "ro••@example.com", phone: null },
  by: ["phone", "amount"],
};

const page = (more: Partial<SearchView>, language: MerchantLanguage = "es") => {
  const view = { typed: "", kind: "answered", matches: [], hasMore: false, story: null, ...more } as const;
  return merchantHtml(<SearchPage view={view} />, { language }, "/app/search");
};
const text = async (more: Partial<SearchView>, language: MerchantLanguage = "es") =>
  words(await page(more, language));

describe("asking what happened with a payment", () => {
  it("is a form that works before any script, and says nothing before it was asked", async () => {
    const html = await page({ kind: "nothing-asked" });

    expect(html).toMatch(/<form[^>]*method="get"[^>]*action="\/app\/search"/);
    expect(html).toMatch(/<input[^>]*name="q"/);
    expect(html).toMatch(/<button[^>]*type="submit"/);
    expect(words(html)).not.toContain("No encontramos");
  });

  it("keeps what was typed, and never as markup", async () => {
    const html = await page({ typed: '"><script>alert(1)</script>' });

    expect(html).not.toContain("<script>alert");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("tells a payment that is not there from a text that is no question, and leads to the help", async () => {
    const html = await page({ typed: "123456789" });

    expect(words(html)).toContain("Ningún pago de tu tienda tiene ese dato.");
    expect(await text({ typed: "hola", kind: "not-read" })).toContain("Eso no parece un código");
    const [, id] = /href="\/app\/help\?about=([a-z-]+)#help-\1"/.exec(html) ?? [];
    expect(helpBook().entries.map((entry) => entry.id)).toContain(id);
  });

  it("lists several with what each was found by, their contact masked", async () => {
    const html = await page({ typed: "125", matches: [MATCH, { ...MATCH, id: "other" }], hasMore: true });

    expect(words(html)).toContain("Coincide: el teléfono · el monto");
    expect(words(html)).toContain("Comprador: ro••@example.com");
    expect(words(html)).toContain("2 pagos encontrados");
    expect(words(html)).toContain("Hay más de 2 pagos así");
    expect(html).toContain(`href="/app/search?q=125&amp;payment=${PAYMENT_ID}"`);
  });
});

describe("the story of a payment", () => {
  it.each(MERCHANT_LANGUAGES)("is told in %s in every state", async (language) => {
    for (const [told, state] of everyPair()) {
      const story = storyOf({ told, codes: codesOf(state) });
      const shown = await text({ typed: "123456789", story }, language);
      const { standing } = story.story;

      expect(shown).toContain(merchantMessage(`story.next.${standing}`, undefined, language));
      expect(shown).toContain(merchantMessage(`story.todo.${standing}`, undefined, language));
    }
  });

  it("says what happened, where the money is, what comes next and what to do", async () => {
    const shown = await text({ typed: "123456789", story: storyOf() });

    expect(shown).toContain("El pedido existe en Shopify y espera el pago.");
    expect(shown).toContain("miércoles, 25 de noviembre de 2026");
    expect(shown).toContain("Todavía lo tiene tu comprador");
    expect(shown).toContain("Cuando PagoEfectivo confirme el pago");
    expect(shown).toContain("No envíes el pedido todavía.");
  });

  it("leads to every case that waits, with its money", async () => {
    const html = await page({ story: storyOf({ cases: ALL_CASE_KINDS.map(openCase) }) });

    for (const kind of ALL_CASE_KINDS) expect(html).toContain(`href="/app/cases/case-of-${kind}"`);
    expect(words(html)).toContain("En un caso abierto: S/ 125.00");
  });

  it("leads to the other attempts of the checkout", async () => {
    const attempts = [{ id: "o1", sessionId: "other-session", status: "paid", createdAt: LATER } as const];

    const html = await page({ story: { ...storyOf({ isPaidElsewhere: true }), attempts } });

    expect(html).toContain('href="/app/search?payment=o1"');
    expect(words(html)).toContain("Esta misma compra ya se pagó en otro intento.");
  });

  it("gives the answer whole, to copy or to send, and to nobody in particular until somebody asks", async () => {
    const html = await page({ typed: "123456789", story: storyOf() });

    expect(html).toContain("Hola. Te escribimos de Tienda X.\n\nReferencia de pago");
    expect(html).toContain('href="https://wa.me/?text=Hola"');
    expect(html).toContain('href="mailto:?subject=');
    expect(html).toContain(`href="/app/search?q=123456789&amp;payment=${PAYMENT_ID}&amp;answer=en"`);
    expect(words(html)).toContain("ro••@example.com · ••••321");
    expect(words(html)).toContain("Queda registrado quién los vio.");
  });
});
