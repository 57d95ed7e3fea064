import { describe, expect, it, onTestFinished } from "vitest";
import { createCallLanes } from "#app/lib/call-lanes.server.ts";
import { systemClock } from "#app/lib/clock.ts";
import { createOutboundHttp } from "#app/lib/outbound-http.server.ts";
import { Secret } from "#app/lib/secret.ts";
import { createPaymentsAppsClient } from "./payments-apps-client.server.ts";
import type { ReportAnswer, ReportKind } from "./payments-apps-client.ts";
import { shopifyAddresses } from "./shopify-addresses.ts";
import {
  graphqlError,
  payload,
  session,
  shop,
  tell,
  VARIABLES,
} from "../../tests/stand-ins/stand-in-shopify.ts";
import type { Reply } from "../../tests/stand-ins/stand-in-shopify.ts";

const lanes = () => createCallLanes({ clock: systemClock, size: 10 });

describe("telling Shopify", () => {
  it("posts the mutation and exactly the given variables, with the shop's token", async () => {
    const reason = { code: "CANCELLED_PAYMENT", merchantMessage: "Venció", source: "PROVIDER" };
    const { received } = await tell(payload("paymentSessionReject", session("REJECTED")), "reject", {
      ...VARIABLES,
      reason,
    });

    expect(received).toHaveLength(1);
    expect(received[0]?.url).toBe("/shops/tienda.myshopify.com/payments_apps/api/2026-10/graphql.json");
    expect(received[0]?.headers).toMatchObject({
      "x-shopify-access-token": "shpat_canary",
      "content-type": "application/json",
    });
    expect(received[0]?.headers["user-agent"]).toContain("Ventanilla");
    expect(received[0]?.body).toContain("mutation PaymentSessionReject");
    expect(received[0]?.body).toContain(JSON.stringify({ ...VARIABLES, reason }));
  });

  it.each<[ReportKind, string, string]>([
    ["pending", "paymentSessionPending", "PENDING"],
    ["resolve", "paymentSessionResolve", "RESOLVED"],
    ["reject", "paymentSessionReject", "REJECTED"],
  ])(
    "%s is acknowledged by the session in that state, with the way back to the shop",
    async (kind, field, state) => {
      const redirectUrl = "https://tienda.myshopify.com/checkouts/7/thank-you";

      const { answer } = await tell(payload(field, session(state, redirectUrl)), kind);

      expect(answer).toEqual({ kind: "acknowledged", state, redirectUrl });
    },
  );

  it("is acknowledged by the wanted state even next to errors, and without a usable way back", async () => {
    const { answer } = await tell({
      body: {
        data: {
          paymentSessionResolve: {
            paymentSession: session("RESOLVED", "javascript:1"),
            userErrors: [{ message: "again" }],
          },
        },
        errors: [{ message: "late", extensions: { code: "THROTTLED" } }],
      },
    });

    expect(answer).toEqual({ kind: "acknowledged", state: "RESOLVED", redirectUrl: null });
  });

  it("is refused by user errors, with or without a code", async () => {
    const coded = await tell(
      payload("paymentSessionPending", null, [
        { code: "OUT_OF_RANGE_PENDING_EXPIRES_AT", field: ["pendingExpiresAt"], message: "Too far" },
      ]),
      "pending",
    );
    const plain = await tell(
      payload("paymentSessionResolve", session("REJECTED"), [{ field: null, message: "Rejected before" }]),
    );

    expect(coded.answer).toEqual({
      kind: "refused",
      userErrors: [
        { code: "OUT_OF_RANGE_PENDING_EXPIRES_AT", field: ["pendingExpiresAt"], message: "Too far" },
      ],
    });
    expect(plain.answer).toEqual({
      kind: "refused",
      userErrors: [{ code: null, field: [], message: "Rejected before" }],
    });
  });

  it("waits as long as the bucket needs to hold the price again when it is throttled", async () => {
    const throttleStatus = { maximumAvailable: 1000, currentlyAvailable: 4, restoreRate: 2 };

    const { answer } = await tell(
      graphqlError("THROTTLED", { cost: { requestedQueryCost: 10, throttleStatus } }),
    );
    const { answer: unsaid } = await tell(graphqlError("THROTTLED"));

    const throttled = {
      kind: "failed",
      reason: "throttled",
      outcome: "not-done",
      retryable: true,
      httpStatus: 200,
    };
    expect(answer).toEqual({ ...throttled, retryAfterMs: 3_000 });
    expect(unsaid).toEqual({ ...throttled, retryAfterMs: null });
  });

  it.each<[string, Reply, Partial<ReportAnswer>]>([
    [
      "ACCESS_DENIED",
      graphqlError("ACCESS_DENIED"),
      { reason: "access-denied", outcome: "refused", retryable: false, httpStatus: 200 },
    ],
    [
      "SHOP_INACTIVE",
      graphqlError("SHOP_INACTIVE"),
      { reason: "shop-inactive", outcome: "refused", retryable: true },
    ],
    [
      "INTERNAL_SERVER_ERROR",
      graphqlError("INTERNAL_SERVER_ERROR"),
      { reason: "server-error", outcome: "unknown", retryable: true },
    ],
    [
      "an error without a code",
      { body: { errors: [{ message: "?" }] } },
      { reason: "server-error", outcome: "unknown" },
    ],
    [
      "401",
      { status: 401, body: {} },
      { reason: "unauthorized", outcome: "refused", retryable: true, httpStatus: 401 },
    ],
    ["402", { status: 402, body: {} }, { reason: "shop-inactive", outcome: "refused", retryable: true }],
    ["403", { status: 403, body: {} }, { reason: "access-denied", outcome: "refused", retryable: false }],
    [
      "404",
      { status: 404, body: "Not Found" },
      { reason: "shop-not-found", outcome: "refused", retryable: false },
    ],
    ["408", { status: 408, body: {} }, { reason: "timeout", outcome: "unknown", retryable: true }],
    ["423", { status: 423, body: {} }, { reason: "shop-inactive", retryable: true }],
    [
      "429",
      { status: 429, headers: { "retry-after": "2.5" }, body: "{}" },
      { reason: "rate-limited", outcome: "not-done", retryAfterMs: 2_500 },
    ],
    ["430", { status: 430, body: {} }, { reason: "rate-limited", outcome: "not-done", retryAfterMs: null }],
    [
      "500",
      { status: 500, body: { errors: [{ message: "?" }] } },
      { reason: "server-error", outcome: "unknown", retryable: true },
    ],
    [
      "503 with a page",
      { status: 503, headers: { "content-type": "text/html", "retry-after": "soon" }, body: "<html>" },
      { reason: "server-error", retryAfterMs: null, httpStatus: 503 },
    ],
    [
      "a redirect",
      { status: 302, headers: { location: "https://evil.example/" }, body: "" },
      { reason: "broken-answer", outcome: "unknown" },
    ],
    [
      "HTML with 200",
      { headers: { "content-type": "text/html" }, body: "<html>" },
      { reason: "broken-answer", outcome: "unknown", retryable: true, httpStatus: 200 },
    ],
    ["half a JSON", { body: '{"data":' }, { reason: "broken-answer", outcome: "unknown", httpStatus: 200 }],
    ["a list", { body: [] }, { reason: "broken-answer", outcome: "unknown" }],
    [
      "nothing in it",
      { body: { data: { paymentSessionResolve: null } } },
      { reason: "broken-answer", outcome: "unknown" },
    ],
    [
      "another state",
      payload("paymentSessionResolve", session("PENDING")),
      { reason: "broken-answer", outcome: "unknown" },
    ],
    ["too much", { body: "x".repeat(60_000) }, { reason: "broken-answer", outcome: "unknown" }],
    [
      "a dropped connection",
      "drop",
      { reason: "unreachable", outcome: "unknown", retryable: true, httpStatus: null },
    ],
    ["silence", "silence", { reason: "timeout", outcome: "unknown", retryable: true, httpStatus: null }],
  ])("fails without throwing when it is answered with %s", async (_name, reply, expected) => {
    const { answer } = await tell(reply);

    expect(answer).toMatchObject({ kind: "failed", ...expected });
    expect(JSON.stringify(answer)).not.toContain("canary");
  });

  it("fails as unreachable and not done when nobody listens", async () => {
    const addresses = shopifyAddresses({ simulatorOrigin: "http://127.0.0.1:1" });
    const http = createOutboundHttp({ isAllowedHost: addresses.isAllowedHost });
    onTestFinished(() => http.close());
    const client = createPaymentsAppsClient({ http, addresses, lanes: lanes(), onVersionDrift: () => {} });

    const answer = await client.send({
      shop,
      accessToken: new Secret("t"),
      kind: "resolve",
      variables: VARIABLES,
    });

    expect(answer).toMatchObject({
      kind: "failed",
      reason: "unreachable",
      outcome: "not-done",
      retryable: true,
    });
  });

  it("throws for a host that is not allowed, because that is our own bug", async () => {
    const addresses = shopifyAddresses({ simulatorOrigin: "http://127.0.0.1:1" });
    const http = createOutboundHttp({ isAllowedHost: () => false });
    onTestFinished(() => http.close());
    const client = createPaymentsAppsClient({ http, addresses, lanes: lanes(), onVersionDrift: () => {} });

    const answer = client.send({
      shop,
      accessToken: new Secret("t"),
      kind: "resolve",
      variables: VARIABLES,
    });

    await expect(answer).rejects.toThrow("not allowed");
  });

  it("warns when the answer came from another version, and only then", async () => {
    const reply = {
      body: { data: { paymentSessionResolve: { paymentSession: session("RESOLVED"), userErrors: [] } } },
    };

    const same = await tell({ ...reply, headers: { "X-Shopify-API-Version": "2026-10" } });
    const other = await tell({ ...reply, headers: { "X-Shopify-API-Version": "2027-01" } });

    expect(same.drifts).toEqual([]);
    expect(other.drifts).toEqual([{ shop, asked: "2026-10", answered: "2027-01" }]);
    expect(other.answer.kind).toBe("acknowledged");
  });
});
