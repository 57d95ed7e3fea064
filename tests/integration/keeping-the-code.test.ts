import { getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import {
  arrive,
  moveToExpiry,
  openPage,
  pageState,
  paymentRow,
  pressCancel,
  toldPending,
  withCode,
} from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("keeping_the_code", { tls: "off" });

const LEAVES = ["code.ics", "code.pdf", "page-qr.svg", "provider-qr"] as const;

function get(
  payment: { url: string },
  leaf: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${payment.url}/${leaf}`, { redirect: "manual", headers });
}

async function calendarOf(payment: { url: string }): Promise<string> {
  const answer = await get(payment, "code.ics");
  return (await answer.text()).replaceAll("\r\n ", "");
}

function line(calendar: string, name: string): string | undefined {
  return calendar.split("\r\n").find((each) => each.startsWith(name));
}

async function pdfText(answer: Response): Promise<string> {
  const pdf = await getDocumentProxy(new Uint8Array(await answer.arrayBuffer()));
  const content = await (await pdf.getPage(1)).getTextContent();
  return content.items.flatMap((item) => ("str" in item ? [item.str] : [])).join("\n");
}

async function paid() {
  const payment = await toldPending(world());
  await world().pagoefectivo.pay(payment.cip);
  await world().until("the page to say paid", async () => (await pageState(payment)) === "paid");
  return payment;
}

describe("the calendar file", () => {
  it("of a code that can be paid is its event, in the page's language", async () => {
    const payment = await withCode(world());

    const answer = await get(payment, "code.ics");

    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8; method=PUBLISH");
    const calendar = await calendarOf(payment);
    expect(line(calendar, "STATUS")).toBe("STATUS:CONFIRMED");
    expect(line(calendar, "DESCRIPTION")).toContain(`Código CIP ${payment.cip}`);
    expect(line(calendar, "DESCRIPTION")).toContain(payment.url);
    expect(await (await get(payment, "code.ics?lang=en")).text()).toContain("SUMMARY:Pay S/");
  });

  it("cancels the same event once the code is voided, paid or over", async () => {
    const voided = await withCode(world());
    const before = await calendarOf(voided);
    await openPage(voided);
    await pressCancel(voided);
    await world().until("the code to be voided", async () => (await pageState(voided)) === "voided");

    const after = await calendarOf(voided);

    expect(line(after, "UID")).toBe(line(before, "UID"));
    expect(line(after, "UID")).not.toContain(voided.slug);
    expect(line(after, "STATUS")).toBe("STATUS:CANCELLED");
    const sequence = (calendar: string) => Number(line(calendar, "SEQUENCE")?.slice("SEQUENCE:".length));
    expect(sequence(after)).toBeGreaterThan(sequence(before));
    expect(line(await calendarOf(await paid()), "STATUS")).toBe("STATUS:CANCELLED");
    const late = await withCode(world());
    await moveToExpiry(world(), late, 1_000);
    expect(line(await calendarOf(late), "STATUS")).toBe("STATUS:CANCELLED");
  });
});

describe("the PDF", () => {
  it("of a code that can be paid is a file to be saved", async () => {
    const payment = await withCode(world(), { test: true });

    const answer = await get(payment, "code.pdf");

    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="pagoefectivo-${payment.cip.slice(-4)}.pdf"`,
    );
    const text = await pdfText(answer);
    expect(text).toContain(payment.cip);
    expect(text).toContain(payment.url);
    expect(text).toContain("PRUEBA");
  });

  it("of a paid code is a proof of payment", async () => {
    const payment = await paid();

    const text = await pdfText(await get(payment, "code.pdf"));

    expect(text).toContain("Constancia – no es boleta ni factura");
    expect(text).toContain(payment.cip);
    expect(text).toContain(payment.sessionId);
  });

  it("leads a burst of presses in order, and asks those beyond it to come back", async () => {
    const payment = await withCode(world());

    const answers = await Promise.all(Array.from({ length: 60 }, () => get(payment, "code.pdf")));

    const refused = answers.filter(({ status }) => status !== 200);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(18);
    for (const answer of refused) {
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(await answer.text()).toContain("Vuelve a la página");
    }
    expect((await get(payment, "code.pdf")).status).toBe(200);
  });
});

describe("the QR of the page's own address", () => {
  it("is a picture, the same whenever it is asked for", async () => {
    const payment = await withCode(world());

    const answer = await get(payment, "page-qr.svg");

    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/svg+xml"]);
    const svg = await answer.text();
    expect(svg).toMatch(/^<svg /);
    expect(await (await get(payment, "page-qr.svg?lang=en")).text()).toBe(svg);
    expect(await (await get(await withCode(world()), "page-qr.svg")).text()).not.toBe(svg);
  });
});

describe("what is taken along", () => {
  it("is as secret as the page: kept by no cache, found by no search, framed by nobody", async () => {
    const payment = await withCode(world());

    for (const leaf of ["code.ics", "code.pdf", "page-qr.svg"]) {
      const { headers } = await get(payment, leaf);
      expect(headers.get("cache-control"), leaf).toBe("no-store");
      expect(headers.get("referrer-policy"), leaf).toBe("no-referrer");
      expect(headers.get("x-robots-tag"), leaf).toContain("noindex");
      expect(headers.get("x-content-type-options"), leaf).toBe("nosniff");
      expect(headers.get("content-security-policy"), leaf).toContain("default-src 'none'");
    }
  });

  it("does not count as a view of the page", async () => {
    const payment = await withCode(world());

    for (const leaf of LEAVES) await get(payment, leaf);

    expect((await paymentRow(world(), payment)).first_seen_at).toBeNull();
  });

  it("leads to the page where there is nothing to take along, in the language that was asked for", async () => {
    const { nextFaults } = world().pagoefectivo.switches;
    nextFaults.push({ operation: "create", fault: "held" });
    const preparing = await arrive(world());
    // Or the next one's code may be asked for first, and be the one that is held.
    await world().pagoefectivo.gate.untilHeld(1);
    const over = await withCode(world(), {});
    await openPage(over);
    await pressCancel(over);
    await world().until("the code to be voided", async () => (await pageState(over)) === "voided");

    const answers = [
      await get(preparing, "code.ics"),
      await get(preparing, "code.pdf?lang=en"),
      await get(over, "code.pdf?lang=zz"),
      await get(over, "provider-qr"),
    ];

    expect(answers.map(({ status, headers }) => [status, headers.get("location")])).toEqual([
      [303, `/v/${preparing.slug}`],
      [303, `/v/${preparing.slug}?lang=en`],
      [303, `/v/${over.slug}`],
      [303, `/v/${over.slug}`],
    ]);
    world().pagoefectivo.gate.release();
  });

  it.each(LEAVES)("of an address that nobody has is the one page for all of them: %s", async (leaf) => {
    const { origin } = new URL((await arrive(world())).url);
    const page = await fetch(`${origin}/v/nobody-has-this-address`);

    const answer = await get({ url: `${origin}/v/nobody-has-this-address` }, leaf);

    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe(await page.text());
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});
