import { expect, it } from "vitest";
import { fuzzDoors } from "../fuzz/fuzz-doors.ts";
import { fuzzedSystem } from "../fuzz/fuzzed-system.ts";
import { sendNew } from "../builders/session-answer.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("fuzzed_doors", { tls: "off" });

/** `npm run test:fuzz` draws from a seed of chance and sends a hundred thousand: this is the same each time. */
const SEED = 1;
const REQUESTS = 1_800;

it("answers whatever is sent to its doors and pages, fails at nothing, and goes on", async () => {
  const system = await fuzzedSystem(world());

  const { requests, findings, answers } = await fuzzDoors(system, { seed: SEED, inputs: REQUESTS });

  expect(findings).toEqual([]);
  expect(requests).toBeGreaterThanOrEqual(REQUESTS);
  // The fuzzing has got behind the first look of each door: some of it was taken.
  const taken = (door: string) => answers.get(door)?.get(200) ?? answers.get(door)?.get(201) ?? 0;
  expect(taken("POST /shopify/payment-sessions")).toBeGreaterThan(0);
  expect(taken("POST /pagoefectivo/notices/:setToken")).toBeGreaterThan(0);
  expect(taken("GET what merchants open")).toBeGreaterThan(0);
  expect(
    world()
      .logged()
      // What two machines' words contradict alerts somebody, as it should; what failed brings its stack.
      .filter((line) => line.includes('"stack"')),
  ).toEqual([]);
  expect(await sendNew(world())).toMatchObject({ status: 200 });
}, 120_000);
