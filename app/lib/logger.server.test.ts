import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLogger, type Logger } from "#app/lib/logger.server.ts";

const CANARY = "canary-9f2c";
/** The fields that a log line may have; a new one is a decision, made here too. */
const LOGGED = [
  ...["alert", "answer", "at", "attempts", "caseKind", "codeId", "currency", "durationMs", "event", "host"],
  ...["job", "jobId", "kind", "message", "method", "name", "noticeId", "operation", "outcome", "path"],
  ...[
    "paymentId",
    "poolId",
    "port",
    "reason",
    "refundId",
    "reportId",
    "requestId",
    "role",
    "service",
    "sessionId",
  ],
  ...["shop", "shopifyRequestId", "stack", "status", "version"],
];
/** What the product handles and no log may hold. */
const SENSITIVE = [
  ...[
    "accessKey",
    "secretKey",
    "accessToken",
    "refreshToken",
    "token",
    "authorization",
    "cookie",
    "headers",
  ],
  ...[
    "databaseUrl",
    "vaultKeys",
    "body",
    "rawBody",
    "query",
    "variables",
    "arguments",
    "evidence",
    "detail",
  ],
  ...["cip", "cips", "cipUrl", "slug", "noticeToken", "userEmail", "shopperEmail", "email", "userPhone"],
  ...["phone", "userName", "shopperGivenName", "shopperLastName", "customer", "cancelUrl", "redirectUrl"],
];

function lines(level: string, write: (log: Logger) => void): string[] {
  const written: string[] = [];
  write(createLogger(level, { write: (line) => void written.push(line) }));
  return written;
}

describe("a log line", () => {
  it("carries the allowed fields, its level in words, and its message", () => {
    const [line = ""] = lines("info", (log) => {
      log.warn({ paymentId: "p-1", reason: "timeout", attempts: 2 }, "tried again");
    });

    const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
    expect(rest).toEqual({
      level: "warn",
      paymentId: "p-1",
      reason: "timeout",
      attempts: 2,
      msg: "tried again",
    });
    expect(time).toEqual(expect.any(Number));
  });

  it("carries every field of the list", () => {
    const [line = ""] = lines("info", (log) => {
      log.info(Object.fromEntries(LOGGED.map((field) => [field, 1])), "all");
    });

    expect(Object.keys(JSON.parse(line) as object).sort()).toEqual(
      [...LOGGED, "level", "msg", "time"].sort(),
    );
  });

  it("names neither the machine nor the process", () => {
    const [line] = lines("info", (log) => log.info("hello"));

    expect(line).not.toMatch(/"pid"|"hostname"/);
  });

  it("is not written below the level", () => {
    const written = lines("warn", (log) => {
      log.info("not this");
      log.warn("this");
    });

    expect(written.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(["this"]);
    expect(lines("silent", (log) => log.fatal("nothing"))).toEqual([]);
  });
});

describe("what a careless call passes along", () => {
  it.each(SENSITIVE)("is dropped when it is called %s", (field) => {
    const written = lines("info", (log) => {
      log.info({ [field]: CANARY, paymentId: "p-1" }, "careless");
      log.error({ [field]: { deep: [CANARY] } }, "careless");
    });

    expect(written).toHaveLength(2);
    expect(written.join("")).not.toContain(CANARY);
  });

  it("is dropped under any name that is not on the list", () => {
    const other = fc.string({ minLength: 1 }).filter((field) => !LOGGED.includes(field));

    fc.assert(
      fc.property(fc.uniqueArray(other, { minLength: 1 }), (fields) => {
        const careless = Object.fromEntries(fields.map((field) => [field, CANARY]));

        const written = lines("info", (log) => log.info(careless, "careless"));

        expect(written).toHaveLength(1);
        expect(written.join("")).not.toContain(CANARY);
      }),
    );
  });

  it("is dropped when it is the whole object that an outside party sent", () => {
    const body = {
      id: CANARY,
      customer: { email: CANARY },
      payment_method: { data: { cancel_url: CANARY } },
    };

    const written = lines("info", (log) => log.info(body, "received"));

    expect(written.join("")).not.toContain(CANARY);
  });
});

describe("an object in an allowed field", () => {
  it.each(LOGGED)("is dropped, because it could carry anything: %s", (field) => {
    const objects = [{ deep: CANARY }, [CANARY], new Error(CANARY), new Map([[CANARY, 1]]), () => CANARY];

    const written = lines("info", (log) => {
      for (const value of objects) log.info({ [field]: value, requestId: "r-1" }, "careless");
    });

    expect(written).toHaveLength(objects.length);
    expect(written.join("")).not.toContain(CANARY);
  });

  it("is dropped alone: words, numbers, yes and no, and nothing stay", () => {
    const [line = ""] = lines("info", (log) => {
      log.info({ reason: "timeout", attempts: 0, alert: false, shop: null, kind: {} }, "kept");
    });

    expect(JSON.parse(line)).toMatchObject({ reason: "timeout", attempts: 0, alert: false, shop: null });
    expect(JSON.parse(line)).not.toHaveProperty("kind");
  });
});

describe("an error in a log line", () => {
  it.each(["error", "err"])("passed as %s keeps its name, message and stack, and nothing else", (field) => {
    const error = Object.assign(new TypeError("it broke", { cause: new Error(CANARY) }), {
      detail: CANARY,
      query: { text: CANARY },
    });

    const [line = ""] = lines("info", (log) => log.error({ [field]: error }, "failed"));

    const kept = (JSON.parse(line) as { error: Record<string, unknown> }).error;
    expect(Object.keys(kept).sort()).toEqual(["message", "name", "stack"]);
    expect(kept).toMatchObject({ name: "TypeError", message: "it broke" });
    expect(line).not.toContain(CANARY);
  });

  it("loses what looks like a secret or a person, in its message and its stack", () => {
    const secrets = ["canaria@example.com", "shpat_0123456789abcdef0123456789abcdef", "311025640"];
    const error = new Error(`refused: ${secrets.join(" ")} of 019c2f1e-7a30-7c11-8f00-1234567890ab`);

    const [line = ""] = lines("info", (log) => log.error({ error }, "failed"));

    expect(secrets.filter((secret) => line.includes(secret))).toEqual([]);
    expect(line).toContain("019c2f1e-7a30-7c11-8f00-1234567890ab");
    expect(line).toContain("logger.server.test.ts");
  });

  it("passed alone is treated the same", () => {
    const error = Object.assign(new Error("it broke"), { detail: CANARY });

    const [line = ""] = lines("info", (log) => log.error(error));

    expect(JSON.parse(line)).toMatchObject({ error: { message: "it broke" } });
    expect(line).not.toContain(CANARY);
  });

  it("is dropped when it is no error but a careless value", () => {
    const written = lines("info", (log) => log.error({ error: CANARY, err: { body: CANARY } }, "failed"));

    expect(written.join("")).not.toContain(CANARY);
  });
});
