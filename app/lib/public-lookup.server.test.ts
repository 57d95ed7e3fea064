import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { createOutboundHttp } from "./outbound-http.server.ts";
import { createPublicLookup, mayConnect } from "./public-lookup.server.ts";

describe("an address", () => {
  it.each(["93.184.216.34", "190.12.8.1", "2606:2800:220:1:248:1893:25c8:1946"])(
    "is public: %s",
    (address) => {
      expect(mayConnect(address, false)).toBe(true);
    },
  );

  it.each([
    ...["127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"],
    ...["100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1"],
    ...["::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1"],
    // IPv4 in the clothes of IPv6: mapped, translated, tunnelled.
    ...["::ffff:10.0.0.1", "::ffff:7f00:1", "64:ff9b::a00:1", "2002:a00:1::", "2001:0:a00:1::"],
    ...["localhost", "", "1.2.3", "0x7f.1.1", "fe80::1%lo"],
  ])("is not: %s", (address) => {
    expect(mayConnect(address, false)).toBe(false);
  });

  it("of this machine is let through where that is allowed, and nothing else is", () => {
    const asked = ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "0.0.0.0"];

    expect(asked.filter((address) => mayConnect(address, true))).toEqual(["127.0.0.1", "::1"]);
  });
});

describe("a request to a name", () => {
  async function ask(addresses: readonly string[], port: number): Promise<unknown> {
    let asked = 0;
    const lookup = createPublicLookup({
      allowsLoopback: false,
      resolve: async () => {
        asked += 1;
        return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
      },
    });
    const http = createOutboundHttp({ isAllowedHost: () => true, lookup, connectTimeoutMs: 1_000 });
    const url = new URL(`http://hook.example.com:${port}/`);
    const request = { service: "merchant", operation: "alert", method: "POST", url, headers: {} } as const;
    const outcome: unknown = await http
      .request({ ...request, connection: "fresh" })
      .catch((error: unknown) => error);
    await http.close();
    // The connection is made to what was checked: nobody asks a second time.
    expect(asked).toBe(1);
    return outcome;
  }

  it.each([
    { addresses: ["127.0.0.1"] },
    { addresses: ["10.0.0.7"] },
    { addresses: ["::ffff:127.0.0.1"] },
    { addresses: ["93.184.216.34", "127.0.0.1"] },
    { addresses: ["169.254.169.254"] },
    { addresses: [] },
  ])("that leads to $addresses never leaves this machine", async ({ addresses }) => {
    let reached = 0;
    const server = createServer((_, response) => {
      reached += 1;
      response.end();
    });
    await new Promise<void>((listening) => server.listen(0, listening));
    const place = server.address();
    const port = typeof place === "object" && place ? place.port : 0;

    const outcome = await ask(addresses, port);

    server.close();
    expect(outcome).toMatchObject({ outcome: "not-done", reason: "private-address" });
    expect(reached).toBe(0);
  });

  it("of this machine is refused by the system's own resolver too", async () => {
    const http = createOutboundHttp({
      isAllowedHost: () => true,
      lookup: createPublicLookup({ allowsLoopback: false }),
    });
    const request = { service: "merchant", operation: "alert", method: "POST", headers: {} } as const;

    const outcome = http.request({ ...request, url: new URL("http://localhost:9/") });

    await expect(outcome).rejects.toMatchObject({ reason: "private-address" });
    await http.close();
  });
});
