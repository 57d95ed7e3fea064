import { describe, expect, it } from "vitest";
import { makeTestCertificates } from "../../simulators/certificates.ts";
import { judgeCertificates, watchedCertificates } from "./certificate-dates.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const HOUR_MS = 3_600_000;
const inDays = (days: number, ms = 0) => new Date(NOW.getTime() + days * 24 * HOUR_MS + ms);

describe("how soon a certificate ends", () => {
  it.each([
    [30, 0, null],
    [30, -1, { level: "warn", daysLeft: 29 }],
    [7, 0, { level: "warn", daysLeft: 7 }],
    [7, -1, { level: "error", daysLeft: 6 }],
    [0, 0, { level: "error", daysLeft: 0 }],
    [0, -1, { level: "error", daysLeft: -1 }],
    [-400, 0, { level: "error", daysLeft: -400 }],
  ])("is judged by the days that are left whole: %i days and %i ms", (days, ms, verdict) => {
    const endsAt = inDays(days, ms);

    const warnings = judgeCertificates([{ name: "server certificate", endsAt }], NOW);

    expect(warnings).toEqual(verdict ? [{ name: "server certificate", endsAt, ...verdict }] : []);
  });

  it("is said of each one by itself", () => {
    const certificates = [20, 300, 2].map((days, index) => ({ name: `c${index}`, endsAt: inDays(days) }));

    expect(judgeCertificates(certificates, NOW).map(({ name, level }) => `${name} ${level}`)).toEqual([
      "c0 warn",
      "c2 error",
    ]);
  });
});

it("watches our certificate, what we present with it, and each authority of the bundle", async () => {
  const made = await makeTestCertificates({ now: NOW, intermediate: true });
  const second = await makeTestCertificates({ now: inDays(10) });
  const server = await made.issuer.issueServer({ notAfter: inDays(12) });

  const watched = watchedCertificates({ cert: server.cert, clientCa: `${made.caBundle}${second.ca}` });

  expect(watched).toEqual([
    { name: "server certificate", endsAt: inDays(12) },
    { name: "server intermediate 1", endsAt: inDays(365) },
    { name: "client authority 1", endsAt: inDays(365) },
    { name: "client authority 2", endsAt: inDays(365) },
    { name: "client authority 3", endsAt: inDays(375) },
  ]);
});
