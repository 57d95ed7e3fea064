import { createServer as createHttpServer } from "node:http";
import type { RequestListener } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { Server, Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { isExternalCallError } from "./external-call-error.ts";
import type { ExternalCallError } from "./external-call-error.ts";
import { createOutboundHttp } from "./outbound-http.server.ts";
import type { OutboundHttp, OutboundHttpOptions, OutboundRequest } from "./outbound-http.server.ts";

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function outboundHttp(options: Partial<OutboundHttpOptions> = {}): OutboundHttp {
  const http = createOutboundHttp({ isAllowedHost: () => true, ...options });
  cleanUps.push(() => http.close());
  return http;
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

const httpServer = (listener: RequestListener): Promise<number> => listen(createHttpServer(listener));
const tcpServer = (onSocket: (socket: Socket) => void): Promise<number> =>
  listen(createTcpServer(onSocket));

function post(url: string, more: Partial<OutboundRequest> = {}): OutboundRequest {
  return {
    service: "pagoefectivo",
    operation: "test",
    method: "POST",
    url: new URL(url),
    headers: {},
    body: "{}",
    ...more,
  };
}

async function failureOf(answer: Promise<unknown>): Promise<ExternalCallError> {
  const error = await answer.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!isExternalCallError(error)) throw new Error(`not an external failure: ${String(error)}`);
  return error;
}

describe("an answer", () => {
  it("comes back whole, with the request's method, path, headers and body delivered", async () => {
    const port = await httpServer((request, response) => {
      request.setEncoding("utf8");
      let body = "";
      request.on("data", (chunk: string) => (body += chunk));
      request.on("end", () => {
        response.setHeader("x-seen", `${request.method} ${request.url} ${request.headers.origin}`);
        response.statusCode = 201;
        response.end(`ñ${body}`);
      });
    });

    const answer = await outboundHttp().request(
      post(`http://127.0.0.1:${port}/v1/cips?a=1`, { headers: { origin: "web" }, body: '{"b":2}' }),
    );

    expect(answer.status).toBe(201);
    expect(answer.text).toBe('ñ{"b":2}');
    expect(answer.headers.get("x-seen")).toBe("POST /v1/cips?a=1 web");
  });

  it.each([400, 401, 500, 503])("with status %i is returned, not thrown", async (status) => {
    const port = await httpServer((_request, response) => {
      response.statusCode = status;
      response.end("no");
    });

    const answer = await outboundHttp().request(post(`http://127.0.0.1:${port}/`));

    expect(answer).toMatchObject({ status, text: "no" });
  });

  it("that redirects is returned, and the other address is never called", async () => {
    const visited: (string | undefined)[] = [];
    const port = await httpServer((request, response) => {
      visited.push(request.url);
      response.writeHead(307, { location: "/elsewhere" }).end();
    });

    const answer = await outboundHttp().request(post(`http://127.0.0.1:${port}/here`));

    expect(answer.status).toBe(307);
    expect(visited).toEqual(["/here"]);
  });
});

describe("a host that is not allowed", () => {
  it("is refused as a bug before anything is sent", async () => {
    let calls = 0;
    const port = await httpServer((_request, response) => {
      calls += 1;
      response.end();
    });
    const http = outboundHttp({ isAllowedHost: (url) => url.hostname === "services.pagoefectivo.pe" });

    const answer = http.request(post(`http://127.0.0.1:${port}/`));

    await expect(answer).rejects.toThrow("not allowed");
    await expect(answer).rejects.not.toSatisfy(isExternalCallError);
    expect(calls).toBe(0);
  });
});

describe("a request of which nothing was written", () => {
  it("is not-done when the connection is refused", async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    const port = typeof address === "object" && address !== null ? address.port : 0;

    const failure = await failureOf(outboundHttp().request(post(`http://127.0.0.1:${port}/`)));

    expect(failure).toMatchObject({ outcome: "not-done", reason: "connection-refused", httpStatus: null });
  });

  it("is not-done when the name does not resolve", async () => {
    const failure = await failureOf(outboundHttp().request(post("http://nobody.invalid/")));

    expect(failure).toMatchObject({ outcome: "not-done", reason: "dns" });
  });

  it("is not-done when the TLS handshake fails", async () => {
    const port = await tcpServer((socket) => socket.on("error", () => {}).end("not TLS at all\r\n"));

    const failure = await failureOf(outboundHttp().request(post(`https://127.0.0.1:${port}/`)));

    expect(failure).toMatchObject({ outcome: "not-done", reason: "tls" });
  });

  it("is not-done when the connection is dropped during the TLS handshake", async () => {
    const port = await tcpServer((socket) => socket.on("error", () => {}).destroy());

    const failure = await failureOf(outboundHttp().request(post(`https://127.0.0.1:${port}/`)));

    expect(failure.outcome).toBe("not-done");
  });

  it("is not-done when the TLS handshake outlasts the connect timeout", async () => {
    const port = await tcpServer((socket) => socket.on("error", () => {}));
    const http = outboundHttp({ connectTimeoutMs: 50 });

    const failure = await failureOf(http.request(post(`https://127.0.0.1:${port}/`)));

    expect(failure).toMatchObject({ outcome: "not-done", reason: "connect-timeout" });
  });

  it("is not-done when the total time ends during the handshake", async () => {
    const port = await tcpServer((socket) => socket.on("error", () => {}));

    const failure = await failureOf(
      outboundHttp({ connectTimeoutMs: 300 }).request(
        post(`https://127.0.0.1:${port}/`, { timeoutMs: 30 }),
      ),
    );

    expect(failure).toMatchObject({ outcome: "not-done", reason: "timeout" });
  });
});

describe("a request given up before its connection was ready", () => {
  // Fault: the queued request goes out on the connection that comes up later, after we said "not done".
  it("is never written afterwards", async () => {
    const arrived: (string | undefined)[] = [];
    const port = await httpServer((request, response) => {
      arrived.push(request.url);
      response.end();
    });
    const http = outboundHttp();

    const givenUp = http.request(post(`http://127.0.0.1:${port}/given-up`, { timeoutMs: 1 }));
    // Holding the loop lets the timer be first, before the connection is reported.
    const until = performance.now() + 20;
    while (performance.now() < until);
    const failure = await failureOf(givenUp);
    await http.request(post(`http://127.0.0.1:${port}/next`));
    await http.close();

    expect(failure).toMatchObject({ outcome: "not-done", reason: "timeout" });
    expect(arrived).toEqual(["/next"]);
  });
});

describe("a request that may have been written", () => {
  it("is unknown when the connection is reset before the answer", async () => {
    const port = await tcpServer((socket) =>
      socket.on("error", () => {}).once("data", () => socket.resetAndDestroy()),
    );

    const failure = await failureOf(outboundHttp().request(post(`http://127.0.0.1:${port}/`)));

    expect(failure).toMatchObject({ outcome: "unknown", reason: "connection-lost" });
  });

  it("is unknown when no answer comes in time", async () => {
    const port = await httpServer(() => {});

    const failure = await failureOf(
      outboundHttp().request(post(`http://127.0.0.1:${port}/`, { timeoutMs: 50 })),
    );

    expect(failure).toMatchObject({ outcome: "unknown", reason: "timeout" });
  });

  it("is unknown when the answer's body breaks off", async () => {
    const port = await httpServer((_request, response) => {
      response.writeHead(201, { "content-length": "100" });
      response.write("half", () => response.destroy());
    });

    const failure = await failureOf(outboundHttp().request(post(`http://127.0.0.1:${port}/`)));

    expect(failure).toMatchObject({ outcome: "unknown", httpStatus: 201 });
  });

  it("is unknown when the answer is not HTTP, and the failure does not carry its bytes", async () => {
    const port = await tcpServer((socket) =>
      socket.on("error", () => {}).once("data", () => socket.end("canary is not HTTP\r\n\r\n")),
    );

    const failure = await failureOf(outboundHttp().request(post(`http://127.0.0.1:${port}/`)));

    expect(failure).toMatchObject({ outcome: "unknown", reason: "broken-answer" });
    expect(JSON.stringify(failure) + String(failure.cause) + failure.message).not.toContain("canary");
  });

  it("is unknown when the answer is larger than the limit", async () => {
    const port = await httpServer((_request, response) => response.end("x".repeat(2_000)));
    const http = outboundHttp({ maxAnswerBytes: 1_000 });

    const failure = await failureOf(http.request(post(`http://127.0.0.1:${port}/`)));

    expect(failure).toMatchObject({ outcome: "unknown", reason: "answer-too-large" });
  });

  it("is unknown when the answer is encoded although we accept no encoding", async () => {
    const port = await httpServer((_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end("??"),
    );

    const failure = await failureOf(outboundHttp().request(post(`http://127.0.0.1:${port}/`)));

    expect(failure).toMatchObject({ outcome: "unknown", reason: "encoded-answer" });
  });
});

describe("connections", () => {
  it("are kept between requests, except for requests that ask for a fresh one", async () => {
    const ports: (number | undefined)[] = [];
    const port = await httpServer((request, response) => {
      ports.push(request.socket.remotePort);
      response.end();
    });
    const http = outboundHttp();
    const url = `http://127.0.0.1:${port}/`;

    for (let count = 0; count < 4; count += 1) await http.request(post(url));
    const kept = new Set(ports);
    for (let count = 0; count < 3; count += 1) await http.request(post(url, { connection: "fresh" }));
    const fresh = new Set(ports.slice(4));

    // A connection is free a moment after its answer, so requests in a row may share two.
    expect(kept.size).toBeLessThanOrEqual(2);
    expect(fresh.size).toBe(3);
    expect([...fresh].filter((one) => kept.has(one))).toEqual([]);
  });
});
