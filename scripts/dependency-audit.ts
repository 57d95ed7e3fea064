/** Reads what npm says of our packages. Pure. */
import { z } from "zod";

const sbom = z.object({
  bomFormat: z.literal("CycloneDX"),
  components: z.array(z.object({ purl: z.string() })).min(1),
});

/** How many components the list has; null when it is no such list. */
export function readSbom(text: string): number | null {
  return sbom.safeParse(parsed(text)).data?.components.length ?? null;
}

const weakness = z.object({
  name: z.string(),
  severity: z.enum(["info", "low", "moderate", "high", "critical"]),
  range: z.string(),
  via: z.array(z.union([z.string(), z.looseObject({ title: z.string(), url: z.string() })])),
});
const answered = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), weakness),
});
const refused = z.object({ message: z.string() });

export type AuditOutcome =
  { kind: "not-asked"; reason: string } | { kind: "asked"; serious: string[]; others: number };

/** What `npm audit --json` printed, in whichever form it ended. */
export function judgeAudit(text: string): AuditOutcome {
  const json = parsed(text);
  const report = answered.safeParse(json).data;
  if (!report) return { kind: "not-asked", reason: refused.safeParse(json).data?.message ?? "no answer" };
  const all = Object.values(report.vulnerabilities);
  const serious = all.filter(({ severity }) => severity === "high" || severity === "critical");
  return { kind: "asked", serious: serious.map(sentenceOf), others: all.length - serious.length };
}

function sentenceOf({ name, severity, range, via }: z.infer<typeof weakness>): string {
  const known = via.map((one) => (typeof one === "string" ? `by ${one}` : `${one.title} (${one.url})`));
  return `${name} ${range}, ${severity}: ${known.join("; ")}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
