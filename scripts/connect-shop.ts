/**
 * Connects a shop without a browser: `npm run shop:connect -- connection.json` (`-` reads standard input, so that no
 * secret stays in a file). Prints the notice URLs that PagoEfectivo must be given.
 */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { readConfig } from "#app/lib/config.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { CURRENCIES } from "#app/lib/money.ts";
import { Secret } from "#app/lib/secret.ts";
import { connectShop } from "#app/merchants/connect-shop.server.ts";
import { isShopDomain } from "#app/shopify/shop-domain.ts";
import { buildDependencies } from "../server/dependencies.ts";

const secret = z
  .string()
  .min(1)
  .transform((value) => new Secret(value));

const connection = z.object({
  shop: z.string().refine(isShopDomain, "must be a name.myshopify.com domain"),
  displayName: z.string().min(1).max(60),
  accessToken: secret,
  credentials: z
    .array(
      z.object({
        mode: z.enum(["sandbox", "live"]),
        serviceId: z.number().int().min(1).max(999_999),
        accessKey: secret,
        secretKey: secret,
        currencies: z.array(z.enum(CURRENCIES)).min(1),
      }),
    )
    .min(1),
});

const [source] = process.argv.slice(2);
if (!source) throw new Error("Usage: npm run shop:connect -- connection.json (or - for standard input)");
const parsed = connection.safeParse(
  JSON.parse(source === "-" ? await text(process.stdin) : await readFile(source, "utf8")),
);
if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
const { shop, ...rest } = parsed.data;
if (!isShopDomain(shop)) throw new Error("shop: must be a name.myshopify.com domain");

const config = readConfig();
const deps = buildDependencies(config, createLogger("warn"));
try {
  const outcome = await connectShop({ ...deps, prisma: deps.database.prisma }, { shop, ...rest });
  if (outcome.kind === "refused") {
    process.stderr.write(
      `PagoEfectivo did not accept the ${outcome.mode} keys (${outcome.reason}). Nothing was saved.\n` +
        "Check the service id and both keys; they must be of the same environment.\n",
    );
    process.exitCode = 1;
  } else {
    for (const set of outcome.sets) {
      process.stdout.write(
        `${set.mode} ${set.currencies.join(", ")}: give PagoEfectivo this notice URL:\n` +
          `  ${config.publicOrigin}/pagoefectivo/notices/${set.noticeToken}\n`,
      );
    }
  }
} finally {
  await deps.close();
}
