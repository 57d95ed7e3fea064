import { createServer, request, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { QueueFullError } from "#app/doors/group-commit.server.ts";
import { answerJson, answerNowhere, bodyTooLarge, machineDoors } from "#app/doors/machine-door.ts";
import { createLogger } from "#app/lib/logger.server.ts";

const PORT_OF_TESTS = { host: "127.0.0.1", port: 0 };

let server: Server;
let lines: string[] = [];
let port = 0;

beforeEach(async () => {
  lines = [];
  const log = createLogger("error", { write: (line) => void lines.push(line) });
  const answers = machineDoors(
    { log, before: (incoming) => delete incoming.headers["x-taken"] },
    {
      "/things": ({ named, incoming }) =>
        Promise.resolve(answerJson({ named, taken: incoming.headers["x-taken"] ?? null })),
      "/kept/:token": ({ named }) => Promise.resolve(answerJson({ named }, 201)),
      "/empty": () => Promise.resolve({ status: 401, body: null }),
      "/large": () => Promise.resolve(bodyTooLarge(5)),
      "/broken/:token": () => Promise.reject(new Error("the database is away")),
      "/busy": () => Promise.reject(new QueueFullError()),
    },
  );
  server = createServer((incoming, response) => {
    if (!answers(incoming, response)) answerNowhere(response);
  });
  await new Promise<void>((resolve) => server.listen(PORT_OF_TESTS, resolve));
  const address = server.address();
  port = typeof address === "object" && address ? address.port : 0;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends `path` just as it is written. */
async function post(path: string, method = "POST") {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      const headers = { "x-taken": "secret" };
      request({ ...PORT_OF_TESTS, port, path, method, headers }, (response) => {
        const { statusCode: status = 0, headers } = response;
        void text(response).then((body) => resolve({ status, headers, body }), reject);
      })
        .on("error", reject)
        .end();
    },
  );
}

describe("a request of a machine", () => {
  it.each([
    ["/things", 200, ""],
    ["/things?shop=one", 200, ""],
    ["http://localhost/things?a=/b", 200, ""],
    ["/kept/a-token", 201, "a-token"],
    ["/kept/%00", 201, "%00"],
    ["/kept/a?b=/c", 201, "a"],
  ])("to %s is answered by its door, as JSON of a known length", async (path, status, named) => {
    const answer = await post(path);

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ named });
    expect(answer.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": String(answer.body.length),
    });
  });

  it.each(["/", "/things/", "/things/more", "/kept", "/kept/", "/kept/a/b", "/THINGS", "*"])(
    "to %s is answered by none",
    async (path) => {
      expect((await post(path)).status).toBe(404);
    },
  );

  it.each(["GET", "PUT", "DELETE"])("with %s is answered by none", async (method) => {
    expect((await post("/things", method)).status).toBe(404);
  });

  it("is read by its door after whoever takes headers away", async () => {
    expect(JSON.parse((await post("/things")).body)).toEqual({ named: "", taken: null });
  });

  it("is answered without a body where there is nothing to say", async () => {
    const answer = await post("/empty");

    expect(answer).toMatchObject({ status: 401, body: "" });
    expect(answer.headers["content-type"]).toBeUndefined();
  });

  it("that is too large closes its connection", async () => {
    const answer = await post("/large");

    expect(answer).toMatchObject({ status: 413, headers: { connection: "close" } });
  });
});

describe("a door that fails", () => {
  it("says nothing of why, and is logged by its address without the part that is a secret", async () => {
    const answer = await post("/broken/a-token");

    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain("database");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { method: "POST", path: "/broken/:token", error: { message: "the database is away" } },
    ]);
    expect(lines.join()).not.toContain("a-token");
  });

  it("because too many wait says when to come again, and alerts nobody", async () => {
    const answer = await post("/busy");

    expect(answer).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
    expect(lines).toEqual([]);
  });
});
