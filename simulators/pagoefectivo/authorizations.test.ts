import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MINUTE_MS } from "./testing/movable-clock.ts";
import { authorizationHash, PlainClient, read, SANDBOX_SERVICE } from "./testing/plain-client.ts";
import { openWorkbench } from "./testing/workbench.ts";
import type { Workbench } from "./testing/workbench.ts";

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

describe("12.1 a correct authorization", () => {
  test("is answered 201 with a token whose claims and dates agree", async () => {
    const answer = await bench.client.authorize();

    const claims: unknown = JSON.parse(
      Buffer.from(bench.client.token.split(".")[1] ?? "", "base64url").toString("utf8"),
    );
    expect(answer.status).toBe(201);
    expect(read(answer, "code")).toBe(100);
    expect(read(answer, "message")).toBe("Solicitud exitosa.");
    expect(read(answer, "data", "codeService")).toBe("TST");
    expect(read(answer, "data", "tokenStart")).toBe("2026-11-22T10:15:30-05:00");
    expect(read(answer, "data", "tokenExpires")).toBe("2026-11-22T12:15:30-05:00");
    expect(claims).toMatchObject({
      sub: "TST",
      nameid: "1001",
      exp: Date.UTC(2026, 10, 22, 17, 15, 30) / 1000,
    });
    expect(claims).toHaveProperty("jti");
  });

  test("gives a token of five minutes where the service is set so", async () => {
    bench.simulator.switches.perService[1001] = { tokenLifeMs: 5 * MINUTE_MS };

    const answer = await bench.client.authorize();
    const other = await bench.liveClient.authorize();

    expect(read(answer, "data", "tokenExpires")).toBe("2026-11-22T10:20:30-05:00");
    expect(read(other, "data", "tokenExpires")).toBe("2026-11-22T12:15:30-05:00");
  });
});

describe("12.2 a wrong authorization", () => {
  test("with a hash of other text is refused on hashString", async () => {
    const answer = await bench.client.authorize({ hashString: "0".repeat(64) });

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      code: 111,
      message: "Solicitud con datos inválidos.",
      data: [{ code: 113, message: "Valor invalido.", field: "hashString" }],
    });
  });

  test("with an upper-case hash is refused", async () => {
    const date = "2026-11-22T10:15:30-05:00";
    const hash = authorizationHash(1001, SANDBOX_SERVICE.accessKey, SANDBOX_SERVICE.secretKey, date);

    const answer = await bench.client.authorize({ hashString: hash.toUpperCase() });

    expect(read(answer, "data", 0, "field")).toBe("hashString");
  });

  test.each([
    ["an unknown service", { idService: 4040 }, "idService"],
    ["another access key", { accessKey: "TESTACCESSKEY9999999" }, "accessKey"],
    ["an unreadable date", { dateRequest: "22/11/2026" }, "dateRequest"],
    ["a date 16 minutes old", { dateRequest: "2026-11-22T09:59:30-05:00" }, "dateRequest"],
    ["a local date marked as UTC", { dateRequest: "2026-11-22T10:15:30Z" }, "dateRequest"],
  ])("with %s is refused by the field's name", async (_case, changes, field) => {
    const answer = await bench.client.authorize(changes);

    expect(answer.status).toBe(400);
    expect(read(answer, "data", 0)).toMatchObject({ code: 113, field });
  });

  test("without its fields has each of them named", async () => {
    const answer = await bench.client.authorize({ hashString: undefined, idService: null });

    expect(read(answer, "data")).toEqual([
      { code: 112, message: "Requerido.", field: "idService" },
      { code: 112, message: "Requerido.", field: "hashString" },
    ]);
  });

  test("is answered 401 without body where the switch says so", async () => {
    bench.simulator.switches.authorizationRefusal = "401-empty";

    const answer = await bench.client.authorize({ hashString: "0".repeat(64) });

    expect([answer.status, answer.text]).toEqual([401, ""]);
  });

  test("at the other environment's address is refused even with the right keys", async () => {
    const answer = await bench.client.authorize({}, `${bench.simulator.origin}/live`);

    expect(answer.status).toBe(400);
    expect(read(answer, "data", 0, "field")).toBe("idService");
  });

  test("of an old date passes when no limit is set", async () => {
    bench.simulator.switches.authorizationSkewMs = null;
    const late = new PlainClient(bench.simulator.origin, SANDBOX_SERVICE, { now: () => new Date(0) });

    const answer = await late.authorize();

    expect(answer.status).toBe(201);
  });
});

describe("12.2 spellings that the vendor's own clients use", () => {
  test.each([
    ["an offset without colon", 1001, "2026-11-22T10:15:30-0500"],
    ["the service id as text", "1001", "2026-11-22T10:15:30-05:00"],
  ])("%s is accepted", async (_case, idService, dateRequest) => {
    const { accessKey, secretKey } = SANDBOX_SERVICE;
    const hashString = authorizationHash(idService, accessKey, secretKey, dateRequest);

    const answer = await bench.client.authorize({ idService, dateRequest, hashString });

    expect(answer.status).toBe(201);
  });
});

describe("12.3 the code", () => {
  test("is text everywhere in pdf mode", async () => {
    bench.simulator.switches.codeAs = "text";

    const good = await bench.client.authorize();
    const bad = await bench.client.authorize({ hashString: "" });

    expect(read(good, "code")).toBe("100");
    expect(read(bad, "code")).toBe("111");
    expect(read(bad, "data", 0, "code")).toBe("113");
  });
});
