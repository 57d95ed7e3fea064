/**
 * `npm run ops -- …`: what an operator looks at and does across all shops. Prints one JSON value; changes nothing without `--yes`, and then
 * nothing without a name and a reason, which are written down. docs/runbook.md says when to use which.
 */
import { parseArgs } from "node:util";
import { pino } from "pino";
import { ConfigError, readConfig } from "#app/lib/config.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { actOnPayment, lookAtPayment } from "#app/operator/act-on-payment.server.ts";
import { requeryShop, seeShop, seeStatus } from "#app/operator/look-at-shops.server.ts";
import { EXIT, operatorOf, refuseOperator, type Operator } from "#app/operator/operator.ts";
import type { OperatorAnswer } from "#app/operator/operator.ts";
import { repeatErasures } from "#app/operator/repeat-erasures.server.ts";
import { replayDeadReports } from "#app/operator/replay-reports.server.ts";
import { signOutPeople } from "#app/operator/sign-out-people.server.ts";
import { isShopDomain } from "#app/shopify/shop-domain.ts";
import { buildDependencies, type Dependencies } from "../server/dependencies.ts";

const USAGE = `npm run ops -- status                 how all shops do
npm run ops -- shop DOMAIN            one shop: what waits in it, and its doctor
npm run ops -- payment ID             one payment: ID is its id, Shopify's payment id, its CIP or transaction code
npm run ops -- requery ID             ask PagoEfectivo now about its codes
npm run ops -- requery --shop DOMAIN  have the sweep ask about the shop's codes of the last eight days
npm run ops -- void ID                take its code back, and end it when that is proved
npm run ops -- replay [REPORT]        tell Shopify again what it did not take: all, one report, or --shop DOMAIN
npm run ops -- sign-out --shop DOMAIN end the sessions of the shop's people in the admin; --person N: of one of them
npm run ops -- erasures               after a restore: forget again whom the journal of erasures names

requery, void, replay, sign-out and erasures only say what they would do. To do it: --yes --as NAME --reason "…"
Ends with 0 done or read, 1 refused or not found, 2 not understood, 3 begun and goes on by itself, 4 configuration or database unusable.
`;

type Command = (deps: Dependencies) => Promise<OperatorAnswer>;

interface Wanted {
  name: string | undefined;
  id: string | undefined;
  shop: string | null;
  /** Shopify's number of somebody. */
  person: string | null;
}

/** What the words ask for, or why they are not understood. Nothing has been looked at yet. */
function commandOf(words: readonly string[]): { command: Command; isDry: boolean } | { problem: string } {
  const { positionals, values } = parsed(words);
  const [name, id, ...rest] = positionals;
  const wanted: Wanted = { name, id, shop: values.shop ?? null, person: values.person ?? null };
  if (wanted.person !== null && (name !== "sign-out" || !/^\d{1,20}$/.test(wanted.person)))
    return { problem: "--person takes Shopify's number of a person, and goes with sign-out alone." };
  if (rest.length > 0) return { problem: "Too many words." };
  const domain = name === "shop" ? (id ?? "") : wanted.shop;
  if (domain !== null && !isShopDomain(domain)) return { problem: "A shop is named name.myshopify.com." };
  const read = readOf(wanted);
  if (read) return { command: read, isDry: true };
  const given = { name: values.as ?? "", reason: values.reason ?? "" };
  const problem = values.yes ? refuseOperator(given) : null;
  if (problem) return { problem };
  const act = actOf(wanted, values.yes ? operatorOf(given) : null);
  return act ? { command: act, isDry: !values.yes } : { problem: "No command has this form." };
}

function readOf({ name, id, shop }: Wanted): Command | null {
  if (shop !== null) return null;
  if (name === "status" && !id) return seeStatus;
  if (name === "payment" && id) return (deps) => lookAtPayment(deps, id);
  return name === "shop" && id ? (deps) => seeShop(deps, id) : null;
}

function actOf({ name, id, shop, person }: Wanted, operator: Operator | null): Command | null {
  if (name === "sign-out" && !id && shop !== null)
    return (deps) => signOutPeople(deps, { domain: shop, person, operator });
  if (name === "erasures" && !id && shop === null) return (deps) => repeatErasures(deps, operator);
  if (name === "requery" && !id && shop !== null)
    return (deps) => requeryShop(deps, { domain: shop, operator });
  if (name === "replay" && (!id || (isId(id) && shop === null)))
    return (deps) => replayDeadReports(deps, { reportId: id ?? null, shop, operator });
  if ((name === "requery" || name === "void") && id && shop === null)
    return (deps) => actOnPayment(deps, { act: name, reference: id, operator });
  return null;
}

function parsed(words: readonly string[]) {
  return parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      help: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      as: { type: "string" },
      reason: { type: "string" },
      shop: { type: "string" },
      person: { type: "string" },
    },
  });
}

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

/** JSON as well, so that a script never has to guess. */
function stop(exitCode: number, outcome: string, why: string): never {
  print({ outcome, why });
  process.exit(exitCode);
}

function understood(words: readonly string[]) {
  try {
    const found = commandOf(words);
    if ("problem" in found) throw new Error(found.problem);
    return found;
  } catch (error) {
    process.stderr.write(USAGE);
    return stop(EXIT.usage, "not-understood", error instanceof Error ? error.message : String(error));
  }
}

function usable(): Dependencies {
  try {
    // Standard output is the answer's alone.
    return buildDependencies(readConfig(), createLogger("error", pino.destination(2)));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return stop(EXIT.unusable, "unusable", error.message);
  }
}

const words = process.argv.slice(2);
if (words.length === 0 || words.includes("--help")) {
  process.stdout.write(USAGE);
  process.exit(words.includes("--help") ? EXIT.good : EXIT.usage);
}
const { command, isDry } = understood(words);
const deps = usable();
try {
  const { exitCode, ...answer } = await command(deps);
  print({ command: words[0], dryRun: isDry, ...answer });
  process.exitCode = exitCode;
} catch (error) {
  // Whether anything was done before it broke, the audit and the payment's story say.
  deps.log.error({ error }, "an operator's command failed");
  print({
    command: words[0],
    outcome: "failed",
    why: "The command broke; standard error has the reason. What it had begun goes on by itself: look with `payment ID`.",
  });
  process.exitCode = EXIT.unusable;
} finally {
  await deps.close();
}
