import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { shopifyFileProblems } from "./shopify-files.ts";

const APP = "shopify.app.toml";
const EXTENSION = "extensions/pagoefectivo-offsite/shopify.extension.toml";
const WEB = "shopify.web.toml";
const textOf = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");

/** The problems when one file says something else in one place. */
function problemsWith(file: string, from: string, to: string): string[] {
  expect(textOf(file)).toContain(from);
  return shopifyFileProblems((name) => (name === file ? textOf(name).replace(from, to) : textOf(name)));
}

it("finds nothing wrong with the files as they are", () => {
  expect(shopifyFileProblems(textOf)).toEqual([]);
});

describe("a file that Shopify would refuse, or read as something else, is refused by the name of its key", () => {
  it.each([
    [APP, 'application_url = "https:', 'application_url = "http:', "application_url: must be an https"],
    [APP, "embedded = false", "embedded = true", "embedded: must be false"],
    [APP, "embedded = false", "embeded = false", "embedded: "],
    [APP, "embedded = false", "embedded = false\nembeded = true", ': Unrecognized key: "embeded"'],
    [APP, "write_payment_gateways,", "write_payment_gateways,read_orders,", "access_scopes.scopes: "],
    [APP, '"customers/redact", ', "", "webhooks.subscriptions: must subscribe"],
    [
      APP,
      '["app/uninstalled"]',
      '["app/uninstalled"]\ncompliance_topic = []',
      "webhooks.subscriptions.0: ",
    ],
    [APP, 'api_version = "2026-10"', 'api_version = "unstable"', "webhooks.api_version: must be a stable"],
    [APP, 'client_id = "0', 'client_id = "', "client_id: "],
    [APP, 'name = "Ventanilla"', 'name = "Ventanilla "', "name: "],
    [APP, "include_config_on_deploy", "include_config", "build: "],
    [EXTENSION, 'api_version = "2026-10"', 'api_version = "2026-11"', "api_version: must be a stable"],
    [EXTENSION, "buyer_label =", "default_buyer_label =", "extensions.0: Unrecognized"],
    [
      EXTENSION,
      'merchant_label = "',
      `merchant_label = "${"x".repeat(50)}`,
      "extensions.0.merchant_label: ",
    ],
    [EXTENSION, "refund_session_url =", "refund_url =", "extensions.0.refund_session_url: "],
    [EXTENSION, 'payment_session_url = "https', 'payment_session_url = "http', "payment_session_url: must"],
    [EXTENSION, '["PE"]', '["pe"]', "supported_countries.0: "],
    [EXTENSION, '{ currency = "PEN" }', '{ currency = "pen" }', "supported_buyer_contexts.0.currency: "],
    [EXTENSION, '{ currency = "PEN" }', '{ currency = "PEN", countries = ["PE"] }', "all entries name"],
    [
      EXTENSION,
      "test_mode_available = true",
      "test_mode_available = false",
      "test_mode_available: must be",
    ],
    [EXTENSION, "supports_installments = false", "supports_installments = true", "must equal"],
    [EXTENSION, "multiple_capture = false", "supports_oversell_protection = true", "is needed by"],
    [EXTENSION, "payments.offsite.render", "payments.credit-card.render", "targeting.0.target: "],
    [EXTENSION, "multiple_capture = false", 'encryption_certificate_fingerprint = "x"', "Unrecognized"],
    [WEB, '"frontend", ', '"front", ', "roles.0: "],
    [WEB, "\ndev = ", "\ndevelop = ", "commands.dev: "],
  ])("%s: %s → %s", (file, from, to, problem) => {
    const problems = problemsWith(file, from, to);

    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((line) => line.startsWith(`${file}: `))).toBe(true);
    expect(problems.join("\n")).toContain(problem);
  });
});
