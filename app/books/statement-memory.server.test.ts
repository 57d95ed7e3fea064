import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const READER = fileURLToPath(new URL("../../tests/builders/read-large-statement.ts", import.meta.url));
const run = promisify(execFile);

const ROWS = 20_000;
/** Measured with rows that were kept: 5.8 MB. Without, 0.1. */
const MOST_HELD_MB = 1;

describe("a long statement", () => {
  it.each(["csv", "xlsx"])(
    "of %s is read in memory that does not grow with its rows",
    async (kind) => {
      const { stdout } = await run(process.execPath, ["--expose-gc", READER, kind, String(ROWS)]);

      const read = z
        .object({ kind: z.string(), rowCount: z.int(), lots: z.int(), heldMb: z.number() })
        .parse(JSON.parse(stdout));
      expect(read).toMatchObject({ kind: "read", rowCount: ROWS });
      expect(read.lots).toBeGreaterThan(5);
      expect(read.heldMb).toBeLessThan(MOST_HELD_MB);
    },
    120_000,
  );
});
