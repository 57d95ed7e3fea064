import { once } from "node:events";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { MOST_RECEIPT_BYTES } from "#app/refunds/receipt/receipt-file.ts";
import { withCode } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("strange_requests", { tls: "off" });

afterEach(() => {
  expect(
    world()
      .logged()
      .filter((line) => line.includes('"level":"error"')),
  ).toEqual([]);
});

describe("an address that cannot be read", () => {
  // Fault: the pages' framework prints such an address, and with it the key to somebody's code.
  it.each(["/%zz", "/%e2%80", "/v/%ff", "/app/%e0%a4%a", "/r/%"])(
    "%s is the page of every unknown one, and is printed nowhere",
    async (path) => {
      const [strange, unknown] = await Promise.all([
        fetch(`${world().webOrigin}${path}`),
        fetch(`${world().webOrigin}/v/nothing`),
      ]);

      expect(strange.status).toBe(404);
      expect(await strange.text()).toBe(await unknown.text());
    },
  );

  // Fault: the pages' framework takes a backslash for a slash, and what follows for a host that cannot be: 500, with an alert.
  it.each(["/%5C40(%20A%26", "/%5Cevil.example", "//40(%20A", "/%09%5C40("])(
    "%s, which leads to another host, is that page too",
    async (path) => {
      const { hostname, port } = new URL(world().webOrigin);
      const asked = await new Promise<{ status: number; body: string }>((resolve, reject) => {
        request({ hostname, port, path }, (answer) => {
          void text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
        })
          .on("error", reject)
          .end();
      });
      const unknown = await fetch(`${world().webOrigin}/v/nothing`);

      expect(asked.status).toBe(404);
      expect(asked.body).toBe(await unknown.text());
    },
  );

  it("does not bring a code's address into the log", async () => {
    const payment = await withCode(world());

    const answer = await fetch(`${world().webOrigin}/v/${payment.slug}/%zz`);

    expect(answer.status).toBe(404);
    expect(world().logged().join("")).not.toContain(payment.slug);
  });
});

it.each(["%00", "a%00b", "%f0%9f%92%b8", "x".repeat(300), "'--"])(
  "a notice to the URL %s is answered as to any that nobody has",
  async (token) => {
    const answer = await fetch(`${world().webOrigin}/pagoefectivo/notices/${token}`, {
      method: "POST",
      body: "{}",
    });

    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe("");
  },
);

// Fault: each was logged as a failure of ours, with an alert: anybody could raise them, and a bad line does.
it.each(["/find", "/pagoefectivo/notices/anything", "/r/anything", "/v/anything/email"])(
  "who hangs up in the middle of what they send to %s alerts nobody",
  async (path) => {
    const { hostname, port } = new URL(world().webOrigin);
    const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": 100 };
    const sent = request({ hostname, port, path, method: "POST", headers });
    sent.on("error", () => {});
    sent.write("email=a");
    await once(sent, "socket");
    await pause(100);
    sent.destroy();

    // The next answer comes after that one's end was seen.
    await pause(100);
    expect((await fetch(`${world().webOrigin}/healthz`)).status).toBe(200);
  },
);

describe("a form that is sent where there is none", () => {
  // Fault: Remix takes a foreign Origin for an error of ours, and answers 500 with an alert: anybody could raise them.
  it.each(["null", "https://evil.example", "no url"])(
    "from %s is refused, and alerts nobody",
    async (origin) => {
      const statuses = [];
      for (const path of [
        "/",
        "/nowhere",
        "/r/",
        "/v//kept",
        "/refund-details-received",
        "/auth",
        "/webhooks/shopify",
      ]) {
        const answer = await fetch(`${world().webOrigin}${path}`, {
          method: "POST",
          headers: { origin },
          body: "a=b",
        });
        statuses.push(answer.status);
      }

      expect(new Set(statuses)).toEqual(new Set([403]));
    },
  );

  it("is not read where it is larger than any, or does not say how large it is", async () => {
    const url = `${world().webOrigin}/app/rules`;
    const headers = { origin: world().webOrigin };
    const large = await fetch(url, { method: "POST", headers, body: "a".repeat(6_000_000) });
    const silent = await fetch(url, {
      ...{ method: "POST", headers, duplex: "half" },
      body: new Blob(["a=b"]).stream(),
    });

    expect([large.status, silent.status]).toEqual([413, 413]);
    expect(MOST_RECEIPT_BYTES).toBeLessThan(6_000_000 - 16_384);
  });

  it("from nowhere in particular is refused too", async () => {
    const answer = await fetch(`${world().webOrigin}/nowhere`, { method: "POST", body: "a=b" });

    expect([404, 405]).toContain(answer.status);
  });
});
