import { describe, expect, it } from "vitest";
import { closeCase } from "#app/payments/case-desk.server.ts";
import { reachShopper, searchStory } from "#app/story/see-story.server.ts";
import type { StoryView } from "#app/story/story-view.ts";
import { auditOf, by, USER } from "../builders/act.ts";
import { newCase } from "../builders/case.ts";
import { reportsOf, sessionState, toldPending, withCode, type IssuedPayment } from "../builders/payment.ts";
import { newPerson } from "../builders/person.ts";
import { connectNewShop } from "../builders/shop.ts";
import { sendForm } from "../builders/shopper-form.ts";
import { invariant } from "#app/lib/invariant.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("story", { tls: "off" });

const deps = () => world().system.deps;

async function storyOf(payment: IssuedPayment, language: string | null = null): Promise<StoryView> {
  const { shopId } = await by(world(), payment);
  const view = await searchStory(deps(), {
    shopId,
    typed: `CIP ${payment.cip}`,
    paymentId: null,
    language,
  });
  invariant(view.story, "the only match is told");
  return view.story;
}

async function paid(payment: IssuedPayment): Promise<void> {
  await world().pagoefectivo.pay(payment.cip);
  await world().until("Shopify's word to be stored", async () =>
    (await reportsOf(world(), payment)).some(
      ({ kind, state }) => kind === "resolve" && state === "acknowledged",
    ),
  );
}

describe("the story of a payment", () => {
  it("follows it from its code to its order being paid, and so does the answer", async () => {
    const payment = await withCode(world());
    const before = await storyOf(payment);
    const waiting = await toldPending(world());
    const then = await storyOf(waiting);
    await paid(waiting);

    const after = await storyOf(waiting);

    expect([before, then, after].map(({ story }) => story.standing)).toEqual(["shown", "waiting", "paid"]);
    expect(then.answer.text).toContain("todavía no vemos tu pago");
    expect(then.answer.text).toContain(waiting.url);
    expect(after.answer.text).toContain("Recibimos tu pago y tu pedido está confirmado.");
    expect(after.answer.text).toContain(waiting.sessionId);
    expect(after.story.money).toEqual([{ at: "pagoefectivo", sum: after.payment.amount }]);
    expect(after.story.happened.map(({ kind }) => kind)).toEqual([
      ...["session-received", "created", "code-seen", "continue", "pending-acknowledged"],
      ...["paid", "resolve-acknowledged"],
    ]);
    expect(sessionState(world(), waiting)).toBe("resolved");
  });

  it("waits for a person where one must decide, and leads there", async () => {
    const payment = await toldPending(world());
    await sendForm(`${payment.url}/operation`, { operation: "0012 3456" });

    const { story, answer } = await storyOf(payment);

    expect(story.tasks).toMatchObject([{ of: "case", kind: "shopper-says-paid" }]);
    expect(story.money).toEqual([{ at: "doubtful" }]);
    expect(answer.text).toContain("PagoEfectivo todavía no confirma tu pago.");
  });

  it("speaks of a second payment until a person has closed its case", async () => {
    const payment = await toldPending(world());
    await paid(payment);
    const held = await newCase(world(), payment, { kind: "paid-twice" });

    const open = await storyOf(payment);
    await closeCase(deps(), { ...held, resolution: "given-back", reason: "" });
    const closed = await storyOf(payment);

    expect(open.answer.text).toContain("llegó otro pago por la misma compra");
    expect(open.story.money.map(({ at }) => at)).toEqual(["pagoefectivo", "case"]);
    expect(closed.answer.text).not.toContain("otro pago");
    expect(closed.story.tasks).toEqual([{ of: "payment" }]);
  });

  it("answers in the shopper's own language, and in the other where that is asked for", async () => {
    const customer = { email: "ann@example.com", locale: "en-US" };
    const payment = await toldPending(world(), { customer });

    const own = await storyOf(payment);

    expect([own.answer.language, (await storyOf(payment, "es")).answer.language]).toEqual(["en", "es"]);
    expect(own.answer.text).toContain("Your order is registered and we do not see your payment yet.");
    expect((await storyOf(payment, "zz")).answer.language).toBe("en");
  });
});

describe("the shopper's number and address", () => {
  it("are in no story and no answer, until somebody asks, which is written down", async () => {
    const person = newPerson();
    const payment = await toldPending(world(), { customer: person.session });
    const story = JSON.stringify(await storyOf(payment)).toLowerCase();
    const who = await by(world(), payment);
    const audited = async () => (await auditOf(world(), payment)).map(({ action }) => action);

    for (const canary of person.canaries) expect(story).not.toContain(canary.toLowerCase());
    expect(await audited()).toEqual([]);

    const answer = await reachShopper(deps(), { ...who, language: "es" });

    expect(answer).toMatchObject({ kind: "reach" });
    if (answer?.kind !== "reach") return;
    expect(answer.whatsapp).toContain(`https://wa.me/51${person.phone}?text=Hola.`);
    expect(answer.mailto).toMatch(new RegExp(`^mailto:${person.email}\\?subject=`, "i"));
    expect(await auditOf(world(), payment)).toMatchObject([
      { action: "payment-contact-shown", user_id: USER },
    ]);
  });

  it("are another shop's people's only", async () => {
    const payment = await toldPending(world());
    const other = await connectNewShop(world());
    const [row] = await world().rows<{ id: string }>("select id from shops where domain = $1", [
      other.domain,
    ]);
    const who = { shopId: row?.id ?? "", userId: USER, paymentId: payment.paymentId, language: null };

    expect(await reachShopper(deps(), who)).toBeNull();
    expect(await reachShopper(deps(), { ...who, paymentId: "nothing" })).toBeNull();
    expect(await auditOf(world(), payment)).toEqual([]);
  });
});
