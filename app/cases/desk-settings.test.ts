import { describe, expect, it } from "vitest";
import {
  alertFault,
  deskFields,
  parseDeskForm,
  readWebhookUrl,
  type DeskSettings,
} from "./desk-settings.ts";
import { ALERT_WAITS_MS, nextAlertAttempt } from "./alert-schedule.ts";

const PUBLIC = { ports: [443], allowsLoopback: false };

describe("a webhook's address", () => {
  it.each([
    ["https://hooks.tienda.pe/ventanilla?k=1", "https://hooks.tienda.pe/ventanilla?k=1"],
    ["HTTPS://Hooks.Tienda.PE:443/a#part", "https://hooks.tienda.pe/a"],
    ["https://hooks.niño.pe/", "https://hooks.xn--nio-8ma.pe/"],
  ])("is taken as it will be called: %s", (typed, url) => {
    expect(readWebhookUrl(typed, PUBLIC)).toBe(url);
  });

  it.each([
    ...[
      "http://hooks.tienda.pe/",
      "https://hooks.tienda.pe:444/",
      "https://u@hooks.tienda.pe/",
      "hooks.tienda.pe",
    ],
    ...[
      "https://127.0.0.1/",
      "https://2130706433/",
      "https://0x7f.1/",
      "https://0177.0.0.1/",
      "https://127.1/",
    ],
    ...[
      "https://[::1]/",
      "https://[::ffff:10.0.0.1]/",
      "https://localhost/",
      "https://metadata/",
      "https://10.0.0.1./",
    ],
    ...[
      "https://hooks.tienda.pe./",
      "file:///etc/passwd",
      "javascript:alert(1)",
      `https://a.pe/${"x".repeat(500)}`,
    ],
  ])("is refused: %s", (typed) => {
    expect(readWebhookUrl(typed, PUBLIC)).toBeNull();
  });

  it("may have another port where the operator allows it, and be on this machine only where that is allowed", () => {
    expect(
      readWebhookUrl("https://hooks.tienda.pe:8443/", { ...PUBLIC, ports: [443, 8443] }),
    ).not.toBeNull();
    expect(readWebhookUrl("http://127.0.0.1:5000/", { ...PUBLIC, allowsLoopback: true })).not.toBeNull();
    expect(readWebhookUrl("http://10.0.0.1:5000/", { ...PUBLIC, allowsLoopback: true })).toBeNull();
  });
});

describe("the form of the desk's settings", () => {
  it("is read back as what was written into it", () => {
    const settings: DeskSettings = {
      ...{ attentionHours: 12, emails: ["rosa@tienda.pe", "luis@tienda.pe"] },
      ...{ language: "zh-CN", webhookUrl: "https://hooks.tienda.pe/" },
    };

    expect(parseDeskForm(deskFields(settings), PUBLIC)).toEqual({ kind: "parsed", settings });
  });

  it("counts an address that is written twice once", () => {
    const fields = {
      attentionHours: "24",
      emails: "a@b.pe; a@b.pe\nc@d.pe",
      language: "es",
      webhookUrl: "",
    };

    expect(parseDeskForm(fields, PUBLIC)).toMatchObject({ settings: { emails: ["a@b.pe", "c@d.pe"] } });
  });
});

describe("what went wrong with an alert", () => {
  it.each([
    ["http-503", { kind: "http", code: "503" }],
    ["smtp-550", { kind: "smtp" }],
    ["connect-timeout", { kind: "timeout" }],
    ["connection-refused", { kind: "unreachable" }],
    ["private-address", { kind: "private-address" }],
    ["toString", { kind: "other" }],
  ])("has a sentence: %s", (problem, fault) => {
    expect(alertFault(problem)).toEqual(fault);
  });
});

describe("the attempts of an alert", () => {
  const madeAt = new Date("2026-11-29T10:00:00Z");

  it("end within a day and a wait", () => {
    let now = madeAt;
    let attempts = 0;
    for (
      let next: Date | null = madeAt;
      next !== null;
      next = nextAlertAttempt({ attempts, madeAt }, now)
    ) {
      now = next;
      attempts += 1;
    }

    expect(attempts).toBe(ALERT_WAITS_MS.length + 1);
    expect(now.getTime() - madeAt.getTime()).toBeLessThan(24 * 3_600_000);
  });

  it("end at once where the alert is older than a day", () => {
    const late = new Date(madeAt.getTime() + 24 * 3_600_000);

    expect(nextAlertAttempt({ attempts: 1, madeAt }, late)).toBeNull();
  });
});
