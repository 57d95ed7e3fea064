import { expect, it } from "vitest";
import { sessionState, toldPending, withCode } from "../builders/payment.ts";
import { scrape } from "../builders/scrape.ts";
import { connectNewShop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("privacy_of_logs");

const SHOPPER = {
  email: "canario.correo@example.com",
  phone_number: "+51912345678",
  billing_address: { given_name: "Canaria", family_name: "Del Secreto" },
};

it("logs and measures no person, no CIP, no address of a page and no key, even at its most talkative", async () => {
  const shop = await connectNewShop(world());
  const { shopify, pagoefectivo } = world();
  const payment = await toldPending(world(), { shop: shop.domain, customer: SHOPPER });
  await pagoefectivo.deliverNotice({ cip: payment.cip, signature: "wrong" });
  await shopify.sendSession(payment.sessionId, {
    retries: 0,
    body: (body) => ({ ...body, amount: "1.00" }),
  });
  shopify.switches.nextFaults.push({ fault: "http-503", sessionId: payment.sessionId });
  await pagoefectivo.pay(payment.cip);
  await world().until("a failed attempt", () =>
    shopify.mutations().some(({ fault }) => fault === "http-503"),
  );
  world().clock.shift(60_000);
  await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
  // What goes wrong inside is logged too, with its error.
  pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "dropped" });
  await world().run("look-up-code", { codeId: payment.codeId });
  const broken = await withCode(world(), { shop: shop.domain, customer: SHOPPER });
  await world().rows(
    "update credential_versions set sealed_secret_key = sealed_access_key where service_id = $1",
    [shop.serviceId],
  );
  await pagoefectivo.deliverNotice({ cip: broken.cip });

  const [environment, { deps }] = [world().environment, world().system];
  const token = (await deps.sessions.loadSession(`offline_${shop.domain}`))?.accessToken ?? "none";
  const secrets = {
    email: SHOPPER.email,
    phone: "912345678",
    name: "Canaria",
    lastName: "Secreto",
    cip: payment.cip,
    otherCip: broken.cip,
    slug: payment.slug,
    noticeToken: shop.noticeUrl.split("/").at(-1) ?? "none",
    accessKey: shop.accessKey,
    secretKey: shop.secretKey,
    accessToken: token,
    vaultKey: environment["VAULT_KEYS"]?.split(":")[1] ?? "none",
    databaseUrl: environment["DATABASE_URL"] ?? "none",
  };
  expect(Object.values(secrets)).not.toContain("none");
  const lines = world().logged();
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.some((line) => line.includes('"a door failed"'))).toBe(true);
  const status = await fetch(`${world().webOrigin}/status.json`);
  const watched = [(await scrape(world())).text, await status.text()];
  for (const [name, secret] of Object.entries(secrets)) {
    expect({ name, watched: watched.filter((text) => text.includes(secret)) }).toEqual({
      name,
      watched: [],
    });
    expect({ name, lines: lines.filter((line) => line.includes(secret)) }).toEqual({ name, lines: [] });
  }
});
