import { expect } from "playwright/test";
import { invariant } from "#app/lib/invariant.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { Admin, merchantTest } from "./merchant-story.ts";
import type { StoryWorld } from "./story-world.ts";

const test = merchantTest("standalone");

test("a contact that was shown is masked again on the page of another attempt", async ({ page, world }) => {
  const [person] = world.shopify.staff(DEMO_SHOP);
  invariant(person, "the shop has staff");
  world.shopify.setStaffLocale(DEMO_SHOP, person.id, "es");
  world.shopify.signInAs(DEMO_SHOP, person.id);
  const first = await attempt(world, "rosa@example.com");
  const second = await attempt(world, "jose@example.com", first.group);
  const admin = new Admin(page, { shell: "standalone", world, language: "es" });
  await admin.open(DEMO_SHOP);
  await admin.open(DEMO_SHOP, "/app/payments");
  await admin.content.getByRole("link", { name: first.id }).first().click();
  await admin.button(admin.say("detail.contact.show")).click();
  await expect(page.getByText("rosa@example.com")).toBeVisible();

  await page.getByRole("link", { name: second.id }).click();

  await expect(page.getByText(second.id, { exact: false }).first()).toBeVisible();
  await expect(admin.button(admin.say("detail.contact.show"))).toBeVisible();
  await expect(page.getByText("rosa@example.com")).toBeHidden();
  await expect(page.getByText("jose@example.com")).toBeHidden();
});

async function attempt(world: StoryWorld, email: string, group?: string) {
  const session = world.shopify.newSession({
    shop: DEMO_SHOP,
    amount: "80.00",
    customer: { email },
    ...(group !== undefined && { group }),
  });
  await world.shopify.sendSession(session.id);
  return session;
}
