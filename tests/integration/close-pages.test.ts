import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { CloseView } from "#app/books/close-page.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { paid } from "../builders/refund.ts";
import { openSettings, type SettingsPage } from "../builders/settings-page.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("close_pages", { tls: "off" });

const LIST = "/app/books";
const begun = z.object({ closeId: z.string() });
const loaded = z.object({ view: z.custom<CloseView>() });
const ofClose = (closeId: string) =>
  `${LIST}/${closeId}?_data=${encodeURIComponent("routes/merchant/book")}`;

const open = () => openSettings(world(), { address: LIST, route: "routes/merchant/books" });

/** A person of a shop with one paid order closes today, and the worker does it. */
async function closedToday(): Promise<{ page: SettingsPage; closeId: string; cip: string }> {
  const page = await open();
  const { cip } = await paid(world(), { shop: page.shop.domain });
  const today = limaDayOf(world().clock.now());
  const answer = await page.post({ intent: "close", from: today, to: today });
  const { closeId } = begun.parse(answer);
  await world().until("the close to be done", async () => (await see(page, closeId)).isDone);
  return { page, closeId, cip };
}

async function see(page: SettingsPage, closeId: string): Promise<CloseView> {
  const answer = await page.get(ofClose(closeId));
  return loaded.parse(await answer.json()).view;
}

async function send(page: SettingsPage, closeId: string, fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const answer = await page.upload(ofClose(closeId), form);
  return { status: answer.status, body: answer.status === 404 ? null : ((await answer.json()) as unknown) };
}

describe("closing today", () => {
  it("is asked for on the page, done by the worker, and signed for", async () => {
    const { page, closeId } = await closedToday();

    expect(await see(page, closeId)).toMatchObject({ open: 0, kind: "on-demand", nextId: null });
    expect(await send(page, closeId, { intent: "sign", name: " ", note: "" })).toEqual({
      ...{ status: 422, body: { kind: "refused", reason: "needs-name" } },
    });
    expect(await send(page, closeId, { intent: "sign", name: "Rosa", note: "" })).toEqual({
      ...{ status: 200, body: { kind: "signed" } },
    });
    expect(await see(page, closeId)).toMatchObject({ signedBy: "Rosa" });
  });

  it("has its files for people of the shop, and nothing for anybody else", async () => {
    const { page, closeId, cip } = await closedToday();
    const other = await open();

    const csv = await page.get(`${LIST}/${closeId}/file.csv`);
    expect(csv.headers.get("content-disposition")).toMatch(/filename="cierre-[\d-]+\.csv"/);
    expect(await csv.text()).toContain(cip);
    for (const type of ["xlsx", "pdf"])
      expect((await page.get(`${LIST}/${closeId}/file.${type}`)).status, type).toBe(200);
    expect((await page.get(`${LIST}/${closeId}/file.exe`)).status).toBe(404);
    expect((await page.get(`${LIST}/${closeId}/other`)).status).toBe(404);
    expect((await other.get(`${LIST}/${closeId}/file.csv`)).status).toBe(404);
    expect((await other.get(ofClose(closeId))).status).toBe(404);
    expect((await send(other, closeId, { intent: "sign", name: "X", note: "" })).status).toBe(404);
  });

  it("tells what was wrong with a form, and does nothing then", async () => {
    const { page, closeId } = await closedToday();
    const refusal = async (fields: Record<string, string>) => (await send(page, closeId, fields)).body;

    expect(await refusal({ intent: "accept", numbers: "", note: "x" })).toMatchObject({
      reason: "nothing-chosen",
    });
    expect(await refusal({ intent: "accept", numbers: "1", note: "  " })).toMatchObject({
      reason: "needs-note",
    });
    expect(await refusal({ intent: "accept", numbers: "1", note: "x" })).toMatchObject({
      reason: "not-open",
    });
    expect(await refusal({ intent: "accept", numbers: "1;drop", note: "x" })).toMatchObject({
      reason: "not-understood",
    });
    expect(await refusal({ intent: "pair", here: "1", there: "2" })).toMatchObject({ reason: "not-open" });
    expect(await refusal({ intent: "else" })).toMatchObject({ reason: "not-understood" });
    expect(await page.post({ intent: "close", from: "x", to: "y" })).toMatchObject({
      ...{ status: 422, reason: "not-a-day" },
    });
  });

  it("asks PagoEfectivo again about an entry, as on the payment's page", async () => {
    const { page, closeId } = await closedToday();
    const asks = () =>
      world()
        .pagoefectivo.calls()
        .filter(({ operation }) => operation === "search").length;
    const before = asks();

    const answer = await send(page, closeId, { intent: "ask", number: "1" });

    expect(answer.body).toEqual({ kind: "asked", found: "paid" });
    expect(asks()).toBe(before + 1);
  });
});
