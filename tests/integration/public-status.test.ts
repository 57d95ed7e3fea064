import { expect, it } from "vitest";
import { z } from "zod";
import { createServiceStateReader } from "#app/metrics/service-state.server.ts";
import { startWeb } from "../../server/web.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { sessionState, toldPending, withCode } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("public_status");

const percentiles = z.object({ p50: z.number(), p99: z.number() }).strict().nullable();
/** Strict: whatever else is told to the whole world fails. */
const status = z
  .object({
    status: z.enum(["well", "trouble"]),
    at: z.iso.datetime(),
    paidToResolvedMs: percentiles,
    noticedToResolvedMs: percentiles,
    oldestUnresolvedSeconds: z.number(),
    parties: z
      .object({
        pagoefectivo: z.enum(["well", "trouble", "not-asked"]),
        shopify: z.enum(["well", "trouble", "not-asked"]),
      })
      .strict(),
  })
  .strict();

/** What the public port of another process says, which holds nothing from before. */
async function now() {
  const { deps } = world().system;
  const config = { ...deps.config, webPort: 0 };
  const web = await startWeb({ ...deps, config, serviceState: createServiceStateReader(deps) });
  const answer = await fetch(`http://127.0.0.1:${web.port}/status.json`);
  await web.close();
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Cache-Control")).toBe("public, max-age=10");
  return status.parse(await answer.json());
}

it("tells how long paid payments took, and that both parties answer", async () => {
  const payment = await toldPending(world());
  await world().pagoefectivo.pay(payment.cip);
  await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");

  const told = await world().until("the payment to be counted", async () => {
    const one = await now();
    // Calls are written down a moment after they were made.
    return one.noticedToResolvedMs && one.parties.pagoefectivo !== "not-asked" && one;
  });

  expect(told.status).toBe("well");
  expect(told.parties).toEqual({ pagoefectivo: "well", shopify: "well" });
  expect(told.noticedToResolvedMs?.p99).toBeLessThan(20_000);
  expect(told.paidToResolvedMs?.p50).toBeGreaterThanOrEqual(told.noticedToResolvedMs?.p50 ?? 0);
  expect(JSON.stringify(told)).not.toContain(DEMO_SHOP.split(".")[0]);
});

it("tells of a payment that waits for Shopify, with what it has waited so far", async () => {
  const payment = await toldPending(world());
  const { shopify, pagoefectivo } = world();
  shopify.switches.nextFaults.push({ fault: "http-503", sessionId: payment.sessionId, count: 2 });
  await pagoefectivo.pay(payment.cip);
  // The second attempt follows the first at once.
  await world().until("both failed attempts to be stored", async () => {
    const rows = await world().rows("select 1 from report_attempts where answer = 'server-error'");
    return rows.length === 2;
  });
  world().clock.shift(60_000);

  const told = await now();

  expect(told.oldestUnresolvedSeconds).toBeGreaterThan(50);
  expect(told.noticedToResolvedMs?.p99).toBeGreaterThan(50_000);
  expect(told.parties.shopify).toBe("trouble");
  await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
});

it("tells that PagoEfectivo is in trouble when it does not answer", async () => {
  const payment = await withCode(world());
  await world().pagoefectivo.unplug();
  await world().run("look-up-code", { codeId: payment.codeId });

  const told = await world().until("the call to be written down", async () => {
    const one = await now();
    return one.parties.pagoefectivo === "trouble" && one;
  });

  expect(told.status).toBe("trouble");
  await world().pagoefectivo.plugIn();
});
