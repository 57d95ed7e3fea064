import { expect, it } from "vitest";
import { arrive, casesOf, codesOf, createCalls, sessionState } from "../builders/payment.ts";
import { startWorkerProcess } from "../builders/worker-process.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("killed_worker", { roles: ["web", "payments"] });

// The fault it guards against: create is not idempotent, so a job that simply runs again makes a second payable code.
it("asks for no second code when the worker is killed while PagoEfectivo is answering", async () => {
  const first = await startWorkerProcess(world());
  world().pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
  const payment = await arrive(world());
  await world().pagoefectivo.gate.untilHeld(1);

  await first.killHard();
  // A pool is given up after forty seconds of silence.
  await world().rows(
    "update worker_heartbeats set beat_at = beat_at - interval '1 minute' where pool_id = $1",
    [first.poolId],
  );
  await startWorkerProcess(world());

  await world().until("the outcome to be unknown", async () => {
    const [code] = await codesOf(world(), payment);
    return code?.state === "unknown";
  });
  expect(await codesOf(world(), payment)).toHaveLength(1);
  expect(await createCalls(world(), payment)).toBe(1);
  expect(world().pagoefectivo.ledger()).toHaveLength(1);
  expect(await casesOf(world(), payment)).toMatchObject([
    { kind: "create-unknown", state: "open", times: 1 },
  ]);
  const [created] = world().pagoefectivo.ledger();
  await world().pagoefectivo.pay(created?.cip ?? "");
  await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
  expect(await casesOf(world(), payment)).toMatchObject([{ state: "closed", resolution: "answered" }]);
  // Two worker processes start in it.
}, 120_000);
