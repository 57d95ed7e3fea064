import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { createOutboundHttp, fetchOver } from "./outbound-http.server.ts";

/** A `fetch` and the address of a server that answers it with `listener`. */
async function fetchFrom(listener: RequestListener): Promise<{ fetch: typeof fetch; url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const http = createOutboundHttp({ isAllowedHost: (url) => url.hostname === "127.0.0.1" });
  onTestFinished(async () => {
    await http.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}/graphql.json`;
  return { fetch: fetchOver(http, { service: "shopify", operation: "resolve" }), url };
}

describe("the fetch for libraries", () => {
  it("sends the library's headers and body, and gives back the status, headers and body", async () => {
    const { fetch, url } = await fetchFrom((request, response) => {
      response.writeHead(429, { "retry-after": "2", "x-token": request.headers["x-shopify-access-token"] });
      request.pipe(response);
    });

    const response = await fetch(url, {
      method: "POST",
      headers: { "X-Shopify-Access-Token": "t" },
      body: '{"query":"…"}',
    });

    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("2");
    expect(response.headers.get("x-token")).toBe("t");
    expect(await response.text()).toBe('{"query":"…"}');
  });

  it("gives back an answer that has no body", async () => {
    const { fetch, url } = await fetchFrom((_request, response) => response.writeHead(204).end());

    const response = await fetch(url);

    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
  });

  it("throws the same failure as a request", async () => {
    const { fetch, url } = await fetchFrom((_request, response) => response.destroy());

    const answer = fetch(url, { method: "POST", body: "{}" });

    await expect(answer).rejects.toMatchObject({
      service: "shopify",
      operation: "resolve",
      outcome: "unknown",
    });
  });

  it("refuses a host that is not allowed", async () => {
    const { fetch } = await fetchFrom((_request, response) => response.end());

    await expect(fetch("http://localhost:1/")).rejects.toThrow("not allowed");
  });
});
