import { describe, expect, it } from "vitest";
import { checkNow, type ActOutcome } from "#app/payments/merchant-acts.server.ts";
import { by } from "../builders/act.ts";
import { sessionState, timelineOf, toldPending, withCode } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("checking_now", { tls: "off" });

const deps = () => world().system.deps;

describe("checking now", () => {
  it("finds money that no notice told of", async () => {
    const payment = await toldPending(world());
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await world().pagoefectivo.pay(payment.cip);

    const outcome = await checkNow(deps(), await by(world(), payment));

    expect(outcome).toEqual({ kind: "done", found: "paid" });
    await world().until("the resolve", () => sessionState(world(), payment) === "resolved");
  });

  it("asks once in ten seconds, however often it is pressed", async () => {
    const payment = await withCode(world());
    const input = await by(world(), payment);
    const searches = () =>
      world()
        .pagoefectivo.calls()
        .filter((call) => call.operation === "search").length;
    const before = searches();

    const outcomes: ActOutcome[] = [];
    for (let press = 0; press < 5; press += 1) outcomes.push(await checkNow(deps(), input));

    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["done", ...Array<string>(4).fill("refused")]);
    expect(searches() - before).toBe(1);
  });

  it("asks once when several people press at the same moment", async () => {
    const payment = await withCode(world());
    const input = await by(world(), payment);

    // All of them have looked before any may write: the payment is held until they wait for it.
    const holder = await deps().database.pool.connect();
    await holder.query("begin");
    await holder.query("select 1 from payments where id = $1 for update", [payment.paymentId]);
    const pressed = Array.from({ length: 3 }, () => checkNow(deps(), input));
    const waiting = () =>
      world().rows(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
    await world().until("all wait", async () => (await waiting()).length === 3);
    await holder.query("commit");
    holder.release();
    const outcomes = await Promise.all(pressed);

    const kinds = outcomes.map((outcome) => outcome.kind).sort();
    expect(kinds).toEqual(["done", "refused", "refused"]);
    expect((await timelineOf(world(), payment)).filter((event) => event === "merchant-check")).toHaveLength(
      1,
    );
  });
});
