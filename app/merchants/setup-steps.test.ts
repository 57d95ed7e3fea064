import { describe, expect, it } from "vitest";
import { setupSteps, shopStatus, type SetupFacts } from "./setup-steps.ts";

const fresh: SetupFacts = {
  connectedModes: [],
  isVerified: false,
  isRefused: false,
  rulesSaved: false,
  pagePreviewed: false,
  configuredReady: null,
  switchedOffReason: null,
  hasPayment: false,
  isDismissed: false,
};
const working: SetupFacts = {
  ...fresh,
  connectedModes: ["live"],
  isVerified: true,
  rulesSaved: true,
  pagePreviewed: true,
  configuredReady: true,
  hasPayment: true,
};

const states = (facts: SetupFacts) => setupSteps(facts).map(({ state }) => state);

describe("the steps of setting up", () => {
  it("are all open in a new shop and all done in one that works", () => {
    expect(states(fresh)).toEqual(["open", "open", "open", "open", "open"]);
    expect(states(working)).toEqual(["done", "done", "done", "done", "done"]);
  });

  it("count keys of either mode as connected", () => {
    expect(states({ ...fresh, connectedModes: ["sandbox"] })[0]).toBe("done");
  });

  it("do not count a test of keys that are gone", () => {
    expect(states({ ...working, connectedModes: [] })[1]).toBe("open");
  });

  it("wait for the first payment before the activation counts as done", () => {
    expect(states({ ...working, hasPayment: false })[4]).toBe("waiting");
    expect(states({ ...working, configuredReady: false })[4]).toBe("open");
  });
});

describe("the shop's status", () => {
  it.each<[string, Partial<SetupFacts>, string]>([
    ["works with live keys", {}, "active"],
    ["has keys for tests only", { connectedModes: ["sandbox"] }, "testing"],
    ["has both", { connectedModes: ["live", "sandbox"] }, "active"],
    ["has not told Shopify that it is ready", { configuredReady: null }, "unfinished"],
    ["has no keys", { connectedModes: [] }, "unfinished"],
    ["has keys that PagoEfectivo refuses", { isRefused: true }, "problems"],
    [
      "was switched off by a machine",
      { switchedOffReason: "credentials", configuredReady: false },
      "problems",
    ],
  ])("of a shop that %s", (_, facts, status) => {
    expect(shopStatus({ ...working, ...facts })).toBe(status);
  });
});
