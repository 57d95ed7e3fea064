import { describe, expect, it } from "vitest";
import { z } from "zod";
import { SCHEDULES } from "#app/jobs/job-table.server.ts";
import {
  casesOf,
  codesOf,
  moveToExpiry,
  sessionState,
  told,
  toldPending,
  withCode,
  type IssuedPayment,
} from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("sweep", { tls: "off" });

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The searches since the world started that asked about this CIP. */
function searchesFor(payment: IssuedPayment): (readonly string[])[] {
  const calls = world().pagoefectivo.calls();
  return calls.flatMap((call) =>
    call.operation === "search" && call.cips.includes(payment.cip) ? [call.cips] : [],
  );
}

/** Pays, and both deliveries of the notice are lost. */
async function payUnnoticed(payment: IssuedPayment): Promise<void> {
  world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
  await world().pagoefectivo.pay(payment.cip);
}

async function nextAskOf(payment: IssuedPayment): Promise<Date | null> {
  const [code] = await world().rows<{ at: Date | null }>(
    "select next_ask_at as at from codes where id = $1",
    [payment.codeId],
  );
  return code?.at ?? null;
}

describe("the sweep", () => {
  it("runs every minute", () => {
    expect(SCHEDULES).toContainEqual({ job: "sweep-codes", cron: "* * * * *" });
  });

  it("makes an order paid whose every notice was lost", async () => {
    const payment = await toldPending(world());
    await payUnnoticed(payment);
    world().clock.shift(3 * MINUTE_MS);

    await world().run("sweep-codes", {});

    expect(told(world(), payment)).toEqual(["Pending accepted", "Resolve accepted"]);
    expect((await codesOf(world(), payment))[0]?.state).toBe("paid");
  });

  it("asks about nothing before its time, and once when it is due", async () => {
    const payment = await withCode(world());
    await world().run("sweep-codes", {});
    expect(searchesFor(payment)).toHaveLength(0);
    world().clock.shift(2 * MINUTE_MS + 1_000);

    await Promise.all([world().run("sweep-codes", {}), world().run("sweep-codes", {})]);

    expect(searchesFor(payment)).toHaveLength(1);
    const [code] = await codesOf(world(), payment);
    expect(code?.state).toBe("live");
    expect(await nextAskOf(payment)).toEqual(
      new Date((await createdAtOf(payment)).getTime() + 5 * MINUTE_MS),
    );
  });

  it("asks about many codes of a merchant in one search", async () => {
    const payments: IssuedPayment[] = [];
    for (let index = 0; index < 5; index += 1) payments.push(await withCode(world()));
    world().clock.shift(3 * MINUTE_MS);

    await world().run("sweep-codes", {});

    const [search] = payments.slice(0, 1).flatMap(searchesFor);
    expect(search).toEqual(expect.arrayContaining(payments.map(({ cip }) => cip)));
  });

  it("leaves what PagoEfectivo did not answer about to a later run, and forgets none", async () => {
    const payment = await toldPending(world());
    await payUnnoticed(payment);
    world().clock.shift(3 * MINUTE_MS);
    world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "dropped" });

    await world().run("sweep-codes", {});
    expect(sessionState(world(), payment)).toBe("pending");
    world().clock.shift(9 * MINUTE_MS);
    await world().run("sweep-codes", {});

    expect(sessionState(world(), payment)).toBe("resolved");
  });

  it("finds money that came after the expiry, days later", async () => {
    const payment = await toldPending(world());
    await moveToExpiry(world(), payment, 6 * MINUTE_MS);
    await world().run("sweep-codes", {});
    expect((await codesOf(world(), payment))[0]?.state).toBe("expired");
    world().pagoefectivo.switches.acceptedAtCounter.expired = true;
    await payUnnoticed(payment);
    await moveToExpiry(world(), payment, DAY_MS + MINUTE_MS);

    await world().run("sweep-codes", {});

    expect((await codesOf(world(), payment))[0]?.state).toBe("paid");
  });

  it("asks a person when money that was paid is not there any more", async () => {
    const payment = await toldPending(world());
    await world().pagoefectivo.pay(payment.cip);
    await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
    await world().pagoefectivo.reverse(payment.cip);
    world().clock.shift(61 * MINUTE_MS);

    await world().run("sweep-codes", {});

    expect(await casesOf(world(), payment)).toMatchObject([{ kind: "reversal-suspected", state: "open" }]);
  });
});

describe("how far the sweep is behind", () => {
  it("stands on the private port and in the log until PagoEfectivo answers", async () => {
    const figure = async () => {
      const answer = await fetch(`http://127.0.0.1:${world().system.opsPort}/readyz`);
      return z
        .object({ ok: z.literal(true), sweep: z.object({ oldestUnaskedSeconds: z.number() }) })
        .parse(await answer.json()).sweep.oldestUnaskedSeconds;
    };
    const late = () =>
      world()
        .logged()
        .filter((line) => line.includes("codes wait to be asked about"));
    world().clock.shift(3 * MINUTE_MS);
    await world().run("sweep-codes", {});
    expect(await figure()).toBe(0);
    await withCode(world());
    await world().pagoefectivo.unplug();
    world().clock.shift(15 * MINUTE_MS);

    await world().run("sweep-codes", {});

    expect(await figure()).toBeGreaterThan(9 * 60);
    expect(late()).toHaveLength(1);
    expect(await (await fetch(`${world().webOrigin}/readyz`)).json()).toEqual({ ok: true });
    await world().pagoefectivo.plugIn();
    world().clock.shift(21 * MINUTE_MS);
    await world().run("sweep-codes", {});
    expect(await figure()).toBe(0);
    expect(late()).toHaveLength(1);
  });
});

async function createdAtOf(payment: IssuedPayment): Promise<Date> {
  const [code] = await world().rows<{ at: Date }>("select created_at as at from codes where id = $1", [
    payment.codeId,
  ]);
  return code?.at ?? new Date(0);
}
