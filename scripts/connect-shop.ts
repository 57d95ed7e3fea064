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
if (!source) stop("Usage: npm run shop:connect -- connection.json (or - for standard input)");
const parsed = connection.safeParse(await readJson(source));
if (!parsed.success) stop(z.prettifyError(parsed.error));
const { shop, ...rest } = parsed.data;
if (!isShopDomain(shop)) stop("shop: must be a name.myshopify.com domain");

const config = readConfig();
const deps = buildDependencies(config, createLogger("warn"));
try {
  const outcome = await connectShop({ ...deps, prisma: deps.database.prisma }, { shop, ...rest });
  if (outcome.kind === "refused") {
    stop(
      `PagoEfectivo did not accept the ${outcome.mode} keys (${outcome.reason}). Nothing was saved.\n` +
        "Check the service id and both keys; they must be of the same environment.",
    );
  } else if (outcome.kind === "unreachable") {
    stop(
      `PagoEfectivo could not be asked about the ${outcome.mode} keys (${outcome.reason}). Nothing was saved.\n` +
        "Check this machine's network and try again.",
    );
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

/** The file's content must never be printed: it holds secrets, and so does the parser's own message. */
async function readJson(from: string): Promise<unknown> {
  const content = from === "-" ? await text(process.stdin) : await readFile(from, "utf8");
  try {
    return JSON.parse(content);
  } catch {
    return stop("the connection is not JSON");
  }
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
