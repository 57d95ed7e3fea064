/** A proxy on this machine that stands between a caller and a server, and changes what passes as a test wants. */
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { listen } from "../../server/listen.ts";

export interface Meddling {
  /** What becomes of a request's body. */
  body?: (text: string) => string;
  /** What is answered instead of asking further. */
  answer?: { status: number; body: string };
  /** How far the answer's Date is put off. */
  dateOffMs?: number;
}

/** Its origin. It ends with the test. */
export async function startForwarder(to: string, meddling: Meddling): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      if (meddling.answer && request.method === "POST") {
        response.writeHead(meddling.answer.status).end(meddling.answer.body);
        return;
      }
      const sent = await buffer(request);
      const text = sent.toString("utf8");
      const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
      const answer = await fetch(new URL(request.url ?? "/", to), {
        method: request.method ?? "GET",
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        redirect: "manual",
        ...(sent.length > 0 && { body: meddling.body ? meddling.body(text) : text }),
      });
      const date = new Date(Date.now() + (meddling.dateOffMs ?? 0)).toUTCString();
      const type = answer.headers.get("content-type");
      response.writeHead(answer.status, { date, ...(type && { "content-type": type }) });
      response.end(await answer.text());
    })();
  });
  const listening = await listen(server, 0, "127.0.0.1");
  onTestFinished(() => listening.close());
  return `http://127.0.0.1:${listening.port}`;
}
