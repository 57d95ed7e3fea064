import { describe, expect, it } from "vitest";
import { seePayouts } from "#app/books/see-payouts.server.ts";
import type { StatementMapping } from "#app/books/statement-mapping.ts";
import { PART_BYTES } from "#app/books/statement-upload.ts";
import { openStatements, type StatementDesk } from "../builders/statement.ts";
import { csvOf, reportCsv } from "../builders/statement-file.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("statement_uploads", { tls: "off" });

const LINES = [{ cip: "2541865" }, { cip: "2541866", amount: "1,234.50", state: "Generado", paid: "" }];

async function arrived(desk: StatementDesk, bytes: Buffer | string, name?: string): Promise<string> {
  const answer = await desk.upload(bytes, name);
  if (answer.kind !== "ready") throw new Error(`the file was answered ${JSON.stringify(answer)}`);
  return answer.uploadId;
}

const partsLeft = (desk: StatementDesk) =>
  world().rows(
    "select 1 from statement_upload_parts p join statement_uploads u on u.id = p.upload_id where u.shop_id = $1",
    [desk.page.shopId],
  );

describe("a file that arrives", () => {
  it("in several parts is one file, whichever order they come in and however often", async () => {
    const desk = await openStatements(world());
    const lines = Array.from({ length: 4_000 }, (_, index) => ({ cip: String(3_000_000 + index) }));
    const bytes = Buffer.from(reportCsv(lines));
    const count = Math.ceil(bytes.length / PART_BYTES);
    const begun = await desk.send({ intent: "begin", fileName: "a.csv", size: String(bytes.length) });
    const uploadId = begun.kind === "begun" ? begun.uploadId : "";
    for (const number of [...Array(count).keys(), 0].reverse()) {
      const part = new Blob([
        new Uint8Array(bytes.subarray(number * PART_BYTES, (number + 1) * PART_BYTES)),
      ]);
      expect(await desk.send({ intent: "part", uploadId, number: String(number), part })).toEqual({
        kind: "kept",
      });
    }

    const finished = await desk.send({ intent: "finish", uploadId });
    const asked = await desk.send({ intent: "finish", uploadId });

    expect(count).toBeGreaterThan(1);
    expect(finished.kind).toBe("ready");
    expect(asked).toEqual(finished);
    expect(await desk.take(uploadId)).toMatchObject({ state: "stored", statement: { rowCount: 4_000 } });
  });

  it("is nothing before all of it is there", async () => {
    const desk = await openStatements(world());
    const begun = await desk.send({ intent: "begin", fileName: "a.csv", size: String(PART_BYTES + 10) });
    const uploadId = begun.kind === "begun" ? begun.uploadId : "";
    const short = await desk.send({ intent: "part", uploadId, number: "0", part: new Blob(["abc"]) });
    const beyond = await desk.send({ intent: "part", uploadId, number: "2", part: new Blob(["abc"]) });

    const finished = await desk.send({ intent: "finish", uploadId });

    expect([short, beyond]).toMatchObject([{ reason: "not-understood" }, { reason: "not-understood" }]);
    expect(finished).toMatchObject({ kind: "refused", reason: "incomplete" });
    expect((await desk.list()).waiting).toEqual([]);
  });

  it("and is no table, or too large, is refused with the reason and forgotten", async () => {
    const desk = await openStatements(world());

    const page = await desk.upload("<!doctype html><title>Ingresar</title>");
    const large = await desk.send({ intent: "begin", fileName: "a.csv", size: String(31 * 1024 * 1024) });
    const body = new FormData();
    body.set("part", new Blob([new Uint8Array(PART_BYTES + 32 * 1024)]));
    const part = await desk.page.upload("/app/books/statements/parts", body);

    expect(page).toMatchObject({ kind: "refused", reason: "not-a-table" });
    expect(large).toMatchObject({ kind: "refused", reason: "file-too-large" });
    expect(part.status).toBe(413);
    // Fault: the browser sends the next request on a connection that nobody reads any more.
    expect(part.headers.get("connection")).toBe("close");
    expect(await partsLeft(desk)).toEqual([]);
  });

  it("is deleted a day later when nobody has confirmed it, and five wait at a time", async () => {
    const desk = await openStatements(world());
    for (let number = 0; number < 7; number += 1)
      await arrived(desk, reportCsv([{ cip: String(number + 1) }]));
    const waiting = (await desk.list()).waiting.length;
    world().clock.shift(25 * 3_600_000);

    await world().run("forget-statement-uploads", {});
    world().clock.shift(0);

    expect(waiting).toBe(5);
    expect((await desk.list()).waiting).toEqual([]);
    expect(await partsLeft(desk)).toEqual([]);
  });

  it("is discarded by a person once, and is read no more", async () => {
    const desk = await openStatements(world());
    const uploadId = await arrived(desk, reportCsv(LINES));

    const answers = [await desk.answer(uploadId, "discard"), await desk.answer(uploadId, "discard")];

    expect(answers).toEqual([{ kind: "discarded" }, { kind: "moved" }]);
    expect(await partsLeft(desk)).toEqual([]);
  });
});

describe("a settlement that was taken", () => {
  it("is waited for among the payouts at once, and so is the bank's credit that pays it", async () => {
    const desk = await openStatements(world());
    const { db, clock } = world().system.deps;
    const settlements = async () => (await seePayouts({ db, clock }, desk.page.shopId)).settlements;
    const take = async (rows: string[][], mapping: StatementMapping) => {
      const { state } = await desk.take(await arrived(desk, csvOf(rows)), mapping);
      expect(state).toBe("stored");
    };

    await take(
      [
        ["CIP", "Valor", "Neto", "Día"],
        ["8", "100.00", "95.29", "20/11/2026"],
      ],
      { kind: "settlement", currency: "PEN", columns: { cip: 0, amount: 1, net: 2, settledOn: 3 } },
    );
    const waiting = await settlements();
    await take(
      [
        ["Fecha", "Abono", "Operación"],
        ["23/11/2026", "95.29", "778"],
      ],
      { kind: "bank", currency: "PEN", columns: { settledOn: 0, amount: 1, operationNumber: 2 } },
    );

    expect(waiting).toMatchObject([{ payout: null }]);
    expect(await settlements()).toMatchObject([{ payout: { on: "2026-11-23", source: "bank-total" } }]);
  });
});
