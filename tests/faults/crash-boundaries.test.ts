import { describe, expect, it, onTestFinished } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { useWorld } from "../setup/world.ts";
import { crashEverywhere, endOf, settle } from "./crash-harness.ts";
import { REFUND_SCENARIOS } from "./crash-refund-scenarios.ts";
import { SCENARIOS, type Scenario } from "./crash-scenarios.ts";
import { useDoors, type CrashWorld } from "./crash-world.ts";
import { Life, openDoors } from "./mortal-process.ts";

const testWorld = useWorld("crash_boundaries", { roles: [], tls: "off" });

/** The test's world, with doors that stay open. */
async function crashWorld(): Promise<CrashWorld> {
  const doors = await openDoors(testWorld().system.deps, new Life(null));
  onTestFinished(() => doors.close());
  const world = { ...testWorld(), doors };
  useDoors(world, doors);
  return world;
}

// The fault it guards against: a process that ends between two commits, and leaves money or an order half done for ever.
describe("a process that ends or loses an answer at any statement of", () => {
  it.each([...SCENARIOS, ...REFUND_SCENARIOS])(
    "$name: another brings it to the same end",
    async (scenario) => {
      const world = await crashWorld();

      const verdict = await crashEverywhere(world, scenario);

      process.stdout.write(
        `${scenario.name}: ${verdict.boundaries} boundaries, ${verdict.tried} crashes\n`,
      );
      expect(verdict.different).toEqual([]);
      expect(verdict.complaints).toEqual([]);
      expect(verdict.boundaries).toBeGreaterThanOrEqual(2);
      expect(verdict.undisturbed).toMatchObject({
        ...scenario.ends,
        isAddressKept: true,
        isExpiryAgreed: true,
        cases: [],
      });
    },
  );

  it("the issue of a code: whoever pays it all the same gets the order", async () => {
    const world = await crashWorld();
    const { subjects } = await crashEverywhere(world, issue());
    const codes = await world.rows<{ id: string; state: string }>(
      "select id, state from codes where payment_id = any($1)",
      [subjects.map(({ paymentId }) => paymentId)],
    );
    const unknown = codes.filter(({ state }) => state === "unknown").map(({ id }) => id);
    const created = world.pagoefectivo
      .ledger()
      .filter((cip) => codes.some(({ id }) => id === cip.transactionCode));

    for (const { cip } of created) await world.pagoefectivo.pay(cip);
    await world.pagoefectivo.runDueDeliveries();
    const { complaints } = await settle(world, subjects);

    expect(complaints).toEqual([]);
    const payable = new Set(created.map((cip) => cip.transactionCode));
    expect(unknown.filter((id) => payable.has(id))).not.toEqual([]);
    const ends = await Promise.all(subjects.map((subject) => endOf(world, subject)));
    const paid = ends.filter((end) => end.session === "resolved" && end.cases.length === 0);
    expect(paid).toHaveLength(created.length);
    const lost = ends.filter((end) => end.session !== "resolved");
    expect(lost.map((end) => end.cases)).toEqual(lost.map(() => ["create-unknown 0"]));
  });
});

function issue(): Scenario {
  const scenario = SCENARIOS.find((one) => one.mayEndUnknown);
  invariant(scenario, "one scenario issues codes");
  return scenario;
}
