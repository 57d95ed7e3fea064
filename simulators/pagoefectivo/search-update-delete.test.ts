import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR_MS } from "./testing/movable-clock.ts";
import { call, read } from "./testing/plain-client.ts";
import { openWorkbench } from "./testing/workbench.ts";
import type { Workbench } from "./testing/workbench.ts";

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench({ switches: { timers: "manual" } });
});
afterEach(() => bench.close());

const NONE = "1900-01-01T00:00:00-05:00";
const LATER = "2026-11-25T10:00:00-05:00";

describe("12.13 a search", () => {
  test("shows a pending CIP as 22 Generado. with 1900 where there is no date", async () => {
    const created = await bench.client.create({ amount: 25, transactionCode: "S-1" });
    const cip = String(read(created, "data", "cip"));

    const answer = await bench.client.search(cip);

    const voucherId = String(read(created, "data", "cipUrl"))
      .split("/")
      .at(-1)
      ?.replace(".html", "");
    expect(answer.status).toBe(200);
    expect(read(answer, "data")).toEqual([
      {
        cip: Number(cip),
        transactionCode: "S-1",
        amount: 25,
        currency: "PEN",
        status: 22,
        statusName: "Generado.",
        dateCreation: "2026-11-22T10:15:30-05:00",
        dateExpiry: "2026-11-22T14:15:30-05:00",
        datePayment: NONE,
        dateRemoval: NONE,
        token: voucherId,
      },
    ]);
  });

  test("shows paid as 23 Cancelado., expired as 21 and deleted as 25 by default", async () => {
    const paid = await bench.client.createdCip();
    const deleted = await bench.client.createdCip();
    const expired = await bench.client.createdCip();
    await bench.simulator.pay(paid);
    await bench.client.remove(deleted);
    await bench.simulator.expireNow(expired);

    const answer = await bench.client.search(paid, deleted, expired);

    expect(read(answer, "data")).toMatchObject([
      { status: 23, statusName: "Cancelado.", datePayment: "2026-11-22T10:15:30-05:00" },
      { status: 25, statusName: "Eliminado.", dateRemoval: "2026-11-22T10:15:30-05:00", datePayment: NONE },
      { status: 21, statusName: "Expirado." },
    ]);
  });

  test("shows the number and name that a switch gives to a state", async () => {
    const cip = await bench.client.createdCip();
    await bench.client.remove(cip);
    bench.simulator.switches.stateNames.deleted = { number: 24, name: "Eliminado" };

    const item = await bench.client.searchOne(cip);

    expect(item).toMatchObject({ status: 24, statusName: "Eliminado" });
  });

  test("answers an unknown CIP with an item without content, in its place", async () => {
    const cip = await bench.client.createdCip();

    const answer = await bench.client.search("99", cip);
    bench.simulator.switches.unknownItems = "bare";
    const bare = await bench.client.search("99");

    expect(read(answer, "data", 0)).toMatchObject({ cip: 0, status: 0, token: "", dateExpiry: NONE });
    expect(read(answer, "data", 1, "cip")).toBe(Number(cip));
    expect(read(bare, "data")).toEqual([{}]);
  });

  test("takes numbers as text too, and refuses what is no list of CIPs", async () => {
    const cip = await bench.client.createdCip();
    const headers = { authorization: `Bearer ${bench.client.token}` };
    const send = (body: unknown) => call("POST", `${bench.client.base}/v1/cips/search`, headers, body);

    const text = await send({ data: [{ cip }] });
    const bad = [await send({ cip }), await send({ data: { cip } }), await send({ data: [{ cip: "x" }] })];

    expect(read(text, "data", 0, "cip")).toBe(Number(cip));
    expect(bad.map((answer) => [answer.status, read(answer, "data", 0, "field")])).toEqual([
      [400, "data"],
      [400, "data"],
      [400, "cip"],
    ]);
  });

  test("of more CIPs than the switch allows is refused", async () => {
    bench.simulator.switches.searchMaximum = 2;

    const answer = await bench.client.search("1", "2", "3");

    expect([answer.status, read(answer, "data", 0, "field")]).toEqual([400, "data"]);
  });

  test("without a token is answered 401 without body", async () => {
    const answer = await call("POST", `${bench.client.base}/v1/cips/search`, {}, { data: [] });

    expect([answer.status, answer.text]).toEqual([401, ""]);
  });
});

test("12.14 a CIP of another service is unknown to search, update and delete", async () => {
  const cip = await bench.client.createdCip();

  const searched = await bench.liveClient.searchOne(cip);
  const updated = await bench.liveClient.update(cip, LATER);
  const removed = await bench.liveClient.remove(cip);

  expect(searched).toMatchObject({ cip: 0, transactionCode: "" });
  expect([updated.status, removed.status]).toEqual([400, 400]);
  expect(bench.simulator.ledger()).toMatchObject([{ state: "pending" }]);
});

describe("12.15 an update", () => {
  test("moves the expiry and answers with empty data", async () => {
    const cip = await bench.client.createdCip();

    const answer = await bench.client.update(cip, LATER);

    expect(answer.json).toEqual({ code: 100, message: "Solicitud exitosa.", data: {} });
    expect(await bench.client.searchOne(cip)).toMatchObject({ dateExpiry: LATER });
  });

  test("revives an expired CIP, which can be paid again", async () => {
    const cip = await bench.client.createdCip();
    bench.clock.advance(5 * HOUR_MS);
    await bench.client.authorize();

    const before = await bench.client.searchOne(cip);
    const answer = await bench.client.update(cip, LATER);
    const after = await bench.client.searchOne(cip);

    expect([read({ json: before }, "status"), answer.status, read({ json: after }, "status")]).toEqual([
      21, 200, 22,
    ]);
    expect(await bench.simulator.pay(cip)).toMatchObject({ kind: "paid" });
  });

  test("is refused for paid, deleted and unknown CIPs, and for a past date", async () => {
    const paid = await bench.client.createdCip();
    const deleted = await bench.client.createdCip();
    const pending = await bench.client.createdCip();
    await bench.simulator.pay(paid);
    await bench.client.remove(deleted);

    const answers = [
      await bench.client.update(paid, LATER),
      await bench.client.update(deleted, LATER),
      await bench.client.update("99", LATER),
      await bench.client.update(pending, "2026-11-22T10:00:00-05:00"),
      await bench.client.update(pending, ""),
    ];

    expect(answers.map((answer) => [answer.status, read(answer, "code")])).toEqual(
      answers.map(() => [400, 111]),
    );
    expect(read(answers[3] ?? { json: null }, "data", 0, "field")).toBe("dateExpiry");
  });

  test("by PUT is 405", async () => {
    const cip = await bench.client.createdCip();

    const answer = await bench.client.update(cip, LATER, "PUT");

    expect(answer.status).toBe(405);
    expect(await bench.client.searchOne(cip)).not.toMatchObject({ dateExpiry: LATER });
  });
});

describe("12.16 a delete", () => {
  test("of a pending CIP is answered 200, and its voucher is gone", async () => {
    const created = await bench.client.create();
    const cip = String(read(created, "data", "cip"));

    const answer = await bench.client.remove(cip);
    const voucher = await fetch(String(read(created, "data", "cipUrl")));

    expect(answer.json).toEqual({ code: 100, message: "Solicitud exitosa.", data: {} });
    expect(voucher.status).toBe(404);
    expect(await voucher.text()).toContain("<Code>NoSuchKey</Code>");
  });

  test("of a paid, expired, deleted or unknown CIP is refused", async () => {
    const paid = await bench.client.createdCip();
    const expired = await bench.client.createdCip();
    const deleted = await bench.client.createdCip();
    await bench.simulator.pay(paid);
    await bench.simulator.expireNow(expired);
    await bench.client.remove(deleted);

    const answers = await Promise.all(
      [paid, expired, deleted, "99"].map((cip) => bench.client.remove(cip)),
    );

    expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400, 400]);
    expect(bench.simulator.ledger().map((entry) => entry.state)).toEqual(["paid", "expired", "deleted"]);
  });
});

describe("12.17 expiry", () => {
  test("comes by the clock, at the very second, and tells nobody", async () => {
    const cip = await bench.client.createdCip({ dateExpiry: "2026-11-22T11:15:30-05:00" });

    bench.clock.advance(HOUR_MS - 1);
    const before = await bench.client.searchOne(cip);
    bench.clock.advance(1);
    const after = await bench.client.searchOne(cip);
    await bench.simulator.runDueDeliveries();

    expect([read({ json: before }, "status"), read({ json: after }, "status")]).toEqual([22, 21]);
    expect(bench.receiver.received).toEqual([]);
  });

  test("sends cip.expired once where the switch says so, for the expiry that holds", async () => {
    bench.simulator.switches.sendExpiredNotices = true;
    const expired = await bench.client.createdCip();
    const paid = await bench.client.createdCip();
    const extended = await bench.client.createdCip();
    await bench.simulator.pay(paid);
    await bench.client.update(extended, LATER);
    await bench.simulator.runDueDeliveries();

    bench.clock.advance(5 * HOUR_MS);
    await bench.simulator.runDueDeliveries();
    bench.clock.advance(72 * HOUR_MS);
    await bench.simulator.runDueDeliveries();

    const told = bench.simulator.notices().map((notice) => [notice.eventType, notice.cip]);
    expect(told).toEqual([
      ["cip.paid", paid],
      ["cip.expired", expired],
      ["cip.expired", extended],
    ]);
  });

  test("sends cip.expired once for an expiry that was moved, or whose payment was reversed before it", async () => {
    bench.simulator.switches.sendExpiredNotices = true;
    const sooner = await bench.client.createdCip();
    const reversed = await bench.client.createdCip();
    await bench.client.update(sooner, "2026-11-22T11:15:30-05:00");
    await bench.simulator.pay(reversed);
    await bench.simulator.reverse(reversed);
    await bench.simulator.runDueDeliveries();

    for (let hour = 0; hour < 6; hour += 1) {
      bench.clock.advance(HOUR_MS);
      await bench.simulator.runDueDeliveries();
    }

    const told = bench.simulator.notices().filter((notice) => notice.eventType === "cip.expired");
    expect(told.map((notice) => notice.cip)).toEqual([sooner, reversed]);
  });

  test("sends cip.expired for a payment reversed after the expiry", async () => {
    bench.simulator.switches.sendExpiredNotices = true;
    const cip = await bench.client.createdCip();
    await bench.simulator.pay(cip);
    bench.clock.advance(5 * HOUR_MS);
    await bench.simulator.runDueDeliveries();

    await bench.simulator.reverse(cip);
    await bench.simulator.runDueDeliveries();

    expect(bench.simulator.notices().map((notice) => notice.eventType)).toEqual([
      "cip.paid",
      "cip.expired",
    ]);
  });
});
