import { describe, expect, it } from "vitest";
import { limaDate, limaDay, limaMoment, limaShortMoment, limaWeekdayMoment } from "./merchant-moment.ts";

const AT = "2026-11-25T04:59:00.000Z";

describe("a moment shown to the merchant", () => {
  it("is Lima's, with the zone named, in each language", () => {
    expect(limaMoment(AT, "es")).toBe(
      "martes, 24 de noviembre de 2026, 11:59\u00a0p.\u00a0m. (hora de Perú)",
    );
    expect(limaMoment(AT, "en")).toBe("Tuesday, November 24, 2026, 11:59\u00a0PM (Peru time)");
    expect(limaMoment(AT, "zh-CN")).toBe("2026年11月24日星期二 下午11:59（秘鲁时间）");
  });

  it("keeps the zone in its short form", () => {
    expect(limaShortMoment(AT, "es")).toBe("24 nov 2026, 11:59\u00a0p.\u00a0m. (Perú)");
    expect(limaShortMoment(AT, "en")).toBe("Nov 24, 2026, 11:59\u00a0PM (Peru)");
    expect(limaShortMoment(AT, "zh-CN")).toBe("2026-11-24 下午11:59（秘鲁）");
  });

  it("knows the last month, Sunday, noon and midnight", () => {
    expect(limaMoment("2026-12-27T17:00:00.000Z", "en")).toBe(
      "Sunday, December 27, 2026, 12:00\u00a0PM (Peru time)",
    );
    expect(limaShortMoment("2027-01-01T05:00:00.000Z", "es")).toBe(
      "1 ene 2027, 12:00\u00a0a.\u00a0m. (Perú)",
    );
  });

  it("names the day of the week where a sentence compares days", () => {
    expect(limaWeekdayMoment(AT, "es")).toBe("martes 24 nov, 11:59\u00a0p.\u00a0m.");
    expect(limaWeekdayMoment(AT, "en")).toBe("Tuesday, Nov 24, 11:59\u00a0PM");
    expect(limaWeekdayMoment(AT, "zh-CN")).toBe("11月24日星期二下午11:59");
  });

  it("names Lima's day, not that of UTC", () => {
    expect(limaDate(AT, "es")).toBe("24 nov 2026");
    expect(limaDay(AT)).toBe("2026-11-24");
  });

  it("refuses a text that is no instant", () => {
    expect(() => limaDate("mañana", "es")).toThrow(RangeError);
  });
});
