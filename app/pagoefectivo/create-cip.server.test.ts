import { describe, expect, it } from "vitest";
import {
  authorizes,
  created,
  CREDENTIALS,
  failureOf,
  html,
  refusal,
  REQUEST,
  standInPagoEfectivo,
} from "../../tests/stand-ins/stand-in-pagoefectivo.ts";
import type { Reply } from "../../tests/stand-ins/stand-in-pagoefectivo.ts";

describe("creating a CIP", () => {
  it("sends what PagoEfectivo documents, cut and cleaned, and leaves out what is empty", async () => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => created()));

    await client.createCip(CREDENTIALS, { ...REQUEST, amount: { centimos: 2500, currency: "PEN" } });

    expect(received[1]?.call).toBe("POST /live/v1/cips");
    expect(received[1]?.headers).toMatchObject({
      origin: "web",
      "accept-language": "es-PE",
      "content-type": "application/json",
    });
    expect(received[1]?.body).toEqual({
      currency: "PEN",
      amount: 25,
      transactionCode: "code_01",
      dateExpiry: "2026-11-24T10:15:30-05:00",
      paymentConcept: "Tienda Ñandú",
      additionalData: "u0nwmSrNntjIWozmNslK5Tlq",
      userEmail: "ana@example.pe",
      userName: "María de los Ángeles Fernández",
      userPhone: "987654321",
      userCodeCountry: "+51",
      serviceId: 9999,
    });
  });

  it("uses a connection of its own, so that no kept one can die under it", async () => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => created()));

    await client.createCip(CREDENTIALS, REQUEST);

    expect(received.map(({ headers }) => headers.connection)).toEqual(["keep-alive", "close"]);
  });

  it("answers the CIP as text with the effective expiry, not the one asked for", async () => {
    const { client } = await standInPagoEfectivo(authorizes(() => created()));

    const answer = await client.createCip(CREDENTIALS, REQUEST);

    expect(answer).toEqual({
      kind: "created",
      cip: "311025640",
      amount: { centimos: 2500, currency: "PEN" },
      transactionCode: "code_01",
      expiresAt: new Date("2026-11-24T15:15:00Z"),
      cipUrl: "https://payment.pagoefectivo.pe/9A1B.html",
      qrUrl: null,
    });
  });

  // Under which name a picture would come is not documented: it is known by its host.
  it.each([
    ["one", { imagenQr: "/qr/9A1B-0F1D.png" }, "/qr/9A1B-0F1D.png"],
    ["the same one twice", { imagenQr: "/qr/9A1B-0F1D.png", qr: "/qr/9A1B-0F1D.png" }, "/qr/9A1B-0F1D.png"],
    ["two, of which one may be a logo", { qr: "/qr/9A1B-0F1D.png", logo: "/qr/logo-0001.png" }, null],
    ["its own page only", { page: "/vouchers/9A1B-0F1D.html" }, null],
  ])("takes along a picture for wallets where the answer names %s", async (_, paths, path) => {
    const { client } = await standInPagoEfectivo(
      authorizes(({ headers }) => {
        const named = Object.entries(paths).map(([name, each]) => [
          name,
          `http://${headers.host ?? ""}${each}`,
        ]);
        return created(Object.fromEntries(named) as Record<string, unknown>);
      }),
    );

    const answer = await client.createCip(CREDENTIALS, REQUEST);

    const qrUrl = answer.kind === "created" ? answer.qrUrl : "refused";
    expect(qrUrl && new URL(qrUrl).pathname).toBe(path);
  });

  it("accepts code 100 as text, drops a strange voucher address, and falls back to the asked expiry", async () => {
    const { client } = await standInPagoEfectivo(
      authorizes(() => ({
        status: 201,
        body: {
          code: "100",
          data: {
            cip: "311025640",
            currency: "PEN",
            amount: "25.00",
            transactionCode: "code_01",
            cipUrl: "https://evil.example/",
          },
        },
      })),
    );

    const answer = await client.createCip(CREDENTIALS, REQUEST);

    expect(answer).toMatchObject({
      kind: "created",
      cip: "311025640",
      cipUrl: null,
      expiresAt: REQUEST.expiresAt,
    });
  });

  it.each([
    [
      refusal("111", [
        { code: "112", field: "userEmail" },
        { code: 113, field: "userPhone" },
        { field: "<b>" },
        7,
      ]),
      { reason: "fields", fields: ["userEmail", "userPhone"] },
    ],
    [refusal(111, {}), { reason: "other", code: 111 }],
    [refusal(508, null), { reason: "service-invalid" }],
    [refusal(511, []), { reason: "amount-above-limit" }],
    [refusal(999, undefined), { reason: "other", code: 999 }],
    [refusal("?", undefined), { reason: "other", code: null }],
  ])("refused with %j is a value: %j", async (reply, answer) => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => reply));

    expect(await client.createCip(CREDENTIALS, REQUEST)).toEqual({ kind: "refused", ...answer });
    expect(received).toHaveLength(2);
  });

  it.each<[string, Reply, string]>([
    ["a 500", { status: 500, body: { code: 166 } }, "http-500"],
    ["a gateway's 503 page", html, "http-503"],
    ["a dropped connection", "drop", "connection-lost"],
    ["silence", "silence", "timeout"],
    ["an HTML 201", { status: 201, body: "<html>" }, "not-json"],
    ["an empty 201", { status: 201, body: "" }, "not-json"],
    ["an HTML 400", { status: 400, body: "<html>" }, "not-json"],
    ["a 201 with another code", { status: 201, body: { code: 111, data: {} } }, "code-against-status"],
    ["a 400 with code 100", refusal(100, { cip: 5 }), "code-against-status"],
    ["a redirect", { status: 302, body: "" }, "http-302"],
    ["a 429", { status: 429, body: "" }, "http-429"],
    ["no CIP", created({ cip: 0 }), "no-cip"],
    ["another transactionCode", created({ transactionCode: "code_02" }), "answer-differs"],
    ["another amount", created({ amount: 25.01 }), "answer-differs"],
    ["another currency", created({ currency: "USD" }), "answer-differs"],
  ])("answered with %s is unknown, and is not repeated", async (_name, reply, reason) => {
    const { client, received } = await standInPagoEfectivo(authorizes(() => reply));

    const failure = await failureOf(client.createCip(CREDENTIALS, REQUEST));

    expect(failure).toMatchObject({ operation: "create-cip", outcome: "unknown", reason });
    expect(received).toHaveLength(2);
  });
});
