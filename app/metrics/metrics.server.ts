/**
 * What this process counts and measures of itself, for Prometheus. Each process has a registry of its own. No label carries an id, a shop or
 * anything else that grows with use: a series that is made once is kept for good, here and there. docs/metrics.md explains each.
 */
import { Counter, Histogram, Registry } from "prom-client";
import type { OutboundExchange } from "#app/lib/outbound-http.server.ts";
import { PARTIES } from "#app/metrics/service-state.ts";
import type { MadeReport } from "#app/payments/payment-deps.server.ts";
import type { ReportKind } from "#app/shopify/payments-apps-client.ts";

export interface Metrics {
  /** Where gauges of the moment are added, and what the private port serves. */
  registry: Registry;
  request: (door: string, httpStatus: number, tookMs: number) => void;
  notice: (verdict: string) => void;
  outsideCall: (call: OutboundExchange) => void;
  breakerOpened: (service: string) => void;
  report: (report: MadeReport) => void;
  job: (run: { job: string; outcome: "done" | "threw"; tookMs: number }) => void;
  /** A job has used up its attempts: nobody runs it again. */
  jobGivenUp: (job: string) => void;
  /** Which jobs this process runs: each is counted from 0, so that its first failure is seen as an increase. */
  expectJobs: (jobs: readonly string[]) => void;
}

/** Counted from 0, for the same reason. */
const NOTICE_VERDICTS = ["stored", "known", "bad-signature", "unknown-url", "probe", "too-large"];
const REPORT_KINDS: readonly ReportKind[] = [
  ...(["pending", "resolve", "reject", "refund-resolve", "refund-reject"] as const),
];
const REPORT_VERDICTS: readonly MadeReport["verdict"][] = [
  ...(["acknowledged", "again", "held", "too-far", "refused", "dead"] as const),
];

const DOOR_SECONDS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const CALL_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30];
/** From what one machine does to what waits for the sweep, for Shopify's retries, for a person. */
const PAID_SECONDS = [
  ...[0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
  ...[180, 600, 1_800, 3_600, 21_600, 86_400],
];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const shared = { registers: [registry] };
  const requests = new Histogram({
    ...shared,
    name: "ventanilla_door_seconds",
    help: "From a request's arrival to the end of its answer, by door and status class.",
    labelNames: ["door", "status"],
    buckets: DOOR_SECONDS,
  });
  const told = toldMetrics(registry);
  const worked = workMetrics(registry);

  // A door is asked thousands of times a second: the child of a series is looked up once.
  const children = new Map<string, { observe(value: number): void }>();
  return {
    registry,
    request(door, httpStatus, tookMs) {
      const status = statusClass(httpStatus);
      const key = `${door} ${status}`;
      let child = children.get(key);
      if (!child) children.set(key, (child = requests.labels(door, status)));
      child.observe(tookMs / 1_000);
    },
    ...told,
    ...worked,
  };
}

function toldMetrics(registry: Registry): Pick<Metrics, "notice" | "report"> {
  const shared = { registers: [registry] };
  const notices = new Counter({
    ...shared,
    name: "ventanilla_notices_total",
    help: "Messages at the notice door, by what became of them there.",
    labelNames: ["verdict"],
  });
  const reports = new Counter({
    ...shared,
    name: "ventanilla_reports_total",
    help: "Attempts to tell Shopify something, by what it was and what came of it.",
    labelNames: ["kind", "verdict"],
  });
  const paid = new Histogram({
    ...shared,
    name: "ventanilla_paid_to_resolved_seconds",
    help: "From PagoEfectivo's instant of payment, in whole seconds, to Shopify's acknowledgement of the resolve.",
    buckets: PAID_SECONDS,
  });
  const noticed = new Histogram({
    ...shared,
    name: "ventanilla_noticed_to_resolved_seconds",
    help: "From the arrival of the first notice of a payment to Shopify's acknowledgement of the resolve.",
    buckets: PAID_SECONDS,
  });
  for (const verdict of NOTICE_VERDICTS) notices.inc({ verdict }, 0);
  for (const kind of REPORT_KINDS) for (const verdict of REPORT_VERDICTS) reports.inc({ kind, verdict }, 0);
  return {
    notice: (verdict) => notices.inc({ verdict }),
    report({ kind, verdict, at, paidAt, noticedAt }) {
      reports.inc({ kind, verdict });
      if (kind !== "resolve" || verdict !== "acknowledged") return;
      // PagoEfectivo's clock may be ahead of ours.
      const secondsSince = (from: Date) => Math.max(0, at.getTime() - from.getTime()) / 1_000;
      if (paidAt) paid.observe(secondsSince(paidAt));
      if (noticedAt) noticed.observe(secondsSince(noticedAt));
    },
  };
}

function workMetrics(
  registry: Registry,
): Pick<Metrics, "outsideCall" | "breakerOpened" | "job" | "jobGivenUp" | "expectJobs"> {
  const shared = { registers: [registry] };
  const calls = new Counter({
    ...shared,
    name: "ventanilla_outside_calls_total",
    help: "Requests to an outside party, by what was asked and what came of it over HTTP.",
    labelNames: ["service", "operation", "result"],
  });
  const callSeconds = new Histogram({
    ...shared,
    name: "ventanilla_outside_call_seconds",
    help: "How long a request to an outside party took, answered or not.",
    labelNames: ["service"],
    buckets: CALL_SECONDS,
  });
  const opened = new Counter({
    ...shared,
    name: "ventanilla_breakers_opened_total",
    help: "How often calls to one host for one merchant were stopped because nobody answered.",
    labelNames: ["service"],
  });
  const jobs = new Histogram({
    ...shared,
    name: "ventanilla_job_seconds",
    help: "How long a job ran, by its name and whether it threw: then the queue runs it again.",
    labelNames: ["job", "outcome"],
    buckets: CALL_SECONDS,
  });
  const givenUp = new Counter({
    ...shared,
    name: "ventanilla_jobs_given_up_total",
    help: "Jobs that have used up their attempts: nobody runs them again.",
    labelNames: ["job"],
  });
  for (const service of PARTIES) opened.inc({ service }, 0);
  return {
    outsideCall({ service, operation, result, tookMs }) {
      calls.inc({ service, operation, result });
      callSeconds.observe({ service }, tookMs / 1_000);
    },
    breakerOpened: (service) => opened.inc({ service }),
    job: ({ job, outcome, tookMs }) => jobs.observe({ job, outcome }, tookMs / 1_000),
    jobGivenUp: (job) => givenUp.inc({ job }),
    expectJobs(names) {
      for (const job of names) givenUp.inc({ job }, 0);
    },
  };
}

function statusClass(httpStatus: number): string {
  // Held back is not refused: the two are watched apart.
  return httpStatus === 429 || httpStatus === 503
    ? String(httpStatus)
    : `${Math.floor(httpStatus / 100)}xx`;
}
