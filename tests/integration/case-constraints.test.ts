import type pg from "pg";
import { describe, expect, it } from "vitest";
import type { RowWriter } from "../builders/rows.ts";
import { useWrittenRows } from "../setup/written-rows.ts";

// What must never become of money in a case, whoever writes it: a bug of ours, a script, or a person at a console.
let client: pg.Client;
let write: RowWriter;
useWrittenRows("case_constraints", (rows) => {
  ({ client, write } = rows);
});

describe("a case that holds money", () => {
  const close = (id: string, resolution: string | null, reason: string | null) =>
    client.query(
      `update cases set state = 'closed', resolution = $2, reason = $3, closed_at = now(), closed_by = '7001'
       where id = $1`,
      [id, resolution, reason],
    );

  it.each([
    [null, null],
    ["answered", null],
    ["kept", null],
    ["kept", "  "],
  ])("does not close as %j for the reason %j", async (resolution, reason) => {
    const id = await write.newCase(await write.place(), { held_centimos: 12_500, currency: "PEN" });

    await expect(close(id, resolution, reason)).rejects.toThrow("cases_money_is_accounted_for");
  });

  it.each([
    ["resolved-at-shopify", null],
    ["given-back", null],
    ["kept", "the shopper wrote that it is a gift"],
  ])("closes as %j for the reason %j", async (resolution, reason) => {
    const id = await write.newCase(await write.place(), { held_centimos: 12_500, currency: "PEN" });

    expect((await close(id, resolution, reason)).rowCount).toBe(1);
  });

  it.each<[string, string]>([
    ["cases_whole_when_closed", "state = 'closed', resolution = 'given-back', closed_by = '7001'"],
    ["cases_decided_by_a_person", "state = 'closed', closed_at = now(), resolution = 'given-back'"],
    ["cases: this never changes", "held_centimos = 0"],
    ["cases: this never changes", "held_centimos = 12400"],
    ["cases: this never changes", "currency = 'USD'"],
  ])("is refused by %s: %s", async (name, change) => {
    const id = await write.newCase(await write.place(), { held_centimos: 12_500, currency: "PEN" });

    await expect(client.query(`update cases set ${change} where id = $1`, [id])).rejects.toThrow(name);
  });

  it("is not opened again, closed otherwise, or taken away", async () => {
    const id = await write.newCase(await write.place(), { held_centimos: 12_500, currency: "PEN" });
    await close(id, "given-back", null);

    for (const change of ["state = 'open'", "resolution = 'kept', reason = 'x'", "closed_by = '7002'"]) {
      const refused = client.query(`update cases set ${change} where id = $1`, [id]);
      await expect(refused).rejects.toThrow("cases: this never changes");
    }
    await expect(client.query("delete from cases where id = $1", [id])).rejects.toThrow(
      "cases: this never changes",
    );
  });
});
