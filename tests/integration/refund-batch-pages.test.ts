import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { invariant } from "#app/lib/invariant.ts";
import type { BatchView } from "#app/refunds/batch/batch-page.ts";
import { giveDetails } from "#app/refunds/refund-acts.server.ts";
import { handIn, openedRefund } from "../builders/refund.ts";
import { CANARY } from "../builders/refund-rows.ts";
import { openSettings, type SettingsPage } from "../builders/settings-page.ts";
import { useWorld, type TestWorld } from "../setup/world.ts";

const world = useWorld("refund_batch_pages", { tls: "off" });

const LIST = "/app/refunds/batches";
const made = z.object({ batchId: z.string() });
const loaded = z.object({ view: z.custom<BatchView>() });

const open = () => openSettings(world(), { address: LIST, route: "routes/merchant/refund-batches" });

const CANARIES = ["00221500001449008020", "Canaria", "Ñahui", "Secreto", "01234567"];

/** A person of a shop with one refund whose details the shopper gave. */
async function withRefund(): Promise<{ page: SettingsPage; refundId: string; paymentId: string }> {
  const page = await open();
  const { payment, refundId } = await openedRefund(world(), { session: { shop: page.shop.domain } });
  const { userId: _, ...key } = await handIn(world(), refundId);
  await giveDetails(world().system.deps, { ...key, by: "shopper", destination: CANARY });
  return { page, refundId, paymentId: payment.paymentId };
}

async function makeBatch(page: SettingsPage): Promise<string> {
  const { batchId } = made.parse(await page.post({ intent: "make", currency: "PEN" }));
  return `${LIST}/${batchId}`;
}

async function see(page: SettingsPage, batch: string): Promise<BatchView> {
  const answer = await page.get(`${batch}?_data=${encodeURIComponent("routes/merchant/refund-batch")}`);
  return loaded.parse(await answer.json()).view;
}

async function send(page: SettingsPage, batch: string, fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return page.upload(`${batch}?_data=${encodeURIComponent("routes/merchant/refund-batch")}`, form);
}

async function markPaid(page: SettingsPage, batch: string): Promise<void> {
  const { rows, today } = await see(page, batch);
  const chosen = rows.map(({ refundId, version }) => `${refundId}.${version}`).join(",");
  const answer = await send(page, batch, {
    ...{ intent: "paid", chosen },
    ...{ paidOn: today, reference: "OP-004512" },
  });
  expect(await answer.json()).toEqual({ kind: "paid", count: rows.length, failed: [] });
}

/** Every table as a backup would hold it. */
async function dumpOf(one: TestWorld): Promise<string> {
  const tables = await one.rows<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker')",
  );
  const texts = [];
  for (const { name } of tables) {
    const rows = await one.rows<{ text: string }>(`select t::text as text from ${name} t`);
    texts.push(...rows.map(({ text }) => `${name}: ${text}`));
  }
  return texts.join("\n");
}

/** The files of this database and of what the server wrote ahead meanwhile: what a copy of its folder holds. */
async function filesOf(one: TestWorld, sinceSegment: string): Promise<Buffer[]> {
  await one.rows("checkpoint");
  const [server] = await one.rows<{ folder: string; base: string; segment: string }>(
    `select current_setting('data_directory') as folder, oid::text as base,
       pg_walfile_name(pg_current_wal_lsn()) as segment from pg_database where datname = current_database()`,
  );
  invariant(server, "the database is listed");
  const wal = path.join(server.folder, "pg_wal");
  const segments = readdirSync(wal).filter((name) => name >= sinceSegment && name <= server.segment);
  const base = path.join(server.folder, "base", server.base);
  return [
    ...readdirSync(base).map((name) => readFileSync(path.join(base, name))),
    ...segments.map((name) => readFileSync(path.join(wal, name))),
  ];
}

function receipt(
  bytes: BlobPart,
  name = "transferencia a Canaria.pdf",
  type = "application/pdf",
): FormData {
  const form = new FormData();
  form.set("file", new File([bytes], name, { type }));
  return form;
}

const PDF = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\nCanaria\n%%EOF\n";

describe("a refund's bank details", () => {
  it("stand in the batch's file alone: in no page, list, export, log line or row of the database", async () => {
    const { page, refundId, paymentId } = await withRefund();
    const batch = await makeBatch(page);
    const file = await page.get(`${batch}/file`);
    const text = await file.text();
    await markPaid(page, batch);
    const kept = await page.upload(`/app/refunds/${refundId}/receipt`, receipt(PDF));

    expect(kept.status).toBe(200);
    for (const canary of CANARIES) expect(text).toContain(canary);
    const elsewhere: Record<string, string> = {
      database: await dumpOf(world()),
      log: world().logged().join("\n"),
    };
    for (const path of [
      ...["/app", "/app/payments", "/app/payments/export", "/app/cases", LIST, batch],
      ...[`/app/payments/${paymentId}`, `/app/refunds/${refundId}`],
    ]) {
      elsewhere[path] = await (await page.get(path)).text();
    }
    for (const [place, shown] of Object.entries(elsewhere)) {
      expect(shown.length, place).toBeGreaterThan(20);
      for (const canary of CANARIES) expect(shown.includes(canary), `${canary} in ${place}`).toBe(false);
    }
    expect(elsewhere[batch]).toContain("8020");
  });

  it("stand in no file of the database, so that a backup holds none in clear", async () => {
    const [before] = await world().rows<{ segment: string }>(
      "select pg_walfile_name(pg_current_wal_lsn()) as segment",
    );
    const { page, refundId, paymentId } = await withRefund();
    const holder = `Zoila ${randomBytes(9).toString("hex").replace(/\d/g, "q")}`;
    const { userId: _, ...key } = await handIn(world(), refundId);
    await giveDetails(world().system.deps, { ...key, by: "shopper", destination: { ...CANARY, holder } });
    await markPaid(page, await makeBatch(page));
    await page.upload(`/app/refunds/${refundId}/receipt`, receipt(PDF.replace("Canaria", holder)));

    const files = await filesOf(world(), before?.segment ?? "");

    const holds = (text: string) => files.some((bytes) => bytes.includes(text));
    // What is stored in clear is found: the search itself works.
    const [payment] = await world().rows<{ slug: string }>("select slug from payments where id = $1", [
      paymentId,
    ]);
    expect(holds(payment?.slug ?? "no slug")).toBe(true);
    expect(holds(holder)).toBe(false);
    expect(holds(holder.slice(6))).toBe(false);
  });
});

describe("the file of a batch", () => {
  it("is a download of the shop's own people, with the same bytes each time", async () => {
    const { page } = await withRefund();
    const batch = await makeBatch(page);

    const [first, second] = [await page.get(`${batch}/file`), await page.get(`${batch}/file`)];
    const stranger = await (await open()).get(`${batch}/file`);
    const nobody = await fetch(`${world().webOrigin}${batch}/file`, { redirect: "manual" });

    expect(Object.fromEntries(first.headers)).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="devoluciones-00001-PEN.csv"',
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    const bytes = Buffer.from(await first.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(Buffer.from(await second.arrayBuffer()).equals(bytes)).toBe(true);
    expect(stranger.status).toBe(404);
    expect(nobody.status).not.toBe(200);
    expect(await nobody.text()).not.toContain("Canaria");
  });

  it("is made of nothing twice: the second press finds nothing that is ready", async () => {
    const { page } = await withRefund();
    await makeBatch(page);

    const answer = await page.post({ intent: "make", currency: "PEN" });

    expect(answer).toMatchObject({ status: 422, kind: "refused", reason: "nothing-ready" });
  });
});

describe("a form of a batch that no page of ours sends", () => {
  it.each([
    { intent: "paid", chosen: "not-an-id.1" },
    { intent: "not-paid", chosen: "", reason: "because" },
    { intent: "delete" },
  ])("is not understood and changes nothing: %j", async (fields) => {
    const { page } = await withRefund();
    const batch = await makeBatch(page);

    const answer = await send(page, batch, { ...fields });

    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ kind: "refused", reason: "not-understood" });
    expect((await see(page, batch)).waiting).toBe(1);
  });
});

describe("a receipt", () => {
  async function paidRefund() {
    const { page, refundId } = await withRefund();
    await markPaid(page, await makeBatch(page));
    return { page, path: `/app/refunds/${refundId}/receipt`, refundId };
  }

  it("is handed out to the shop's own people as a download, byte for byte, and never exchanged", async () => {
    const { page, path, refundId } = await paidRefund();

    const kept = await page.upload(path, receipt(PDF));
    const again = await page.upload(path, receipt(`${PDF}\n`));
    const file = await page.get(path);
    const stranger = await (await open()).get(path);

    expect([kept.status, again.status]).toEqual([200, 422]);
    expect(await again.json()).toEqual({ kind: "refused", reason: "there-is-one" });
    expect(await file.text()).toBe(PDF);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="comprobante-${refundId}.pdf"`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    expect(stranger.status).toBe(404);
    const audit = await world().rows<{ action: string }>(
      "select action from audit_log where after->>'refundId' = $1 and action like '%receipt%' order by id",
      [refundId],
    );
    expect(audit.map(({ action }) => action)).toEqual(["refund-receipt-added", "refund-receipt-fetched"]);
  });

  it("that is not what it claims, or too large, is refused and nothing of it is stored", async () => {
    const { page, path, refundId } = await paidRefund();

    const answers = [
      await page.upload(path, receipt("<script>alert(1)</script>")),
      await page.upload(path, receipt(PDF, "foto.png", "image/png")),
      await page.upload(path, receipt("")),
      await page.upload(path, receipt(new Uint8Array(5 * 1024 * 1024 + 1))),
      await page.upload(path, receipt(new Uint8Array(9 * 1024 * 1024))),
      await page.upload(path, new FormData()),
    ];

    const said = await Promise.all(answers.map((answer) => answer.json()));
    expect(said).toEqual(
      ["not-a-receipt", "not-what-it-claims", "empty", "too-large", "too-large", "no-file"].map(
        (reason) => ({
          ...{ kind: "refused", reason },
        }),
      ),
    );
    expect((await page.get(path)).status).toBe(404);
    expect(await world().rows("select 1 from refund_receipts where refund_id = $1", [refundId])).toEqual(
      [],
    );
  });

  it("is not taken for a refund that nobody has paid", async () => {
    const { page, refundId } = await withRefund();

    const answer = await page.upload(`/app/refunds/${refundId}/receipt`, receipt(PDF));

    expect(await answer.json()).toEqual({ kind: "refused", reason: "not-paid-out" });
  });
});
