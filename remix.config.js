/**
 * The Remix options. `vite.config.ts` imports them: with Vite, Remix reads no file of this name by itself.
 * @type {import("@remix-run/dev").VitePluginConfig}
 */
export default {
  appDirectory: "app",
  serverModuleFormat: "esm",
  ignoredRouteFiles: ["**/*"],
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    // Routes found later are remembered in the browser's storage, which a frame in another site's page may not have: in Shopify's
    // admin no link would work then (seen in Chromium, 2026-11-27). There are few routes; all are named at once.
    v3_lazyRouteDiscovery: false,
    v3_routeConfig: true,
    // Shopify's package is tested with it switched off (its own template, read 2026-11-22).
    v3_singleFetch: false,
  },
};
