import { describe, expect, it } from "vitest";
import { Secret } from "#app/lib/secret.ts";
import { openVault } from "#app/lib/vault.server.ts";
import type { Destination } from "./destination.ts";
import { openDestination, sealDestination } from "./sealed-destination.server.ts";

const vault = openVault(new Secret(`k1:${Buffer.alloc(32, 7).toString("base64")}`));
const place = { shop: "one.myshopify.com", refundId: "019374a0-0000-7000-8000-0000000a1b2c" };
const destination: Destination = {
  kind: "cci",
  cci: "01136600010003254221",
  holder: "Ana Pérez",
  documentKind: "dni",
  documentNumber: "10117410",
};

describe("a sealed destination", () => {
  it("opens as it was given, and shows nothing of itself while sealed", () => {
    const sealed = sealDestination(vault, place, destination);

    expect(openDestination(vault, place, sealed)).toEqual(destination);
    const readable = sealed + Buffer.from(sealed.split(".")[1] ?? "", "base64url").toString("latin1");
    expect(readable).not.toMatch(/01136600010003254221|Pérez|P\u00c3|10117410|cci/);
  });

  it.each([
    ["refund", { ...place, refundId: "019374a0-0000-7000-8000-0000000a1b2d" }],
    ["shop", { ...place, shop: "two.myshopify.com" }],
  ])("does not open for another %s", (_, other) => {
    const sealed = sealDestination(vault, place, destination);

    expect(() => openDestination(vault, other, sealed)).toThrow();
  });
});
