import { describe, expect, it } from "vitest";
import {
  authorizes,
  CREDENTIALS,
  failureOf,
  html,
  isAuthorization,
  ok,
  refusal,
  REQUEST,
  standInPagoEfectivo,
} from "../../tests/stand-ins/stand-in-pagoefectivo.ts";
import type { Reply } from "../../tests/stand-ins/stand-in-pagoefectivo.ts";

describe("searching CIPs", () => {
  const item = (more: Record<string, unknown>): Record<string, unknown> => ({
    cip: 311025640,
    transactionCode: "code_01",
    amount: 25,
    currency: "PEN",
    status: 22,
    statusName: "Generado.",
    dateCreation: "2026-11-22T10:15:30-05:00",
    dateExpiry: "2026-11-24T10:15:00-05:00",
    datePayment: "1900-01-01T00:00:00-05:00",
    dateRemoval: "1900-01-01T00:00:00-05:00",
    token: "9A1B",
    ...more,
  });

  it("answers each CIP it found, with none for the 1900 dates", async () => {
    const { client, received } = await standInPagoEfectivo(
      authorizes(() =>
        ok([
          item({}),
          item({ cip: 7, status: "23", statusName: "Cancelado", datePayment: "2026-11-23T09:00:00-05:00" }),
        ]),
      ),
    );

    const found = await client.searchCips(CREDENTIALS, ["311025640", "7"]);

    expect(received[1]).toMatchObject({
      call: "POST /live/v1/cips/search",
      body: { data: [{ cip: 311025640 }, { cip: 7 }] },
    });
    expect(found.get("311025640")).toEqual({
      cip: "311025640",
      status: "pending",
      transactionCode: "code_01",
      amount: { centimos: 2500, currency: "PEN" },
      paidAt: null,
      expiresAt: new Date("2026-11-24T15:15:00Z"),
      rawStatus: 22,
      statusName: "generado",
    });
    expect(found.get("7")).toMatchObject({ status: "paid", paidAt: new Date("2026-11-23T14:00:00Z") });
  });

  it("leaves out empty items, CIPs nobody asked for, and a CIP answered twice", async () => {
    const { client } = await standInPagoEfectivo(
      authorizes(() =>
        ok([
          { cip: 0, status: 21 },
          {},
          null,
          item({ cip: 8 }),
          item({ cip: 6 }),
          item({ cip: 6, status: 21 }),
          item({ cip: 7 }),
        ]),
      ),
    );

    const found = await client.searchCips(CREDENTIALS, ["5", "6", "7"]);

    expect([...found.keys()]).toEqual(["7"]);
  });

  it("asks in lists of fifty, each CIP once", async () => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => ok([])));
    const cips = Array.from({ length: 101 }, (_, index) => String(index + 1));

    await client.searchCips(CREDENTIALS, [...cips, "1", "2"]);

    const searches = received.filter((one) => !isAuthorization(one));
    expect(searches.map(({ body }) => (Array.isArray(body.data) ? body.data.length : 0))).toEqual([
      50, 50, 1,
    ]);
  });

  it("asks nothing for an empty list", async () => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => ok([])));

    expect((await client.searchCips(CREDENTIALS, [])).size).toBe(0);
    expect(received).toEqual([]);
  });

  it.each<[string, Reply, string]>([
    ["a page of HTML", html, "unknown"],
    ["no list", ok({}), "unknown"],
    ["a 400", refusal(111, []), "refused"],
  ])("answered with %s is a failure, never an empty find", async (_name, reply, outcome) => {
    const { client } = await standInPagoEfectivo(authorizes(() => reply));

    const failure = await failureOf(client.searchCips(CREDENTIALS, ["5"]));

    expect(failure).toMatchObject({ operation: "search-cips", outcome });
  });
});

describe("deleting and extending", () => {
  it("are accepted with a 200 and code 100", async () => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => ok({})));

    expect(await client.deleteCip({ ...CREDENTIALS, environment: "sandbox" }, "5")).toBe("accepted");
    expect(await client.updateExpiry(CREDENTIALS, "5", new Date("2026-11-25T15:00:00Z"))).toBe("accepted");

    const calls = received.filter((one) => !isAuthorization(one)).map(({ call, body }) => [call, body]);
    expect(calls).toEqual([
      ["DELETE /pre/v1/cips/5", {}],
      ["PATCH /live/v1/cips/5", { dateExpiry: "2026-11-25T10:00:00-05:00" }],
    ]);
  });

  it("are refused with PagoEfectivo's own 400", async () => {
    const { client } = await standInPagoEfectivo(authorizes(() => refusal(111, [])));

    expect(await client.deleteCip(CREDENTIALS, "5")).toBe("refused");
    expect(await client.updateExpiry(CREDENTIALS, "5", REQUEST.expiresAt)).toBe("refused");
  });

  it.each<[string, Reply]>([
    ["a 500", { status: 500, body: { code: 166 } }],
    ["an empty 200", { status: 200, body: "" }],
    ["a dropped connection", "drop"],
  ])("answered with %s are unknown", async (_name, reply) => {
    const { client } = await standInPagoEfectivo(authorizes(() => reply));

    expect(await failureOf(client.deleteCip(CREDENTIALS, "5"))).toMatchObject({
      operation: "delete-cip",
      outcome: "unknown",
    });
    expect(await failureOf(client.updateExpiry(CREDENTIALS, "5", REQUEST.expiresAt))).toMatchObject({
      operation: "update-expiry",
      outcome: "unknown",
    });
  });

  it("of something that is not a CIP are our own bug, and nothing is sent", async () => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => ok({})));

    await expect(client.deleteCip(CREDENTIALS, "5/../search")).rejects.toThrow("not a CIP");
    expect(received).toEqual([]);
  });
});
