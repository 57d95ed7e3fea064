import { describe, expect, it } from "vitest";
import {
  authorization,
  authorizes,
  CREDENTIALS,
  html,
  isAuthorization,
  ok,
  refusal,
  standInPagoEfectivo,
  type Reply,
} from "../../tests/stand-ins/stand-in-pagoefectivo.ts";

const LIMITS = { timeoutMs: 1_000 };

describe("trying keys", () => {
  it("authorizes and searches for a CIP that nobody has, and creates nothing", async () => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => ok([])));

    const probe = await client.probe(CREDENTIALS, LIMITS);

    expect(probe.authorization.verdict).toBe("accepted");
    expect(probe.search?.verdict).toBe("accepted");
    expect(received.map(({ call }) => call)).toEqual([
      "POST /live/v1/authorizations",
      "POST /live/v1/cips/search",
    ]);
    expect(received[1]?.body).toEqual({ data: [{ cip: 1 }] });
  });

  it("asks anew each time: a held token says nothing about the keys of now", async () => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => ok([])));
    await client.searchCips(CREDENTIALS, ["1"]);

    await client.probe(CREDENTIALS, LIMITS);
    await client.probe(CREDENTIALS, LIMITS);

    expect(received.filter(isAuthorization)).toHaveLength(3);
  });

  it("compares our clock with the Date of the answer", async () => {
    const { client, clock } = await standInPagoEfectivo(authorizes(() => ok([])));
    clock.instant = new Date(new Date().getTime() - 600_000);

    const { clockOffsetMs } = await client.probe(CREDENTIALS, LIMITS);

    expect(Math.abs((clockOffsetMs ?? 0) - 600_000)).toBeLessThan(3_000);
  });

  it.each<[string, Reply, string, string | null]>([
    ["a refusal in PagoEfectivo's words", refusal(113, []), "refused", "http-400"],
    ["an empty 401", { status: 401, body: "" }, "refused", "http-401"],
    ["the gateway's page", html, "unclear", "http-503"],
    ["a success without a token", ok({}, 201), "unclear", "http-201"],
    ["a dropped connection", "drop", "failed", "connection-lost"],
    ["silence", "silence", "failed", "timeout"],
  ])("says of %s what it is, and goes no further", async (_what, reply, verdict, reason) => {
    const { client, received } = await standInPagoEfectivo(() => reply);

    const probe = await client.probe(CREDENTIALS, { timeoutMs: 300 });

    expect(probe.authorization).toMatchObject({ verdict, reason });
    expect(probe.search).toBeNull();
    expect(received).toHaveLength(1);
  });

  it("tells a service that is refused from keys that are", async () => {
    const { client } = await standInPagoEfectivo((arrival) =>
      isAuthorization(arrival) ? authorization("token") : refusal(508, []),
    );

    const probe = await client.probe(CREDENTIALS, LIMITS);

    expect(probe.authorization.verdict).toBe("accepted");
    expect(probe.search).toMatchObject({ verdict: "refused", reason: "http-400" });
  });
});
