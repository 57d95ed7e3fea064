import { describe, expect, it } from "vitest";
import { FAILURES_THAT_STOP } from "#app/lib/breaker.ts";
import {
  arrive,
  codesOf,
  openPage,
  sessionState,
  toldPending,
  withCode,
  type IssuedPayment,
} from "../builders/payment.ts";
import { scrape, type Scrape } from "../builders/scrape.ts";
import { connectNewShop } from "../builders/shop.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("metrics", { pagoEfectivoTimeoutSeconds: 2 });

const MINUTE_MS = 60_000;
/** Longer than what a process holds of the database, and not so long that a worker would be taken for dead. */
const NEXT_MS = 11_000;

const APPLIED = { job: "apply-notice", outcome: "done" };

/** Moves the clock on from where it stands. */
function advance(ms: number): void {
  world().clock.shift(world().clock.now().getTime() - Date.now() + ms);
}

/** By how much a series has grown between two scrapes. */
function growth(before: Scrape, after: Scrape) {
  return (name: string, labels: Record<string, string> = {}) =>
    (after.value(name, labels) ?? 0) - (before.value(name, labels) ?? 0);
}

async function paid(): Promise<IssuedPayment> {
  const payment = await toldPending(world());
  await world().pagoefectivo.pay(payment.cip);
  await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
  return payment;
}

describe("the metrics of a payment", () => {
  it("tell of its session, its page, its notice, its calls, its jobs and how long it took", async () => {
    const before = await scrape(world());

    await paid();

    // Shopify has it a moment before we have written that it has, and the job ends after that.
    const after = await world().until("the job to be counted", async () => {
      const now = await scrape(world());
      return growth(before, now)("ventanilla_job_seconds_count", APPLIED) === 1 && now;
    });
    const grew = growth(before, after);
    const door = (name: string, status: string) =>
      grew("ventanilla_door_seconds_count", { door: name, status });
    expect([door("payment-session", "2xx"), door("notice", "2xx")]).toEqual([1, 1]);
    expect([door("voucher-page", "2xx"), door("voucher-continue", "3xx")]).toEqual([1, 1]);
    expect(grew("ventanilla_notices_total", { verdict: "stored" })).toBe(1);
    for (const kind of ["pending", "resolve"])
      expect(grew("ventanilla_reports_total", { kind, verdict: "acknowledged" })).toBe(1);
    for (const operation of ["create-cip", "search-cips"])
      expect(
        grew("ventanilla_outside_calls_total", { service: "pagoefectivo", operation, result: "2xx" }),
      ).toBe(1);
    expect(
      grew("ventanilla_outside_calls_total", { service: "shopify", operation: "resolve", result: "2xx" }),
    ).toBe(1);
    expect(grew("ventanilla_job_seconds_count", { job: "issue-code", outcome: "done" })).toBe(1);
    expect(grew("ventanilla_paid_to_resolved_seconds_count")).toBe(1);
    expect(grew("ventanilla_noticed_to_resolved_seconds_sum")).toBeGreaterThan(0);
    expect(grew("ventanilla_noticed_to_resolved_seconds_sum")).toBeLessThan(20);
  });

  it("carry no id, no shop and no address, whatever was done", async () => {
    const shop = await connectNewShop(world());
    const payment = await withCode(world(), { shop: shop.domain });
    await openPage(payment);
    await fetch(`${world().webOrigin}/v/canary-slug-9f2c/canary-path-9f2c`);
    await fetch(`${world().webOrigin}/canary-path-9f2c?canary=9f2c`);

    const { text } = await scrape(world());

    const told = [payment.slug, payment.cip, payment.paymentId, payment.codeId, shop.domain, DEMO_SHOP];
    expect([...told, "9f2c", "myshopify"].filter((canary) => text.includes(canary))).toEqual([]);
  });

  it("tell of each notice what became of it at the door", async () => {
    const payment = await paid();
    const before = await scrape(world());

    await world().pagoefectivo.deliverNotice({ cip: payment.cip, signature: "wrong" });
    await fetch(`${world().webOrigin}/pagoefectivo/notices/nobodys-url`, { method: "POST", body: "{}" });
    await fetch(world().noticeUrl, { method: "POST", body: "x".repeat(70_000) });

    const grew = growth(before, await scrape(world()));
    const verdict = (name: string) => grew("ventanilla_notices_total", { verdict: name });
    expect(["bad-signature", "unknown-url", "too-large"].map(verdict)).toEqual([1, 1, 1]);
    expect(grew("ventanilla_door_seconds_count", { door: "notice", status: "4xx" })).toBe(3);
  });
});

describe("the metrics of a moment", () => {
  it("tell how many jobs wait, and for how long the oldest has", async () => {
    await world().rows(
      "select graphile_worker.add_job('nobodys-task', run_at => now() - n * interval '1 minute') from generate_series(1, 7) n",
    );
    advance(NEXT_MS);

    const now = await scrape(world());

    expect(now.value("ventanilla_queue_due")).toBe(7);
    expect(now.value("ventanilla_queue_oldest_due_seconds")).toBeGreaterThanOrEqual(420);
    expect(now.value("ventanilla_queue_oldest_due_seconds")).toBeLessThan(480);
    expect(now.value("ventanilla_workers_alive")).toBe(1);
    expect(now.value("ventanilla_state_is_read")).toBe(1);
  });

  it("tell of a payment that is paid and that Shopify has not acknowledged", async () => {
    const payment = await toldPending(world());
    const { shopify, pagoefectivo } = world();
    shopify.switches.nextFaults.push({ fault: "http-503", sessionId: payment.sessionId, count: 2 });
    await pagoefectivo.pay(payment.cip);
    // The second attempt follows the first at once.
    await world().until("two failed attempts to be stored", async () => {
      const rows = await world().rows(
        `select 1 from reports where payment_id = $1 and kind = 'resolve' and state = 'due' and attempts = 2
           and in_flight_since is null`,
        [payment.paymentId],
      );
      return rows.length === 1;
    });
    advance(5 * MINUTE_MS);

    const waiting = await scrape(world());

    expect(waiting.value("ventanilla_unresolved_payments")).toBe(1);
    expect(waiting.value("ventanilla_unresolved_oldest_seconds")).toBeGreaterThan(290);
    expect(waiting.value("ventanilla_report_overdue_seconds")).toBeGreaterThan(200);
    await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
    await world().until("that to be stored", async () => {
      const rows = await world().rows("select 1 from reports where kind = 'resolve' and state = 'due'");
      return rows.length === 0;
    });
    advance(NEXT_MS);
    expect((await scrape(world())).value("ventanilla_unresolved_payments")).toBe(0);
  });

  it("tell of PagoEfectivo's outage: calls, breakers, codes that wait, and the party itself", async () => {
    const payment = await withCode(world());
    const before = await scrape(world());
    await world().pagoefectivo.unplug();
    for (let call = 0; call < FAILURES_THAT_STOP; call += 1)
      await world().run("look-up-code", { codeId: payment.codeId });

    await world().until("the outage to be written down", async () => {
      const rows = await world().rows("select 1 from log_entries where verdict in ('failed', 'unknown')");
      return rows.length >= FAILURES_THAT_STOP;
    });
    advance(NEXT_MS);

    const during = await scrape(world());

    await world().pagoefectivo.plugIn();
    expect(during.value("ventanilla_party_in_trouble", { party: "pagoefectivo" })).toBe(1);
    const grew = growth(before, during);
    expect(
      grew("ventanilla_outside_calls_total", { service: "pagoefectivo", result: "connection-refused" }),
    ).toBeGreaterThanOrEqual(FAILURES_THAT_STOP);
    expect(grew("ventanilla_breakers_opened_total", { service: "pagoefectivo" })).toBe(1);
    const lanes = (breaker: string) =>
      during.value("ventanilla_lanes", { service: "pagoefectivo", breaker });
    expect((lanes("open") ?? 0) + (lanes("half-open") ?? 0)).toBe(1);
    expect(during.value("ventanilla_party_in_trouble", { party: "shopify" })).toBe(0);
    advance(30 * MINUTE_MS);
    expect((await scrape(world())).value("ventanilla_sweep_oldest_unasked_seconds")).toBeGreaterThan(60);
  });

  it("tell of open cases and whether they hold money", async () => {
    advance(NEXT_MS);
    const before = await scrape(world());
    world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "dropped" });
    const payment = await arrive(world());
    await world().until(
      "the code to be unknown",
      async () => (await codesOf(world(), payment))[0]?.state === "unknown",
    );
    advance(NEXT_MS);

    const after = await scrape(world());

    expect(growth(before, after)("ventanilla_open_cases", { money: "none" })).toBe(1);
    expect(after.value("ventanilla_open_cases", { money: "held" })).toBe(0);
  });

  it("tell for how many days each certificate is good, and what the process is", async () => {
    const now = await scrape(world());

    expect(
      now.value("ventanilla_certificate_days_left", { certificate: "server certificate" }),
    ).toBeGreaterThan(0);
    expect(now.value("ventanilla_info", { roles: "web,payments,worker" })).toBe(1);
    expect(now.value("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);
  });

  it("are served on the private port alone", async () => {
    const answer = await fetch(`${world().webOrigin}/metrics`);

    expect(answer.status).toBe(404);
  });
});
