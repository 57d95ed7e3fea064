/**
 * The figures of a shop with 100,000 payments, all of them in one period, whose paid codes stand in a statement with their channel: how
 * long each of their statements takes, and the page as a whole, from outside over HTTP.
 */
import pg from "pg";
import { Client } from "undici";
import {
  countChannels,
  countOutcomes,
  countSteps,
  measurePayTimes,
} from "#app/figures/figure-queries.server.ts";
import { readListFilter } from "#app/payments/payment-list-filter.ts";
import { signIn } from "../scripts/demo/sign-in.ts";
import { DEMO_SHOP, type World } from "../scripts/demo/world.ts";
import { rounded } from "./doors.ts";
import { quantile } from "./load.ts";
import { seedPayments } from "./seed-payments.ts";

/** The slowest of several runs of each statement; of the page, the 95th percentile. */
export interface FiguresTimes {
  payments: number;
  outcomesMs: number;
  stepsMs: number;
  channelsMs: number;
  timesMs: number;
  monthMs: number;
  pageP95Ms: number;
}

const PAYMENTS = 100_000;
const RUNS = 5;
const PAGES = 20;
const ALL = "from=2020-01-01";

/** Gives the demo's shop its payments; then measures. The tables must be empty, and the web role must run. */
export async function figures(world: World, databaseUrl: string): Promise<FiguresTimes> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { shopId } = await seedPayments(client, { domain: DEMO_SHOP, now: new Date(), count: PAYMENTS });
    await seedChannels(client, shopId);
    const filter = { ...readListFilter(new URLSearchParams(ALL)), mode: "live" } as const;
    const inSoles = { shopId, filter: { ...filter, currency: "PEN" } } as const;
    return {
      payments: PAYMENTS,
      outcomesMs: await slowest(() => countOutcomes(client, { shopId, filter })),
      stepsMs: await slowest(() => countSteps(client, inSoles)),
      channelsMs: await slowest(() => countChannels(client, inSoles)),
      timesMs: await slowest(() => measurePayTimes(client, inSoles)),
      ...(await measurePages(world)),
    };
  } finally {
    await client.end();
  }
}

/** One statement with a row for each paid code of the shop. */
async function seedChannels(client: pg.Client, shopId: string): Promise<void> {
  await client.query(
    `with uploaded as (
       insert into statements (id, shop_id, kind, file_name, content_hash, row_count, from_day, to_day, mapping, uploaded_by, uploaded_at)
       values (gen_random_uuid(), $1, 'report', 'report.xlsx', sha256('report'), 1, current_date, current_date, '{}', '7001', now())
       returning id
     )
     insert into statement_rows (statement_id, line, cip, amount_centimos, currency, state, channel)
     select uploaded.id, 1 + row_number() over (), c.cip, c.amount_centimos, c.currency, 'paid', 'Canal ' || c.amount_centimos % 12
     from uploaded, codes c where c.shop_id = $1 and c.state = 'paid'`,
    [shopId],
  );
  for (const table of ["statements", "statement_rows"]) await client.query(`vacuum analyze ${table}`);
}

async function measurePages(world: World): Promise<Pick<FiguresTimes, "monthMs" | "pageP95Ms">> {
  const person = await signIn(world, DEMO_SHOP);
  const client = new Client(world.webOrigin, { pipelining: 1 });
  const open = async (query: string) => {
    const begun = performance.now();
    const path = `/app/figures?${query}`;
    const answer = await client.request({ method: "GET", path, headers: person.headers });
    await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}`);
    return performance.now() - begun;
  };
  try {
    const [months, pages]: [number[], number[]] = [[], []];
    for (let n = 0; n < PAGES; n += 1) {
      months.push(await open(""));
      pages.push(await open(ALL));
    }
    return { monthMs: rounded(quantile(months, 0.95)), pageP95Ms: rounded(quantile(pages, 0.95)) };
  } finally {
    await client.close();
  }
}

async function slowest(run: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < RUNS; n += 1) {
    const begun = performance.now();
    await run();
    took.push(performance.now() - begun);
  }
  return rounded(Math.max(...took));
}
