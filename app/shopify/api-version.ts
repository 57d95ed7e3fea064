/**
 * The one version of the Payments Apps API we speak: in the address we call, in the header Shopify
 * sends, and in the extension's configuration. A literal, because importing `ApiVersion` loads
 * the whole library into every process; a test holds the two equal.
 */
export const PAYMENTS_API_VERSION = "2026-10";
