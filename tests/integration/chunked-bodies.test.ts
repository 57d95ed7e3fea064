import { request } from "node:http";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { noticeSignature } from "../../simulators/pagoefectivo/notice-body.ts";
import { noticesOf } from "../builders/notice.ts";
import { useWorld } from "../setup/world.ts";

// Shopify's and PagoEfectivo's senders may announce no length; what they send must count all the same.
const world = useWorld("chunked_bodies", { tls: "off" });

interface Answer {
  status: number;
  body: string;
}

/** Sends the body in pieces, without a length. */
function postInChunks(
  url: string,
  pieces: readonly string[],
  headers: Record<string, string>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sending = request(url, {
      method: "POST",
      agent: false,
      headers: { ...headers, "Transfer-Encoding": "chunked" },
    });
    sending.on("response", (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.on("error", reject);
    });
    sending.on("error", reject);
    for (const piece of pieces) sending.write(piece);
    sending.end();
  });
}

/** Sends a request with neither a length nor chunks: in HTTP/1.1 it has no body. */
function postWithoutBody(url: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port, pathname, host } = new URL(url);
  const lines = Object.entries({ Host: host, Connection: "close", ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`POST ${pathname} HTTP/1.1\r\n${head}\r\n`);
    });
    let answer = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => (answer += chunk));
    socket.on("error", reject);
    socket.on("end", () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])));
  });
}

const SHOPIFY = {
  "Content-Type": "application/json",
  "Shopify-Shop-Domain": DEMO_SHOP,
  "Shopify-Request-Id": "request-chunked",
};

function newSession() {
  const session = world().shopify.newSession({ shop: DEMO_SHOP });
  const { id, gid, group, amount, currency, test, kind, cancelUrl, proposedAt } = session;
  const body = JSON.stringify({
    ...{ id, gid, group, amount, currency, test, kind, customer: { email: "ñandú@example.com" } },
    payment_method: { type: "offsite", data: { cancel_url: cancelUrl } },
    proposed_at: proposedAt,
    merchant_locale: "es-PE",
  });
  return { id, body };
}

/** Pieces of seven characters. */
const cut = (text: string): string[] => text.match(/[\s\S]{1,7}/g) ?? [];

function tooLarge(maxBytes: number): Answer {
  const message = `the body is larger than ${maxBytes} bytes`;
  return { status: 413, body: JSON.stringify({ error: { code: "body-too-large", message } }) };
}

describe("a session without an announced length", () => {
  it("is accepted when it comes in pieces", async () => {
    const { id, body } = newSession();

    const answer = await postInChunks(world().paymentsUrl, cut(body), SHOPIFY);

    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining("redirect_url") as string });
    expect(await world().rows("select 1 from payments where session_id = $1", [id])).toHaveLength(1);
  });

  it("is refused and not stored when its pieces are too many", async () => {
    const { id, body } = newSession();
    const padding = Array.from({ length: 65 }, () => " ".repeat(4 * 1024));

    const answer = await postInChunks(world().paymentsUrl, [body, ...padding], SHOPIFY);

    expect(answer).toEqual(tooLarge(256 * 1024));
    expect(await world().rows("select 1 from payments where session_id = $1", [id])).toEqual([]);
  });

  it("is refused when it has no body at all", async () => {
    expect(await postWithoutBody(world().paymentsUrl, SHOPIFY)).toBe(400);
  });
});

describe("a notice without an announced length", () => {
  const body = '{"eventType":"cip.paid","operationNumber":"1","data":{"cip":"900000001","amount":1.00}}';
  const signed = (text: string) => ({ "PE-Signature": noticeSignature(text, world().liveSecretKey) });

  it("is stored byte for byte when it comes in pieces", async () => {
    const answer = await postInChunks(world().noticeUrl, cut(body), signed(body));

    expect(answer.status).toBe(200);
    const stored = await world().rows<{ body: Buffer }>("select body from notices where cip = '900000001'");
    expect(stored.map((row) => row.body.toString("utf8"))).toEqual([body]);
  });

  it("is refused and not stored when its pieces are too many", async () => {
    const large = `${body.replace("900000001", "900000002")}${" ".repeat(64 * 1024)}`;

    const answer = await postInChunks(world().noticeUrl, [large], signed(large));

    expect(answer).toEqual(tooLarge(64 * 1024));
    expect(await noticesOf(world(), "900000002")).toEqual([]);
  });

  it("is refused when it has no body and no signature", async () => {
    expect(await postWithoutBody(world().noticeUrl, {})).toBe(401);
  });
});
