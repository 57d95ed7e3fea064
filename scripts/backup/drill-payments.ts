/** The payments of a drill: how they are brought to where the copy finds them, and what both parties' books must say in the end. */
import { invariant } from "#app/lib/invariant.ts";
import { DEMO_SHOP, type World } from "../demo/world.ts";
import { until } from "../demo/until.ts";

/** Where a payment stands when the copy is made. */
export type DrillKind =
  /** Its code is on the page, and Shopify was told nothing. */
  | "on-the-page"
  /** Shopify waits for cash. */
  | "pending"
  /** Paid, and Shopify does not answer. */
  | "paid-untold"
  /** Paid and told. */
  | "resolved"
  /** Pending, and nobody ever pays. */
  | "never-paid";

export interface DrillPayment {
  kind: DrillKind;
  sessionId: string;
  codeId: string;
  cip: string;
}

type Rows = <Row extends object>(sql: string, values: readonly unknown[]) => Promise<Row[]>;

/** One payment that has come as far as its kind says. */
export async function bringTo(world: World, rows: Rows, kind: DrillKind): Promise<DrillPayment> {
  const { sessionId, url } = await arriveInDrill(world);
  const code = await until("a live code", async () => {
    const [found] = await rows<{ id: string; cip: string }>(
      `select c.id, c.cip from codes c join payments p on p.id = c.payment_id
       where p.session_id = $1 and c.state = 'live'`,
      [sessionId],
    );
    return found;
  });
  const payment = { kind, sessionId, codeId: code.id, cip: code.cip };
  if (kind === "on-the-page") return payment;
  await fetch(url);
  await fetch(`${url}/continue`, { method: "POST", redirect: "manual" });
  await until("Shopify to be told pending", () => world.shopify.session(sessionId)?.state === "pending");
  if (kind === "resolved" || kind === "paid-untold") {
    if (kind === "paid-untold") {
      const fault = { fault: "http-503", mutation: "paymentSessionResolve", sessionId } as const;
      world.shopify.switches.nextFaults.push({ ...fault, count: 1_000 });
    }
    await world.pagoefectivo.pay(code.cip);
    await until("what was paid to be decided", async () => {
      const [report] = await rows<{ state: string; attempts: number }>(
        `select r.state, r.attempts from reports r join payments p on p.id = r.payment_id
         where p.session_id = $1 and r.kind = 'resolve'`,
        [sessionId],
      );
      return kind === "resolved" ? report?.state === "acknowledged" : (report?.attempts ?? 0) > 0;
    });
  }
  return payment;
}

/** A session that Shopify has sent and that was accepted. */
export async function arriveInDrill(world: World): Promise<{ sessionId: string; url: string }> {
  const session = world.shopify.newSession({ shop: DEMO_SHOP });
  const answer = await world.shopify.sendSession(session.id);
  invariant(answer.redirectUrl, `the session was answered ${answer.status}`);
  return { sessionId: session.id, url: answer.redirectUrl };
}

/** What the two parties' books say against the restored copy; nothing where all is well. */
export function judgeDrill(
  world: World,
  payments: readonly DrillPayment[],
  toldBefore: ReadonlyMap<string, number>,
): string[] {
  const ledger = new Map(
    world.pagoefectivo.ledger().map((entry) => [entry.transactionCode, entry] as const),
  );
  return payments.flatMap((payment) => {
    const { kind, sessionId, codeId } = payment;
    const entry = ledger.get(codeId);
    const state = world.shopify.session(sessionId)?.state;
    const collected = entry?.collections.length ?? 0;
    const told = acceptedOf(world, sessionId);
    const name = `the ${kind} payment ${sessionId}`;
    const wanted = kind === "never-paid" ? "rejected" : "resolved";
    const creates = world.pagoefectivo
      .calls()
      .filter((call) => call.operation === "create" && call.transactionCode === codeId);
    return [
      ...(state === wanted ? [] : [`${name} is ${state ?? "unknown"} at Shopify, not ${wanted}`]),
      ...((wanted === "resolved") === (collected === 1) ? [] : [`${name} was paid ${collected} times`]),
      ...(told.includes("resolve") && told.includes("reject") ? [`${name} was told both`] : []),
      ...(kind === "resolved" && told.length !== toldBefore.get(sessionId)
        ? [`${name} was told again`]
        : []),
      ...(creates.length === 1 ? [] : [`${name} has a code that was made ${creates.length} times`]),
      ...(kind === "never-paid" && entry?.state === "pending" ? [`${name} can still be paid`] : []),
    ];
  });
}

/** What Shopify accepted of a session: `pending`, `resolve`, `reject`. */
export function acceptedOf(world: World, sessionId: string): string[] {
  return world.shopify
    .mutations()
    .filter((told) => told.sessionId === sessionId && told.outcome === "accepted")
    .map((told) => told.mutation.replace("paymentSession", "").toLowerCase());
}
