import { describe, expect, it } from "vitest";
import { hourText, isUrgent, momentText, timeLeftText, waitText } from "./moment-text.ts";

const DEADLINE = "2026-11-25T04:59:00.000Z";

describe("momentText", () => {
  it("gives the day and hour of Lima, not of UTC", () => {
    expect(momentText(DEADLINE, "es")).toBe("martes, 24 de noviembre de 2026, 11:59\u00a0p.\u00a0m.");
    expect(momentText(DEADLINE, "en")).toBe("Tuesday, November 24, 2026 at 11:59\u00a0PM");
  });

  it("refuses a text that is no instant", () => {
    expect(() => momentText("mañana", "es")).toThrow(RangeError);
  });
});

describe("hourText", () => {
  it("gives the hour of Lima alone, which stays on one line", () => {
    expect(hourText(DEADLINE, "es")).toBe("11:59\u00a0p.\u00a0m.");
    expect(hourText(DEADLINE, "en")).toBe("11:59\u00a0PM");
  });
});

describe("timeLeftText", () => {
  it.each([
    ["2026-11-22T15:00:00.000Z", "Vence dentro de 2 días"],
    ["2026-11-24T04:59:00.000Z", "Vence dentro de 1 día"],
    ["2026-11-24T04:59:01.000Z", "Vence dentro de 23 horas"],
    ["2026-11-25T03:59:00.000Z", "Vence dentro de 1 hora"],
    ["2026-11-25T03:59:01.000Z", "Vence dentro de 59 minutos"],
    ["2026-11-25T04:58:00.000Z", "Vence dentro de 1 minuto"],
    ["2026-11-25T04:58:01.000Z", "Vence en menos de un minuto"],
  ])("seen at %s says: %s", (now, text) => {
    expect(timeLeftText(DEADLINE, now, "es")).toBe(text);
  });

  it.each([
    ["2026-11-22T15:00:00.000Z", "Expires in 2 days"],
    ["2026-11-25T03:59:00.000Z", "Expires in 1 hour"],
    ["2026-11-25T04:58:01.000Z", "Expires in less than a minute"],
  ])("seen at %s says in English: %s", (now, text) => {
    expect(timeLeftText(DEADLINE, now, "en")).toBe(text);
  });

  it("says nothing from the deadline on", () => {
    expect(timeLeftText(DEADLINE, DEADLINE, "es")).toBeNull();
  });
});

describe("waitText", () => {
  it.each([
    [1, "dentro de 1 segundo"],
    [29_001, "dentro de 30 segundos"],
    [59_001, "dentro de 1 minuto"],
    [60_001, "dentro de 2 minutos"],
  ])("%i ms, rounded up: %s", (waitMs, text) => {
    expect(waitText(waitMs, "es")).toBe(text);
  });

  it("speaks English too", () => {
    expect(waitText(600_000, "en")).toBe("in 10 minutes");
  });
});

describe("isUrgent", () => {
  it("is true only in the last hour", () => {
    expect(isUrgent(DEADLINE, "2026-11-25T03:59:00.000Z")).toBe(false);
    expect(isUrgent(DEADLINE, "2026-11-25T03:59:00.001Z")).toBe(true);
  });
});
