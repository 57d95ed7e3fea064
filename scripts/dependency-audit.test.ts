import { describe, expect, it } from "vitest";
import { judgeAudit, readSbom } from "./dependency-audit.ts";

const weak = (severity: string) => ({
  ...{
    name: "left-pad",
    severity,
    isDirect: false,
    range: "<1.3.0",
    nodes: ["node_modules/left-pad"],
    effects: [],
  },
  ...{
    via: [{ title: "Pads without end", url: "https://github.com/advisories/GHSA-x" }, "pad"],
    fixAvailable: true,
  },
});
const report = (...severities: string[]) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(severities.map((severity, n) => [`p${n}`, weak(severity)])),
    metadata: {},
  });

describe("what the registry knows of our packages", () => {
  it("fails on what is high or critical, and counts the rest", () => {
    expect(judgeAudit(report("low", "high", "moderate", "critical"))).toEqual({
      ...{ kind: "asked", others: 2 },
      serious: [
        "left-pad <1.3.0, high: Pads without end (https://github.com/advisories/GHSA-x); by pad",
        "left-pad <1.3.0, critical: Pads without end (https://github.com/advisories/GHSA-x); by pad",
      ],
    });
    expect(judgeAudit(report())).toEqual({ kind: "asked", serious: [], others: 0 });
  });

  it.each([
    ['{"message":"405 Method Not Allowed","statusCode":405}', "405 Method Not Allowed"],
    ["", "no answer"],
    ["<html>", "no answer"],
    [report("unheard-of"), "no answer"],
  ])("is not taken for nothing when it could not be asked: %s", (text, reason) => {
    expect(judgeAudit(text)).toEqual({ kind: "not-asked", reason });
  });
});

describe("a list of packages", () => {
  it("is counted, and nothing else is taken for one", () => {
    expect(readSbom('{"bomFormat":"CycloneDX","components":[{"purl":"pkg:npm/a@1"}]}')).toBe(1);
    expect([
      readSbom(""),
      readSbom('{"bomFormat":"CycloneDX","components":[]}'),
      readSbom('{"spdxVersion":"2"}'),
    ]).toEqual([...[null, null, null]]);
  });
});
