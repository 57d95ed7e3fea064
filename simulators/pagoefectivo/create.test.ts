import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR_MS } from "./testing/movable-clock.ts";
import { call, LIVE_SERVICE, read, SANDBOX_SERVICE } from "./testing/plain-client.ts";
import { openWorkbench } from "./testing/workbench.ts";
import type { Workbench } from "./testing/workbench.ts";

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

describe("12.4 a created CIP", () => {
  test("has the next number of 7 digits in integration and of 9 in production", async () => {
    const first = Number(await bench.client.createdCip());
    const second = Number(await bench.client.createdCip());
    const live = await bench.liveClient.createdCip();

    expect(String(first)).toMatch(/^\d{7}$/);
    expect(second).toBe(first + 1);
    expect(live).toMatch(/^\d{9}$/);
  });

  test("is a JSON number and comes with the address of its voucher page", async () => {
    const answer = await bench.client.create();

    const url = String(read(answer, "data", "cipUrl"));
    expect(answer.status).toBe(201);
    expect(read(answer, "code")).toBe(100);
    expect(typeof read(answer, "data", "cip")).toBe("number");
    expect(url).toMatch(/\/[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}\.html$/);
    expect((await fetch(url)).status).toBe(200);
  });

  test("starts where the options say", async () => {
    const other = await openWorkbench({ firstCip: { sandbox: 7_000_000 } });

    const cip = await other.client.createdCip();
    await other.close();

    expect(cip).toBe("7000000");
  });
});

test("12.5 the same transactionCode twice makes two CIPs", async () => {
  const first = await bench.client.createdCip({ transactionCode: "SAME" });
  const second = await bench.client.createdCip({ transactionCode: "SAME" });

  const codes = bench.simulator.ledger().map((entry) => entry.transactionCode);
  expect(first).not.toBe(second);
  expect(codes).toEqual(["SAME", "SAME"]);
});

describe("12.6 the expiry", () => {
  test("is the service's default of 4 hours when none is asked for", async () => {
    const answer = await bench.client.create();

    expect(read(answer, "data", "dateExpiry")).toBe("2026-11-22T14:15:30-05:00");
  });

  test.each([
    ["the documented form", "2026-11-23T10:00:00-05:00"],
    ["a space for the T", "2026-11-23 10:00:00-05:00"],
    ["an offset without colon", "2026-11-23T10:00:00-0500"],
    ["UTC", "2026-11-23T15:00:00Z"],
  ])("asked for with %s is echoed in Lima time", async (_case, dateExpiry) => {
    const answer = await bench.client.create({ dateExpiry });

    expect(read(answer, "data", "dateExpiry")).toBe("2026-11-23T10:00:00-05:00");
  });

  test.each([
    "2026-11-22T10:15:30-05:00",
    "2026-11-21T10:00:00-05:00",
    "2026-02-30T10:00:00-05:00",
    "mañana",
    5,
  ])("%s is refused on dateExpiry", async (dateExpiry) => {
    const answer = await bench.client.create({ dateExpiry });

    expect(answer.status).toBe(400);
    expect(read(answer, "data")).toEqual([{ code: 113, message: "Valor invalido.", field: "dateExpiry" }]);
  });

  test("outside the service's bounds is refused", async () => {
    bench.simulator.switches.minimumLifeMs = 2 * HOUR_MS;
    bench.simulator.switches.maximumLifeMs = 24 * HOUR_MS;

    const soon = await bench.client.create({ dateExpiry: "2026-11-22T11:15:30-05:00" });
    const far = await bench.client.create({ dateExpiry: "2026-11-24T10:15:30-05:00" });

    expect([soon.status, far.status]).toEqual([400, 400]);
  });
});

describe("12.7 the amount", () => {
  test.each([
    [25, "25"],
    ["25.00", "25"],
    ["160.35", "160.35"],
    [22.5, "22.5"],
    [1.1, "1.1"],
  ])("%s is echoed as %s", async (amount, echoed) => {
    const answer = await bench.client.create({ amount });

    expect(answer.text).toContain(`"amount":${echoed},`);
  });

  test.each([0, -1, "0.00", 10.005, "10.001", "1,50", "12 soles", true, {}])(
    "%s is refused",
    async (amount) => {
      const answer = await bench.client.create({ amount });

      expect(answer.status).toBe(400);
      expect(read(answer, "data")).toEqual([{ code: 113, message: "Valor invalido.", field: "amount" }]);
    },
  );

  test("above the service's maximum is refused with 511 and issues nothing", async () => {
    bench.simulator.register({ ...SANDBOX_SERVICE, maximumCentimos: 10_000 });

    const above = await bench.client.create({ amount: 100.01 });
    const equal = await bench.client.create({ amount: 100 });

    expect([above.status, read(above, "code")]).toEqual([400, 511]);
    expect(equal.status).toBe(201);
    expect(bench.simulator.ledger()).toHaveLength(1);
  });
});

describe("12.8 the fields", () => {
  test("that are mandatory and missing are all named in one answer", async () => {
    const answer = await bench.client.create({
      currency: undefined,
      amount: null,
      transactionCode: "",
      userEmail: undefined,
    });

    expect(answer.status).toBe(400);
    expect(read(answer, "code")).toBe(111);
    expect(read(answer, "data")).toEqual(
      ["currency", "amount", "transactionCode", "userEmail"].map((field) => ({
        code: 112,
        message: "Requerido.",
        field,
      })),
    );
  });

  test("userPhone and userCodeCountry are demanded only in strict v1.1 mode", async () => {
    const lenient = await bench.client.create();
    bench.simulator.switches.strictV11 = true;
    const strict = await bench.client.create({}, { origin: "web" });
    const full = await bench.client.create(
      { userPhone: "987654321", userCodeCountry: "+51" },
      { origin: "web" },
    );

    expect(lenient.status).toBe(201);
    expect(read(strict, "data")).toMatchObject([
      { code: 112, field: "userPhone" },
      { code: 112, field: "userCodeCountry" },
    ]);
    expect(full.status).toBe(201);
  });

  test.each([
    ["currency", "EUR"],
    ["transactionCode", "x".repeat(37)],
    ["paymentConcept", "x".repeat(51)],
    ["additionalData", "x".repeat(201)],
    ["adminEmail", "no es un correo"],
    ["userEmail", `${"x".repeat(96)}@a.pe`],
    ["userName", "x".repeat(31)],
    ["userLastName", "x".repeat(31)],
    ["userUbigeo", "15011"],
    ["userCountry", "x".repeat(21)],
    ["userDocumentType", "RUC"],
    ["userDocumentNumber", "1".repeat(15)],
    ["userPhone", "+51987654321"],
    ["userCodeCountry", "+51000"],
    ["userName", { first: "Ana" }],
  ])("%s with a bad value is refused by name", async (field, value) => {
    const answer = await bench.client.create({ [field]: value });

    expect(answer.status).toBe(400);
    expect(read(answer, "data")).toEqual([{ code: 113, message: "Valor invalido.", field }]);
  });

  test("at their longest are accepted, and a numeric transactionCode is echoed as text", async () => {
    const answer = await bench.client.create({
      transactionCode: 90210,
      paymentConcept: "ñ".repeat(50),
      userName: "😀".repeat(30),
      userPhone: "1".repeat(15),
      userCodeCountry: "+5193",
    });

    expect(answer.status).toBe(201);
    expect(read(answer, "data", "transactionCode")).toBe("90210");
  });

  test("a body that is not JSON is refused without fields", async () => {
    const headers = { authorization: `Bearer ${bench.client.token}` };

    const answer = await call("POST", `${bench.client.base}/v1/cips`, headers, "{not json");

    expect([answer.status, read(answer, "code")]).toEqual([400, 111]);
  });
});

describe("12.9 who may create", () => {
  test("nobody without a token, with an altered one or with an expired one: 401 without body", async () => {
    const good = bench.client.token;
    const none = await call("POST", `${bench.client.base}/v1/cips`, {}, {});
    bench.client.token = `${good.slice(0, -2)}xx`;
    const altered = await bench.client.create();
    bench.client.token = good;
    bench.clock.advance(2 * HOUR_MS);
    const expired = await bench.client.create();

    for (const answer of [none, altered, expired]) expect([answer.status, answer.text]).toEqual([401, ""]);
    expect(bench.simulator.ledger()).toHaveLength(0);
  });

  test("one token makes many CIPs until it is revoked", async () => {
    const before = [await bench.client.create(), await bench.client.create()];
    bench.simulator.revokeTokens(1001);
    const after = await bench.client.create();

    expect(before.map((answer) => answer.status)).toEqual([201, 201]);
    expect(after.status).toBe(401);
  });

  test("a token of one environment is worthless in the other", async () => {
    const answer = await call(
      "POST",
      `${bench.liveClient.base}/v1/cips`,
      { authorization: `Bearer ${bench.client.token}` },
      {},
    );

    expect(answer.status).toBe(401);
  });

  test("a foreign serviceId is refused with 508, the own one is accepted as number and as text", async () => {
    const foreign = await bench.client.create({ serviceId: LIVE_SERVICE.serviceId });
    const own = await bench.client.create({ serviceId: 1001 });
    const text = await bench.client.create({ serviceId: "1001" });

    expect([foreign.status, read(foreign, "code")]).toEqual([400, 508]);
    expect([own.status, text.status]).toEqual([201, 201]);
  });

  test("a service that was switched off is refused with 508", async () => {
    bench.simulator.switches.perService[1001] = { serviceDisabled: true };

    const answer = await bench.client.create();
    const other = await bench.liveClient.create();

    expect([answer.status, read(answer, "code"), other.status]).toEqual([400, 508, 201]);
  });

  test("without Origin one may, unless the service is strict", async () => {
    const lenient = await bench.client.create();
    bench.simulator.switches.strictV11 = true;
    const strict = await bench.client.create({ userPhone: "987654321", userCodeCountry: "+51" });

    expect(lenient.status).toBe(201);
    expect(read(strict, "data")).toMatchObject([{ code: 112, field: "Origin" }]);
  });
});

test("12.10 messages are English on request and Spanish otherwise", async () => {
  const english = await bench.client.create({ currency: "EUR" }, { "accept-language": "en-US" });
  const spanish = await bench.client.create({}, { "accept-language": "es-PE" });

  expect(read(english, "message")).toBe("Request with invalid data.");
  expect(read(english, "data", 0, "message")).toBe("Invalid value.");
  expect(read(spanish, "message")).toBe("Solicitud exitosa.");
});

test("12.12 the voucher is mailed to the payer, with a copy to the shop", async () => {
  const cip = await bench.client.createdCip({ adminEmail: "tienda@example.com" });
  await bench.client.createdCip();

  const mails = bench.simulator.outbox();
  expect(mails.map((mail) => [mail.kind, mail.to])).toEqual([
    ["voucher", "ana@example.com"],
    ["copy", "tienda@example.com"],
    ["voucher", "ana@example.com"],
  ]);
  expect(mails[0]?.cip).toBe(cip);
  expect((await fetch(String(mails[0]?.cipUrl))).status).toBe(200);
});
