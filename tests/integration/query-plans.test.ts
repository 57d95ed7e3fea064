/**
 * Guards against statements that become slower with every payment ever taken: one that reads a large table from end to end, and one that walks
 * through a shop's whole history to show a page of it. The real doors, pages and jobs run on the tables of an installation that has sold for a year.
 * All these tables are so large that PostgreSQL, which knows their statistics, reads one as a whole only where it sees no other way, and the
 * measured shop has several times as many rows as a statement may go through. What first shows in larger tables, like plans with processes of
 * their own, is read by hand with the bench's sizes (docs/performance.md).
 */
import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCHEDULES } from "#app/jobs/job-table.server.ts";
import { startClose } from "#app/books/start-close.server.ts";
import { Secret } from "#app/lib/secret.ts";
import { ADDRESSES, PAGE_DATA } from "../../bench/admin-list.ts";
import { FIRST_CIP } from "../../bench/seed-payments.ts";
import { seedScale } from "../../bench/scale/seed-scale.ts";
import { seedShops } from "../../bench/scale/seed-shops.ts";
import { signIn } from "../../scripts/demo/sign-in.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { USER } from "../builders/act.ts";
import { paid, setPolicy, askRefund } from "../builders/refund.ts";
import { arrive, openPage, pressCancel, toldPending, withCode } from "../builders/payment.ts";
import { EXCEPTIONS } from "../builders/plan-exceptions.ts";
import { PlanRecorder, readable, tellPlans, withClient, type SeenPlan } from "../builders/plan-recorder.ts";
import { sendForm } from "../builders/shopper-form.ts";
import { useReceivers } from "../builders/told-shop.ts";
import { useWorld } from "../setup/world.ts";

const recorder = new PlanRecorder();
const { mail } = await useReceivers();
const world = useWorld("query_plans", {
  ...{ tls: "off", prepare: tellPlans },
  smtpUrl: mail.url,
});

const PAYMENTS = 50_000;
const OLD_PAYMENTS = 200;
const SHOPS = 100;

/** Tables that grow with every payment. */
const LARGE = new Set([
  ...["payments", "codes", "reports", "report_attempts", "timeline", "timeline_archive", "notices"],
  ...["log_entries", "cases", "statement_rows", "close_entries"],
]);
/** More than a page with its counts looks at, and less than the shop has of anything. */
const MOST_ROWS = 2_500;

interface Steps {
  [what: string]: () => Promise<unknown>;
}

/** What is wrong with these plans; each statement's once for each step. */
function wrongIn(plans: readonly SeenPlan[]): string[] {
  const wrong = new Map<string, string>();
  for (const plan of plans) {
    const what = `${plan.statement} ${plan.during}`;
    const exception = EXCEPTIONS.find(({ during }) => during.test(plan.during));
    const large = plan.nodes.filter(({ table }) => table !== null && LARGE.has(table));
    const whole = large.some(({ kind }) => kind === "Seq Scan");
    const rowsRead = large.reduce((total, node) => total + node.rowsRead, 0);
    if (whole && !exception?.mayReadWhole) wrong.set(what, `reads a whole table: ${readable(plan)}`);
    else if (rowsRead > (exception?.mayGoThrough ?? MOST_ROWS))
      wrong.set(what, `goes through ${rowsRead} rows: ${readable(plan)}`);
  }
  return [...wrong.values()];
}

const wrongDuring = async (steps: Steps) => {
  const plans = await recorder.plansOf(steps);
  expect(plans.length).toBeGreaterThan(5);
  return wrongIn(plans);
};

beforeAll(async () => {
  const { deps } = world().system;
  const now = world().clock.now();
  const [keys] = await world().rows<{ access: string; secret: string; url: string }>(
    `select v.sealed_access_key as access, v.sealed_secret_key as secret from credential_versions v join credential_sets k on k.id = v.set_id
     where k.mode = 'live'`,
  );
  const opened = (sealed: string | undefined, field: "access-key" | "secret-key") =>
    deps.vault.open(sealed ?? "", { shop: DEMO_SHOP, field });
  const [access, secret] = [opened(keys?.access, "access-key"), opened(keys?.secret, "secret-key")];
  const sealedFor = (value: Secret, shop: string, field: "access-key" | "secret-key") =>
    deps.vault.seal(value, { shop, field });
  await withClient(deps.config.databaseUrl.reveal(), async (client) => {
    const shops = await seedShops(client, {
      ...{ domain: DEMO_SHOP, count: SHOPS, now, serviceId: world().liveServiceId },
      seal: (shop) => ({
        accessKey: sealedFor(access, shop, "access-key"),
        secretKey: sealedFor(secret, shop, "secret-key"),
      }),
    });
    await seedScale(client, { shops, now, from: 0, to: PAYMENTS });
    // Of what is so old that it is put away.
    const longAgo = new Date(now.getTime() - 3 * 365 * 86_400_000);
    await seedScale(client, { shops, now: longAgo, from: PAYMENTS, to: PAYMENTS + OLD_PAYMENTS });
  });
}, 180_000);

afterAll(() => {
  recorder.stop();
});

const cipOf = (number: number) => String(FIRST_CIP + number);

describe("however many payments there are, an index leads", () => {
  it("the machine doors and the shopper's pages to what they ask for", async () => {
    const again = async (count: number, step: () => Promise<unknown>) => {
      // After five times the database may keep one plan for all values.
      for (let n = 0; n < count; n += 1) await step();
    };
    const one = await toldPending(world());

    const wrong = await wrongDuring({
      "a session": () => again(8, () => arrive(world())),
      "a session again": () => again(8, () => world().shopify.sendSession(one.sessionId)),
      "a page": () => again(8, () => openPage(one)),
      "the page's news": () => again(8, () => fetch(`${one.url}/status`)),
      "a code and its order": () => again(2, () => toldPending(world())),
      "a cancelled one": async () => pressCancel(await withCode(world())),
      "a paid one": () => again(2, () => paid(world())),
      "a notice of nobody's": () => again(8, sendNotice),
      "a refund": async () => {
        const payment = await paid(world());
        await setPolicy(world(), payment);
        await askRefund(world(), payment, { amount: "1.00" });
      },
      "asking whether it is paid": () => sendForm(`${one.url}/check`),
      "an operation number": () =>
        sendForm(`${one.url}/operation`, { operation: "004512-77", where: "agent" }),
      "looking for a code": () =>
        sendForm(`${world().webOrigin}/find`, { email: "comprador7@example.com", detail: "125" }),
      "the service's state": () => fetch(`${world().webOrigin}/status.json`),
      "what is left of it": settleQueue,
    });

    expect(wrong).toEqual([]);
  });

  it("a merchant to the pages of the list, to what they search, and to every other page", async () => {
    const person = await signIn(world(), DEMO_SHOP);
    const unanswered: string[] = [];
    const open = (path: string) => async () => {
      const answer = await fetch(`${world().webOrigin}${path}`, { headers: person.headers });
      const html = await answer.text();
      if (answer.status !== 200) unanswered.push(`${path}: ${answer.status}`);
      return html;
    };
    const rowsOf = (query: string) => open(`/app/payments?${query}&${PAGE_DATA}`)();
    const turned = (query: string) => async () => {
      const next = /"next":"([^"]+)"/.exec(await rowsOf(query))?.[1];
      if (next === undefined) return;
      const previous = /"previous":"([^"]+)"/.exec(await rowsOf(`${query}&after=${next}`))?.[1];
      expect(previous, `back from the second page of ${query}`).toBeDefined();
      await rowsOf(`${query}&before=${previous ?? ""}`);
    };
    const pages = await everyPage();
    const list = [
      ...ADDRESSES,
      ...["view=review&sort=expires-asc", "view=review&money=settled"],
      ...["step=issued", "step=seen", "step=kept", "hour=9", "channel=BCP"],
      ...[`q=${cipOf(40_500)}`, "q=comprador50%40example.com", "q=S%2F+125.00", "q=nobody"],
    ];

    const wrong = await wrongDuring({
      ...Object.fromEntries(list.map((query) => [`the list: ${query}`, turned(query)])),
      ...Object.fromEntries(pages.map((path) => [path, open(path)])),
    });

    expect(unanswered).toEqual([]);
    expect(wrong).toEqual([]);
  }, 120_000);

  it("scheduled jobs to what is due", async () => {
    const schedules = SCHEDULES.map(({ job }) => job);

    const wrong = await wrongDuring(
      Object.fromEntries(schedules.map((name) => [name, () => world().run(name, {})])),
    );

    expect(wrong).toEqual([]);
  }, 120_000);

  it("a close to the rows of its days", async () => {
    const { deps } = world().system;
    const shopId = await demoShopId();
    const day = new Date(world().clock.now().getTime() - 20 * 86_400_000).toISOString().slice(0, 10);

    const wrong = await wrongDuring({
      "a close of one day": async () => {
        const outcome = await startClose(deps, { shopId, userId: USER, from: day, to: day });
        expect(outcome.kind).toBe("started");
        await settleQueue();
      },
    });

    expect(wrong).toEqual([]);
  }, 120_000);

  // With tables of a real size the list was planned with processes of its own, whose start took longer than the page.
  it("and nobody's statement begins processes of its own", async () => {
    const { rows } = await world().system.deps.db.query({ text: "show max_parallel_workers_per_gather" });

    expect(rows).toEqual([{ max_parallel_workers_per_gather: "0" }]);
  });

  it("every statement that has a name, whatever its values", async () => {
    const plans = await recorder.plansForAnyValues(world().system.deps.config.databaseUrl.reveal());

    expect(plans.length).toBeGreaterThan(100);
    expect(wrongIn(plans)).toEqual([]);
  });
});

it("names the statement that loses its index", async () => {
  await world().rows('drop index "payments_of_address"');

  const plans = await recorder.plansOf({
    "looking for a code": async () => {
      await sendForm(`${world().webOrigin}/find`, { email: "comprador8@example.com", detail: "125" });
      await settleQueue();
    },
  });

  expect(wrongIn(plans)).toEqual([expect.stringContaining("find-payments-by-wish")]);
});

async function sendNotice(): Promise<void> {
  const body = JSON.stringify({
    eventType: "cip.paid",
    operationNumber: randomUUID().slice(0, 8),
    data: { cip: cipOf(900_000_000), currency: "PEN", amount: 12.5 },
  });
  const signature = createHmac("sha256", world().liveSecretKey).update(body).digest("hex");
  const headers = { "Content-Type": "application/json", "PE-Signature": signature };
  const answer = await fetch(world().noticeUrl, { method: "POST", headers, body });
  expect(answer.status).toBe(200);
}

/** Jobs that are due run to their end. */
async function settleQueue(): Promise<void> {
  await world().until(
    "the queue to be empty",
    async () => {
      const left = await world().rows(
        "select 1 from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts limit 1",
      );
      return left.length === 0;
    },
    60_000,
  );
}

async function demoShopId(): Promise<string> {
  const [shop] = await world().rows<{ id: string }>("select id from shops where domain = $1", [DEMO_SHOP]);
  return shop?.id ?? "";
}

/** Each page of the admin, with something of the measured shop on it. */
async function everyPage(): Promise<string[]> {
  const shopId = await demoShopId();
  const idOf = async (sql: string) => (await world().rows<{ id: string }>(sql, [shopId]))[0]?.id ?? "";
  const payment = await idOf("select id from payments where shop_id = $1 and told = 'resolved' limit 1");
  const openCase = await idOf("select id from cases where shop_id = $1 and state = 'open' limit 1");
  const refund = await idOf("select id from refunds where shop_id = $1 limit 1");
  const entry = await idOf("select id from log_entries where shop_id = $1 limit 1");
  const questions = [
    ...[`CIP: ${cipOf(40_500)}`, "comprador50@example.com", "+51 910000050", "S/ 125.00", "operación 500"],
  ];
  const directions = ["from-pagoefectivo", "from-shopify", "to-shopify", "to-pagoefectivo"];
  return [
    ...["/app", "/app/figures", "/app/cases", "/app/cases/reports", "/app/doctor", "/app/refunds"],
    ...["/app/cases?view=closed", "/app/refunds?view=ended", "/app/refunds/batches", "/app/help"],
    ...["/app/books", "/app/books/fees", "/app/books/payouts", "/app/books/statements"],
    ...[
      `/app/payments/${payment}`,
      `/app/cases/${openCase}`,
      `/app/refunds/${refund}`,
      `/app/log/e-${entry}`,
    ],
    ...questions.map((text) => `/app/search?q=${encodeURIComponent(text)}`),
    `/app/search?payment=${payment}`,
    ...directions.map((direction) => `/app/log?direction=${direction}`),
    `/app/log?direction=from-pagoefectivo&payment=${cipOf(40_500)}`,
    ...["/app/rules", "/app/connect", "/app/shopper-page"],
  ];
}
