import { describe, expect, it } from "vitest";
import { addService } from "../builders/merchant-connection.ts";
import { entryWith, logOf, noticeBody, postNotice, seeEntry, signed } from "../builders/log.ts";
import { lookUps, noticesOf } from "../builders/notice.ts";
import { withCode } from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { buildDependencies } from "../../server/dependencies.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("log_signatures", { tls: "off" });

describe("a notice whose signature does not fit", () => {
  it("is refused, and its entry says why without either signature", async () => {
    const shop = await connectNewShop(world());
    const payment = await withCode(world(), { shop: shop.domain });
    const body = noticeBody(payment.cip);
    const signature = signed(body, shop.accessKey);

    expect(await postNotice(shop, body, signature)).toBe(401);

    const entry = await entryWith(world(), shop, { verdict: "bad-signature" });
    expect(entry).toMatchObject({ kind: "cip.paid", sessionId: payment.sessionId, times: 1 });
    const view = await seeEntry(world(), shop, entry);
    expect(view.causes).toEqual([
      { cause: "access-key", keys: { mode: "live", serviceId: shop.serviceId } },
    ]);
    expect(view).toMatchObject({
      httpStatus: 401,
      payment: { id: payment.paymentId },
      again: { effect: "look-up" },
    });
    expect(view.fields).toMatchObject({ cip: payment.cip, amountCentimos: "12500", currency: "PEN" });
    const stored = JSON.stringify([view, await world().rows("select * from log_entries")]);
    for (const secret of [signature, signed(body, shop.secretKey), shop.accessKey, shop.secretKey])
      expect(stored).not.toContain(secret);
    expect(await noticesOf(world(), payment.cip)).toEqual([]);
  });

  it("of the other environment's keys is named so, with the service that it fits", async () => {
    const shop = await connectNewShop(world());
    const sandbox = await addService(world(), shop, "sandbox");
    const body = noticeBody("311025640");

    await postNotice(shop, body, signed(body, sandbox.secretKey));

    const view = await seeEntry(
      world(),
      shop,
      await entryWith(world(), shop, { verdict: "bad-signature" }),
    );
    expect(view.causes).toEqual([
      { cause: "other-environment", keys: { mode: "sandbox", serviceId: sandbox.serviceId } },
    ]);
    expect(view.again).toEqual({ not: "no-payment" });
  });

  it.each([
    ["no signature", null, "no-signature"],
    ["a word", "Bearer abc", "not-a-signature"],
    ["keys of nobody here", signed("x", "x"), "unknown-key"],
  ])("because it has %s is named so", async (_, signature, cause) => {
    const shop = await connectNewShop(world());

    await postNotice(shop, noticeBody("311025640"), signature);

    const view = await seeEntry(
      world(),
      shop,
      await entryWith(world(), shop, { verdict: "bad-signature" }),
    );
    expect(view.causes).toMatchObject([{ cause }]);
  });

  it("is explained by keys that were wiped since, where the set had such", async () => {
    const shop = await connectNewShop(world());
    await world().rows(
      `insert into credential_versions (id, set_id, number, service_id, created_at, retired_at, wiped_at)
       select gen_random_uuid(), v.set_id, 99, v.service_id, now(), now(), now() from credential_versions v where v.service_id = $1`,
      [shop.serviceId],
    );

    await postNotice(shop, noticeBody("311025640"), signed("x", "x"));

    const view = await seeEntry(
      world(),
      shop,
      await entryWith(world(), shop, { verdict: "bad-signature" }),
    );
    expect(view.causes.map(({ cause }) => cause)).toEqual(["perhaps-wiped-keys", "unknown-key"]);
  });

  it("is no other shop's to see", async () => {
    const shop = await connectNewShop(world());
    const other = await connectNewShop(world());
    await postNotice(shop, noticeBody("311025640"), null);
    const entry = await entryWith(world(), shop, { verdict: "bad-signature" });

    expect((await logOf(world(), other)).rows).toEqual([]);
    await expect(seeEntry(world(), other, entry)).rejects.toThrow("the shop has the entry");
  });
});

describe("a flood of bad signatures", () => {
  it("is ten entries in a minute for each set, which say how many there were, and no look-up more", async () => {
    const shop = await connectNewShop(world());
    const payment = await withCode(world(), { shop: shop.domain });
    const body = noticeBody(payment.cip);
    const minute = () => Math.floor(world().clock.now().getTime() / 60_000);
    const before = minute();

    for (let sent = 0; sent < 120; sent += 1) expect(await postNotice(shop, body, null)).toBe(401);

    const count = () =>
      world().rows<{ entries: number; times: number }>(
        "select count(*)::int as entries, sum(times)::int as times from log_entries where payment_id = $1 and verdict = 'bad-signature'",
        [payment.paymentId],
      );
    await world().until("all of them", async () => (await count())[0]?.times === 120);
    expect((await count())[0]?.entries).toBeLessThanOrEqual(10 * (minute() - before + 1));
    expect(lookUps(world(), payment.cip)).toBe(0);
  });

  it("of bodies that are no notice stays small", async () => {
    const shop = await connectNewShop(world());
    const junk = JSON.stringify({
      eventType: "x".repeat(60_000),
      data: { cip: "y".repeat(1_000), canary: "canary" },
    });

    expect(await postNotice(shop, junk, signed(junk, "x"))).toBe(401);

    const entry = await entryWith(world(), shop, { verdict: "bad-signature", kind: "other" });
    expect(await seeEntry(world(), shop, entry)).toMatchObject({
      reason: "unreadable",
      fields: { bytes: String(junk.length) },
    });
  });
});

describe("writing the log", () => {
  it("keeps no notice waiting: not while its table is locked, nor when it is gone", async () => {
    const shop = await connectNewShop(world());
    const payment = await withCode(world(), { shop: shop.domain });
    const body = noticeBody(payment.cip);
    const right = signed(body, shop.secretKey);
    const client = await world().system.deps.database.pool.connect();
    try {
      await client.query("begin");
      await client.query("lock table log_entries in access exclusive mode");
      expect(await postNotice(shop, body, null)).toBe(401);
      expect(await postNotice(shop, body, right)).toBe(200);
      expect(await postNotice(shop, body, right)).toBe(200);
      await client.query("commit");
    } finally {
      client.release();
    }
    await entryWith(world(), shop, { verdict: "bad-signature" });
    await entryWith(world(), shop, { verdict: "repeated" });

    await world().rows("alter table log_entries rename to log_entries_away");
    expect(await postNotice(shop, body, right)).toBe(200);
    await world().until("a line of the operator's", () =>
      world()
        .logged()
        .some((line) => line.includes("entries of the log could not be written")),
    );
    await world().rows("alter table log_entries_away rename to log_entries");
    const later = noticeBody(payment.cip, { operationNumber: "9999" });
    expect(await postNotice(shop, later, null)).toBe(401);

    const entry = await world().until("the entry of the last one", async () => {
      const { rows } = await logOf(world(), shop, "verdict=bad-signature");
      return rows.length === 2 && rows[0];
    });
    expect((await seeEntry(world(), shop, entry)).fields).toMatchObject({ operationNumber: "9999" });
  });

  it("holds a flood to ten entries a minute, all processes together", async () => {
    const shop = await connectNewShop(world());
    const [set] = await world().rows<{ id: string }>(
      "select set_id as id from credential_versions where service_id = $1",
      [shop.serviceId],
    );
    const { config, log } = world().system.deps;
    const processes = [0, 1].map(() => buildDependencies(config, log, world().clock));
    const notice = {
      setId: set?.id ?? "",
      body: Buffer.from("{}"),
      signature: null,
      at: world().clock.now(),
    };

    for (const { messageLog } of processes) {
      messageLog.open();
      for (let sent = 0; sent < 50; sent += 1)
        messageLog.noteNotice({ ...notice, verdict: "bad-signature", tookMs: 1 });
    }
    await Promise.all(processes.map((one) => one.close()));

    const { rows } = await logOf(world(), shop);
    expect(rows).toHaveLength(10);
    expect(rows.reduce((sum, { times }) => sum + times, 0)).toBe(100);
  });
});

describe("a notice that comes again", () => {
  it("has an entry of its own, beside the one that was accepted", async () => {
    const shop = await connectNewShop(world());
    const payment = await withCode(world(), { shop: shop.domain });
    const body = noticeBody(payment.cip);
    const signature = signed(body, shop.secretKey);

    expect(await postNotice(shop, body, signature)).toBe(200);
    expect(await postNotice(shop, body, signature)).toBe(200);

    const again = await entryWith(world(), shop, { verdict: "repeated" });
    expect(again).toMatchObject({ kind: "cip.paid", sessionId: payment.sessionId });
    expect((await seeEntry(world(), shop, again)).httpStatus).toBe(200);
  });
});

it("keeps nothing of a person, whatever a message holds", async () => {
  const shop = await connectNewShop(world());
  const canary = "canario.registro@example.com";
  const customer = { email: canary, phone_number: "+51912345678" };
  const payment = await withCode(world(), { shop: shop.domain, customer });
  const body = noticeBody(payment.cip, {
    ...{ payer: canary, operationNumber: canary },
    data: { cip: payment.cip, currency: "PEN", amount: 125, transactionCode: canary, userEmail: canary },
  });
  await postNotice(shop, body, signed(body, "x"));
  const entry = await entryWith(world(), shop, { verdict: "bad-signature" });
  await entryWith(world(), shop, { query: "direction=to-pagoefectivo", kind: "create-cip" });
  const session = await entryWith(world(), shop, {
    query: "direction=from-shopify",
    kind: "payment-session",
  });

  const kept = await world().rows("select * from log_entries");
  const shown = [await seeEntry(world(), shop, entry), await seeEntry(world(), shop, session)];
  const all = JSON.stringify([kept, shown]);
  for (const secret of [
    canary,
    "912345678",
    shop.accessKey,
    shop.secretKey,
    shop.noticeUrl.split("/").at(-1),
  ])
    expect(all).not.toContain(secret);
});
