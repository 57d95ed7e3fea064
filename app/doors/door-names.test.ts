import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paymentsDoorName, publicDoorName } from "#app/doors/door-names.ts";

describe("the name under which a request is counted", () => {
  it.each([
    ["/pagoefectivo/notices/2f9c", "notice"],
    ["/v/Zk3", "voucher-page"],
    ["/v/Zk3/", "voucher-page"],
    ["/v/Zk3?lang=en", "voucher-page"],
    ["/v/Zk3/status", "voucher-status"],
    ["/v/Zk3/continue", "voucher-continue"],
    ["/v/Zk3/code.pdf", "voucher-file"],
    ["/v/Zk3/provider-qr?x=1", "voucher-file"],
    ["/r/Zk3", "refund-claim"],
    ["/find", "find-code"],
    ["/assets/root-1.js", "file"],
    ["/voucher.js?v=2", "file"],
    ["/app", "merchant-page"],
    ["/app/payments?view=all", "merchant-page"],
    ["/auth/callback?code=1", "sign-in"],
    ["/webhooks/shopify", "shopify-webhook"],
    ["/status.json", "status"],
    ["/healthz", "health"],
    ["/wp-login.php", "other"],
    ["/", "other"],
  ])("of %s is %s", (url, name) => {
    expect(publicDoorName(url)).toBe(name);
  });

  it("is one of few, whatever anybody asks for", () => {
    const names = new Set<string>();
    const url = fc.oneof(
      fc.webUrl({ withQueryParameters: true }).map((text) => new URL(text).pathname),
      fc.array(fc.string()).map((parts) => `/v/${parts.join("/")}`),
      fc.string(),
    );

    fc.assert(fc.property(url, (text) => void names.add(publicDoorName(text)).add(paymentsDoorName(text))));

    expect(names.size).toBeLessThan(30);
    expect([...names].filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
  });

  it("on the payments port is one of three", () => {
    const paths = [
      "/shopify/payment-sessions",
      "/shopify/refund-sessions",
      "/shopify/payment-sessions/?x=1",
    ];

    expect(paths.map(paymentsDoorName)).toEqual(["payment-session", "refund-session", "other"]);
  });
});
