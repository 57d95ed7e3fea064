/** What is so at the moment of a scrape: how the service stands, what this process knows of the parties, the certificates, the process itself. */
import { collectDefaultMetrics, Gauge, type Registry } from "prom-client";
import type { CallLanes } from "#app/lib/call-lanes.server.ts";
import { daysLeftOf, type WatchedCertificate } from "#app/lib/certificate-dates.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import type { ServiceStateReader } from "#app/metrics/service-state.server.ts";
import { PARTIES, standingOf, type ServiceState } from "#app/metrics/service-state.ts";

export interface GaugeDeps {
  clock: Clock;
  log: Logger;
  lanes: Pick<CallLanes, "standings">;
  certificates: readonly WatchedCertificate[];
  serviceState: Pick<ServiceStateReader, "state">;
}

/** Adds the gauges to the registry; the answer sets them, and is awaited before each scrape. Call it once for each registry. */
export function addStateGauges(
  registry: Registry,
  deps: GaugeDeps,
  about: { version: string; roles: readonly string[] },
): () => Promise<void> {
  collectDefaultMetrics({ register: registry });
  gauge(registry, "ventanilla_info", "This process: its version and its roles. Always 1.", [
    "version",
    "roles",
  ]).set({ version: about.version, roles: about.roles.join(",") }, 1);
  const setLanes = laneGauge(registry, deps);
  const setCertificates = certificateGauge(registry, deps);
  const setState = stateGauges(registry);
  return async () => {
    setLanes();
    setCertificates();
    try {
      setState(await deps.serviceState.state());
    } catch (error) {
      // What was so some time ago must not be taken for what is: the gauges go, and one says why.
      setState(null);
      deps.log.warn({ error }, "how the service stands could not be read for the metrics");
    }
  };
}

function gauge<Label extends string = never>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: Label[] = [],
): Gauge<Label> {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}

function laneGauge(registry: Registry, { lanes }: GaugeDeps): () => void {
  const counted = gauge(
    registry,
    "ventanilla_lanes",
    "Calls of this process to one host for one merchant, by how their breaker stands.",
    ["service", "breaker"],
  );
  return () => {
    counted.reset();
    for (const service of PARTIES)
      for (const breaker of ["closed", "open", "half-open"]) counted.set({ service, breaker }, 0);
    for (const { lane, standing } of lanes.standings()) {
      const [service = ""] = lane.split(" ");
      counted.inc({ service, breaker: standing });
    }
  };
}

function certificateGauge(registry: Registry, { clock, certificates }: GaugeDeps): () => void {
  const daysLeft = gauge(
    registry,
    "ventanilla_certificate_days_left",
    "Whole days until a certificate of the payments port ends, as this process loaded it; negative once it has.",
    ["certificate"],
  );
  return () => {
    const now = clock.now();
    for (const one of certificates) daysLeft.set({ certificate: one.name }, daysLeftOf(one, now));
  };
}

/** One number each. */
const STATE_NUMBERS: readonly { name: string; help: string; of: (state: ServiceState) => number }[] = [
  {
    name: "ventanilla_queue_due",
    help: "Jobs whose time has come and which nobody works on.",
    of: (state) => state.queue.due,
  },
  {
    name: "ventanilla_queue_oldest_due_seconds",
    help: "For how long the most overdue job has waited.",
    of: (state) => state.queue.oldestDueSeconds,
  },
  {
    name: "ventanilla_unresolved_payments",
    help: "Paid payments of which Shopify has not acknowledged the resolve, while a machine still tries.",
    of: (state) => state.unresolved.count,
  },
  {
    name: "ventanilla_unresolved_oldest_seconds",
    help: "How long ago the oldest of them was decided.",
    of: (state) => state.unresolved.oldestSeconds,
  },
  {
    name: "ventanilla_report_overdue_seconds",
    help: "For how long the most overdue report to Shopify waits beyond its time.",
    of: (state) => state.reportOverdueSeconds,
  },
  {
    name: "ventanilla_case_money_oldest_seconds",
    help: "Age of the oldest open case that holds money.",
    of: (state) => state.cases.oldestHoldingMoneySeconds,
  },
  {
    name: "ventanilla_sweep_oldest_unasked_seconds",
    help: "For how long the most overdue code has waited to be asked about.",
    of: (state) => state.sweepOldestUnaskedSeconds,
  },
  {
    name: "ventanilla_workers_alive",
    help: "Worker pools that gave a sign of life in the last 40 seconds.",
    of: (state) => state.workersAlive,
  },
];

/** Of the database, the same from every process: take the greatest, never the sum. */
function stateGauges(registry: Registry): (state: ServiceState | null) => void {
  const isRead = gauge(
    registry,
    "ventanilla_state_is_read",
    "Whether the database said how the service stands: 1, or 0, and then the gauges that come from it are missing.",
  );
  const numbers = STATE_NUMBERS.map(({ name, help, of }) => ({ one: gauge(registry, name, help), of }));
  const cases = gauge(registry, "ventanilla_open_cases", "Open cases, by whether they hold money.", [
    "money",
  ]);
  const parties = gauge(
    registry,
    "ventanilla_party_in_trouble",
    "1 where half of the shops for which a party was called in the last ten minutes got no answer.",
    ["party"],
  );
  return (state) => {
    isRead.set(state ? 1 : 0);
    for (const { one, of } of numbers) setOrRemove(one, state && of(state));
    cases.reset();
    parties.reset();
    if (!state) return;
    cases.set({ money: "held" }, state.cases.holdingMoney);
    cases.set({ money: "none" }, state.cases.others);
    for (const party of PARTIES)
      parties.set({ party }, standingOf(state.parties[party]) === "trouble" ? 1 : 0);
  };
}

/** `reset` would set a gauge without labels to 0, which says that all is well. */
function setOrRemove(one: Gauge, value: number | null): void {
  if (value === null) one.remove();
  else one.set(value);
}
