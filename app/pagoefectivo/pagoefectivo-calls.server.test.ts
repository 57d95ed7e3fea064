import { describe, expect, it } from "vitest";
import {
  authorization,
  authorizes,
  created,
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

describe("authorization", () => {
  it("proves the keys over the same Lima date it sends, and sends the service as a number", async () => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => created()));

    await client.createCip(CREDENTIALS, REQUEST);

    expect(received[0]).toMatchObject({
      call: "POST /live/v1/authorizations",
      body: {
        accessKey: "TESTACCESSKEY0000001",
        idService: 9999,
        dateRequest: "2026-11-22T10:15:30-05:00",
        hashString: "15fdd09cc8fe7eb0a0b817e675acc4a21f69cdd884481e4334195c85508898b4",
      },
    });
    expect(received[0]?.headers.authorization).toBeUndefined();
    expect(JSON.stringify(received)).not.toContain(CREDENTIALS.secretKey.reveal());
  });

  it("is asked for once however many calls wait for it", async () => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => ok([])));

    await Promise.all(Array.from({ length: 5 }, () => client.searchCips(CREDENTIALS, ["5"])));

    expect(received.filter(isAuthorization)).toHaveLength(1);
    expect(new Set(received.slice(1).map(({ headers }) => headers.authorization))).toEqual(
      new Set(["Bearer token-1"]),
    );
  });

  it("is not shared between two versions of credentials", async () => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => ok([])));

    await client.searchCips(CREDENTIALS, ["5"]);
    await client.searchCips({ ...CREDENTIALS, credentialVersionId: "v2" }, ["5"]);

    expect(received.filter(isAuthorization)).toHaveLength(2);
  });

  it.each([
    [120, 95, 97],
    [5, 3, 4.1],
    [2, 0.9, 1.1],
  ])("of %i minutes is still used after %d minutes and renewed after %d", async (life, before, after) => {
    const { client, received, clock } = await standInPagoEfectivo((arrival, count) =>
      isAuthorization(arrival) ? authorization(`token-${count}`, life) : ok([]),
    );
    const start = clock.instant.getTime();

    for (const minutes of [0, before, after]) {
      clock.instant = new Date(start + minutes * 60_000);
      await client.searchCips(CREDENTIALS, ["5"]);
    }

    const bearers = received
      .filter((one) => !isAuthorization(one))
      .map(({ headers }) => headers.authorization);
    expect(bearers).toEqual(["Bearer token-1", "Bearer token-1", "Bearer token-2"]);
  });

  it("is renewed by our clock when PagoEfectivo's says that it lives longer", async () => {
    const { client, received, clock } = await standInPagoEfectivo(authorizes(() => ok([])));
    const anHourAhead = clock.instant.getTime() + 60 * 60_000;

    for (const minutes of [0, 47, 49]) {
      clock.instant = new Date(anHourAhead + minutes * 60_000);
      await client.searchCips(CREDENTIALS, ["5"]);
    }

    const bearers = received
      .filter((one) => !isAuthorization(one))
      .map(({ headers }) => headers.authorization);
    expect(bearers).toEqual(["Bearer token-1", "Bearer token-1", "Bearer token-2"]);
  });

  // Fault: each late 401 throws away the token that another call has just renewed.
  it("renewed by one call serves another whose refusal comes later", async () => {
    const late = Promise.withResolvers<Reply>();
    const unauthorized: Reply = { status: 401, body: "" };
    const { client, received } = await standInPagoEfectivo(
      authorizes((arrival, count) => {
        if (arrival.headers.authorization !== "Bearer token-1") return ok([]);
        return count === 1 ? late.promise : unauthorized;
      }),
    );

    const first = client.searchCips(CREDENTIALS, ["5"]);
    const second = client.searchCips(CREDENTIALS, ["6"]);
    await Promise.race([first, second]);
    late.resolve(unauthorized);
    await Promise.all([first, second]);

    expect(received.filter(isAuthorization)).toHaveLength(2);
  });

  it("refused by a create is renewed once and the create repeated, because a 401 did nothing", async () => {
    const { client, received } = await standInPagoEfectivo(
      authorizes((_arrival, count) => (count === 1 ? { status: 401, body: "" } : created())),
    );

    const answer = await client.createCip(CREDENTIALS, REQUEST);

    expect(answer.kind).toBe("created");
    expect(received.map(({ call, headers }) => `${call} ${headers.authorization ?? ""}`.trim())).toEqual([
      "POST /live/v1/authorizations",
      "POST /live/v1/cips Bearer token-1",
      "POST /live/v1/authorizations",
      "POST /live/v1/cips Bearer token-2",
    ]);
  });

  it("refused twice is a refusal, not a third try", async () => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => ({ status: 401, body: "" })));

    const failure = await failureOf(client.createCip(CREDENTIALS, REQUEST));

    expect(failure).toMatchObject({
      operation: "create-cip",
      outcome: "refused",
      reason: "http-401",
      httpStatus: 401,
    });
    expect(received).toHaveLength(4);
  });

  it.each<[string, Reply, string]>([
    ["400", refusal(111, [{ code: 113, field: "hashString" }]), "refused"],
    ["401", { status: 401, body: "" }, "refused"],
    ["500", { status: 500, body: { code: 166 } }, "not-done"],
    ["HTML", html, "not-done"],
    ["no token", ok({}, 201), "not-done"],
    ["another code", { status: 201, body: { code: 111, data: { token: "x" } } }, "not-done"],
    ["a header-forging token", ok({ token: "a\r\nx: y" }, 201), "not-done"],
    ["a dropped connection", "drop", "not-done"],
    ["silence", "silence", "not-done"],
  ])("answered with %s means that the create never left", async (_name, reply, outcome) => {
    const { client, received } = await standInPagoEfectivo(() => reply);

    const failure = await failureOf(client.createCip(CREDENTIALS, REQUEST));

    expect(failure).toMatchObject({ operation: "authorize", outcome });
    expect(received).toHaveLength(1);
  });

  it("that failed is asked for again by the next call", async () => {
    const { client } = await standInPagoEfectivo((arrival, count) =>
      isAuthorization(arrival) ? (count === 1 ? html : authorization("t")) : created(),
    );

    await failureOf(client.createCip(CREDENTIALS, REQUEST));
    const answer = await client.createCip(CREDENTIALS, REQUEST);

    expect(answer.kind).toBe("created");
  });
});
