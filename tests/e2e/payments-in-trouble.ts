/** Payments whose other parties do not do what they should, for stories that begin there. Each resolves once the page shows it. */
import { FAILURES_THAT_STOP } from "#app/lib/breaker.ts";
import { invariant } from "#app/lib/invariant.ts";
import { issueCode } from "#app/payments/issue-code.server.ts";
import { until } from "../../scripts/demo/until.ts";
import {
  codeOn,
  openPayment,
  pendingPayment,
  readPage,
  stateOn,
  untilShown,
  waitingPayment,
  type OpenedPayment,
} from "./payments-in-states.ts";
import type { StoryWorld } from "./story-world.ts";

/** After which a code that is not there counts as late; longer than the first pause after trouble. */
const LATE_MS = 21_000;
const TIME_TO_READ_MS = 20_000;

/** What the outage of each world held up. */
const heldUp = new WeakMap<StoryWorld, OpenedPayment[]>();

/**
 * PagoEfectivo has not answered for a while, so that the code is asked for later. Ends with `endOutage`; until then
 * everybody else's codes wait too.
 */
export async function heldUpPayment(world: StoryWorld): Promise<OpenedPayment> {
  const { lanes } = world.system.deps;
  world.pagoefectivo.revokeTokens();
  world.pagoefectivo.switches.nextFaults.push({
    operation: "authorize",
    fault: "error-500",
    count: 1_000,
  });
  const others: OpenedPayment[] = [];
  // The first attempts of all of them fail.
  for (let count = 0; count < FAILURES_THAT_STOP; count += 1) others.push(await openPayment(world));
  await until("nobody to be asked", () => lanes.stopped().length > 0);
  const opened = await openPayment(world);
  heldUp.set(world, [...others, opened]);
  world.clock.shift(LATE_MS);
  // Its job waits by the real clock: the next try, which fails too and is followed by a longer pause, is made here.
  await until("a next try that is far enough away to be read", async () => {
    await tryForCode(world, opened);
    const again = /data-again="([^"]+)"/.exec(await readPage(opened.url))?.[1] ?? "";
    return Date.parse(again) - world.clock.now().getTime() > TIME_TO_READ_MS;
  });
  return opened;
}

/** PagoEfectivo answers again. Whoever was held up is served here: their jobs, whenever they come, would meet what the next stories plan. */
export async function endOutage(world: StoryWorld): Promise<void> {
  world.clock.shift(0);
  world.pagoefectivo.switches.nextFaults.length = 0;
  world.system.deps.lanes.forget();
  for (const opened of heldUp.get(world) ?? []) {
    await until("the end of what was held up", async () => {
      await tryForCode(world, opened);
      return ["waiting", "error"].includes(await stateOn(opened.url));
    });
  }
}

async function tryForCode(world: StoryWorld, { sessionId }: OpenedPayment): Promise<void> {
  const { database, ...deps } = world.system.deps;
  const { rows } = await database.pool.query<{ id: string }>(
    "select id from payments where session_id = $1",
    [sessionId],
  );
  await issueCode({ ...deps, db: database.pool }, rows[0]?.id ?? "", { isRerun: false });
}

/** _Continuar_ was pressed, and Shopify has not answered. Ends with `endSilence`. */
export async function unansweredPayment(world: StoryWorld): Promise<OpenedPayment> {
  const opened = await waitingPayment(world);
  const { slowCalls, nextFaults } = world.shopify.switches;
  slowCalls.hold();
  nextFaults.push({
    fault: "slow-before-effect",
    mutation: "paymentSessionPending",
    count: 100,
    sessionId: opened.sessionId,
  });
  // Its answer waits for Shopify's, for four seconds.
  void fetch(`${opened.url}/continue`, { method: "POST", redirect: "manual" });
  await until("its wait for Shopify", async () => (await readPage(opened.url)).includes('class="slow"'));
  return opened;
}

/** Cash came, and Shopify has not answered yet. Ends with `endSilence`. */
export async function unconfirmedPayment(world: StoryWorld): Promise<OpenedPayment> {
  const opened = await pendingPayment(world);
  const { slowCalls, nextFaults } = world.shopify.switches;
  slowCalls.hold();
  nextFaults.push({
    fault: "slow-before-effect",
    mutation: "paymentSessionResolve",
    count: 100,
    sessionId: opened.sessionId,
  });
  await world.pagoefectivo.pay(await codeOn(opened.url));
  await untilShown(opened.url, "paid");
  return opened;
}

export function endSilence(world: StoryWorld): void {
  world.shopify.switches.nextFaults.length = 0;
  world.shopify.switches.slowCalls.release();
}

/** Cash came, and Shopify denies us access when it is told. */
export async function paymentInReview(world: StoryWorld): Promise<OpenedPayment> {
  const opened = await pendingPayment(world);
  world.shopify.switches.nextFaults.push({
    fault: "ACCESS_DENIED",
    sessionId: opened.sessionId,
  });
  await world.pagoefectivo.pay(await codeOn(opened.url));
  await untilShown(opened.url, "review");
  const logged = world.takeLoggedErrors().join();
  invariant(logged.includes("Shopify could not be told"), "the operator is told");
  return opened;
}

/**
 * More cash came than the code's sum. The simulator takes the code's sum alone, and triggers keep ours: they are switched off
 * for the moment in which it becomes smaller.
 */
export async function paymentOfOtherSum(world: StoryWorld): Promise<OpenedPayment> {
  const opened = await pendingPayment(world);
  const cip = await codeOn(opened.url);
  await world.system.deps.database.pool.query(
    `do $$ begin
       set local session_replication_role = replica;
       update payments set amount_centimos = amount_centimos - 1000 where session_id = '${opened.sessionId}';
       update codes set amount_centimos = amount_centimos - 1000 where cip = '${cip}';
     end $$`,
  );
  await world.pagoefectivo.pay(cip);
  await untilShown(opened.url, "review");
  return opened;
}
