import { createServer, request, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import type { PaymentsTls } from "#app/lib/payments-tls-config.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { Secret } from "#app/lib/secret.ts";
import { listen } from "./listen.ts";
import { behindProxyGate } from "./proxy-proof.ts";

const SECRET = "a-secret-between-the-proxy-and-us-0001";
const PROXY: PaymentsTls = { mode: "proxy", secret: new Secret(SECRET), verifiedValue: "SUCCESS" };

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Sends the header lines, and answers with all that a handler behind the gate could learn of them. */
async function seenBehindGate(tls: PaymentsTls, headers: readonly string[]): Promise<string> {
  server = createServer(
    behindProxyGate(
      { tls, verifyHeader: "x-client-verify", log: createLogger("silent") },
      ({ headers, headersDistinct, rawHeaders }, response) =>
        response.end(JSON.stringify({ headers, headersDistinct, rawHeaders })),
    ),
  );
  const { port } = await listen(server, 0, "127.0.0.1");
  return new Promise((resolve, reject) => {
    const lines = ["Host", "localhost", "X-Kept", "kept", ...headers];
    request({ port, host: "127.0.0.1", headers: lines }, (response) => void text(response).then(resolve))
      .on("error", reject)
      .end();
  });
}

describe("the two headers of a proxy", () => {
  it.each<PaymentsTls>([
    PROXY,
    { mode: "off" },
    { mode: "direct", key: new Secret(""), cert: "", clientCa: "" },
  ])("are seen by nobody behind the gate, however they are written: $mode", async (tls) => {
    const seen = await seenBehindGate(tls, [
      "x-PAYMENTS-proxy-Secret",
      SECRET,
      "X-CLIENT-verify",
      "SUCCESS",
    ]);

    expect(seen).toContain('"X-Kept","kept"');
    expect(seen).toContain('"x-kept":"kept"');
    expect(seen).toContain('"x-kept":["kept"]');
    expect(seen).not.toMatch(/secret|verify|success/i);
  });

  it.each<PaymentsTls>([{ mode: "off" }, { mode: "direct", key: new Secret(""), cert: "", clientCa: "" }])(
    "are seen by nobody when they come twice, where nobody judges them: $mode",
    async (tls) => {
      const twice = ["X-Client-Verify", "SUCCESS", "X-Payments-Proxy-Secret", SECRET];

      const seen = await seenBehindGate(tls, [...twice, ...twice]);

      expect(seen).toContain('"x-kept":"kept"');
      expect(seen).not.toMatch(/secret|verify|success/i);
    },
  );
});
