import { describe, expect, it, onTestFinished } from "vitest";
import { Secret } from "#app/lib/secret.ts";
import { startPayments } from "../../server/payments.ts";
import { startWeb } from "../../server/web.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { arrive, codesOf } from "../builders/payment.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("request_ids", { tls: "off" });

const OURS = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SECRET = "a-secret-between-the-proxy-and-us-0003";
const ID_HEADER = "X-Request-Id";

function logged(text: string): Record<string, unknown>[] {
  return world()
    .logged()
    .filter((line) => line.includes(text))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const badNotice = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body: "{}", headers: { "PE-Signature": "00", ...headers } });

describe("a request's id", () => {
  it.each([
    ["a page", () => fetch(`${world().webOrigin}/v/nobodys`)],
    ["a file", () => fetch(`${world().webOrigin}/voucher.css`)],
    ["the merchant's admin", () => fetch(`${world().webOrigin}/app`, { redirect: "manual" })],
    ["the payments port", () => fetch(world().paymentsUrl, { method: "POST", body: "{}" })],
    ["an address that leads nowhere", () => fetch(new URL("/nowhere", world().paymentsUrl))],
  ])("is ours, and stands in the answer of %s", async (_, ask) => {
    const answers = [await ask(), await ask()];

    const ids = answers.map(({ headers }) => headers.get(ID_HEADER));
    expect(ids).toEqual([expect.stringMatching(OURS), expect.stringMatching(OURS)]);
    expect(new Set(ids).size).toBe(2);
  });

  it("stands in every log line of the request", async () => {
    const answer = await badNotice(world().noticeUrl);

    expect(logged("a notice with a wrong signature")).toMatchObject([
      { requestId: answer.headers.get(ID_HEADER) },
    ]);
  });

  it("stands beside the payment's and Shopify's own where a session came again with other content", async () => {
    const payment = await arrive(world());

    await world().shopify.sendSession(payment.sessionId, {
      retries: 0,
      body: (body) => ({ ...body, amount: "1.00" }),
    });

    expect(logged("other content")).toMatchObject([
      {
        paymentId: payment.paymentId,
        requestId: expect.stringMatching(OURS) as string,
        shopifyRequestId: expect.any(String) as string,
      },
    ]);
  });

  it("is not what somebody outside wrote", async () => {
    const answer = await badNotice(world().noticeUrl, { [ID_HEADER]: "chosen-by-a-stranger" });

    expect(answer.headers.get(ID_HEADER)).toMatch(OURS);
    expect(world().logged().join()).not.toContain("chosen-by-a-stranger");
  });
});

describe("the id that a proxy of ours gave a request", () => {
  async function publicPort(): Promise<string> {
    const { deps } = world().system;
    const proxy = { secret: new Secret(SECRET), addressHeader: "x-client-address" };
    const flood = { ...deps.config.flood, proxy };
    const config = { ...deps.config, webPort: 0, requestIdHeader: "x-request-id", flood };
    const web = await startWeb({ ...deps, config });
    onTestFinished(() => web.close());
    return `http://127.0.0.1:${web.port}/pagoefectivo/notices/${world().noticeUrl.split("/").at(-1)}`;
  }
  const FROM_PROXY = { "X-Web-Proxy-Secret": SECRET, "X-Client-Address": "203.0.113.7" };

  it("is taken over on the public port", async () => {
    const url = await publicPort();

    const answer = await badNotice(url, { ...FROM_PROXY, [ID_HEADER]: "f00dfeed-0001" });

    expect(answer.headers.get(ID_HEADER)).toBe("f00dfeed-0001");
    expect(logged("a notice with a wrong signature")).toMatchObject([{ requestId: "f00dfeed-0001" }]);
  });

  it.each([
    ["without the secret", { "X-Client-Address": "203.0.113.7", [ID_HEADER]: "f00dfeed-0001" }],
    ["with a wrong secret", { ...FROM_PROXY, "X-Web-Proxy-Secret": "guess", [ID_HEADER]: "f00dfeed-0001" }],
    ["where it looks like no id", { ...FROM_PROXY, [ID_HEADER]: 'f00d","alert":true' }],
  ])("is not taken over %s", async (_, headers) => {
    const url = await publicPort();

    const answer = await badNotice(url, headers);

    expect(answer.headers.get(ID_HEADER)).toMatch(OURS);
  });

  it("is taken over on the payments port, behind its gate alone", async () => {
    const { deps } = world().system;
    const paymentsTls = { mode: "proxy", secret: new Secret(SECRET), verifiedValue: "SUCCESS" } as const;
    const config = { ...deps.config, paymentsTls, paymentsPort: 0, requestIdHeader: "x-request-id" };
    const port = await startPayments({ ...deps, config });
    onTestFinished(() => port.close());
    const send = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${port.port}/shopify/payment-sessions`, {
        method: "POST",
        body: "{}",
        headers: { "Shopify-Shop-Domain": DEMO_SHOP, [ID_HEADER]: "f00dfeed-0002", ...headers },
      });

    const behind = await send({ "X-Payments-Proxy-Secret": SECRET, "X-Client-Verify": "SUCCESS" });
    const beside = await send({});

    expect([behind.status, behind.headers.get(ID_HEADER)]).toEqual([400, "f00dfeed-0002"]);
    expect([beside.status, beside.headers.get(ID_HEADER)]).toEqual([403, expect.stringMatching(OURS)]);
  });
});

describe("what a job logs", () => {
  it("names the job and the payment that it is about", async () => {
    const shop = await connectNewShop(world());
    world().pagoefectivo.revokeTokens(shop.serviceId);
    world().pagoefectivo.register({
      serviceId: shop.serviceId,
      accessKey: shop.accessKey,
      secretKey: `changed ${shop.secretKey}`,
      codeService: "TDX",
      environment: "live",
      notifyUrl: shop.noticeUrl,
    });

    const payment = await arrive(world(), { shop: shop.domain });
    await world().until(
      "the code to have failed",
      async () => (await codesOf(world(), payment))[0]?.state === "failed",
    );

    expect(logged("refused to create a code")).toMatchObject([
      { job: "issue-code", jobId: expect.any(String) as string, paymentId: payment.paymentId },
    ]);
  });
});
