import { randomInt } from "node:crypto";
import { expect, it } from "vitest";
import { cloneDatabase } from "../setup/database.ts";
import { killRun } from "../kill/kill-run.ts";

// The faults it guards against: work that lives in a process only, and is lost or done again when that ends between two steps; and a
// change whose answer was lost with its connection, taken for one that was not made.
it("brings every payment to its right end once, whichever processes and connections are lost under load", async () => {
  const database = await cloneDatabase("killed_processes");
  const seed = randomInt(2 ** 31);
  process.stdout.write(`killed processes: seed ${seed}\n`);

  const result = await killRun({
    databaseUrl: database.url,
    seed,
    ...{ seconds: 9, rate: 8, tls: "off", settleWithinMs: null, noticeRetryMs: 2_000 },
    processes: { web: 2, payments: 1, worker: 2 },
    lostConnectionsPerMinute: 40,
    patience: { reloadMs: 25_000, timerMs: null, counterMs: 2_000 },
    say: () => undefined,
  });

  process.stdout.write(`killed processes: ${JSON.stringify(result)}\n`);
  expect({ seed, violations: result.violations }).toEqual({ seed, violations: [] });
  expect(Math.min(...Object.values(result.kills))).toBeGreaterThanOrEqual(1);
  expect(Math.min(...Object.values(result.lostConnections))).toBeGreaterThanOrEqual(1);
  expect(result.load.paid).toBeGreaterThan(5);
  await database.drop();
});
