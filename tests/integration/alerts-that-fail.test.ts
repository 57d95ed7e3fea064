import { describe, expect, it } from "vitest";
import { claimAlerts, raiseAlerts } from "#app/cases/alert-store.server.ts";
import { deliverAlerts } from "#app/cases/deliver-alerts.server.ts";
import { readDeskSettings } from "#app/cases/desk-settings.server.ts";
import { createOutboundHttp } from "#app/lib/outbound-http.server.ts";
import { createPublicLookup } from "#app/lib/public-lookup.server.ts";
import { newCase } from "../builders/case.ts";
import { alertsOf, minute, toldShop, useReceivers } from "../builders/told-shop.ts";
import { useWorld } from "../setup/world.ts";

const { mail, hook } = await useReceivers();
const world = useWorld("alerts_that_fail", { tls: "off", smtpUrl: mail.url });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const deps = () => world().system.deps;

describe("a process that dies", () => {
  it("between claiming an alert and sending it leaves it to another, under the same id", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url, emails: "" });
    const one = await newCase(world(), shop.payment);
    await raiseAlerts(deps().db, { now: world().clock.now(), canMail: true });
    const claim = { shopId: shop.shopId, channel: "webhook", now: world().clock.now(), limit: 1 } as const;
    const [claimed] = await claimAlerts(deps().db, claim);

    await minute(world());
    expect(hook.hooks).toEqual([]);
    world().clock.shift(2.1 * MINUTE_MS);
    await minute(world());

    expect(hook.hooks[0]?.headers["webhook-id"]).toBe(`msg_${claimed?.id ?? ""}`);
    expect(hook.hooks).toHaveLength(1);
    expect(await alertsOf(world(), one)).toMatchObject([{ state: "sent", attempts: 2 }]);
  });

  it("between making alerts and asking for their jobs loses none", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    await newCase(world(), shop.payment);
    await raiseAlerts(deps().db, { now: world().clock.now(), canMail: true });

    await minute(world());

    expect([mail.mails.length, hook.hooks.length]).toEqual([1, 1]);
  });

  it("after sending and before recording has it sent once more, with the same id and words", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url, emails: "" });
    const one = await newCase(world(), shop.payment);
    await minute(world());
    // As if what came of it had never been written.
    await world().rows(
      "update alerts set state = 'due', ended_at = null, claimed_at = $2 where case_id = $1",
      [one.caseId, world().clock.now()],
    );

    world().clock.shift(2.1 * MINUTE_MS);
    await minute(world());

    const [first, second] = hook.hooks;
    expect(hook.hooks).toHaveLength(2);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.body).toBe(first?.body);
  });
});

describe("a way that does not work", () => {
  it.each([500, 302, 410])(
    "is tried again after an answer of %s, and the settings say why",
    async (status) => {
      const shop = await toldShop(world(), { webhookUrl: hook.url, emails: "" });
      const one = await newCase(world(), shop.payment);
      hook.answers.push(status);

      await minute(world());
      await minute(world());

      expect(hook.hooks.map(({ path }) => path)).toEqual(["/hook"]);
      expect(await alertsOf(world(), one)).toMatchObject([
        { state: "due", attempts: 1, problem: `http-${status}` },
      ]);
      expect((await readDeskSettings(deps(), shop.shopId)).channels.webhook).toMatchObject({
        ...{ waiting: 1, lastSentAt: null, lastProblem: { problem: `http-${status}` } },
      });
      world().clock.shift(MINUTE_MS + 1_000);
      await minute(world());
      expect(await alertsOf(world(), one)).toMatchObject([{ state: "sent", attempts: 2 }]);
    },
  );

  it("is given up after a day, and asked no more", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url, emails: "" });
    const one = await newCase(world(), shop.payment);
    hook.answers.push(...Array<number>(50).fill(503));

    for (let hours = 0; hours <= 30; hours += 1) {
      world().clock.shift(hours * HOUR_MS);
      await minute(world());
    }

    const [alert] = (await alertsOf(world(), one)).filter(({ occasion }) => occasion === "opened");
    expect(alert).toMatchObject({ state: "failed", problem: "http-503" });
    expect(alert?.attempts).toBeLessThanOrEqual(8);
  });

  it("asks a machine that is down once a minute, whatever is due", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url, emails: "" });
    for (let index = 0; index < 5; index += 1) await newCase(world(), shop.payment);
    hook.answers.push(500);

    await world().run("raise-alerts", {});
    await world().until("one answer", () => hook.hooks.length > 0);
    await world().until("its end", async () => {
      const left = await world().rows(
        "select 1 from graphile_worker.jobs where task_identifier = 'deliver-alerts'",
      );
      return left.length === 0;
    });
    expect(hook.hooks).toHaveLength(1);

    await minute(world());
    expect(hook.hooks).toHaveLength(5);
  });

  it("keeps the other one waiting for nothing", async () => {
    const shop = await toldShop(world(), { webhookUrl: hook.url });
    const one = await newCase(world(), shop.payment);
    mail.refusals.push(451);

    await minute(world());

    expect(hook.hooks).toHaveLength(1);
    expect(await alertsOf(world(), one)).toMatchObject([
      { channel: "email", state: "due", problem: "smtp-451" },
      { channel: "webhook", state: "sent" },
    ]);
    world().clock.shift(MINUTE_MS + 1_000);
    await minute(world());
    expect(mail.mails).toHaveLength(1);
  });

  it.each([["127.0.0.1"], ["10.0.0.5"], ["93.184.216.34", "169.254.169.254"]])(
    "is not called where its name leads to %s",
    async (...addresses) => {
      const shop = await toldShop(world(), { webhookUrl: hook.url, emails: "" });
      const one = await newCase(world(), shop.payment);
      await raiseAlerts(deps().db, { now: world().clock.now(), canMail: true });
      await world().rows(
        "update desk_settings set webhook_url = 'https://hooks.example.com/x' where shop_id = $1",
        [shop.shopId],
      );
      const lookup = createPublicLookup({
        allowsLoopback: false,
        resolve: async () => addresses.map((address) => ({ address, family: 4 })),
      });
      const toMerchants = createOutboundHttp({ isAllowedHost: () => true, lookup });
      const webhookRules = { ports: [443], allowsLoopback: false };

      await deliverAlerts({ ...deps(), toMerchants, webhookRules }, shop.shopId);

      await toMerchants.close();
      expect(await alertsOf(world(), one)).toMatchObject([{ state: "due", problem: "private-address" }]);
      expect(hook.hooks).toEqual([]);
    },
  );
});
