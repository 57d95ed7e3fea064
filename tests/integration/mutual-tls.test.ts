import { readFileSync } from "node:fs";
import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import type { SecureContextOptions } from "node:tls";
import { expect, it } from "vitest";
import { z } from "zod";
import { makeTestCertificates } from "../../simulators/certificates.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { useWorld } from "../setup/world.ts";

const refusalLine = z.object({ alert: z.boolean().optional(), reason: z.string().optional() });

const world = useWorld("mutual_tls", { roles: ["payments"] });

/** What a caller on the payments port sees: an HTTP status, or that the connection was closed. */
function knock(url: string, identity: SecureContextOptions = {}): Promise<string> {
  const ca = readFileSync(world().environment["PAYMENTS_TLS_CLIENT_CA_FILE"] ?? "", "utf8");
  return new Promise((resolve) => {
    const answered = (response: { statusCode?: number | undefined; resume(): void }) => {
      response.resume();
      resolve(`HTTP ${response.statusCode ?? 0}`);
    };
    const options = { method: "POST", agent: false } as const;
    const request = url.startsWith("https:")
      ? tlsRequest(url, { ...options, ...identity, ca }, answered)
      : plainRequest(url, options, answered);
    request.on("error", () => resolve("connection closed"));
    request.end("{}");
  });
}

function refusals(): unknown[] {
  return world()
    .logged()
    .map((line) => refusalLine.parse(JSON.parse(line)))
    .filter(({ alert }) => alert)
    .map(({ reason }) => reason);
}

it("takes sessions from a caller with Shopify's certificate", async () => {
  const session = world().shopify.newSession({ shop: DEMO_SHOP });

  const answer = await world().shopify.sendSession(session.id, { retries: 0 });

  expect(answer.status).toBe(200);
  expect(refusals()).toEqual([]);
});

it("closes the connection of a caller without a certificate before any HTTP, and logs why", async () => {
  const answer = await knock(world().paymentsUrl);

  expect(answer).toBe("connection closed");
  expect(refusals()).toEqual(["no-client-certificate"]);
});

it("closes the connection of a caller with another authority's certificate, and logs why", async () => {
  const stranger = await makeTestCertificates({ now: new Date() });

  const answer = await knock(world().paymentsUrl, stranger.client);

  expect(answer).toBe("connection closed");
  expect(refusals()).toEqual([expect.stringMatching(/^(SELF_SIGNED|UNABLE_TO|DEPTH_ZERO)/)]);
});

it("answers nothing to plain HTTP on the TLS port", async () => {
  const answer = await knock(world().paymentsUrl.replace("https:", "http:"));

  expect(answer).toBe("connection closed");
});
