/** What the doctor hands over: for people, for machines, and a text for support that names nobody. Pure. */
import { createHash } from "node:crypto";
import type { Check, Finding } from "#app/doctor/finding.ts";
import { SIGNS, type Mark } from "#app/doctor/mark.ts";
import { fixOf, markOf, sentenceOf, type Code } from "#app/doctor/operator-words.ts";

export interface ReportedCheck {
  check: Check;
  mark: Mark;
  sign: string;
  code: Code;
  /** One sentence. */
  found: string;
  /** One thing to do; null where there is nothing. */
  fix: string | null;
}

export interface DoctorReport {
  /** Whether every single check is ✓. */
  ok: boolean;
  /** 0: all ✓ · 1: something to look at · 2: something does not work. */
  exitCode: 0 | 1 | 2;
  checks: ReportedCheck[];
  /** To be sent on: no secret, no person, shops by a hash of their domain. */
  support: string;
}

/** About the installation as a whole. */
export interface About {
  appVersion: string;
  nodeVersion: string;
  platform: string;
  at: Date;
}

export function reportOf(findings: readonly Finding[], about: About): DoctorReport {
  const checks = findings.map((finding) => {
    const mark = markOf(finding);
    const { check, code } = finding;
    return { check, mark, sign: SIGNS[mark], code, found: sentenceOf(finding), fix: fixOf(finding) };
  });
  const marks = new Set(checks.map(({ mark }) => mark));
  return {
    ok: checks.every(({ mark }) => mark === "ok"),
    exitCode: marks.has("failure") ? 2 : marks.has("warning") || marks.has("skipped") ? 1 : 0,
    checks,
    support: supportText(findings, about),
  };
}

/** Lines for a terminal: each check, what to do where there is something, and the text for support. */
export function reportLines({ checks, support }: DoctorReport): string[] {
  const width = Math.max(...checks.map(({ check }) => check.length));
  const lines = checks.flatMap(({ sign, check, found, fix }) => [
    `${sign} ${check.padEnd(width)}  ${found}`,
    ...(fix === null ? [] : [`${" ".repeat(width + 4)}→ ${fix}`]),
  ]);
  const counted = new Map<string, number>();
  for (const { sign } of checks) counted.set(sign, (counted.get(sign) ?? 0) + 1);
  const sums = [...counted].map(([sign, count]) => `${count} ${sign}`).join("  ");
  return [...lines, "", sums, "", "For support (names nobody, holds no secret):", "", support];
}

/** What stands for a shop where its name must not: the same in every text. */
export function shopWord(domain: string): string {
  return `shop-${createHash("sha256").update(domain).digest("hex").slice(0, 10)}`;
}

function supportText(findings: readonly Finding[], about: About): string {
  const head = `Ventanilla ${about.appVersion}, Node ${about.nodeVersion}, ${about.platform}, ${about.at.toISOString()}`;
  return [
    head,
    ...findings.map((finding) => {
      const sentence = sentenceOf(finding, shopWord);
      return `${SIGNS[markOf(finding)]} ${finding.check} ${finding.code}: ${sentence}`;
    }),
  ].join("\n");
}
