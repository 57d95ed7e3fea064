import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { answerDeskForm } from "#app/cases/answer-desk-form.server.ts";
import { readDeskSettings, sendTestAlert } from "#app/cases/desk-settings.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { mailText } from "../builders/alert-receivers.ts";
import { openSettings, type SettingsPage } from "../builders/settings-page.ts";
import { useReceivers } from "../builders/told-shop.ts";
import { useWorld } from "../setup/world.ts";

const { mail, hook } = await useReceivers();
const world = useWorld("desk_settings", { tls: "off", smtpUrl: mail.url });

const DAY_MS = 24 * 3_600_000;
const deps = () => world().system.deps;

function open(): Promise<SettingsPage> {
  return openSettings(world(), { address: "/app/cases/settings", route: "routes/merchant/case-settings" });
}

const FIELDS = {
  attentionHours: "12",
  emails: "rosa@tienda.pe, luis@tienda.pe",
  language: "es",
  webhookUrl: "",
};

async function saved(page: SettingsPage, more: Record<string, string> = {}): Promise<void> {
  const answer = await page.post({ ...FIELDS, webhookUrl: hook.url, version: "0", ...more });
  expect(answer).toMatchObject({ status: 200, kind: "saved" });
}

async function secretOf(page: SettingsPage): Promise<string> {
  const answer = await page.post({ intent: "make-secret" });
  expect(answer).toMatchObject({ status: 200, kind: "secret" });
  const { secret } = answer as typeof answer & { secret?: string };
  return secret ?? "no secret";
}

function signaturesOf(index: number): {
  body: string;
  id: string;
  timestamp: string;
  signatures: string[];
} {
  const received = hook.hooks[index];
  invariant(received, "the machine was told");
  const text = (name: string) => String(received.headers[name]);
  return {
    body: received.body,
    id: text("webhook-id"),
    timestamp: text("webhook-timestamp"),
    signatures: text("webhook-signature").split(" "),
  };
}

/** Whether one signature alone is this secret's. */
function isSignedBy(secret: string, index: number): boolean {
  const { body, id, timestamp, signatures } = signaturesOf(index);
  const own = new Webhook(secret).sign(id, new Date(Number(timestamp) * 1_000), body);
  return signatures.includes(own);
}

describe("the desk's settings", () => {
  it("are saved with who saved them, and by the version that was read", async () => {
    const page = await open();

    await saved(page);
    const late = await page.post({ ...FIELDS, version: "0" });

    expect(late).toMatchObject({ status: 409, kind: "conflict" });
    const { settings, version } = await readDeskSettings(deps(), page.shopId);
    expect(version).toBe(1);
    expect(settings).toEqual({
      ...{ attentionHours: 12, emails: ["rosa@tienda.pe", "luis@tienda.pe"] },
      ...{ language: "es", webhookUrl: hook.url },
    });
    const audit = await world().rows(
      "select user_id, before, after from audit_log where action = 'desk-saved' and shop_id = $1",
      [page.shopId],
    );
    expect(audit).toMatchObject([
      { user_id: page.userId, before: { attentionHours: 24 }, after: { attentionHours: 12 } },
    ]);
  });

  it("are saved once when many save at once", async () => {
    const page = await open();

    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        answerDeskForm(deps(), page, { ...FIELDS, version: "0", attentionHours: String(index + 1) }),
      ),
    );

    expect(answers.filter(({ kind }) => kind === "saved")).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === "conflict")).toHaveLength(7);
  });

  it.each([
    ["attentionHours", "0"],
    ["attentionHours", "721"],
    ["attentionHours", "1.5"],
    ["emails", "rosa"],
    ["emails", "a@b.pe\r\nBcc: evil@example.com x"],
    ["emails", Array.from({ length: 6 }, (_, index) => `a${index}@b.pe`).join(" ")],
    ["language", "fr"],
    ["webhookUrl", "http://hooks.example.com/x"],
    ["webhookUrl", "https://hooks.example.com:8443/x"],
    ["webhookUrl", "https://user:pass@hooks.example.com/x"],
    ["webhookUrl", "https://10.0.0.1/x"],
    ["webhookUrl", "https://[::ffff:10.0.0.1]/x"],
    ["webhookUrl", "https://metadata/x"],
    ["webhookUrl", "ftp://hooks.example.com/x"],
    ["webhookUrl", "file:///etc/passwd"],
  ])("refuse %s = %j beside the field, and save nothing", async (field, value) => {
    const page = await open();

    const answer = await page.post({ ...FIELDS, version: "0", [field]: value });

    expect(answer).toMatchObject({ status: 422, kind: "refused" });
    expect(Object.keys(answer.problems)).toEqual([field]);
    expect((await readDeskSettings(deps(), page.shopId)).version).toBe(0);
  });
});

describe("the secret that signs webhooks", () => {
  it("is shown once, to who made it, and lies sealed", async () => {
    const page = await open();
    await saved(page);

    const secret = await secretOf(page);

    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify(await page.load())).not.toContain(secret);
    const stored = await world().rows(
      "select d.*, (select json_agg(a) from audit_log a where a.shop_id = d.shop_id) from desk_settings d where shop_id = $1",
      [page.shopId],
    );
    expect(JSON.stringify(stored)).not.toContain(secret.slice(6));
    expect(JSON.stringify(stored)).toContain("alert-secret-made");
    expect(world().logged().join("\n")).not.toContain(secret.slice(6));
  });

  it("is changed with a day in which both sign, and not twice in a minute", async () => {
    const page = await open();
    await saved(page);
    const first = await secretOf(page);
    expect(await page.post({ intent: "make-secret" })).toMatchObject({
      status: 422,
      kind: "press-refused",
    });
    world().clock.shift(61_000);
    const second = await secretOf(page);

    await sendTestAlert(deps(), page, "webhook");
    world().clock.shift(DAY_MS + 62_000);
    await sendTestAlert(deps(), page, "webhook");

    expect([isSignedBy(first, 0), isSignedBy(second, 0)]).toEqual([true, true]);
    expect([isSignedBy(first, 1), isSignedBy(second, 1)]).toEqual([false, true]);
  });
});

describe("trying it out", () => {
  it("says that a test arrived, by either way, and who sent it", async () => {
    const page = await open();
    await saved(page, { language: "en" });
    await secretOf(page);

    const byMail = await page.post({ intent: "test-email" });
    const byHook = await page.post({ intent: "test-webhook" });

    expect([byMail, byHook]).toMatchObject([
      { kind: "tested", problem: null },
      { kind: "tested", problem: null },
    ]);
    expect(mail.mails[0]?.to).toEqual(["rosa@tienda.pe", "luis@tienda.pe"]);
    expect(mailText(mail.mails[0] ?? { raw: "", to: [] })).toContain("This is a test e-mail");
    expect(JSON.parse(hook.hooks[0]?.body ?? "{}")).toMatchObject({
      type: "test",
      data: { shop: page.shop.domain },
    });
    const audit = await world().rows(
      "select user_id from audit_log where action = 'alert-tested' and shop_id = $1",
      [page.shopId],
    );
    expect(audit).toEqual([{ user_id: page.userId }, { user_id: page.userId }]);
  });

  it("says why a test did not arrive, and does not try it again by itself", async () => {
    const page = await open();
    await saved(page);
    await secretOf(page);
    hook.answers.push(404);
    mail.refusals.push(550);

    const byHook = await page.post({ intent: "test-webhook" });
    const byMail = await page.post({ intent: "test-email" });
    world().clock.shift(DAY_MS);
    await world().run("raise-alerts", {});
    await world().run("deliver-alerts", { shopId: page.shopId });

    expect([byHook, byMail]).toMatchObject([{ problem: "http-404" }, { problem: "smtp-550" }]);
    expect(hook.hooks).toHaveLength(1);
    expect(mail.mails).toHaveLength(0);
  });

  it("sends one test, however many press at once, and none without an address or a secret", async () => {
    const page = await open();
    expect(await sendTestAlert(deps(), page, "email")).toEqual({
      kind: "press-refused",
      reason: "not-set-up",
    });
    await saved(page);
    expect(await sendTestAlert(deps(), page, "webhook")).toEqual({
      kind: "press-refused",
      reason: "not-set-up",
    });

    const pressed = await Promise.all(
      Array.from({ length: 8 }, () => sendTestAlert(deps(), page, "email")),
    );

    expect(pressed.filter(({ kind }) => kind === "tested")).toHaveLength(1);
    expect(mail.mails).toHaveLength(1);
    expect(hook.hooks).toEqual([]);
  });
});
