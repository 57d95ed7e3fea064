/** The files that operators load speak of metrics; each must be one that a process really serves, with the labels that it has. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parser } from "@prometheus-io/lezer-promql";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { invariant } from "#app/lib/invariant.ts";
import { scrape } from "../builders/scrape.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("dashboards");

const file = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), "utf8");

const alerts = z
  .object({
    groups: z.array(
      z.object({
        name: z.string(),
        rules: z.array(
          z.object({
            alert: z.string(),
            expr: z.string(),
            labels: z.object({ severity: z.enum(["page", "ticket"]) }).strict(),
            annotations: z.object({ summary: z.string(), runbook: z.string() }).strict(),
          }),
        ),
      }),
    ),
  })
  .parse(parse(file("deploy/prometheus/alerts.yaml")))
  .groups.flatMap(({ rules }) => rules);

const panels = z
  .object({
    panels: z.array(
      z.object({
        type: z.string(),
        title: z.string(),
        targets: z.array(z.object({ expr: z.string() })).default([]),
      }),
    ),
  })
  .parse(JSON.parse(file("deploy/grafana/ventanilla.json"))).panels;

const expressions = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
];

interface Read {
  isWhole: boolean;
  metrics: string[];
  /** Labels that are matched, or grouped by, and those that the scraper adds. */
  labels: string[];
}

/** What Prometheus' own grammar finds in an expression. */
function read(expr: string): Read {
  const found: Read = { isWhole: true, metrics: [], labels: [] };
  parser.parse(expr).iterate({
    enter: ({ name, type, from, to }) => {
      const text = expr.slice(from, to);
      if (type.isError) found.isWhole = false;
      else if (name === "Identifier") found.metrics.push(text);
      else if (name === "LabelName") found.labels.push(text);
    },
  });
  return found;
}

/** `x_bucket`, `x_sum` and `x_count` are what a histogram `x` serves. */
function servedName(name: string, types: ReadonlyMap<string, string>): string | null {
  if (types.has(name)) return name;
  const base = name.replace(/_(bucket|sum|count)$/, "");
  return types.get(base) === "histogram" ? base : null;
}

describe("the dashboard and the alert rules", () => {
  it.each(expressions)("speak Prometheus' language: %s, %s", (_, expr) => {
    const { isWhole, metrics } = read(expr);

    expect(isWhole).toBe(true);
    expect(metrics.length).toBeGreaterThan(0);
  });

  it("are told from one that is broken, and from a metric that nobody serves", () => {
    expect(read("sum(rate(x[5m])").isWhole).toBe(false);
    expect(read("max(ventanilla_nobodys)").metrics).toEqual(["ventanilla_nobodys"]);
    expect(
      servedName("ventanilla_nobodys_count", new Map([["ventanilla_door_seconds", "histogram"]])),
    ).toBe(null);
  });

  it("name no metric that the private port does not serve", async () => {
    const { types } = await scrape(world());

    const named = expressions.flatMap(([where, expr]) =>
      read(expr).metrics.map((metric) => ({ where, metric })),
    );
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(({ metric }) => servedName(metric, types) === null)).toEqual([]);
    // What a message to people asks for stands in no expression.
    const written = ["deploy/prometheus/alerts.yaml", "deploy/grafana/ventanilla.json", "docs/slo.md"]
      .flatMap((name) => file(name).match(/\bventanilla_[a-z_]+[a-z]\b(?!_?\*)/g) ?? [])
      .filter((metric) => servedName(metric, types) === null);
    expect(written).toEqual([]);
  });

  it("name no label that the metric does not have", async () => {
    const { types } = await scrape(world());
    const { registry } = world().system.deps.metrics;
    const labelsOf = new Map(
      registry
        .getMetricsAsArray()
        .map((metric) => [
          metric.name,
          "labelNames" in metric && Array.isArray(metric.labelNames) ? metric.labelNames.map(String) : null,
        ]),
    );

    const unknown = expressions.flatMap(([where, expr]) => {
      const { metrics, labels } = read(expr);
      const has = metrics.flatMap((metric) => labelsOf.get(servedName(metric, types) ?? "") ?? []);
      return labels
        .filter((label) => ![...has, "le", "instance"].includes(label))
        .map((label) => ({ where, label }));
    });

    expect([...labelsOf.values()].filter((labels) => labels === null)).toEqual([]);
    expect(unknown).toEqual([]);
  });

  it("send whoever is woken to a page that says what to do", () => {
    const anchors = new Set(
      [...file("docs/slo.md").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
        heading.toLowerCase().replaceAll(" ", "-"),
      ),
    );

    const lost = alerts.filter(({ annotations }) => {
      const [page, anchor = ""] = annotations.runbook.split("#");
      return page !== "docs/slo.md" || !anchors.has(anchor);
    });
    expect(lost.map(({ alert }) => alert)).toEqual([]);
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  });
});

describe("the page about metrics", () => {
  it("explains each metric that is served, and no other", async () => {
    const { types } = await scrape(world());

    const served = [...types].filter(([name]) => name.startsWith("ventanilla_"));
    const told = [...file("docs/metrics.md").matchAll(/^\| `(ventanilla_\w+)`\s+\| (\w+)/gm)].map(
      ([, name = "", type = ""]) => [name, type],
    );
    invariant(served.length > 20, "the metrics are served");
    expect(told.toSorted()).toEqual(served.toSorted());
  });
});
