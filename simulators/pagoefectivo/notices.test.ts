import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { noticeSignature, noticeText } from "./notice-body.ts";
import { MINUTE_MS } from "./testing/movable-clock.ts";
import { LIVE_SERVICE, read, SANDBOX_SERVICE } from "./testing/plain-client.ts";
import type { ReceivedNotice } from "./testing/notice-receiver.ts";
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

describe("12.20 the body", () => {
  test("is compact, with the amount in two decimals and the CIP as text, in the short shape", async () => {
    bench.simulator.switches.noticeShape = "short";

    const cip = await paidCip({ amount: 22.5 });

    expect(bench.receiver.received[0]?.body).toBe(
      `{"eventType":"cip.paid","operationNumber":"100001","data":{"cip":"${cip}","currency":"PEN","amount":22.50}}`,
    );
  });

  test("adds paymentDate and transactionCode in the extended shape", async () => {
    const cip = await paidCip({ amount: 25, transactionCode: 'A"ñ' });

    expect(bench.receiver.received[0]?.body).toBe(
      `{"eventType":"cip.paid","operationNumber":"100001","data":{"cip":"${cip}","currency":"PEN",` +
        `"amount":25.00,"paymentDate":"2026-11-22T10:15:30-05:00","transactionCode":"A\\"ñ"}}`,
    );
  });

  test("has an empty operationNumber where the switch says so", async () => {
    bench.simulator.switches.operationNumbers = "sometimes-empty";

    for (let index = 0; index < 3; index += 1) await paidCip();

    const numbers = bench.receiver.received.map((notice) =>
      read({ json: JSON.parse(notice.body) }, "operationNumber"),
    );
    expect(numbers).toEqual(["100001", "100002", ""]);
  });
});

describe("12.21 the signature", () => {
  test("is the lower-case hex HMAC of the exact bytes with the secret's text as key", async () => {
    await paidCip({ transactionCode: "ñandú" });

    const [notice] = bench.receiver.received;
    expect(notice?.signature).toBe(hmac(notice?.body));
    expect(notice?.signature).toMatch(/^[0-9a-f]{64}$/);
  });

  test("of a known body and key is the known one", () => {
    const facts = {
      eventType: "cip.paid",
      operationNumber: "1253",
      cip: "311025640",
      currency: "PEN",
      amountCentimos: 2250,
      paidAt: new Date(0),
      transactionCode: "",
    } as const;

    const text = noticeText(facts, "short", "compact");

    expect(noticeSignature(text, "TESTSECRETKEY00000000000000000000000001x")).toBe(
      "8cc315056b27b520350ec166321d9ca60d5701f59f8c13f6c2ea1bb2a2e47954",
    );
  });

  test("uses a changed key from the change on", async () => {
    bench.receiver.nextAnswers = [500];
    await paidCip();
    bench.simulator.register({ ...SANDBOX_SERVICE, secretKey: "NEW", notifyUrl: bench.receiver.url });

    bench.clock.advance(MINUTE_MS);
    await bench.simulator.runDueDeliveries();

    const [first, second] = bench.receiver.received;
    expect(first?.signature).toBe(hmac(first?.body));
    expect(second?.signature).toBe(hmac(second?.body, "NEW"));
  });
});

describe("12.22 the second attempt", () => {
  test.each([500, 201, 302, 404])(
    "follows an answer of %i after a minute, and there is no third",
    async (status) => {
      bench.receiver.nextAnswers = [status, status];
      await paidCip();

      bench.clock.advance(MINUTE_MS - 1);
      const early = await bench.simulator.runDueDeliveries();
      bench.clock.advance(1);
      const due = await bench.simulator.runDueDeliveries();
      bench.clock.advance(100 * MINUTE_MS);
      const later = await bench.simulator.runDueDeliveries();

      expect([early, due, later]).toEqual([0, 1, 0]);
      expect(outcomes()).toEqual([
        [1, "refused"],
        [2, "refused"],
      ]);
      expect(bench.receiver.received[1]?.body).toBe(bench.receiver.received[0]?.body);
    },
  );

  test("follows silence, after the time-out", async () => {
    bench.simulator.switches.noticeTimeoutMs = 30;
    bench.receiver.nextAnswers = ["silence"];
    await paidCip();

    bench.clock.advance(MINUTE_MS);
    await bench.simulator.runDueDeliveries();

    expect(outcomes()).toEqual([
      [1, "failed"],
      [2, "accepted"],
    ]);
  });

  test("follows a receiver that is down, and both attempts can fail", async () => {
    await bench.receiver.close();
    await paidCip();

    bench.clock.advance(MINUTE_MS);
    await bench.simulator.runDueDeliveries();

    expect(outcomes()).toEqual([
      [1, "failed"],
      [2, "failed"],
    ]);
  });

  test("does not follow an answer of 200", async () => {
    await paidCip();

    expect(bench.simulator.nextDeliveryAt()).toBeNull();
    expect(outcomes()).toEqual([[1, "accepted"]]);
  });

  test("comes on a real timer by itself, after the delay of the switch", async () => {
    bench.simulator.switches.timers = "real";
    bench.simulator.switches.noticeRetryDelayMs = 5;
    bench.receiver.nextAnswers = [500];
    const second = new Promise<ReceivedNotice>((resolve) => {
      bench.receiver.onArrival = (notice) => {
        if (bench.receiver.received.length === 2) resolve(notice);
      };
    });

    await bench.simulator.pay(await bench.client.createdCip());
    await second;
    await bench.simulator.settleNotices();

    expect(outcomes()).toEqual([
      [1, "refused"],
      [2, "accepted"],
    ]);
  });

  test("is forgotten when the simulator closes", async () => {
    bench.simulator.switches.timers = "real";
    bench.receiver.nextAnswers = [500];
    await bench.simulator.pay(await bench.client.createdCip());
    await bench.simulator.settleNotices();

    const planned = bench.simulator.nextDeliveryAt();
    await bench.simulator.close();

    expect(planned).not.toBeNull();
    expect(bench.simulator.nextDeliveryAt()).toBeNull();
  });
});

describe("12.26 where a notice goes", () => {
  test("is the one address of the service, and nothing in it names service or merchant", async () => {
    bench.simulator.setNotifyUrl(2002, `${bench.receiver.url}/live`);
    await paidCip({ transactionCode: "X" });
    await bench.simulator.pay(await bench.liveClient.createdCip({ transactionCode: "X" }));
    await bench.simulator.runDueDeliveries();

    const [sandbox, live] = bench.receiver.received;
    expect([sandbox?.path, live?.path]).toEqual(["/notices", "/notices/live"]);
    expect(live?.signature).toBe(hmac(live?.body, LIVE_SERVICE.secretKey));
    expect(`${live?.body}${JSON.stringify(live?.headers)}`).not.toMatch(/2002|VIV|LIVEACCESSKEY/);
  });

  test("is nowhere when the service has no address", async () => {
    bench.simulator.setNotifyUrl(1001, null);

    await paidCip();

    expect(outcomes()).toEqual([[1, "no-address"]]);
  });
});
