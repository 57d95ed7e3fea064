import { expect, it, onTestFinished } from "vitest";
import { arrive, casesOf, codesOf, sessionState, type ArrivedPayment } from "../builders/payment.ts";
import { startWorkerProcess } from "../builders/worker-process.ts";
import { useWorld } from "../setup/world.ts";
import { useDoors } from "./crash-world.ts";
import { evidenceOf, gatherEvidence, violations } from "./invariants.ts";
import { Life, openDoors } from "./mortal-process.ts";

const world = useWorld("replaced_worker", { roles: [], tls: "off" });

const REPLACED_WITHIN_MS = 60_000;

async function codeState(payment: ArrivedPayment): Promise<string | undefined> {
  const [code] = await codesOf(world(), payment);
  return code?.state;
}

// The fault it guards against: jobs that stay locked by a process that nobody will ever start again.
it("has a killed worker's jobs done by another within a minute", { timeout: 90_000 }, async () => {
  const { pagoefectivo } = world();
  const doors = await openDoors(world().system.deps, new Life(null));
  onTestFinished(() => doors.close());
  useDoors({ ...world(), doors }, doors);
  const first = await startWorkerProcess(world());
  const paid = await arrive(world());
  await world().until("a live code", async () => (await codeState(paid)) === "live");
  pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "held" });
  const [code] = await codesOf(world(), paid);
  await pagoefectivo.pay(code?.cip ?? "");
  await pagoefectivo.gate.untilHeld(1);
  pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
  const asked = await arrive(world());
  await pagoefectivo.gate.untilHeld(2);

  const killedAt = performance.now();
  await first.killHard();
  await startWorkerProcess(world());

  await world().until(
    "both jobs to be done",
    async () => sessionState(world(), paid) === "resolved" && (await codeState(asked)) === "unknown",
    REPLACED_WITHIN_MS + 20_000,
  );
  expect(performance.now() - killedAt).toBeLessThan(REPLACED_WITHIN_MS);
  expect(await casesOf(world(), asked)).toMatchObject([
    { kind: "create-unknown", state: "open", times: 1 },
  ]);
  const evidence = evidenceOf(await gatherEvidence(world()), [paid.sessionId, asked.sessionId]);
  expect(violations(evidence)).toEqual([]);
});
