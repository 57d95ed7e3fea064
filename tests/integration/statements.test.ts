import { describe, expect, it } from "vitest";
import { findStatements } from "#app/books/statement-queries.server.ts";
import type { StatementMapping } from "#app/books/statement-mapping.ts";
import { tablesWith } from "../builders/shopify-webhook.ts";
import { openStatements, type StatementDesk } from "../builders/statement.ts";
import { csvOf, reportCsv } from "../builders/statement-file.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("statements", { tls: "off" });

const LINES = [{ cip: "2541865" }, { cip: "2541866", amount: "1,234.50", state: "Generado", paid: "" }];
const CANARIES = ["Canaria", "canaria@example.com", "01234567", "51900111222", "canaria01"];
const NOBODY = "01940000-0000-7000-8000-000000000001";

async function arrived(desk: StatementDesk, bytes: Buffer | string, name?: string): Promise<string> {
  const answer = await desk.upload(bytes, name);
  if (answer.kind !== "ready") throw new Error(`the file was answered ${JSON.stringify(answer)}`);
  return answer.uploadId;
}

const rowsOf = (desk: StatementDesk) =>
  world().rows<{ line: number; cip: string | null; amount_centimos: number; state: string }>(
    `select r.line, r.cip, r.amount_centimos, r.state from statement_rows r join statements s on s.id = r.statement_id
     where s.shop_id = $1 order by s.uploaded_at, r.line`,
    [desk.page.shopId],
  );

const partsLeft = (desk: StatementDesk) =>
  world().rows(
    "select 1 from statement_upload_parts p join statement_uploads u on u.id = p.upload_id where u.shop_id = $1",
    [desk.page.shopId],
  );

describe("PagoEfectivo's report", () => {
  it("becomes a statement once a person has confirmed it, with their name and the file's fingerprint", async () => {
    const desk = await openStatements(world());
    const uploadId = await arrived(desk, reportCsv(LINES), "C:\\Reportes\\noviembre.csv");
    const before = await desk.see(uploadId);

    const after = await desk.take(uploadId);

    expect(before).toMatchObject({ state: "ready", source: "recognised", fileName: "noviembre.csv" });
    expect(after).toMatchObject({
      state: "stored",
      preview: null,
      statement: { rowCount: 2, kind: "report" },
    });
    expect(await rowsOf(desk)).toEqual([
      { line: 2, cip: "2541865", amount_centimos: 16_035, state: "paid" },
      { line: 3, cip: "2541866", amount_centimos: 123_450, state: "pending" },
    ]);
    const { statements, waiting } = await desk.list();
    expect(statements).toMatchObject([
      { fileName: "noviembre.csv", fromDay: "2026-11-27", toDay: "2026-11-28" },
    ]);
    expect(statements[0]?.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(waiting).toEqual([]);
    const audit = await world().rows(
      "select user_id from audit_log where shop_id = $1 and action = 'statement-stored'",
      [desk.page.shopId],
    );
    expect(audit).toEqual([{ user_id: desk.page.userId }]);
  });

  it("of the collector's own portal is taken as it is", async () => {
    const desk = await openStatements(world());
    const { shop } = desk.page;
    const csv = await fetch(`${world().pagoefectivo.origin}/portal/services/${shop.serviceId}/report.csv`);
    const [heading = ""] = (await csv.text()).split("\r\n");

    const answer = await desk.upload(`${heading}\r\n`);

    // Nobody has bought yet: the heading alone is recognised, and has no lines to read.
    expect(answer.kind).toBe("ready");
    const uploadId = answer.kind === "ready" ? answer.uploadId : "";
    expect((await desk.see(uploadId)).source).toBe("recognised");
    expect(await desk.take(uploadId)).toMatchObject({
      state: "refused",
      problems: [{ reason: "no-rows" }],
    });
  });

  it("leaves nothing of a shopper anywhere, neither while it waits nor afterwards", async () => {
    const desk = await openStatements(world());
    const uploadId = await arrived(desk, reportCsv(LINES));
    const waiting = await tablesWith(world(), CANARIES);
    const shown = JSON.stringify(await desk.see(uploadId));
    await desk.take(uploadId);

    expect(waiting).toEqual([]);
    expect(await tablesWith(world(), CANARIES)).toEqual([]);
    expect(
      CANARIES.filter((canary) => shown.includes(canary) || world().logged().join("").includes(canary)),
    ).toEqual([]);
    expect(await partsLeft(desk)).toEqual([]);
  });
});

describe("the same bytes again", () => {
  it("are recognised, with the day and the name of whoever uploaded them first", async () => {
    const desk = await openStatements(world());
    await desk.take(await arrived(desk, reportCsv(LINES), "noviembre.csv"));

    const answer = await desk.upload(reportCsv(LINES), "otro nombre.csv");

    expect(answer).toMatchObject({ kind: "known", statement: { fileName: "noviembre.csv", rowCount: 2 } });
    expect(await rowsOf(desk)).toHaveLength(2);
    expect((await desk.list()).waiting).toEqual([]);
  });

  it("confirmed by two people at once are one statement", async () => {
    const desk = await openStatements(world());
    const ids = [await arrived(desk, reportCsv(LINES)), await arrived(desk, reportCsv(LINES))];

    const views = await Promise.all(ids.map((id) => desk.take(id)));

    expect(views.map(({ state }) => state).sort()).toEqual(["known", "stored"]);
    expect(await rowsOf(desk)).toHaveLength(2);
  });

  it("are another shop's own statement", async () => {
    const [one, other] = [await openStatements(world()), await openStatements(world())];
    await one.take(await arrived(one, reportCsv(LINES)));

    const view = await other.take(await arrived(other, reportCsv(LINES)));

    expect(view.state).toBe("stored");
  });
});

describe("a settlement", () => {
  const settlement = (cip: string) =>
    csvOf(
      [
        ["CIP", "Valor pagado", "Canal", "Día"],
        [cip, "1.234,50", "BCP", "01/12/2026"],
        ["9", "12,00", "BCP", "01/12/2026"],
      ],
      ";",
    );
  const mapping: StatementMapping = {
    kind: "settlement",
    currency: "PEN",
    columns: { cip: 0, amount: 1, settledOn: 3 },
  };

  it("with a wrong column is refused by line, changes nothing, and is read once the column is right", async () => {
    const desk = await openStatements(world());
    const uploadId = await arrived(desk, settlement("8"));
    const wrong = await desk.take(uploadId, { ...mapping, columns: { ...mapping.columns, amount: 2 } });
    const rowsOfWrong = await rowsOf(desk);

    const right = await desk.take(uploadId, mapping);

    expect(wrong).toMatchObject({
      state: "refused",
      problems: [{ line: 2, field: "amount", reason: "bad-amount" }, { line: 3 }],
    });
    expect(wrong.statement).toBeNull();
    expect(rowsOfWrong).toEqual([]);
    expect(right.state).toBe("stored");
    expect(await rowsOf(desk)).toHaveLength(2);
  });

  it("with a known heading needs no mapping a second time, in its own shop", async () => {
    const [desk, other] = [await openStatements(world()), await openStatements(world())];
    const first = await arrived(desk, settlement("8"));
    const firstView = await desk.see(first);
    await desk.take(first, mapping);

    const second = await desk.see(await arrived(desk, settlement("7")));
    const elsewhere = await other.see(await arrived(other, settlement("7")));

    expect(firstView.source).toBe("proposed");
    expect(second).toMatchObject({ source: "remembered", mapping });
    expect(elsewhere.source).toBe("proposed");
  });

  it("whose last line has no end is read only when a person says that it is whole", async () => {
    const desk = await openStatements(world());
    const uploadId = await arrived(desk, settlement("8").trimEnd());
    const doubted = await desk.take(uploadId, mapping);

    const fields = { kind: "settlement", currency: "PEN", isWhole: "yes" };
    const columns = { "column.cip": "0", "column.amount": "1", "column.settledOn": "3" };
    await desk.answer(uploadId, "confirm", { ...fields, ...columns });
    await world().until("the file to be read", async () => (await desk.see(uploadId)).state === "stored");

    expect(doubted).toMatchObject({ state: "refused", problems: [{ line: 3, reason: "cut-short" }] });
    expect(await rowsOf(desk)).toHaveLength(2);
  });

  it("is not read by a mapping without an amount, or with a column of people", async () => {
    const desk = await openStatements(world());
    const text = csvOf([
      ["CIP", "Monto", "Fecha de pago", "Cliente Nombre"],
      ["1", "1.00", "01/12/2026", "Canaria"],
    ]);
    const uploadId = await arrived(desk, text);
    const base = { kind: "settlement", currency: "PEN", isWhole: "yes", "column.cip": "0" };

    const noAmount = await desk.answer(uploadId, "confirm", { ...base, "column.paidAt": "2" });
    const personal = await desk.answer(uploadId, "confirm", {
      ...base,
      ...{ "column.amount": "1", "column.paidAt": "2", "column.settlementRef": "3" },
    });

    expect(noAmount).toEqual({ kind: "refused", problems: [{ field: "amount", reason: "missing" }] });
    expect(personal).toEqual({
      kind: "refused",
      problems: [{ field: "settlementRef", reason: "personal" }],
    });
    expect((await desk.see(uploadId)).state).toBe("ready");
  });
});

describe("another shop's file", () => {
  it("is neither seen, added to, confirmed nor discarded, and its statement is not found", async () => {
    const [owner, stranger] = [await openStatements(world()), await openStatements(world())];
    const uploadId = await arrived(owner, reportCsv(LINES));
    const arriving = await owner.send({ intent: "begin", fileName: "a.csv", size: "3" });
    const arrivingId = arriving.kind === "begun" ? arriving.uploadId : "";
    const path = `/app/books/statements/${uploadId}`;
    const form = { kind: "report", currency: "PEN", "column.cip": "0", "column.amount": "2" };

    const seen = await stranger.page.get(path);
    const part = await stranger.send({
      ...{ intent: "part", uploadId: arrivingId, number: "0" },
      part: new Blob(["abc"]),
    });
    const finished = await stranger.send({ intent: "finish", uploadId: arrivingId });
    const confirmed = await stranger.answer(uploadId, "confirm", { ...form, isWhole: "yes" });
    const discarded = await stranger.answer(uploadId, "discard");
    const unknown = await owner.page.get(`/app/books/statements/${NOBODY}`);

    expect([seen.status, unknown.status]).toEqual([404, 404]);
    expect([part, finished]).toMatchObject([{ reason: "gone" }, { reason: "gone" }]);
    expect([confirmed, discarded]).toEqual([{ kind: "moved" }, { kind: "moved" }]);
    await owner.take(uploadId);
    expect((await stranger.list()).statements).toEqual([]);
    const days = { from: "2026-11-01", to: "2026-11-30" };
    const { db } = world().system.deps;
    expect(await findStatements(db, { shopId: stranger.page.shopId, ...days })).toEqual([]);
    expect(await findStatements(db, { shopId: owner.page.shopId, ...days })).toHaveLength(1);
  });
});
