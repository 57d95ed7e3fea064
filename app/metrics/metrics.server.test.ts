import { describe, expect, it } from "vitest";
import { createMetrics } from "#app/metrics/metrics.server.ts";

const AT = new Date("2026-11-29T12:00:00Z");
const before = (ms: number) => new Date(AT.getTime() - ms);

async function served(work: (metrics: ReturnType<typeof createMetrics>) => void, name: string) {
  const metrics = createMetrics();
  work(metrics);
  const text = await metrics.registry.metrics();
  return text.split("\n").filter((line) => line.startsWith(name));
}

describe("how long a paid payment took", () => {
  const resolved = { kind: "resolve", verdict: "acknowledged", at: AT } as const;

  it("is measured when Shopify has acknowledged the resolve, and only then", async () => {
    const lines = await served((metrics) => {
      const paid = { paidAt: before(2_000), noticedAt: before(500) };
      metrics.report({ ...resolved, ...paid });
      metrics.report({ ...resolved, ...paid, verdict: "again" });
      metrics.report({ ...resolved, ...paid, kind: "pending" });
    }, "ventanilla_noticed_to_resolved_seconds_");

    expect(lines).toContain("ventanilla_noticed_to_resolved_seconds_count 1");
    expect(lines).toContain("ventanilla_noticed_to_resolved_seconds_sum 0.5");
  });

  it("is not measured from a notice that never came", async () => {
    const lines = await served(
      (metrics) => metrics.report({ ...resolved, paidAt: before(2_000), noticedAt: null }),
      "ventanilla_",
    );

    expect(lines).toContain("ventanilla_paid_to_resolved_seconds_sum 2");
    expect(lines).toContain("ventanilla_noticed_to_resolved_seconds_count 0");
  });

  // Fault: PagoEfectivo's clock ahead of ours would take time off everybody's sum.
  it("is never less than nothing", async () => {
    const lines = await served(
      (metrics) => metrics.report({ ...resolved, paidAt: before(-3_000), noticedAt: null }),
      "ventanilla_paid",
    );

    expect(lines).toContain("ventanilla_paid_to_resolved_seconds_sum 0");
    expect(lines).toContain("ventanilla_paid_to_resolved_seconds_count 1");
  });
});

// Fault: a series that begins with its first failure never shows an increase, and the alert stays silent.
it("counts from 0 what an alert waits for the first of", async () => {
  const lines = await served((metrics) => metrics.expectJobs(["issue-code"]), "ventanilla_");

  expect(lines).toContain('ventanilla_jobs_given_up_total{job="issue-code"} 0');
  expect(lines).toContain('ventanilla_reports_total{kind="resolve",verdict="refused"} 0');
  expect(lines).toContain('ventanilla_notices_total{verdict="bad-signature"} 0');
});

it("gives each process a registry of its own", async () => {
  const [one, other] = [createMetrics(), createMetrics()];

  one.request("notice", 200, 1);

  expect(await one.registry.metrics()).toContain('door="notice"');
  expect(await other.registry.metrics()).not.toContain('door="notice"');
});
