import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { read } from "./testing/plain-client.ts";
import { openWorkbench, type Workbench } from "./testing/workbench.ts";

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

describe("the picture of a code for wallets", () => {
  test("is named by no answer, as the documents have none", async () => {
    expect(read(await bench.client.create(), "data", "qrUrl")).toBeUndefined();
  });

  test("is a PNG at the address that the answer names, where the switch says so", async () => {
    bench.simulator.switches.qrImages = "png";

    const qrUrl = String(read(await bench.client.create(), "data", "qrUrl"));
    const answer = await fetch(qrUrl);

    expect(qrUrl).toMatch(/\/qr\/[0-9A-F-]{36}\.png$/);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
  });
});
