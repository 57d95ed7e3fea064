import polaris from "@shopify/polaris/build/esm/styles.css?url";
import admin from "./admin.css?url";

/** Polaris first: ours corrects it. No font is fetched; Polaris' Inter is used only where the device has it. */
export const MERCHANT_STYLESHEETS = [polaris, admin].map((href) => ({ rel: "stylesheet", href }));
