import { describe, expect, it } from "vitest";
import type { Probe, ProbeVerdict } from "#app/pagoefectivo/pagoefectivo-client.ts";
import {
  judgeKnownKeys,
  judgeLastNotice,
  judgeProbes,
  judgeTokens,
  judgeTold,
  judgeTriedKeys,
  judgeVault,
  type ShopFacts,
} from "./judge-shops.ts";

const AT = new Date("2026-11-29T12:00:00Z");
const account = (shop: string, more: object = {}) => ({
  ...{ shop, mode: "live" as const, verifiedAt: AT, refusedSince: null },
  ...more,
});

describe("keys, by their last use", () => {
  it("are known while PagoEfectivo took them last", () => {
    expect(judgeKnownKeys([])).toMatchObject({ code: "keys-none" });
    expect(judgeKnownKeys([account("a"), account("b")])).toMatchObject({
      code: "keys-known",
      values: { count: 2 },
    });
  });

  it("that are refused come before those never tried, and live ones before test ones", () => {
    const refused = { refusedSince: AT };
    const test = account("c", { ...refused, mode: "sandbox" });
    const live = account("b", refused);
    const never = account("a", { verifiedAt: null });

    expect(judgeKnownKeys([test, live, never])).toMatchObject({ code: "keys-refused", shops: ["b"] });
    expect(judgeKnownKeys([test, never])).toMatchObject({ code: "test-keys-refused", shops: ["c"] });
    expect(judgeKnownKeys([never])).toMatchObject({ code: "keys-unproved", shops: ["a"] });
  });
});

describe("keys that are tried now", () => {
  const tried = (verdict: ProbeVerdict, search: ProbeVerdict | null, mode: "live" | "sandbox" = "live") => {
    const call = (said: ProbeVerdict) => ({ verdict: said, ms: 1, reason: "http-401" });
    const probe: Probe = {
      authorization: call(verdict),
      clockOffsetMs: 0,
      search: search && call(search),
    };
    return { shop: `${mode}-${verdict}`, mode, probe };
  };

  it("are accepted when the service answers with them, not before", () => {
    expect(judgeTriedKeys([tried("accepted", "accepted")]).code).toBe("keys-accepted");
    expect(judgeTriedKeys([tried("accepted", "refused")]).code).toBe("keys-refused");
    expect(judgeTriedKeys([tried("accepted", "unclear")]).code).toBe("keys-unclear");
  });

  it("are not blamed for an outage", () => {
    expect(judgeTriedKeys([tried("failed", null), tried("refused", null, "sandbox")]).code).toBe(
      "keys-unanswered",
    );
    expect(judgeTriedKeys([tried("failed", null), tried("refused", null)]).code).toBe("keys-refused");
  });
});

describe("probes", () => {
  it("are as good as the worst of them", () => {
    expect(judgeProbes([])).toBeNull();
    expect(judgeProbes([{ kind: "proved" }, { kind: "proved" }])?.code).toBe("notices-good");
    expect(judgeProbes([{ kind: "proved" }, { kind: "spoilt" }])?.code).toBe("probe-spoilt");
    expect(judgeProbes([{ kind: "blocked", status: 403 }])?.values).toEqual({ status: 403 });
    expect(judgeProbes([{ kind: "false" }])?.code).toBe("probe-false");
    expect(judgeProbes([{ kind: "lost", reason: "tls" }])?.values).toEqual({ reason: "tls" });
  });

  it("that nobody sent leave what has come", () => {
    expect(judgeLastNotice({ hasAccounts: false, lastAt: null }).code).toBe("notices-no-account");
    expect(judgeLastNotice({ hasAccounts: true, lastAt: null }).code).toBe("notices-none");
    expect(judgeLastNotice({ hasAccounts: true, lastAt: AT }).values).toEqual({ moment: AT.toISOString() });
  });
});

describe("what Shopify knows of a shop", () => {
  const shop = (more: Partial<ShopFacts> = {}): ShopFacts => ({
    ...{ shop: "a", hasToken: true, isTokenLost: false, ready: true, configuredReady: true },
    ...{ configuredProblem: null, switchedOffReason: null },
    ...more,
  });

  it("needs a token", () => {
    expect(judgeTokens([shop()]).code).toBe("tokens-good");
    expect(judgeTokens([shop(), shop({ shop: "b", isTokenLost: true })]).shops).toEqual(["b"]);
    expect(judgeTokens([shop({ hasToken: false })]).code).toBe("tokens-lost");
  });

  it("is right for a shop that is on, and for one that nobody has switched on yet", () => {
    expect(judgeTold([shop(), shop({ ready: false, configuredReady: null })])).toMatchObject({
      code: "told-good",
      values: { count: 2 },
    });
  });

  it.each([
    [{ configuredReady: false }, "told-waiting"],
    [{ configuredReady: null }, "told-waiting"],
    [{ ready: false, configuredReady: true }, "told-waiting"],
    [{ configuredReady: false, configuredProblem: "no-token" }, "told-problem"],
    [{ ready: false, switchedOffReason: "credentials-refused" }, "told-switched-off"],
  ])("is not right: %o", (more, code) => {
    expect(judgeTold([shop({ shop: "z" }), shop(more)])).toMatchObject({ code, shops: ["a"] });
  });
});

it("counts what the vault's keys do not open, and names each shop once", () => {
  const tried = [
    { shop: "a", isOpen: false },
    { shop: "a", isOpen: false },
    { shop: "b", isOpen: true },
  ];

  expect(judgeVault(tried)).toEqual({ code: "vault-shut", values: { count: 2, tried: 3 }, shops: ["a"] });
  expect(judgeVault([]).code).toBe("vault-good");
});
