import { describe, expect, it } from "vitest";
import { acceptEntries, confirmPair, signClose } from "#app/books/close-desk-store.server.ts";
import { downloadClose } from "#app/books/export-close.server.ts";
import { listCloses, seeClose } from "#app/books/see-close.server.ts";
import { forgetCloseNotes, forgetCloseWords } from "#app/books/forget-close-words.server.ts";
import { USER } from "../builders/act.ts";
import { useCloses } from "../builders/closes.ts";

const built = useCloses("close_desk");
const AT = new Date("2026-11-20T15:00:00.000Z");

interface Key {
  shopId: string;
  closeId: string;
}

const deed = (key: Key) => ({ ...key, userId: USER, at: AT });
const accept = (key: Key, numbers: readonly number[], note = "ya se habló con PagoEfectivo") =>
  acceptEntries(built().pool, { ...deed(key), numbers, note });
const sign = (key: Key, name = "Rosa Quispe") =>
  signClose(built().pool, { ...deed(key), name, note: "sin novedad" });

/** A shop whose day has one payment that is equal and two that the report does not have. */
async function withTwoMissing() {
  const shop = await built().newShop();
  const equal = await built().paid(shop);
  const missing = [await built().paid(shop), await built().paid(shop)];
  await built().report(shop.shopId, [{ cip: equal.cip }]);
  return { shop, missing, close: await built().close(shop.shopId) };
}

describe("an exception", () => {
  it("is taken by a person with a note, once, and then waits for nobody", async () => {
    const { close } = await withTwoMissing();
    const [first] = (await built().see(close)).entries;

    expect(await accept(close, [first?.number ?? 0])).toBe(1);
    expect(await accept(close, [first?.number ?? 0], "otra nota")).toBe(0);

    const seen = await built().see(close);
    expect(seen).toMatchObject({ exceptions: 2, open: 1 });
    expect(seen.entries[0]?.accepted).toEqual({
      ...{ by: USER, at: AT.toISOString(), note: "ya se habló con PagoEfectivo" },
    });
    const [line] = await built().select(
      "select action, user_id from audit_log where shop_id = $1 and action like '%accepted'",
      [close.shopId],
    );
    expect(line).toEqual({ action: "close-exception-accepted", user_id: USER });
  });

  it("is what it says: an entry that is equal cannot be taken", async () => {
    const { close } = await withTwoMissing();
    const equal = (await built().see(close, "equal")).entries.map(({ number }) => number);

    expect(equal).toHaveLength(1);
    expect(await accept(close, equal)).toBe(0);
  });

  it("stays taken in the next close of the same days, as long as nothing about it changed", async () => {
    const { shop, missing, close } = await withTwoMissing();
    const both = (await built().see(close)).entries.map(({ number }) => number);
    await accept(close, both);
    await built().report(shop.shopId, [{ cip: missing[0]?.cip ?? "", amount_centimos: 12_400 }]);

    const again = await built().close(shop.shopId);

    const seen = await built().see(again);
    expect(seen.entries.map(({ cip, problems, accepted }) => [cip, problems[0], accepted?.by])).toEqual(
      expect.arrayContaining([
        [missing[0]?.cip, "amount-differs", undefined],
        [missing[1]?.cip, "missing-there", USER],
      ]),
    );
    expect(seen).toMatchObject({ open: 1, changes: { appearedCount: 1, goneCount: 1 } });
    expect(seen.changes?.gone[0]).toMatchObject({ cip: missing[0]?.cip, problems: ["missing-there"] });
    expect(await built().see(close)).toMatchObject({ isOld: true, nextId: again.closeId });
  });
});

describe("signing", () => {
  it("waits until every exception is taken, and happens once", async () => {
    const { close } = await withTwoMissing();

    expect(await sign(close)).toBe(false);
    await accept(
      close,
      (await built().see(close)).entries.map(({ number }) => number),
    );
    const signed = await Promise.all([sign(close, "Rosa"), sign(close, "Luis")]);

    expect(signed.filter(Boolean)).toHaveLength(1);
    const name = signed[0] ? "Rosa" : "Luis";
    expect(await built().see(close)).toMatchObject({ signedBy: name, signNote: "sin novedad", open: 0 });
    const [morning] = (await listCloses(built().deps, close.shopId)).closes;
    expect(morning).toMatchObject({ id: close.closeId, signedBy: name });
  });

  it("ends what can be decided in the close", async () => {
    const shop = await built().newShop();
    await built().paid(shop);
    const close = await built().close(shop.shopId);
    await sign(close);

    expect(await sign(close)).toBe(false);
    expect(await accept(close, [1])).toBe(0);
  });

  it("is for the latest close of its days", async () => {
    const shop = await built().newShop();
    await built().paid(shop);
    const old = await built().close(shop.shopId);
    const latest = await built().close(shop.shopId);

    expect(await sign(old)).toBe(false);
    expect(await sign(latest)).toBe(true);
  });
});

describe("two entries that may be one", () => {
  it("are one in the next close, once a person said so", async () => {
    const shop = await built().newShop();
    const ours = await built().paid(shop);
    await built().report(shop.shopId, [{ cip: "999000111", transaction_code: "de otro sistema" }]);
    const close = await built().close(shop.shopId);
    const { entries } = await built().see(close);
    const here = entries.find(({ cip }) => cip === ours.cip)?.number ?? 0;
    const there = entries.find(({ cip }) => cip === "999000111")?.number ?? 0;
    expect(entries.find(({ number }) => number === here)?.likely).toBe(there);

    const pair = { ...deed(close), here, there, note: "es el mismo dinero" };
    expect(await confirmPair(built().pool, { ...pair, here: there, there: here })).toBe(false);
    expect(await confirmPair(built().pool, pair)).toBe(true);
    expect(await confirmPair(built().pool, pair)).toBe(false);

    expect((await built().see(close)).open).toBe(0);
    const again = await built().see(await built().close(shop.shopId), "all");
    expect(again.entries).toMatchObject([
      { bucket: "equal", problems: [], facts: { matchedBy: "confirmed" } },
    ]);
  });
});

describe("another shop", () => {
  it("finds nothing of a close, and its statements are in no other's", async () => {
    const { close } = await withTwoMissing();
    const { shopId } = await built().newShop();
    const foreign = { shopId, closeId: close.closeId };
    const wish = {
      ...foreign,
      userId: USER,
      storeName: "X",
      type: "csv" as const,
      language: "es" as const,
    };

    expect(await seeClose(built().deps, { ...foreign, view: "all", after: 0 })).toBeNull();
    expect(await seeClose(built().deps, { ...foreign, closeId: "../x", view: "all", after: 0 })).toBeNull();
    expect(await downloadClose(built().deps, wish)).toBeNull();
    expect((await listCloses(built().deps, shopId)).closes).toEqual([]);
    expect(await accept(foreign, [1, 2, 3])).toBe(0);
    expect(await sign(foreign)).toBe(false);
    const own = await built().see(await built().close(shopId), "all");
    expect(own).toMatchObject({ statements: [], entries: [], open: 0 });
  });
});

describe("what people wrote about a close", () => {
  it("goes with the person that it is about, and all of it with the shop; that they did it stays", async () => {
    const { missing, close } = await withTwoMissing();
    const numbers = (await built().see(close)).entries.map(({ number }) => number);
    await accept(close, numbers, "llamó Rosa Canaria");
    await sign(close, "Luis Canario");
    const notes = async () =>
      (await built().see(close)).entries.map(({ cip, accepted }) => [cip, accepted?.by, accepted?.note]);

    await forgetCloseNotes(built().deps, [missing[0]?.place.paymentId ?? ""]);
    expect(await notes()).toEqual(
      expect.arrayContaining([
        [missing[0]?.cip, USER, "—"],
        [missing[1]?.cip, USER, "llamó Rosa Canaria"],
      ]),
    );
    await forgetCloseWords(built().deps, (await built().newShop()).shopId);
    expect((await built().see(close)).signedBy).toBe("Luis Canario");
    await forgetCloseWords(built().deps, close.shopId);

    expect((await notes()).map(([, by, note]) => [by, note])).toEqual([
      [USER, "—"],
      [USER, "—"],
    ]);
    expect(await built().see(close)).toMatchObject({ signedBy: "—", signNote: "—", open: 0 });
  });
});

describe("a close that is done", () => {
  it.each([
    ["the close", "update closes set totals = '[]' where id = $1"],
    ["the close, away", "delete from closes where id = $1"],
    ["an entry", "update close_entries set problems = '{}' where close_id = $1"],
    ["an entry, away", "delete from close_entries where close_id = $1"],
    ["an acceptance", "update close_acceptances set note = 'x' where close_id = $1"],
    ["the signature", "update close_signoffs set name = 'x' where close_id = $1"],
    ["the signature, away", "delete from close_signoffs where close_id = $1"],
  ])("never changes, whoever writes: %s", async (_, sql) => {
    const { close } = await withTwoMissing();
    await accept(
      close,
      (await built().see(close)).entries.map(({ number }) => number),
    );
    await sign(close);

    await expect(built().select(sql, [close.closeId])).rejects.toThrow("this never changes");
  });
});
