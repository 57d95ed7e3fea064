import { readFileSync } from "node:fs";
import { Hono } from "hono";

const STAND_IN = new URL("./app-bridge-stand-in.js", import.meta.url);
const FRAME = new URL("./admin-frame.js", import.meta.url);

/** `/app-bridge.js` for the app's pages, in place of Shopify's, and the script of the admin around them. */
export function browserScripts(): Hono {
  const app = new Hono();
  const serve = (address: string, file: URL): void => {
    const text = readFileSync(file, "utf8");
    app.get(address, (c) => {
      c.header("Content-Type", "text/javascript; charset=utf-8");
      c.header("Cache-Control", "no-store");
      c.header("X-Content-Type-Options", "nosniff");
      // The app's pages may isolate themselves; the script must load there all the same.
      c.header("Cross-Origin-Resource-Policy", "cross-origin");
      c.header("Access-Control-Allow-Origin", "*");
      return c.body(text);
    });
  };
  serve("/app-bridge.js", STAND_IN);
  serve("/admin-frame.js", FRAME);
  return app;
}
