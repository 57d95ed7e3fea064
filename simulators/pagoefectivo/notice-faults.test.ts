import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MINUTE_MS } from "./testing/movable-clock.ts";
import { read, SANDBOX_SERVICE } from "./testing/plain-client.ts";
import { openWorkbench } from "./testing/workbench.ts";
import type { Workbench } from "./testing/workbench.ts";

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench({ switches: { timers: "manual" } });
});
afterEach(() => bench.close());

function hmac(text: string | undefined, key: string = SANDBOX_SERVICE.secretKey): string {
  return createHmac("sha256", key)
    .update(text ?? "")
    .digest("hex");
}

async function paidCip(changes: Record<string, unknown> = {}): Promise<string> {
  const cip = await bench.client.createdCip(changes);
  await bench.simulator.pay(cip);
  await bench.simulator.runDueDeliveries();
  return cip;
}

function outcomes(): [number, string][] {
  return bench.simulator.notices().map((notice) => [notice.attempt, notice.outcome]);
}

describe("12.23 what can go wrong with a notice", () => {
  test("duplicate: the same bytes arrive twice", async () => {
    bench.simulator.switches.nextNoticeFaults.push({ fault: "duplicate" });

    await paidCip();

    const [first, second] = bench.receiver.received;
    expect(bench.receiver.received).toHaveLength(2);
    expect(second).toMatchObject({ body: first?.body, signature: first?.signature });
  });

  test("delayed: it arrives minutes later", async () => {
    bench.simulator.switches.nextNoticeFaults.push({ fault: "delayed", delayMs: 7 * MINUTE_MS });

    await paidCip();
    const early = bench.receiver.received.length;
    bench.clock.advance(7 * MINUTE_MS);
    await bench.simulator.runDueDeliveries();

    expect([early, bench.receiver.received.length]).toEqual([0, 1]);
  });

  test("lost: it never arrives, though the CIP is paid", async () => {
    bench.simulator.switches.nextNoticeFaults.push({ fault: "lost" });

    const cip = await paidCip();
    bench.clock.advance(100 * MINUTE_MS);
    await bench.simulator.runDueDeliveries();

    expect(bench.receiver.received).toEqual([]);
    expect(outcomes()).toEqual([[1, "lost"]]);
    expect(bench.simulator.ledger()).toMatchObject([{ cip, state: "paid" }]);
  });

  test("first attempt lost: only the second arrives", async () => {
    bench.simulator.switches.nextNoticeFaults.push({ fault: "first-attempt-lost" });

    await paidCip();
    bench.clock.advance(MINUTE_MS);
    await bench.simulator.runDueDeliveries();

    expect(outcomes()).toEqual([
      [1, "lost"],
      [2, "accepted"],
    ]);
  });

  test("wrong signature: right body, other signature", async () => {
    bench.simulator.switches.nextNoticeFaults.push({ fault: "wrong-signature" });

    await paidCip();

    const [notice] = bench.receiver.received;
    expect(notice?.signature).toMatch(/^[0-9a-f]{64}$/);
    expect(notice?.signature).not.toBe(hmac(notice?.body));
  });

  test("pretty-printed: indented on the way, signed before; pretty-signed: signed as sent", async () => {
    bench.simulator.switches.nextNoticeFaults.push({ fault: "pretty-printed" }, { fault: "pretty-signed" });

    await paidCip();
    await paidCip();

    const [reindented, signed] = bench.receiver.received;
    const compact = reindented?.body.replace(/\n\s*/g, "").replaceAll('": ', '":');
    expect(reindented?.body).toContain('\n    "amount": 22.50');
    expect(reindented?.signature).toBe(hmac(compact));
    expect(signed?.signature).toBe(hmac(signed?.body));
  });

  test("before create's answer: the notice is here while the caller still waits for its CIP", async () => {
    bench.simulator.switches.nextFaults.push({ operation: "create", fault: "paid-before-answer" });
    let isAnswered = false;
    const answeredOnArrival: boolean[] = [];
    bench.receiver.onArrival = () => answeredOnArrival.push(isAnswered);

    const answer = await bench.client.create().then((given) => {
      isAnswered = true;
      return given;
    });

    const told = read({ json: JSON.parse(bench.receiver.received[0]?.body ?? "null") }, "data", "cip");
    expect(answeredOnArrival).toEqual([false]);
    expect(told).toBe(String(read(answer, "data", "cip")));
    expect(bench.simulator.ledger()).toMatchObject([{ state: "paid" }]);
  });

  test("replay: an old body arrives again byte for byte", async () => {
    await paidCip();

    const replayed = await bench.simulator.replayNotice(1);

    const [first, second] = bench.receiver.received;
    expect(replayed.outcome).toBe("accepted");
    expect([second?.body, second?.signature]).toEqual([first?.body, first?.signature]);
    await expect(bench.simulator.replayNotice(99)).rejects.toThrow("no delivery 99");
  });

  test("made by hand: any amount, event, signature or text, once", async () => {
    const cip = await bench.client.createdCip();
    bench.receiver.nextAnswers = [500];

    await bench.simulator.deliverNotice({
      cip,
      amountCentimos: 100,
      eventType: "cip.other",
      signature: "missing",
    });
    await bench.simulator.deliverNotice({ cip: "555", serviceId: 1001, rawBody: "not json" });
    await bench.simulator.deliverNotice({ cip, layout: "indented", signature: "compact" });
    bench.clock.advance(MINUTE_MS);
    await bench.simulator.runDueDeliveries();

    const [other, raw, indented] = bench.receiver.received;
    expect(bench.receiver.received).toHaveLength(3);
    expect(other).toMatchObject({ signature: null });
    expect(other?.body).toContain('"cip.other"');
    expect(other?.body).toContain('"amount":1.00');
    expect(raw).toMatchObject({ body: "not json", signature: hmac("not json") });
    expect(indented?.signature).not.toBe(hmac(indented?.body));
    await expect(bench.simulator.deliverNotice({ cip: "556" })).rejects.toThrow("needs a serviceId");
  });

  test("by chance: the seed decides", async () => {
    bench.simulator.switches.randomNoticeFaults = { probability: 1, faults: ["lost"] };

    await paidCip();

    expect(outcomes()).toEqual([[1, "lost"]]);
  });
});
