/**
 * Every key that the Shopify CLI knows in an app's configuration, in an offsite payments extension and in a web component, and the rules of their values. A
 * deploy refuses a wrong one late, or drops a misspelt one; here it is refused at once. Keys and rules: the CLI's schemas, shopify.dev (app
 * configuration, app structure, payments configuration) and App Store requirements 5.2, read 2026-11-22 and 2026-11-29.
 */
import { z } from "zod";

/** Stable versions are quarterly; `unstable` is refused for payments extensions. */
const apiVersion = z.string().regex(/^20\d\d-(01|04|07|10)$/, "must be a stable version, as 2026-10");
const httpsUrl = z.url({ protocol: /^https$/, error: "must be an https address" });
/** From application_url on, or anywhere. */
const webhookUri = z.union([z.string().regex(/^\/[^\s]*$/), httpsUrl]);

const COMPLIANCE = ["customers/data_request", "customers/redact", "shop/redact"] as const;
const SCOPES = ["write_payment_gateways", "write_payment_sessions"];

const subscription = z
  .strictObject({
    topics: z.array(z.string().regex(/^[a-z_]+\/[a-z_]+$/)).optional(),
    compliance_topics: z.array(z.enum(COMPLIANCE)).optional(),
    uri: webhookUri,
    include_fields: z.array(z.string()).optional(),
    filter: z.string().optional(),
  })
  .refine(({ topics, compliance_topics }) => topics ?? compliance_topics, "subscribes to nothing");

/** Requirement 5.2.4: these scopes and no others. */
function isAllowed(scopes: string): boolean {
  return scopes.split(",").every((scope) => SCOPES.includes(scope));
}

export const appKeys = z.strictObject({
  name: z.string().regex(/^\S(.{0,28}\S)?$/, "must be 1 to 30 characters without odd spacing"),
  client_id: z.string().regex(/^[0-9a-f]{32}$/, "must be the 32 digits of the Partner Dashboard"),
  handle: z.string().optional(),
  application_url: httpsUrl,
  embedded: z.boolean(),
  extension_directories: z.array(z.string()).optional(),
  web_directories: z.array(z.string()).optional(),
  access_scopes: z
    .strictObject({
      scopes: z
        .string()
        .refine(isAllowed, "a payments app may have its two scopes and no others")
        .optional(),
      optional_scopes: z.array(z.never()).optional(),
      use_legacy_install_flow: z.boolean().optional(),
    })
    .optional(),
  auth: z.strictObject({ redirect_urls: z.array(httpsUrl).min(1) }),
  webhooks: z.strictObject({ api_version: apiVersion, subscriptions: z.array(subscription).min(1) }).refine(
    ({ subscriptions }) => {
      const topics = subscriptions.flatMap(({ compliance_topics = [] }) => compliance_topics);
      return COMPLIANCE.every((topic) => topics.includes(topic));
    },
    { error: "must subscribe to all three compliance topics", path: ["subscriptions"] },
  ),
  build: z
    .strictObject({
      include_config_on_deploy: z.boolean().optional(),
      automatically_update_urls_on_dev: z.boolean().optional(),
      dev_store_url: z.string().optional(),
    })
    .optional(),
  app_proxy: z.strictObject({ url: httpsUrl, subpath: z.string(), prefix: z.string() }).optional(),
  pos: z.strictObject({ embedded: z.boolean() }).optional(),
  app_preferences: z.strictObject({ url: httpsUrl }).optional(),
});

const currency = z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code in capitals");
const country = z.string().regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 alpha-2 code in capitals");

const offsite = z
  .strictObject({
    type: z.literal("payments_extension"),
    name: z.string().min(1),
    handle: z.string().min(1),
    uid: z.string().optional(),
    payment_session_url: httpsUrl,
    // The CLI leaves it open; requirement 5.2.11 asks for refunds.
    refund_session_url: httpsUrl,
    capture_session_url: httpsUrl.optional(),
    void_session_url: httpsUrl.optional(),
    merchant_label: z.string().min(1).max(50),
    buyer_label: z.string().min(1).max(50).optional(),
    buyer_label_translations: z.array(z.strictObject({ locale: z.string(), label: z.string() })).optional(),
    supported_countries: z.array(country).min(1),
    supported_payment_methods: z.array(z.string()).min(1),
    supported_buyer_contexts: z
      .array(z.strictObject({ currency, countries: z.array(country).min(1).optional() }))
      .optional(),
    test_mode_available: z.literal(true, "must be true, or the extension is not validated"),
    supports_3ds: z.boolean().optional(),
    supports_installments: z.boolean().optional(),
    supports_deferred_payments: z.boolean().optional(),
    multiple_capture: z.boolean().optional(),
    supports_oversell_protection: z.boolean().optional(),
    confirmation_callback_url: httpsUrl.optional(),
    input: z
      .strictObject({ metafield_identifiers: z.strictObject({ namespace: z.string(), key: z.string() }) })
      .optional(),
    targeting: z.tuple([z.strictObject({ target: z.literal("payments.offsite.render") })]),
  })
  .refine((one) => one.supports_installments === one.supports_deferred_payments, {
    error: "must equal supports_deferred_payments",
    path: ["supports_installments"],
  })
  .refine((one) => one.supports_oversell_protection !== true || one.confirmation_callback_url, {
    error: "is needed by supports_oversell_protection",
    path: ["confirmation_callback_url"],
  })
  .refine((one) => new Set(one.supported_buyer_contexts?.map((entry) => !entry.countries)).size < 2, {
    error: "all entries name countries, or none does",
    path: ["supported_buyer_contexts"],
  });

export const extensionKeys = z.strictObject({ api_version: apiVersion, extensions: z.tuple([offsite]) });

export const webKeys = z.strictObject({
  name: z.string().optional(),
  roles: z.array(z.enum(["frontend", "backend", "background"])).min(1),
  auth_callback_path: z.union([z.string(), z.array(z.string())]).optional(),
  webhooks_path: z.string().optional(),
  port: z.number().int().min(0).max(65_535).optional(),
  hmr_server: z.strictObject({ http_paths: z.array(z.string()) }).optional(),
  commands: z.strictObject({
    build: z.string().optional(),
    predev: z.string().optional(),
    dev: z.string().min(1),
  }),
});
