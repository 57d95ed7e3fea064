import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CURRENCIES } from "#app/lib/money.ts";
import { PAYMENTS_API_VERSION } from "./api-version.ts";
import { PRIVACY_TOPICS, WEBHOOK_TOPICS } from "./webhook-message.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const EXTENSION = "extensions/pagoefectivo-offsite/shopify.extension.toml";
const FILES = ["shopify.app.toml", "shopify.app.embedded.toml", EXTENSION];

function textOf(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

const appSchema = z.looseObject({
  embedded: z.boolean(),
  application_url: z.url(),
  access_scopes: z.strictObject({ scopes: z.string() }),
  auth: z.strictObject({ redirect_urls: z.array(z.url()).min(1) }),
  webhooks: z.strictObject({
    api_version: z.string(),
    subscriptions: z.array(
      z.strictObject({
        topics: z.array(z.string()).optional(),
        compliance_topics: z.array(z.string()).optional(),
        uri: z.string(),
      }),
    ),
  }),
});

// Strict: a key that the Shopify CLI does not know, such as a misspelt one, is refused only at deploy.
const extensionSchema = z.strictObject({
  api_version: z.string(),
  extensions: z.tuple([
    z.strictObject({
      type: z.literal("payments_extension"),
      name: z.string(),
      handle: z.string(),
      payment_session_url: z.url({ protocol: /^https$/ }),
      refund_session_url: z.url({ protocol: /^https$/ }),
      merchant_label: z.string().max(50),
      buyer_label: z.string().max(50),
      supported_countries: z.array(z.string()),
      supported_payment_methods: z.array(z.string()),
      supported_buyer_contexts: z.array(z.strictObject({ currency: z.string() })),
      test_mode_available: z.boolean(),
      supports_3ds: z.boolean(),
      supports_installments: z.boolean(),
      supports_deferred_payments: z.boolean(),
      multiple_capture: z.boolean(),
      targeting: z.array(z.strictObject({ target: z.string() })),
    }),
  ]),
});

function appConfiguration(file: string) {
  return appSchema.parse(parse(textOf(file)));
}

function extensionConfiguration() {
  const { api_version, extensions } = extensionSchema.parse(parse(textOf(EXTENSION)));
  return { api_version, extension: extensions[0] };
}

describe("the three files that Shopify is given", () => {
  it("name the API version that we speak", () => {
    const versions = [
      appConfiguration("shopify.app.toml").webhooks.api_version,
      appConfiguration("shopify.app.embedded.toml").webhooks.api_version,
      extensionConfiguration().api_version,
    ];

    expect(versions).toEqual([PAYMENTS_API_VERSION, PAYMENTS_API_VERSION, PAYMENTS_API_VERSION]);
  });

  it.each(FILES)("names in %s only files that exist", (file) => {
    const named = textOf(file).match(/\b(app|server|docs|extensions)\/[\w./-]+\.(tsx?|toml|md)\b/g) ?? [];

    expect(named).not.toEqual([]);
    expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });
});

describe("the app configuration", () => {
  it("asks for the two scopes that a payments app may have", () => {
    const { access_scopes } = appConfiguration("shopify.app.toml");

    expect(access_scopes.scopes).toBe("write_payment_gateways,write_payment_sessions");
  });

  it("lets OAuth end at the one address that the app answers", () => {
    const { application_url, auth } = appConfiguration("shopify.app.toml");

    expect(auth.redirect_urls).toEqual([`${application_url}/auth/callback`]);
    expect(textOf("app/merchants/answer-auth.server.ts")).toContain('"/auth/callback"');
  });

  it("subscribes to exactly the webhooks that the app reads, at the one address that takes them", () => {
    const { subscriptions } = appConfiguration("shopify.app.toml").webhooks;

    expect(subscriptions.flatMap(({ topics = [] }) => topics)).toEqual(["app/uninstalled"]);
    expect(subscriptions.flatMap(({ compliance_topics = [] }) => compliance_topics)).toEqual([
      ...PRIVACY_TOPICS,
    ]);
    expect(new Set(subscriptions.map(({ uri }) => uri))).toEqual(new Set(["/webhooks/shopify"]));
    expect(textOf("app/routes.ts")).toContain('route("webhooks/shopify", "routes/shopify/webhook.ts")');
    expect([...WEBHOOK_TOPICS]).toEqual(["app/uninstalled", ...PRIVACY_TOPICS]);
  });

  it("is standalone by default, and embedded only in the file of that name", () => {
    const standalone = appConfiguration("shopify.app.toml");
    const embedded = appConfiguration("shopify.app.embedded.toml");

    expect(standalone.embedded).toBe(false);
    expect(embedded).toEqual({ ...standalone, embedded: true });
  });
});

describe("the payments extension", () => {
  it("offers the method pagoefectivo at the offsite target to merchants in Peru", () => {
    const { extension } = extensionConfiguration();

    expect(extension.targeting).toEqual([{ target: "payments.offsite.render" }]);
    expect(extension.supported_payment_methods).toEqual(["pagoefectivo"]);
    expect(extension.supported_countries).toEqual(["PE"]);
  });

  it("takes exactly the currencies that the app takes", () => {
    const { extension } = extensionConfiguration();

    expect(extension.supported_buyer_contexts.map(({ currency }) => currency)).toEqual([...CURRENCIES]);
  });

  it("promises test mode, and nothing that cash cannot do", () => {
    const { extension } = extensionConfiguration();

    expect(extension).toMatchObject({
      test_mode_available: true,
      supports_3ds: false,
      supports_installments: false,
      supports_deferred_payments: false,
      multiple_capture: false,
    });
  });

  it("sends sessions to the addresses that the payments port serves", () => {
    const { extension } = extensionConfiguration();

    expect(new URL(extension.payment_session_url).pathname).toBe("/shopify/payment-sessions");
    expect(textOf("server/payments.ts")).toContain('"/shopify/payment-sessions"');
    expect(new URL(extension.refund_session_url).pathname).toBe("/shopify/refund-sessions");
    expect(textOf("server/payments.ts")).toContain('"/shopify/refund-sessions"');
  });
});
