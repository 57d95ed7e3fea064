import { describe, expect, it } from "vitest";
import {
  CANARY,
  LOCAL,
  namedIn,
  PRODUCTION,
  PROXY,
  refusalOf,
} from "../../tests/builders/configuration.ts";
import { readConfig } from "./config.server.ts";

const MAIL = {
  SMTP_URL: `smtps://user:${CANARY}@mail.example.com`,
  ALERT_FROM: "Ventanilla <a@example.com>",
};

describe("the configuration of alerts", () => {
  it("sends no e-mail and posts to port 443 unless told otherwise", () => {
    expect(readConfig(LOCAL).alerts).toEqual({
      smtp: null,
      webhook: { ports: [443], allowsLoopback: false },
    });
  });

  it("takes a mail server with its sender, and keeps its password to itself", () => {
    const { alerts } = readConfig({ ...PRODUCTION, ...PROXY, ...MAIL, ALERT_WEBHOOK_PORTS: "443,8443" });

    expect(alerts.smtp?.url.reveal()).toBe(MAIL.SMTP_URL);
    expect(JSON.stringify(alerts)).not.toContain(CANARY);
    expect(alerts.webhook.ports).toEqual([443, 8443]);
  });

  it.each<[string, Record<string, string>]>([
    ["ALERT_FROM", { SMTP_URL: MAIL.SMTP_URL }],
    ["SMTP_URL", { ALERT_FROM: MAIL.ALERT_FROM }],
    ["SMTP_URL", { ...MAIL, SMTP_URL: `https://${CANARY}.example.com` }],
    ["ALERT_FROM", { ...MAIL, ALERT_FROM: "a@example.com\nBcc: b@example.com" }],
    ["ALERT_WEBHOOK_PORTS", { ALERT_WEBHOOK_PORTS: "all" }],
    ["ALERT_WEBHOOK_LOOPBACK", { ALERT_WEBHOOK_LOOPBACK: "true" }],
  ])("is refused by %s: %j", (name, wrong) => {
    const refusal = refusalOf({ ...PRODUCTION, ...PROXY, ...wrong });

    expect(namedIn(refusal)).toEqual([name]);
    expect(refusal).not.toContain(CANARY);
  });
});
