import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seededDraws } from "./fault-choice.ts";
import { startPagoEfectivoSimulator } from "./server.ts";
import { read } from "./testing/plain-client.ts";
import { openWorkbench } from "./testing/workbench.ts";
import type { Workbench } from "./testing/workbench.ts";

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

describe("12.11 faults that say no before any work", () => {
  test.each([
    ["error-500", 500, "application/json; charset=utf-8"],
    ["html-429", 429, "text/html"],
    ["html-502", 502, "text/html"],
    ["html-503", 503, "text/html"],
    ["empty-401", 401, null],
  ] as const)("%s answers %i and issues nothing", async (fault, status, contentType) => {
    bench.simulator.switches.nextFaults.push({ operation: "create", fault });

    const answer = await bench.client.create();

    expect([answer.status, answer.contentType]).toEqual([status, contentType]);
    expect(bench.simulator.ledger()).toHaveLength(0);
    if (fault === "error-500") expect(read(answer, "code")).toBe(166);
    if (fault === "html-503") expect(answer.text).toContain("503 Service Temporarily Unavailable");
    if (fault === "empty-401") expect(answer.text).toBe("");
  });

  test("error-500 with the work done leaves a CIP that the caller does not know of", async () => {
    bench.simulator.switches.nextFaults.push({ operation: "create", fault: "error-500", workDone: true });

    const answer = await bench.client.create({ transactionCode: "LOST" });

    expect(answer.status).toBe(500);
    expect(bench.simulator.ledger()).toMatchObject([{ transactionCode: "LOST", state: "pending" }]);
  });
});

describe("12.11 faults after the work", () => {
  test("dropped: the CIP exists, its voucher is mailed, and the connection ends without an answer", async () => {
    bench.simulator.switches.nextFaults.push({ operation: "create", fault: "dropped" });

    await expect(bench.client.create()).rejects.toThrow("fetch failed");

    expect(bench.simulator.ledger()).toHaveLength(1);
    expect(bench.simulator.outbox()).toHaveLength(1);
    expect(bench.simulator.calls().at(-1)).toMatchObject({
      operation: "create",
      status: null,
      fault: "dropped",
    });
  });

  test("empty-items: a search knows nothing of a CIP that exists", async () => {
    const cip = await bench.client.createdCip();
    bench.simulator.switches.nextFaults.push({ operation: "search", fault: "empty-items" });

    const spoiled = await bench.client.searchOne(cip);
    const next = await bench.client.searchOne(cip);

    expect([spoiled, next]).toMatchObject([{ status: 0 }, { status: 22 }]);
  });

  test("dropped before the work: no CIP exists", async () => {
    bench.simulator.switches.nextFaults.push({ operation: "create", fault: "dropped", workDone: false });

    await expect(bench.client.create()).rejects.toThrow("fetch failed");

    expect(bench.simulator.ledger()).toHaveLength(0);
  });

  test.each([
    ["empty-body", 201, null, ""],
    ["html-200", 200, "text/html; charset=utf-8", "<!DOCTYPE html>"],
  ] as const)(
    "%s: the CIP exists behind an answer that says nothing",
    async (fault, status, type, start) => {
      bench.simulator.switches.nextFaults.push({ operation: "create", fault });

      const answer = await bench.client.create();

      expect([answer.status, answer.contentType, answer.text.slice(0, 15)]).toEqual([status, type, start]);
      expect(bench.simulator.ledger()).toHaveLength(1);
    },
  );

  test("half-open: half of the answer arrives and then nothing, until the simulator closes", async () => {
    bench.simulator.switches.nextFaults.push({ operation: "search", fault: "half-open" });
    const { port } = new URL(bench.simulator.origin);
    const socket = connect(Number(port), "127.0.0.1");
    const firstBytes = new Promise<string>((resolve) =>
      socket.on("data", (bytes: Buffer) => {
        if (bytes.toString().includes('{"code"')) resolve(bytes.toString());
      }),
    );
    const ended = new Promise<string>((resolve) =>
      socket.on("close", () => resolve("ended by the simulator")),
    );
    socket.on("error", () => undefined);

    socket.write(
      `POST /pre/v1/cips/search HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${bench.client.token}\r\n` +
        `content-length: 11\r\n\r\n{"data":[]}`,
    );

    const text = await firstBytes;
    const promised = Number(/content-length: (\d+)/i.exec(text)?.[1]);
    const sent = Buffer.byteLength(text.split("\r\n\r\n")[1] ?? "");
    expect(text).toContain("HTTP/1.1 200");
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(promised);
    await bench.simulator.close();
    expect(await ended).toBe("ended by the simulator");
  });

  test("held: the answer waits for the gate while the CIP can already be paid", async () => {
    bench.simulator.switches.nextFaults.push({ operation: "create", fault: "held" });

    const waiting = bench.client.create();
    await bench.simulator.gate.untilHeld(1);
    const cip = bench.simulator.ledger()[0]?.cip ?? "";
    const receipt = await bench.simulator.pay(cip);
    const released = bench.simulator.gate.release();

    expect([receipt.kind, released]).toEqual(["paid", 1]);
    expect((await waiting).status).toBe(201);
  });

  test("held before the work: a create lands after its caller gave up", async () => {
    bench.simulator.switches.nextFaults.push({ operation: "create", fault: "held", workDone: false });
    const giveUp = new AbortController();

    const waiting = fetch(`${bench.client.base}/v1/cips`, {
      method: "POST",
      headers: { authorization: `Bearer ${bench.client.token}` },
      body: JSON.stringify({ currency: "PEN", amount: 5, transactionCode: "LATE", userEmail: "a@b.pe" }),
      signal: giveUp.signal,
    });
    await bench.simulator.gate.untilHeld(1);
    const before = bench.simulator.ledger().length;
    giveUp.abort();
    await expect(waiting).rejects.toThrow();
    bench.simulator.gate.release();
    await bench.client.search("1");

    expect(before).toBe(0);
    expect(bench.simulator.ledger()).toMatchObject([{ transactionCode: "LATE" }]);
  });

  test("an extra delay slows every answer down without changing it", async () => {
    bench.simulator.switches.answerDelayMs = 5;

    const answer = await bench.client.create();

    expect(answer.status).toBe(201);
  });
});

describe("12.11 which call a fault meets", () => {
  test("is the next of its operation and service, as often as counted", async () => {
    bench.simulator.switches.nextFaults.push({
      operation: "create",
      fault: "error-500",
      serviceId: 2002,
      count: 2,
    });

    const other = await bench.client.create();
    const spoiled = [await bench.liveClient.create(), await bench.liveClient.create()];
    const after = await bench.liveClient.create();

    expect(other.status).toBe(201);
    expect(spoiled.map((answer) => answer.status)).toEqual([500, 500]);
    expect(after.status).toBe(201);
    expect(bench.simulator.switches.nextFaults).toEqual([]);
  });

  test.each(["authorize", "search", "update", "delete"] as const)("can be %s", async (operation) => {
    const cip = await bench.client.createdCip();
    bench.simulator.switches.nextFaults.push({ operation, fault: "html-503" });

    const answers = {
      authorize: () => bench.client.authorize(),
      search: () => bench.client.search(cip),
      update: () => bench.client.update(cip, "2026-11-25T10:00:00-05:00"),
      delete: () => bench.client.remove(cip),
    };
    const first = await answers[operation]();
    const second = await answers[operation]();

    expect(first.status).toBe(503);
    expect(second.status).toBeLessThan(300);
  });

  test("by chance is the same series for the same seed and another for another seed", async () => {
    const series = async (seed: number): Promise<number[]> => {
      const own = await openWorkbench({
        seed,
        switches: {
          randomFaults: { probability: 0.5, faults: ["error-500", "html-503"], operations: ["create"] },
        },
      });
      const statuses: number[] = [];
      for (let index = 0; index < 20; index += 1) statuses.push((await own.client.create()).status);
      await own.close();
      return statuses;
    };

    const first = await series(7);
    const again = await series(7);
    const other = await series(8);

    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set([201, 500, 503]));
  });

  test("draws lie between 0 and 1", () => {
    const draw = seededDraws(42);

    const draws = Array.from({ length: 1000 }, () => draw());

    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(new Set(draws).size).toBeGreaterThan(990);
  });
});

describe("the record of calls", () => {
  test("tells operation, service, status and CIP of every request, and no secret", async () => {
    const cip = await bench.client.createdCip({ transactionCode: "REC-1" });
    await bench.client.search(cip, "99");

    const calls = bench.simulator.calls().slice(-2);
    expect(calls).toMatchObject([
      {
        operation: "create",
        environment: "sandbox",
        serviceId: 1001,
        status: 201,
        cip,
        transactionCode: "REC-1",
      },
      { operation: "search", serviceId: 1001, status: 200, cips: [cip, "99"] },
    ]);
    const text = JSON.stringify(bench.simulator.calls());
    expect(text).not.toContain(bench.client.token);
    expect(text).not.toMatch(/SECRETKEY|ACCESSKEY/);
  });
});

describe("starting", () => {
  test("is refused in production", async () => {
    const starting = startPagoEfectivoSimulator({ services: [], nodeEnv: "production" });

    await expect(starting).rejects.toThrow("does not start in production");
  });

  test("is refused for a service whose notify URL is no web address", async () => {
    expect(() => bench.simulator.setNotifyUrl(1001, "ftp://example.com")).toThrow("not an http(s) address");
  });
});
