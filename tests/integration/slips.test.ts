import { describe, expect, it } from "vitest";
import { seePayment } from "#app/payments/see-payment.server.ts";
import { seeSlips } from "#app/payments/see-slips.server.ts";
import { by } from "../builders/act.ts";
import { newCase } from "../builders/case.ts";
import { settledNotice } from "../builders/notice.ts";
import {
  casesOf,
  openPage,
  pageState,
  sessionState,
  timelineOf,
  toldPending,
  type IssuedPayment,
} from "../builders/payment.ts";
import { newPerson } from "../builders/person.ts";
import { connectNewShop } from "../builders/shop.ts";
import { readable, sendForm } from "../builders/shopper-form.ts";
import { ask, tablesWith } from "../builders/shopify-webhook.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("slips", { tls: "off" });

const deps = () => world().system.deps;

async function leave(payment: IssuedPayment, fields: Record<string, string>) {
  const answer = await sendForm(`${payment.url}/operation`, fields);
  return { ...answer, location: answer.location?.replace(`/v/${payment.slug}`, "") ?? null };
}

async function slipsOf(payment: IssuedPayment): Promise<string[]> {
  const rows = await world().rows<{ operation_number: string }>(
    "select operation_number from slips where payment_id = $1 order by number",
    [payment.paymentId],
  );
  return rows.map((row) => row.operation_number);
}

async function seen(payment: IssuedPayment) {
  return seeSlips(deps(), await by(world(), payment));
}

describe("a shopper who has paid and leaves the number on their paper", () => {
  it("is thanked, opens nothing, and a person of the shop reads it in a case", async () => {
    const payment = await toldPending(world());

    const answer = await leave(payment, { operation: "0012 3456", where: "agent" });

    expect([answer.status, answer.location]).toEqual([303, "?checked=slip-left#already-paid"]);
    const page = readable(await openPage({ url: `${payment.url}?checked=slip-left` }));
    expect(page).toContain("Guardamos tu número de operación");
    expect(await pageState(payment)).toBe("waiting");
    expect(sessionState(world(), payment)).toBe("pending");
    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "shopper-says-paid", state: "open", held_centimos: 0, times: 1 },
    ]);
    expect(await timelineOf(world(), payment)).toContain("slip-left");
    expect(await seen(payment)).toMatchObject({
      slips: [{ operationNumber: "00123456", paidWhere: "agent", paidAt: null }],
      matches: [],
    });
    const detail = await seePayment(deps(), await by(world(), payment));
    expect(detail).toMatchObject({
      status: "review",
      cases: [{ kind: "shopper-says-paid", isOpen: true }],
    });
  });

  it("types it on a page without the code, which asks for nothing else", async () => {
    const payment = await toldPending(world());

    const page = await openPage({ url: `${payment.url}/operation` });

    expect(page).not.toContain(payment.cip);
    expect([...page.matchAll(/<(?:input|select)[^>]* name="([^"]+)"/g)].map(([, name]) => name)).toEqual([
      ...["operation", "where", "when"],
    ]);
    expect(await openPage(payment)).not.toMatch(/<(input|select|textarea)/);
  });

  it("sees again what could not be taken, harmless, and nothing is kept", async () => {
    const payment = await toldPending(world());

    const answer = await leave(payment, { operation: '"><b>1234', when: "2020-01-01T10:00" });

    expect(answer.status).toBe(422);
    expect(answer.html).toContain("Ese número no parece completo.");
    expect(answer.html).toContain("&quot;&gt;&lt;b&gt;1234");
    expect(answer.html).not.toContain("<b>1234");
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(await slipsOf(payment)).toEqual([]);
    expect(await casesOf(world(), payment)).toEqual([]);
  });

  it("leaves it once, however often it is sent", async () => {
    const payment = await toldPending(world());

    const answers = await Promise.all(
      Array.from({ length: 6 }, () => leave(payment, { operation: "ABC-1234" })),
    );

    expect(new Set(answers.map(({ location }) => location))).toEqual(
      new Set(["?checked=slip-left#already-paid"]),
    );
    expect(await slipsOf(payment)).toEqual(["ABC-1234"]);
    expect(await casesOf(world(), payment)).toMatchObject([{ times: 1 }]);
  });

  it("leaves three at most, also when ten come at the same moment", async () => {
    const payment = await toldPending(world());

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => leave(payment, { operation: `1234${index}` })),
    );

    expect(await slipsOf(payment)).toHaveLength(3);
    expect(answers.filter(({ location }) => location?.includes("slip-left"))).toHaveLength(3);
    expect(answers.filter(({ location }) => location?.includes("slips-full"))).toHaveLength(7);
    expect(await casesOf(world(), payment)).toMatchObject([{ kind: "shopper-says-paid", times: 3 }]);
  });

  it("needs no person any more once the money is found", async () => {
    const payment = await toldPending(world());
    await leave(payment, { operation: "00123456" });

    await world().pagoefectivo.pay(payment.cip);
    await world().until("the resolve", () => sessionState(world(), payment) === "resolved");

    expect(await casesOf(world(), payment)).toMatchObject([
      { kind: "shopper-says-paid", state: "closed", resolution: "answered" },
    ]);
    const late = await leave(payment, { operation: "777777" });
    expect([late.status, late.location]).toEqual([303, ""]);
    expect(await slipsOf(payment)).toEqual(["00123456"]);
    const { url, status } = await fetch(`${payment.url}/operation`);
    expect([url, status]).toEqual([payment.url, 200]);
  });

  it("finds the one page of all unknown addresses where nobody has the slug", async () => {
    const [asked, other] = await Promise.all(
      ["/v/nobody/operation", "/v/nobody"].map((path) => fetch(`${world().webOrigin}${path}`)),
    );

    expect([asked?.status, other?.status]).toEqual([404, 404]);
    const main = async (answer?: Response) =>
      /<main[\s\S]*<\/main>/.exec((await answer?.text()) ?? "")?.[0];
    expect(await main(asked)).toBe(await main(other));
    const posted = await sendForm(`${world().webOrigin}/v/nobody/operation`, { operation: "12345" });
    expect(posted.status).toBe(404);
  });
});

describe("likely matches", () => {
  const paid = async (domain: string): Promise<IssuedPayment & { operation: string }> => {
    const payment = await toldPending(world(), { shop: domain });
    await world().pagoefectivo.pay(payment.cip);
    await settledNotice(world(), payment.cip);
    const detail = await seePayment(deps(), await by(world(), payment));
    return { ...payment, operation: detail?.operationNumber ?? "" };
  };

  it("name another payment of the shop whose notice has the number, and no other shop's", async () => {
    const [{ domain }, { domain: elsewhere }] = [
      await connectNewShop(world()),
      await connectNewShop(world()),
    ];
    const other = await paid(domain);
    const payment = await toldPending(world(), { shop: domain });
    const stranger = await toldPending(world(), { shop: elsewhere });
    expect(other.operation).toMatch(/^\d{4,}$/);

    await leave(payment, { operation: other.operation });
    await leave(stranger, { operation: other.operation });

    expect((await seen(payment))?.matches).toMatchObject([
      { of: "notice", reason: "number", cip: other.cip, payment: { id: other.paymentId } },
    ]);
    expect((await seen(stranger))?.matches).toEqual([]);
    expect(
      await seeSlips(deps(), { ...(await by(world(), stranger)), paymentId: payment.paymentId }),
    ).toBeNull();
  });

  it("name money of that amount and day that no payment accounts for, and not what one does", async () => {
    const { domain } = await connectNewShop(world());
    const orphan = await paid(domain);
    const placed = await paid(domain);
    await world().rows("update notices set code_id = null, state = 'foreign' where cip = $1", [orphan.cip]);
    const held = await toldPending(world(), { shop: domain });
    const one = await newCase(world(), held);
    const payment = await toldPending(world(), { shop: domain });

    await leave(payment, { operation: "99990000" });

    const matches = (await seen(payment))?.matches ?? [];
    expect(matches.map(({ of, reason, cip }) => [of, reason, cip]).toSorted()).toEqual(
      [
        ["case", "amount", null],
        ["notice", "amount", orphan.cip],
      ].toSorted(),
    );
    expect(matches.map(({ id }) => id)).toContain(one.caseId);
    expect(matches.map(({ cip }) => cip)).not.toContain(placed.cip);
  });
});

describe("what a shopper left", () => {
  it("is handed over to its person, and goes with the payment's personal data", async () => {
    const { domain: shop } = await connectNewShop(world());
    const person = newPerson();
    const payment = await toldPending(world(), { shop, customer: person.session });
    const number = `OP-${person.phone}`;
    await leave(payment, { operation: number });
    await world().pagoefectivo.pay(payment.cip);
    await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
    expect(await tablesWith(world(), [number])).toEqual(["public.slips"]);

    await ask(world(), "customers/data_request", shop, { email: person.email });
    await ask(world(), "customers/redact", shop, { email: person.email });

    expect(await tablesWith(world(), [number])).toEqual([]);
    expect(world().logged().join("\n")).not.toContain(number);
  });
});
