/** Every call that leaves the product goes by one way, and that way goes nowhere that somebody outside could choose. */
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { mayPostTo, readWebhookUrl } from "#app/cases/desk-settings.ts";
import { createOutboundHttp } from "#app/lib/outbound-http.server.ts";
import { createPublicLookup, mayConnect } from "#app/lib/public-lookup.server.ts";
import { pagoEfectivoAddresses } from "#app/pagoefectivo/pagoefectivo-addresses.ts";
import { shopifyAddresses } from "#app/shopify/shopify-addresses.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Who may open a connection, and why it is not by the one way. */
const OPENS_CONNECTIONS: Readonly<Record<string, RegExp>> = {
  "app/lib/outbound-http.server.ts": /^undici$/,
  "app/lib/public-lookup.server.ts": /^node:dns$/,
  // The operator's own mail server, out of the configuration.
  "app/lib/mailer.server.ts": /^nodemailer$/,
  // The payments port of this very process, by address and port of the configuration.
  "app/doctor/knock.server.ts": /^node:https?$/,
};

/** Modules with which a connection can be opened. Servers are made of the first three, too: those import `createServer` only. */
const REACHING =
  /^(?:node:(?:https?|http2|net|tls|dgram|dns(?:\/promises)?)|undici|nodemailer|ws|axios|got|node-fetch|ky)$/;
/** In browsers `fetch` asks our own origin: their policy lets them ask nobody else. */
const IN_BROWSERS = /^app\/(?:merchant-ui|shopper-ui\/page-script)\//;

function product(): { name: string; text: string }[] {
  return ["app", "server"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => path.posix.join(folder, name.split(path.sep).join("/")))
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|generated/.test(name))
      .map((name) => ({ name, text: readFileSync(path.join(root, name), "utf8") })),
  );
}

/** Of each file the modules it opens connections with; what only servers and types are made of does not count. */
function reachesBy(text: string): string[] {
  const imports = [...text.matchAll(/^import (type )?([^;]*?) ?from "([^"]+)";$/gms)];
  const named = imports.flatMap(([, isType, what = "", from = ""]) => {
    const values = what
      .replaceAll(/[{}\s]/g, " ")
      .split(/[ ,]+(?!as )/)
      .filter((word) => word !== "" && word !== "type");
    const isServer =
      /\bcreateServer\b|\bisIP\b|\bIncomingMessage\b|\bTLSSocket\b|\bgetCACertificates\b/.test(what);
    const reaches = /\b(?:request|get|connect|createConnection|Agent|Socket|fetch|\*)\b/.test(what);
    const onlyTypes = isType !== undefined || /^\{(?:\s*type \w+(?: as \w+)?,?)+\s*\}$/.test(what.trim());
    return REACHING.test(from) && !onlyTypes && values.length > 0 && (!isServer || reaches) ? [from] : [];
  });
  const dynamic = [...text.matchAll(/\b(?:import|require)\("([^"]+)"\)/g)]
    .map(([, from = ""]) => from)
    .filter((from) => REACHING.test(from));
  return [...named, ...dynamic];
}

describe("calls that leave the product", () => {
  it("go by the outbound HTTP, but for those that are listed with their reason", () => {
    const found = product().flatMap(({ name, text }) =>
      reachesBy(text).flatMap((from) => (OPENS_CONNECTIONS[name]?.test(from) ? [] : [`${name}: ${from}`])),
    );

    expect(found).toEqual([]);
  });

  it("are seen by this test in each file that may make them", () => {
    const files = new Map(product().map(({ name, text }) => [name, text]));

    for (const name of Object.keys(OPENS_CONNECTIONS))
      expect(reachesBy(files.get(name) ?? ""), name).not.toEqual([]);
    expect(reachesBy('import { createServer, request } from "node:http";')).toEqual(["node:http"]);
    expect(reachesBy('import { createServer } from "node:http";')).toEqual([]);
  });

  it("are made by no fetch of Node's own", () => {
    const found = product()
      // A container's health check is a process of its own, which asks the process beside it.
      .filter(({ name }) => !IN_BROWSERS.test(name) && name !== "server/health-check.ts")
      .filter(({ text }) =>
        /(?:await|return|void|=|\(|=>|,)\s*fetch\(|\bglobalThis\.fetch|\bnew (?:WebSocket|EventSource)\b/.test(
          text,
        ),
      )
      .map(({ name }) => name);

    expect(found).toEqual([]);
  });
});

/** Where somebody who may name an address would like us to call. */
const INWARD = [
  ...[
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://[::1]/",
    "https://0.0.0.0/",
    "https://[::]/",
  ],
  ...[
    "https://10.0.0.7/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://[fd00::1]/",
  ],
  ...[
    "http://169.254.169.254/latest/meta-data/",
    "https://[fe80::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://metadata/",
  ],
  ...[
    "https://2130706433/",
    "https://0x7f.1/",
    "https://017700000001/",
    "https://127.1/",
    "https://1.1.1.1/",
  ],
  ...[
    "file:///etc/passwd",
    "gopher://a.example.pe/",
    "ftp://a.example.pe/",
    "data:text/plain,x",
    "https://u:p@a.example.pe/",
  ],
  ...[
    "https://a.example.pe:22/",
    "https://a.example.pe:5432/",
    "https://a.example.pe./",
    "https://a_b.example.pe/",
  ],
];

describe("an address that somebody else wrote", () => {
  const rules = { ports: [443], allowsLoopback: false };
  const [pagoefectivo, shopify] = [
    pagoEfectivoAddresses({ simulatorOrigin: null }),
    shopifyAddresses({ simulatorOrigin: null }),
  ];

  it.each(INWARD)("that leads inward is called for nobody: %s", (text) => {
    const url = new URL(text);

    expect(readWebhookUrl(text, rules)).toBeNull();
    expect(mayPostTo(url, rules)).toBe(false);
    expect([
      pagoefectivo.isAllowedHost(url),
      pagoefectivo.isQrAddress(url),
      shopify.isAllowedHost(url),
    ]).toEqual([...[false, false, false]]);
    expect([pagoefectivo.voucherUrl(text), pagoefectivo.qrUrl(text)]).toEqual([null, null]);
  });

  it("that is a good one is called", () => {
    expect(readWebhookUrl("https://hooks.example.pe/a", rules)).toBe("https://hooks.example.pe/a");
    expect(shopify.isAllowedHost(new URL("https://tienda.myshopify.com/x"))).toBe(true);
  });

  it.each([
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "::ffff:127.0.0.1",
  ])("whose name leads to %s is not connected to", (address) => {
    expect(mayConnect(address, false)).toBe(false);
  });
});

describe("a name that points elsewhere the second time", () => {
  let server: Server | null = null;
  afterEach(() => server?.close());

  async function listening(): Promise<{ port: number; reached: () => number }> {
    let reached = 0;
    server = createServer((_, response) => {
      reached += 1;
      response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    });
    await new Promise<void>((ready) => server?.listen(0, "127.0.0.1", ready));
    const place = server.address();
    return { port: typeof place === "object" && place ? place.port : 0, reached: () => reached };
  }

  it("is refused then: it is asked anew for each connection, and connected to as it was judged", async () => {
    const { port, reached } = await listening();
    const answers = ["127.0.0.1", "10.0.0.7", "169.254.169.254"];
    // Loopback stands for the public address that the name shows first; the next ones are what it is changed to.
    const http = createOutboundHttp({
      isAllowedHost: () => true,
      lookup: createPublicLookup({
        allowsLoopback: true,
        resolve: async () => [{ address: answers.shift() ?? "10.0.0.8", family: 4 }],
      }),
      connectTimeoutMs: 1_000,
    });
    const call = () =>
      http.request({
        ...{ service: "merchant", operation: "alert", method: "POST", headers: {}, connection: "fresh" },
        url: new URL(`http://hooks.example.pe:${port}/`),
      });

    const first = await call();
    const [second, third] = await Promise.allSettled([call(), call()]);
    await http.close();

    // And whoever is reached cannot send us on: a redirect is an answer like any other.
    expect(first.status).toBe(302);
    expect(reached()).toBe(1);
    for (const later of [second, third])
      expect(later).toMatchObject({
        status: "rejected",
        reason: { outcome: "not-done", reason: "private-address" },
      });
  });
});
