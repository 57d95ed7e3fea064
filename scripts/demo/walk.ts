/**
 * The main job without a browser: checkout → code → cash → paid order → refunds, each step verified at the outside parties.
 */
import { readFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { invariant } from "#app/lib/invariant.ts";
import { tellAllReadiness } from "#app/merchants/tell-readiness.server.ts";
import { examine } from "../examine.ts";
import { walkRefunds } from "./refund-walk.ts";
import { until, untilPage } from "./until.ts";
import { DEMO_SHOP, type World } from "./world.ts";

export interface Step {
  name: string;
  ms: number;
  detail: string;
}

export interface Walk {
  steps: Step[];
  paidToResolvedMs: number;
}

const AMOUNT = "125.50";

/** Walks every step; throws at the first that does not hold. `onStep` hears of each as it ends. */
export async function walk(world: World, onStep: (step: Step) => void): Promise<Walk> {
  const steps: Step[] = [];
  const step = async <T>(name: string, run: () => Promise<{ detail: string; value: T }>): Promise<T> => {
    const begun = performance.now();
    const { detail, value } = await run();
    const done = { name, ms: Math.round(performance.now() - begun), detail };
    steps.push(done);
    onStep(done);
    return value;
  };

  await step("stranger-refused", () => strangerRefused(world));
  const checkout = await step("checkout", () => checkOut(world));
  await step("repeated-session", () => repeatSession(world, checkout));
  const cip = await step("code", () => seeCode(world, checkout));
  await step("continue", () => pressContinue(world, checkout));
  await step("forged-notice", () => forgeNotice(world, checkout, cip));
  const paidToResolvedMs = await step("cash-paid", () => payCash(world, checkout, cip));
  await step("same-notice-again", () => repeatNotice(world));
  await step("paid-page", () => seePaid(checkout));
  await step("books", () => checkBooks(world, checkout, cip));
  await walkRefunds(world, step, checkout.sessionId);
  await step("doctor", () => askDoctor(world));
  return { steps, paidToResolvedMs };
}

interface Checkout {
  sessionId: string;
  pageUrl: string;
}

/** A caller without Shopify's certificate gets no HTTP answer at all. */
async function strangerRefused(world: World) {
  const ca = readFileSync(world.environment["PAYMENTS_TLS_CLIENT_CA_FILE"] ?? "", "utf8");
  const answer = await new Promise<string>((resolve) => {
    const request = httpsRequest(world.paymentsUrl, { method: "POST", ca }, (response) => {
      response.resume();
      resolve(`HTTP ${response.statusCode}`);
    });
    request.on("error", () => resolve("connection closed"));
    request.end("{}");
  });
  invariant(answer === "connection closed", `a caller without a certificate got ${answer}`);
  return { detail: "no client certificate: connection closed", value: undefined };
}

/** A shopper buys in the simulated storefront, over mutual TLS to the payments port. */
async function checkOut(world: World) {
  const known = new Set(world.shopify.sessions().map((session) => session.id));
  const answer = await fetch(`${world.shopify.origin}/shops/${DEMO_SHOP}/checkouts/new`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({
      amount: AMOUNT,
      email: "rosa@example.com",
      given_name: "Rosa",
      family_name: "Quispe",
    }),
  });
  const pageUrl = answer.headers.get("Location") ?? "";
  invariant(pageUrl.startsWith(`${world.webOrigin}/v/`), `checkout answered ${answer.status} ${pageUrl}`);
  const session = world.shopify.sessions().find((candidate) => !known.has(candidate.id));
  invariant(session, "checkout made a session");
  return {
    detail: `session ${session.id} accepted over mutual TLS`,
    value: { sessionId: session.id, pageUrl },
  };
}

async function repeatSession(world: World, checkout: Checkout) {
  const again = await world.shopify.sendSession(checkout.sessionId);
  invariant(again.redirectUrl === checkout.pageUrl, `a repeated session was answered ${again.status}`);
  return { detail: "same session, same answer", value: undefined };
}

/** The page shows the code, as a browser without JavaScript sees it. */
async function seeCode(world: World, checkout: Checkout) {
  const cip = await untilPage("a code on the page", async () => {
    const page = await readPage(checkout.pageUrl);
    return page.includes('data-state="waiting"') && newestCip(world);
  });
  const page = await readPage(checkout.pageUrl);
  invariant(page.includes(cip), "the page shows the CIP without spaces");
  return { detail: `CIP ${cip} on the page`, value: cip };
}

async function pressContinue(world: World, checkout: Checkout) {
  const answer = await fetch(`${checkout.pageUrl}/continue`, { method: "POST" });
  const page = await answer.text();
  const order = world.shopify.orders().find((candidate) => candidate.paymentId === checkout.sessionId);
  invariant(
    order?.paymentState === "pending",
    `after Continue the order is ${order?.paymentState ?? "missing"}`,
  );
  invariant(
    page.includes(`${world.shopify.origin}/shops/${DEMO_SHOP}/`),
    "Continue leads back to the shop",
  );
  return { detail: "order created: payment pending", value: undefined };
}

async function forgeNotice(world: World, checkout: Checkout, cip: string) {
  const forged = await world.pagoefectivo.deliverNotice({ cip, signature: "wrong" });
  invariant(forged.status === 401, `a wrong signature was answered ${forged.status}`);
  const state = world.shopify.session(checkout.sessionId)?.state;
  invariant(state === "pending", `after a forged notice the session is ${state}`);
  return { detail: "wrong signature: 401, nothing moved", value: undefined };
}

/** Cash at the counter, until Shopify's order is paid. The time runs from the money to Shopify's RESOLVED. */
async function payCash(world: World, checkout: Checkout, cip: string) {
  const receipt = await world.pagoefectivo.pay(cip, { channel: "Agente BCP" });
  const paidAt = performance.now();
  invariant(receipt.kind === "paid", "the counter takes the money");
  await until(
    "the order to be paid",
    () => world.shopify.session(checkout.sessionId)?.state === "resolved",
  );
  const paidToResolvedMs = Math.round(performance.now() - paidAt);
  const order = world.shopify.orders().find((candidate) => candidate.paymentId === checkout.sessionId);
  invariant(order?.paymentState === "paid", `the order is ${order?.paymentState ?? "missing"}`);
  return {
    detail: `S/ ${AMOUNT} in cash; order paid ${paidToResolvedMs} ms later`,
    value: paidToResolvedMs,
  };
}

async function repeatNotice(world: World) {
  await world.pagoefectivo.settleNotices();
  const before = world.shopify.mutations().length;
  const delivered = world.pagoefectivo.notices().find((delivery) => delivery.outcome === "accepted");
  invariant(delivered, "a notice was delivered");
  const again = await world.pagoefectivo.replayNotice(delivered.id);
  invariant(again.status === 200, `the same notice again was answered ${again.status}`);
  const { rows } = await world.system.deps.database.pool.query<{ count: number }>(
    "select count(*)::int from notices",
  );
  invariant(rows[0]?.count === 1, `${rows[0]?.count} notices are stored`);
  invariant(world.shopify.mutations().length === before, "Shopify was told nothing more");
  return { detail: "answered 200; stored once, told once", value: undefined };
}

async function seePaid(checkout: Checkout) {
  await untilPage("the page to say paid", async () =>
    (await readPage(checkout.pageUrl)).includes('data-state="paid"'),
  );
  return { detail: "the shopper's page says paid", value: undefined };
}

/** Both parties' own books agree with ours, and nothing waits for a person. */
async function checkBooks(world: World, checkout: Checkout, cip: string) {
  const collected = world.pagoefectivo.ledger().find((entry) => entry.cip === cip);
  invariant(
    collected?.state === "paid" && collected.amountCentimos === 12_550,
    "PagoEfectivo collected the amount",
  );
  const told = world.shopify.mutations().filter((mutation) => mutation.sessionId === checkout.sessionId);
  const names = told.map((mutation) => `${mutation.mutation} ${mutation.outcome}`);
  invariant(
    names.join() === "paymentSessionPending accepted,paymentSessionResolve accepted",
    `Shopify was told: ${names.join()}`,
  );
  const { rows } = await world.system.deps.database.pool.query<{ count: number }>(
    "select count(*)::int from cases",
  );
  invariant(rows[0]?.count === 0, `${rows[0]?.count} cases were opened`);
  invariant(world.shopify.adminApiCalls() === 0, "the Admin API was never called");
  return { detail: "collected = resolved; no open case; Admin API calls: 0", value: undefined };
}

/** The doctor finds nothing wrong, and leaves no trace of its probes. */
async function askDoctor(world: World) {
  const { deps } = world.system;
  await tellAllReadiness(deps);
  const countNotices = async () => {
    const { rows } = await deps.database.pool.query<{ count: number }>("select count(*)::int from notices");
    return rows[0]?.count;
  };
  const before = await countNotices();
  const { ok, checks } = await examine({
    configuration: { kind: "usable", config: deps.config, deps },
    live: true,
  });
  const wrong = checks.filter(({ mark }) => mark !== "ok").map(({ check, found }) => `${check}: ${found}`);
  invariant(ok, `the doctor says ${wrong.join(" ")}`);
  invariant((await countNotices()) === before, "a probe was stored");
  return { detail: `${checks.length} checks, all ✓`, value: undefined };
}

function newestCip(world: World): string | null {
  return world.pagoefectivo.ledger().at(-1)?.cip ?? null;
}

async function readPage(url: string): Promise<string> {
  const answer = await fetch(url);
  return answer.text();
}
