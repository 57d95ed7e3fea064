/** `npm run screens`: walks the merchant's stories and the shopper's pages in Spanish and writes the pictures in `docs/screens/` again. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { ensureChromium, playwrightCommand } from "./chromium.ts";
import { ensureGeneratedClient } from "./generated-client.ts";
import { root, runStep } from "./run-step.ts";

const STORIES = [
  "setting-up-a-shop",
  "the-refund-desk",
  "paying-refunds-together",
  "reading-the-figures",
  "what-happened",
  "looking-for-help",
  "reading-the-log",
  "the-doctor",
  "signing-out",
  "following-the-money",
  "every-state",
  "saying-where-a-refund-goes",
  "the-public-pages",
].map((story) => `tests/e2e/${story}.test.ts`);

mkdirSync(path.join(root, "docs", "screens"), { recursive: true });
await ensureGeneratedClient();
const { ok } = await runStep(
  {
    name: "screens",
    script: playwrightCommand(),
    words: ["test", ...STORIES, "-g", "es$|: standalone$|fit for everybody|corrects the CCI"],
    env: { CHROMIUM_PATH: await ensureChromium(), SCREENS: "1" },
  },
  "show",
);
process.exitCode = ok ? 0 : 1;
