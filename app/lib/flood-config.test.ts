import { describe, expect, it } from "vitest";
import { readConfig } from "#app/lib/config.server.ts";
import { createTokenBuckets, type BucketSize } from "#app/lib/token-buckets.ts";
import { CANARY, LOCAL, PRODUCTION, PROXY, refusalOf } from "../../tests/builders/configuration.ts";

const SECOND = 1_000;
const { limits, machines, signInsPerAddress } = readConfig(LOCAL).flood;

/** How many were refused of somebody who comes every `everyMs` for `forMs`. */
function refusals(size: BucketSize, everyMs: number, forMs: number): number {
  const buckets = createTokenBuckets(size, 1);
  let refused = 0;
  for (let atMs = 0; atMs < forMs; atMs += everyMs) if (buckets.take("key", atMs) > 0) refused += 1;
  return refused;
}

const HOUR = 3_600 * SECOND;

describe("the limits without a word of the operator", () => {
  it.each([
    ["a page without script that waits for its code", limits.pages.perCode, 3 * SECOND],
    ["a page that waits for its code, and looks every 2 s", limits.polls.perCode, 2 * SECOND],
    ["the same on ten phones", limits.polls.perCode, 200],
    ["five hundred pages behind one address, all of them just opened", limits.polls.perAddress, 10],
    ["twenty pages opened each second behind one address", limits.pages.perAddress, 50],
    ["five buttons pressed each second behind one address", limits.forms.perAddress, 200],
    ["a sale of two hundred sessions a second", machines.sessionsPerShop, 5],
    ["notices of the same sale", machines.noticesPerAccount, 5],
    ["an office in which somebody signs in every two seconds", signInsPerAddress, (2 * SECOND) / 2],
  ])("hit nobody who behaves: %s", (_, size, everyMs) => {
    expect(refusals(size, everyMs, HOUR)).toBe(0);
  });

  it.each([
    ["one code opened ten times a second", limits.pages.perCode, 100],
    ["one code asked twenty times a second", limits.polls.perCode, 50],
    ["one address that opens a hundred pages a second", limits.pages.perAddress, 10],
    ["one address that asks three hundred times a second", limits.polls.perAddress, 3],
    ["one address that presses twenty buttons a second", limits.forms.perAddress, 50],
    ["one shop that sends a thousand sessions a second", machines.sessionsPerShop, 1],
    ["ten notices a second that nobody signed", machines.badNoticesPerAccount, 100],
    ["one address that signs in ten times a second", signInsPerAddress, 100],
  ])("hold a flood back to less than half: %s", (_, size, everyMs) => {
    const asked = HOUR / 10 / everyMs;

    expect(refusals(size, everyMs, HOUR / 10)).toBeGreaterThan(asked / 2);
  });
});

describe("the variables of floods", () => {
  it("say how many at once and how many a minute", () => {
    const { flood } = readConfig({ ...LOCAL, FLOOD_FORMS_PER_CODE: "5/10" });

    expect(flood.limits.forms.perCode).toEqual({ burst: 5, perMinute: 10 });
    expect(flood.proxy).toBeNull();
  });

  it.each([
    { FLOOD_PAGES_PER_CODE: "0/60" },
    { FLOOD_PAGES_PER_CODE: "60" },
    { FLOOD_POLLS_PER_ADDRESS: "60/-1" },
    { FLOOD_SESSIONS_PER_SHOP: "many" },
    { WEB_PROXY_SECRET: "too short" },
    { WEB_PROXY_ADDRESS_HEADER: "cookie" },
    { WEB_PROXY_ADDRESS_HEADER: "two words" },
  ])("are refused by name: %j", (wrong) => {
    const [name = ""] = Object.keys(wrong);

    expect(refusalOf({ ...LOCAL, ...wrong })).toContain(name);
  });

  it("take the proxy's word in the header of its choice, and count no private address in production", () => {
    const secret = `${CANARY}-`.repeat(4);
    const { flood } = readConfig({
      ...PRODUCTION,
      ...PROXY,
      WEB_PROXY_SECRET: secret,
      WEB_PROXY_ADDRESS_HEADER: "X-Real-IP",
    });

    expect(flood).toMatchObject({ proxy: { addressHeader: "x-real-ip" }, countsPrivateAddresses: false });
    expect(JSON.stringify(flood)).not.toContain(secret);
    expect(readConfig(LOCAL).flood.countsPrivateAddresses).toBe(true);
  });
});
