import { afterEach, expect, describe, it } from "vitest";
import { Secret } from "#app/lib/secret.ts";
import { openPaymentsPort, type Caller, type PaymentsPort } from "../setup/payments-port.ts";
import { useWorld } from "../setup/world.ts";

const SECRET = "between-the-proxy-and-us-7f3a9c1e5b20d846";
const OTHER = SECRET.replace("7f3a", "7f3b");

const world = useWorld("mutual_tls_proxy", { roles: [] });

let port: PaymentsPort | null = null;
afterEach(async () => {
  await port?.close();
  port = null;
});

async function open(): Promise<PaymentsPort> {
  const tls = { mode: "proxy", secret: new Secret(SECRET), verifiedValue: "SUCCESS" } as const;
  return (port = await openPaymentsPort(world(), tls, "127.0.0.1"));
}
const told = (secret: string | string[] | null, verify: string | string[] | null): Caller => ({
  scheme: "http:",
  headers: {
    ...(secret !== null && { "X-Payments-Proxy-Secret": secret }),
    ...(verify !== null && { "X-Client-Verify": verify }),
  },
});

it("takes a session from the proxy that knows the secret and has verified its caller", async () => {
  const { knock, storedInTheEnd } = await open();

  const outcome = await knock(told(SECRET, "SUCCESS"));

  const { answer, alerts } = outcome;
  const stored = await storedInTheEnd(outcome);
  expect({ answer, alerts, stored }).toEqual({ answer: "HTTP 200", alerts: [], stored: 1 });
});

describe("a request is refused without a word about why, and the log says why, when it has", () => {
  it.each([
    ["neither header", null, null, "no-proxy-secret"],
    ["no secret", null, "SUCCESS", "no-proxy-secret"],
    ["another secret", OTHER, "SUCCESS", "wrong-proxy-secret"],
    ["the beginning of the secret", SECRET.slice(0, -1), "SUCCESS", "wrong-proxy-secret"],
    ["the secret and more", `${SECRET}0`, "SUCCESS", "wrong-proxy-secret"],
    ["an empty secret", "", "SUCCESS", "wrong-proxy-secret"],
    ["no word about the caller", SECRET, null, "client-not-verified"],
    ["a caller that showed no certificate", SECRET, "NONE", "client-not-verified"],
    ["a caller that failed", SECRET, "FAILED:certificate has expired", "client-not-verified"],
    ["nearly the right word", SECRET, "success", "client-not-verified"],
    ["the right word in a longer one", SECRET, "SUCCESS, FAILED", "client-not-verified"],
    ["the secret twice", [SECRET, SECRET], "SUCCESS", "repeated-proxy-header"],
    ["a right and a wrong secret", [SECRET, OTHER], "SUCCESS", "repeated-proxy-header"],
    ["the right word twice", SECRET, ["SUCCESS", "SUCCESS"], "repeated-proxy-header"],
    ["the proxy's word, then the caller's", SECRET, ["FAILED:x", "SUCCESS"], "repeated-proxy-header"],
    ["the caller's word, then the proxy's", SECRET, ["SUCCESS", "FAILED:x"], "repeated-proxy-header"],
  ])("%s", async (_, secret, verify, reason) => {
    const { knock, storedInTheEnd } = await open();

    const outcome = await knock(told(secret, verify));

    const { answer, body, alerts } = outcome;
    const stored = await storedInTheEnd(outcome);
    expect({ answer, alerts, stored }).toEqual({ answer: "HTTP 403", alerts: [reason], stored: 0 });
    expect(JSON.parse(body)).toEqual({
      error: { code: "forbidden", message: "this caller is not known here" },
    });
  });
});

it("logs a refusal with Shopify's name of the request, and never the secret that was tried", async () => {
  const { knock } = await open();

  await knock(told(OTHER, "SUCCESS"));

  const line = world()
    .logged()
    .find((text) => text.includes("wrong-proxy-secret"));
  expect(line).toContain('"shopifyRequestId":"request-0001"');
  expect(world().logged().join()).not.toContain(OTHER);
});

it("cannot be reached past the proxy, on another address of the machine", async () => {
  const { port: number } = await open();

  const reached = await fetch(`http://127.0.0.2:${number}/`).then(
    () => "reached",
    () => "not reached",
  );

  expect(reached).toBe("not reached");
});
