import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMoment } from "./statement-moment.ts";

const LIMA_MS = 5 * 3_600_000;
const instants = fc
  .integer({ min: Date.UTC(2010, 0, 1) / 1000, max: Date.UTC(2090, 0, 1) / 1000 })
  .map((seconds) => new Date(seconds * 1000));

const two = (value: number) => String(value).padStart(2, "0");

/** What a clock in Lima shows. */
function shown(instant: Date) {
  const wall = new Date(instant.getTime() - LIMA_MS);
  const iso = wall.toISOString();
  const hour = wall.getUTCHours();
  const rest = iso.slice(14, 19);
  return {
    day: iso.slice(0, 10),
    dayFirst: `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`,
    clock: iso.slice(11, 19),
    halves: `${hour % 12 === 0 ? 12 : hour % 12}:${rest} ${hour < 12 ? "a." : "p."}\u00a0m.`,
    english: `${two(hour % 12 === 0 ? 12 : hour % 12)}:${rest} ${hour < 12 ? "AM" : "PM"}`,
    serial: String((wall.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000),
    serial1904: String((wall.getTime() - Date.UTC(1904, 0, 1)) / 86_400_000),
  };
}

describe("a date of a file", () => {
  it("is the same instant in whatever way a clock in Lima is written down", () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const { day, dayFirst, clock, halves, english, serial, serial1904 } = shown(instant);
        const expected = { kind: "moment", at: instant, day };

        for (const text of [
          ...[`${dayFirst} ${clock}`, `${dayFirst.replaceAll("/", "-")} ${clock}`, `${dayFirst}, ${clock}`],
          ...[`${day} ${clock}`, `${day}T${clock}.000`, `${day}T${clock}-05:00`],
          ...[instant.toISOString(), `${dayFirst} ${halves}`, `${dayFirst} ${english}`],
        ])
          expect(readMoment(text), text).toEqual(expected);
        expect(readMoment({ number: serial })).toEqual(expected);
        expect(readMoment({ number: serial1904 }, true)).toEqual(expected);
      }),
    );
  });

  it("is the beginning of its day without an hour", () => {
    const expected = { kind: "moment", at: new Date("2026-11-29T05:00:00Z"), day: "2026-11-29" };

    for (const text of ["29/11/2026", "29-11-2026", "29.11.2026", "2026-11-29", "2026/11/29", "46355"])
      expect(readMoment(text), text).toEqual(expected);
    expect(readMoment({ number: "46355" })).toEqual(expected);
  });

  it("has the minute without seconds", () => {
    expect(readMoment("29/11/2026 9:05")).toMatchObject({ at: new Date("2026-11-29T14:05:00Z") });
    expect(readMoment("29/11/2026 12:05 a. m.")).toMatchObject({ at: new Date("2026-11-29T05:05:00Z") });
    expect(readMoment("29/11/2026 12:05 p.m.")).toMatchObject({ at: new Date("2026-11-29T17:05:00Z") });
  });

  it("is never a text that is none, and never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
        if (readMoment(text).kind === "moment") expect(text).toMatch(/\d{4}/);
      }),
    );
  });

  it.each(["", " ", "-", "01/01/0001 00:00:00", "1900-01-01T00:00:00-05:00", "01/01/1900"])(
    "takes %j for none: systems write their first day where nothing happened",
    (text) => {
      expect(readMoment(text)).toEqual({ kind: "none" });
    },
  );

  it.each([
    ...[
      "31/02/2026",
      "29/02/2027",
      "11/29/2026",
      "00/01/2026",
      "29/11/26",
      "29/11/2026 24:00",
      "29/11/2026 9:60",
    ],
    ...["29/11/2026 13:00 p. m.", "2026-13-01", "mañana", "160.35", "29/11-2026", "2026-11-29T10:00+0x:00"],
    ...["29/11/1999", "29/11/2150", "99999"],
  ])("refuses %s", (text) => {
    expect(readMoment(text)).toEqual({ kind: "problem" });
  });

  it.each(["1", "0", "160.35", "999999", "-5", "1e9"])(
    "takes no workbook's number %s for a day",
    (number) => {
      expect(readMoment({ number }).kind).not.toBe("moment");
    },
  );
});
