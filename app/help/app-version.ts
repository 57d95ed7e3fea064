/** Which version of the app this is, as the people who run it name it. */
import manifest from "../../package.json" with { type: "json" };

export const APP_VERSION: string = manifest.version;
