import { describe, expect, it } from "vitest";
import { toldPending } from "../builders/payment.ts";
import { openSettings } from "../builders/settings-page.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("story_pages", { tls: "off" });

const SEARCH = { address: "/app/search", route: "routes/merchant/search" };

describe("the pages of search and help, over HTTP", () => {
  it("tell the shop's own payment, and of another's say that there is none", async () => {
    const [mine, theirs] = [await openSettings(world(), SEARCH), await openSettings(world(), SEARCH)];
    const payment = await toldPending(world(), { shop: mine.shop.domain });

    const own = await mine.get(`/app/search?payment=${payment.paymentId}`);
    const found = await mine.get(`/app/search?q=CIP+${payment.cip}`);
    const others = await theirs.get(`/app/search?payment=${payment.paymentId}`);
    const notFound = await theirs.get(`/app/search?q=CIP+${payment.cip}`);

    expect([own.status, found.status, others.status, notFound.status]).toEqual([200, 200, 404, 200]);
    expect(await own.text()).toContain(payment.sessionId);
    expect(await found.text()).toContain("El pedido existe en Shopify y espera el pago.");
    const texts = [await others.text(), await notFound.text()];
    for (const text of texts) expect(text).not.toContain(payment.sessionId);
    expect(texts[1]).toContain("No encontramos ese pago");
  });

  it("give out a contact for their own form, and refuse what is none", async () => {
    const page = await openSettings(world(), SEARCH);
    const payment = await toldPending(world(), { shop: page.shop.domain });
    const form = { intent: "reach", payment: payment.paymentId, answer: "es" };

    const reached = await page.post(form);
    const refused = await page.post({ ...form, intent: "other" });

    expect([reached.status, reached.kind]).toEqual([200, "reach"]);
    expect([refused.status, refused.kind]).toEqual([422, "not-understood"]);
  });

  it("hand out the sheet with the store's name, in the language that is asked for", async () => {
    const page = await openSettings(world(), SEARCH);

    const answer = await page.get("/app/help/sheet.pdf?lang=en");

    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    expect(answer.headers.get("content-disposition")).toContain("pagoefectivo-en.pdf");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  it("answer in the help what is looked for by its address", async () => {
    const page = await openSettings(world(), SEARCH);

    const text = await (await page.get("/app/help?q=extorno")).text();

    expect(text).toContain("El cobrador deshace un cobro");
    expect(text).not.toContain("¿Qué cuenta bancaria doy?");
  });
});
