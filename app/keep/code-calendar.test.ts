import { describe, expect, it } from "vitest";
import { googleCalendarUrl } from "./calendar-event.ts";
import { codeCalendar } from "./code-calendar.ts";
import { english, NOW, over, paid, payable, sandbox } from "./keep-samples.ts";
import type { KeptCode } from "./kept-code.ts";

const UID = "4a5c@ventanilla";
const file = (kept: KeptCode, now = NOW) => codeCalendar(kept, { uid: UID, now });

/** RFC 5545 §3.1: a line break and one space is no line break. */
function linesOf(calendar: string): string[] {
  return calendar.replaceAll("\r\n ", "").split("\r\n");
}

/** RFC 5545 §3.3.11 read backwards. */
function text(calendar: string, property: string): string {
  const line = linesOf(calendar).find((each) => each.startsWith(`${property}:`)) ?? "";
  return line
    .slice(property.length + 1)
    .replace(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === "n" ? "\n" : sign));
}

describe("the calendar file of a code that can be paid", () => {
  it("is a published event of the three hours before the deadline, in UTC", () => {
    expect(linesOf(file(payable))).toEqual(
      expect.arrayContaining([
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "METHOD:PUBLISH",
        `UID:${UID}`,
        "SEQUENCE:3",
        "DTSTAMP:20261122T150000Z",
        "DTSTART:20261125T015900Z",
        "DTEND:20261125T045900Z",
        "STATUS:CONFIRMED",
        "END:VCALENDAR",
      ]),
    );
  });

  it("says store, amount, code, deadline and the page, whatever signs the store's name has", () => {
    const calendar = file(payable);

    expect(text(calendar, "SUMMARY")).toBe(
      "Paga S/\u00a01,234.50 en Zapatos Ñandú; Cusco, Perú con PagoEfectivo",
    );
    expect(text(calendar, "DESCRIPTION")).toBe(
      "Pago en Zapatos Ñandú; Cusco, Perú: S/\u00a01,234.50. Código CIP 123456789. Vence el martes, 24 de noviembre de 2026, " +
        "11:59\u00a0p.\u00a0m. (hora de Perú). https://pagos.example/v/slug-of-this-payment",
    );
    expect(text(file(english), "DESCRIPTION")).toContain("CIP code 123456789. Pay before Tuesday");
  });

  it("ends each line with CRLF and folds it before 75 octets, never within a letter", () => {
    const calendar = file({
      ...payable,
      frame: { ...payable.frame, storeName: "Ñandú 靴屋 👟 ".repeat(30) },
    });

    const lines = calendar.split("\r\n");
    expect(calendar.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(calendar.isWellFormed()).toBe(true);
    expect(text(calendar, "SUMMARY")).toContain("Ñandú 靴屋 👟 ".repeat(30).trim());
  });

  it("lets no name of a store end a line or add a property", () => {
    const storeName = "X\r\nATTENDEE:mailto:a@b.pe\nSTATUS:CANCELLED\\";

    const lines = linesOf(file({ ...payable, frame: { ...payable.frame, storeName } }));

    expect(lines.filter((line) => /^(ATTENDEE|STATUS)/.test(line))).toEqual(["STATUS:CONFIRMED"]);
  });

  it.each([
    ["2026-11-22T15:00:00.000Z", ["TRIGGER:-P1D", "TRIGGER:-PT3H"]],
    ["2026-11-24T10:00:00.000Z", ["TRIGGER:-PT3H"]],
    ["2026-11-24T23:00:00.000Z", []],
  ])("seen at %s rings only while that is still ahead: %j", (now, triggers) => {
    const rung = linesOf(file(payable, new Date(now))).filter((line) => line.startsWith("TRIGGER"));

    expect(rung).toEqual(triggers);
  });

  it("says of a test payment that it must not be paid", () => {
    expect(text(file(sandbox), "SUMMARY")).toMatch(/^PRUEBA, no pagar/);
    expect(text(file(sandbox), "DESCRIPTION")).toMatch(/^PRUEBA, no pagar/);
  });
});

describe("the calendar file of a code that is not to be paid any more", () => {
  it.each([
    ["paid", paid, /^Ya está pagado/],
    ["over", over, /^No pagues este código/],
  ])("cancels the same event, rings no more and shows no code: %s", (_, kept, summary) => {
    const calendar = file(kept);

    expect(linesOf(calendar)).toEqual(
      expect.arrayContaining([`UID:${UID}`, "STATUS:CANCELLED", `SEQUENCE:${kept.revision}`]),
    );
    expect(text(calendar, "SUMMARY")).toMatch(summary);
    expect(calendar).not.toContain("VALARM");
    expect(linesOf(calendar).join("")).not.toContain("123456789");
  });
});

it("opens the same event at Google, for browsers that cannot open a file", () => {
  const url = new URL(googleCalendarUrl(payable));

  expect(url.origin + url.pathname).toBe("https://calendar.google.com/calendar/render");
  expect(url.searchParams.get("dates")).toBe("20261125T015900Z/20261125T045900Z");
  expect(url.searchParams.get("details")).toContain("Código CIP 123456789");
});
