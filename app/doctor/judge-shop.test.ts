import { describe, expect, it } from "vitest";
import { said } from "./finding.ts";
import { judgeShop, type ShopHealthFacts } from "./judge-shop.ts";
import { shopSupportText } from "./shop-words.ts";

const AT = new Date("2026-11-29T12:00:00Z");
const account = (more: object = {}) => ({
  ...{ mode: "live" as const, verifiedAt: AT, refusedSince: null, lastNoticeAt: null },
  ...more,
});
const FACTS: ShopHealthFacts = {
  service: [said("workers-good", { count: 1, seconds: 2 })],
  accounts: [account()],
  noticed: { paid: 0, noticed: 0 },
  shop: {
    ...{ shop: "a.myshopify.com", hasToken: true, isTokenLost: false, ready: true, configuredReady: true },
    ...{ configuredProblem: null, switchedOffReason: null },
  },
  tested: null,
};
const words = (more: Partial<ShopHealthFacts>) =>
  judgeShop({ ...FACTS, ...more }).map(({ word }) => word as string);
const shop = (more: Partial<ShopHealthFacts["shop"]>) => words({ shop: { ...FACTS.shop, ...more } });

describe("what a merchant is told of their shop", () => {
  it("is good of a shop that works, with or without a test account", () => {
    expect(words({})).toEqual([
      "service-good",
      "live-accepted",
      "test-none",
      "notices-none",
      "token-good",
      "told-on",
    ]);
  });

  it("is of the service only whether it works", () => {
    expect(words({ service: [said("jobs-late")] })).toContain("service-slow");
    expect(words({ service: [said("jobs-late"), said("workers-none")] })).toContain("service-bad");
  });

  it("is which keys to enter again, and since when", () => {
    const lines = judgeShop({ ...FACTS, accounts: [account(), account({ refusedSince: AT })] });

    expect(lines).toContainEqual({
      check: "live",
      word: "live-refused",
      at: AT.toISOString(),
      count: null,
    });
    expect(words({ accounts: [] })).toContain("live-none");
    expect(words({ accounts: [account({ verifiedAt: null, mode: "sandbox" })] })).toContain(
      "test-unproved",
    );
  });

  it("is that notices never come, once orders were paid without any", () => {
    expect(words({ noticed: { paid: 3, noticed: 0 } })).toContain("notices-missed");
    expect(words({ noticed: { paid: 3, noticed: 1 } })).not.toContain("notices-missed");
  });

  it.each([
    [{ switchedOffReason: "credentials-refused" }, "told-keys"],
    [{ switchedOffReason: "shopify-token-lost" }, "told-token"],
    [{ configuredReady: false }, "told-waiting"],
    [{ configuredReady: false, configuredProblem: "unreachable" }, "told-problem"],
    [{ ready: false, configuredReady: false }, "told-off"],
    [{ isTokenLost: true }, "token-lost"],
  ])("is what stands between them and Shopify: %o", (more, word) => {
    expect(shop(more)).toContain(word);
  });
});

describe("after a test", () => {
  const tested = {
    keys: [{ mode: "live", verdict: "answered" }],
    probesArrived: true,
    addressAnswers: true,
  } as const;

  it("is also whether our own doors are open", () => {
    expect(words({ tested })).toEqual(expect.arrayContaining(["notices-arrive", "address-good"]));
    expect(words({ tested: { ...tested, probesArrived: false, addressAnswers: false } })).toEqual(
      expect.arrayContaining(["notices-lost", "address-bad"]),
    );
  });

  it("is whether PagoEfectivo answered, which is no fault of the keys", () => {
    const silent = { ...tested, keys: [{ mode: "live", verdict: "silent" }] } as const;

    expect(words({ tested: silent })).toContain("live-silent");
  });
});

it("makes a text for support that names this shop and nothing else", () => {
  const lines = judgeShop({ ...FACTS, noticed: { paid: 2, noticed: 0 } });

  expect(shopSupportText("a.myshopify.com", { at: AT.toISOString(), lines })).toBe(
    [
      "Ventanilla, a.myshopify.com, 2026-11-29T12:00:00.000Z",
      "✓ service service-good",
      "✓ live live-accepted 2026-11-29T12:00:00.000Z",
      "✓ test test-none",
      "! notices notices-missed 2",
      "✓ token token-good",
      "✓ told told-on",
    ].join("\n"),
  );
});
