import { createServer, request, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { Secret } from "#app/lib/secret.ts";
import { clientAddressReader } from "./client-address.ts";
import { listen } from "./listen.ts";

const SECRET = "a-secret-between-the-proxy-and-us-0002";
const PROXY = { secret: new Secret(SECRET), addressHeader: "x-client-address" };
const IN_PRODUCTION = { proxy: PROXY, countsPrivateAddresses: false };
const UNPROXIED = { proxy: null, countsPrivateAddresses: true };

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** What the app knows of a request with these header lines, and which headers are left for others to read. */
async function seen(
  config: Parameters<typeof clientAddressReader>[0],
  headers: readonly string[],
): Promise<{ address: string | null; left: string }> {
  const read = clientAddressReader(config);
  server = createServer((incoming, response) => {
    const address = read(incoming);
    const { headers, headersDistinct, rawHeaders } = incoming;
    response.end(
      JSON.stringify({ address, left: JSON.stringify({ headers, headersDistinct, rawHeaders }) }),
    );
  });
  const { port } = await listen(server, 0, "127.0.0.1");
  const answer = await new Promise<string>((resolve, reject) => {
    request({ port, host: "127.0.0.1", headers: ["Host", "localhost", ...headers] }, (response) => {
      void text(response).then(resolve);
    })
      .on("error", reject)
      .end();
  });
  return JSON.parse(answer) as { address: string | null; left: string };
}

const fromProxy = (address: string) => ["X-Web-Proxy-Secret", SECRET, "X-Client-Address", address];

describe("the address that a request came from", () => {
  it("is the proxy's word, where the request brings the proxy's secret", async () => {
    expect((await seen(IN_PRODUCTION, fromProxy("190.232.1.7"))).address).toBe("190.232.1.7");
  });

  it.each([
    ["no secret", ["X-Client-Address", "190.232.1.7"]],
    ["a wrong secret", ["X-Web-Proxy-Secret", `${SECRET}!`, "X-Client-Address", "190.232.1.7"]],
    ["two secrets", ["X-Web-Proxy-Secret", SECRET, ...fromProxy("190.232.1.7")]],
    ["what anyone can write", ["X-Forwarded-For", "190.232.1.7", "Forwarded", "for=190.232.1.7"]],
  ])("is the connection's own with %s", async (_, headers) => {
    expect((await seen({ ...IN_PRODUCTION, countsPrivateAddresses: true }, headers)).address).toBe(
      "127.0.0.1",
    );
  });

  it.each(["", "unknown", "190.232.1.7, 10.0.0.1", "190.232.1.7:4711"])(
    "is not known, where the proxy says %j",
    async (said) => {
      expect((await seen(IN_PRODUCTION, fromProxy(said))).address).toBeNull();
    },
  );

  it("is not known, where the proxy says two", async () => {
    const twice = [...fromProxy("190.232.1.7"), "X-Client-Address", "190.232.1.8"];

    expect((await seen(IN_PRODUCTION, twice)).address).toBeNull();
  });

  // Fault: a proxy on the same machine, of which nobody has told us, speaks for all shoppers, and all of them are shut out together.
  it("is nobody's in production, where it is a private network's own", async () => {
    expect((await seen({ proxy: null, countsPrivateAddresses: false }, [])).address).toBeNull();
    expect((await seen(UNPROXIED, [])).address).toBe("127.0.0.1");
  });

  it("is one for all addresses of an IPv6 network, and for both ways to write an IPv4 address", async () => {
    const one = await seen(IN_PRODUCTION, fromProxy("2800:200:e840:1::7"));
    server?.close();
    const other = await seen(IN_PRODUCTION, fromProxy("2800:0200:e840:0001:ffff::1"));
    server?.close();
    const next = await seen(IN_PRODUCTION, fromProxy("2800:200:e840:2::7"));
    server?.close();
    const mapped = await seen(IN_PRODUCTION, fromProxy("::ffff:190.232.1.7"));

    expect(one.address).toBe(other.address);
    expect(next.address).not.toBe(one.address);
    expect(mapped.address).toBe("190.232.1.7");
  });
});

it.each([IN_PRODUCTION, UNPROXIED])("the proxy's secret is seen by nobody behind", async (config) => {
  const { left } = await seen(config, ["x-WEB-proxy-secret", SECRET, "X-Kept", "kept"]);

  expect(left).toContain('\\"x-kept\\"'.replaceAll("\\", ""));
  expect(left).not.toContain(SECRET);
  expect(left).not.toMatch(/web-proxy/i);
});
