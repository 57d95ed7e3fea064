import { beforeAll, describe, expect, it } from "vitest";
import { seeShopHealth } from "#app/doctor/see-shop-health.server.ts";
import { testShop } from "#app/doctor/test-shop.server.ts";
import type { ShopHealth } from "#app/doctor/shop-words.ts";
import { invariant } from "#app/lib/invariant.ts";
import { tellAllReadiness } from "#app/merchants/tell-readiness.server.ts";
import { parseShopDomain } from "#app/shopify/shop-domain.ts";
import { signIn } from "../../scripts/demo/sign-in.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { changeKeysAtPagoEfectivo, connectedMerchant } from "../builders/merchant-connection.ts";
import { shopIdOf } from "../builders/person.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("shop_doctor");
beforeAll(() => tellAllReadiness(world().system.deps));

const deps = () => world().system.deps;
const words = ({ lines }: ShopHealth) => lines.map(({ word }) => word);
const see = async (shopId: string) => words(await seeShopHealth(deps(), shopId));

async function tested(shopId: string): Promise<string[]> {
  const answer = await testShop(deps(), shopId);
  if (answer.kind === "limited") return ["limited"];
  return words(answer.health);
}

describe("the merchant's page of the doctor", () => {
  it("is good for a shop that works, over HTTP as well", async () => {
    const demo = parseShopDomain(DEMO_SHOP);
    invariant(demo, "the demo's shop has a shop's domain");
    const shopId = await shopIdOf(world(), demo);
    const { headers } = await signIn(world(), DEMO_SHOP);

    const answer = await fetch(`${world().webOrigin}/app/doctor`, { headers });

    expect(await see(shopId)).toEqual([
      ...["service-good", "live-accepted", "test-accepted"],
      ...["notices-none", "token-good", "told-on"],
    ]);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain("✓ service service-good");
    // What the operator reads about the installation is nobody else's.
    expect(html).not.toMatch(/DATABASE_URL|graphile|VAULT_KEYS|PAYMENTS_TLS/);
  });

  it("says nothing of another shop", async () => {
    const sick = await connectedMerchant(world());
    const well = await connectedMerchant(world());
    await tellAllReadiness(deps());
    changeKeysAtPagoEfectivo(world(), sick.shop);

    expect(await tested(sick.actor.shop.id)).toContain("live-refused");

    expect(await see(sick.actor.shop.id)).toContain("live-refused");
    expect(await see(well.actor.shop.id)).toContain("live-accepted");
  });
});

describe("*Test now*", () => {
  it("asks PagoEfectivo and sends a probe, of which nothing is stored", async () => {
    const { actor, shop } = await connectedMerchant(world());
    await tellAllReadiness(deps());
    const before = world().pagoefectivo.calls().length;

    expect(await tested(actor.shop.id)).toEqual([
      ...["service-good", "live-accepted", "test-none", "notices-arrive"],
      ...["token-good", "told-on", "address-good"],
    ]);

    const asked = world().pagoefectivo.calls().slice(before);
    expect(asked.every(({ operation }) => operation !== "create")).toBe(true);
    expect(asked.length).toBeGreaterThan(0);
    const stored = await world().rows(
      "select 1 from notices n join credential_sets k on k.id = n.set_id where k.shop_id = $1",
      [actor.shop.id],
    );
    expect(stored).toEqual([]);
    expect(shop.domain).not.toBe(DEMO_SHOP);
  });

  it("is done twice in a row, then not for a while", async () => {
    const { actor } = await connectedMerchant(world());

    const answers = [await tested(actor.shop.id), await tested(actor.shop.id), await tested(actor.shop.id)];

    expect(answers.map((answer) => answer.includes("limited"))).toEqual([false, false, true]);
    world().clock.shift(61_000);
    expect(await tested(actor.shop.id)).not.toContain("limited");
  });

  it("says that PagoEfectivo does not answer, which is no fault of the keys", async () => {
    const { actor } = await connectedMerchant(world());
    world().pagoefectivo.switches.nextFaults.push({ operation: "authorize", fault: "dropped" });

    expect(await tested(actor.shop.id)).toContain("live-silent");
    expect(await see(actor.shop.id)).toContain("live-accepted");
  });
});
