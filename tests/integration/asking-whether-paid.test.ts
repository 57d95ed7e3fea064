import { describe, expect, it } from "vitest";
import { lookUps } from "../builders/notice.ts";
import { withoutTime } from "../builders/page-view.ts";
import {
  moveToExpiry,
  openPage,
  pageState,
  paymentRow,
  sessionState,
  toldPending,
  withCode,
  type IssuedPayment,
} from "../builders/payment.ts";
import { readable, sendForm } from "../builders/shopper-form.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("asking_whether_paid", { tls: "off" });

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** Presses *Verificar pago*; answers the word that the page's address then has. */
async function press(payment: IssuedPayment, lang = ""): Promise<string | null> {
  const { status, location } = await sendForm(`${payment.url}/check${lang}`);
  expect(status).toBe(303);
  return location?.replace(`/v/${payment.slug}`, "") ?? null;
}

async function said(payment: IssuedPayment, checked: string): Promise<string> {
  return readable(await openPage({ url: `${payment.url}?checked=${checked}` }));
}

async function payUnnoticed(payment: IssuedPayment): Promise<void> {
  world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
  await world().pagoefectivo.pay(payment.cip);
}

describe("a shopper who asks whether they have paid", () => {
  it("finds the payment that no notice told of", async () => {
    const payment = await toldPending(world());
    await payUnnoticed(payment);

    expect(await press(payment)).toBe("");

    expect(await pageState(payment)).toBe("paid");
    await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
  });

  it("is told that it is not seen yet, and not to pay twice, while the code stays", async () => {
    const payment = await toldPending(world());

    expect(await press(payment)).toBe("?checked=not-seen#already-paid");

    expect(await said(payment, "not-seen")).toContain(
      "Aún no vemos tu pago. Puede tardar unos minutos. No pagues otra vez.",
    );
    expect(await openPage({ url: `${payment.url}?checked=not-seen` })).toContain(payment.cip);
  });

  it("is answered in the language that was asked in", async () => {
    const payment = await toldPending(world());

    expect(await press(payment, "?lang=en")).toBe("?lang=en&checked=not-seen#already-paid");

    expect(await said(payment, "not-seen&lang=en")).toContain("Please don't pay twice.");
  });

  it("is told when PagoEfectivo does not answer, and the sweep asks again first of all", async () => {
    const payment = await toldPending(world());
    world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "error-500", count: 5 });

    expect(await press(payment)).toBe("?checked=no-answer#already-paid");

    expect(await said(payment, "no-answer")).toContain("PagoEfectivo no nos respondió ahora.");
    const [code] = await world().rows<{ next_ask_at: Date }>(
      "select next_ask_at from codes where id = $1",
      [payment.codeId],
    );
    expect(code?.next_ask_at.getTime()).toBeLessThanOrEqual(world().clock.now().getTime());
  });

  it("waits no longer than the page waits, and what comes later is not lost", async () => {
    const payment = await toldPending(world());
    await payUnnoticed(payment);
    world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "held" });
    const began = performance.now();

    expect(await press(payment)).toBe("?checked=no-answer#already-paid");

    expect(performance.now() - began).toBeLessThan(8 * SECOND);
    world().pagoefectivo.gate.release();
    await world().until("the late answer", () => sessionState(world(), payment) === "resolved");
  });

  it("finds nothing at an address that nobody has", async () => {
    const { status } = await sendForm(`${world().webOrigin}/v/nobody/check`);

    expect(status).toBe(404);
  });
});

describe("asking again and again", () => {
  it("asks PagoEfectivo once in half a minute, however many press at once, and says when again", async () => {
    const payment = await toldPending(world());
    const before = lookUps(world(), payment.cip);

    const words = await Promise.all(Array.from({ length: 12 }, () => press(payment)));

    expect(lookUps(world(), payment.cip) - before).toBe(1);
    expect(words.toSorted()).toEqual([
      "?checked=not-seen#already-paid",
      ...Array<string>(11).fill("?checked=too-often#already-paid"),
    ]);
    expect(await said(payment, "too-often")).toMatch(/Puedes volver a hacerlo dentro de (\d\d|1) /);
    world().clock.shift(30 * SECOND);
    expect(await said(payment, "too-often")).toContain("Ya puedes volver a preguntar.");
    expect(await press(payment)).toBe("?checked=not-seen#already-paid");
  });

  it("asks a few times an hour at most", async () => {
    const payment = await toldPending(world());
    const before = lookUps(world(), payment.cip);

    const words: (string | null)[] = [];
    for (let minute = 0; minute < 8; minute += 1) {
      world().clock.shift(minute * 60 * SECOND);
      words.push(await press(payment));
    }

    expect(words.filter((word) => word?.includes("not-seen"))).toHaveLength(6);
    expect(lookUps(world(), payment.cip) - before).toBe(6);
    expect(await said(payment, "too-often")).toMatch(/Puedes volver a hacerlo dentro de \d minutos?\./);
  });
});

describe("the page's address", () => {
  it.each([
    "paid",
    "not-seen%20",
    "NOT-SEEN",
    "__proto__",
    "constructor",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%00",
  ])("shows nothing of a word that is none of ours: %s", async (word) => {
    const payment = await withCode(world());
    const plain = await openPage(payment);
    world().clock.shift(60 * SECOND);

    const page = await openPage({ url: `${payment.url}?checked=${word}` });

    const main = (html: string) => /<main[\s\S]*<\/main>/.exec(withoutTime(html))?.[0];
    expect(main(page)).toBe(main(plain));
  });

  it("says nothing of a check on the page of a payment that was paid", async () => {
    const payment = await toldPending(world());
    await world().pagoefectivo.pay(payment.cip);
    await world().until("the page to say so", async () => (await pageState(payment)) === "paid");

    expect(await said(payment, "not-seen")).not.toContain("Aún no vemos tu pago");
    expect(await press(payment)).toBe("");
  });
});

describe("a code that is over", () => {
  it("is still asked about for 72 hours, and money found then is a case and no order", async () => {
    const payment = await toldPending(world());
    await moveToExpiry(world(), payment, 2 * HOUR);
    await world().until("the reject", async () => (await paymentRow(world(), payment)).told === "rejected");
    expect(readable(await openPage(payment))).toContain("Verificar pago");
    expect(await press(payment)).toBe("?checked=not-seen#already-paid");

    world().pagoefectivo.switches.acceptedAtCounter.expired = true;
    await payUnnoticed(payment);
    await moveToExpiry(world(), payment, 3 * HOUR);

    expect(await press(payment)).toBe("");
    expect(await pageState(payment)).toBe("late");
    expect(sessionState(world(), payment)).toBe("rejected");
  });

  it("is not asked about any more after that", async () => {
    const payment = await toldPending(world());
    await moveToExpiry(world(), payment, 2 * HOUR);
    await world().until("the reject", async () => (await paymentRow(world(), payment)).told === "rejected");
    await moveToExpiry(world(), payment, 75 * HOUR);
    const before = lookUps(world(), payment.cip);

    expect(readable(await openPage(payment))).not.toContain("Verificar pago");
    expect(await press(payment)).toBe("");
    expect(lookUps(world(), payment.cip)).toBe(before);
  });
});
