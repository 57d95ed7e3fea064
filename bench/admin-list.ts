/**
 * The merchant's list with 100,000 payments: how long the server takes for a whole page of it, by views, orders and pages, and for a
 * search by CIP, and for the story of a payment by whatever a shopper gave. Measured from outside, over HTTP: a page is the whole
 * document that a browser gets, a search what its script gets.
 */
import pg from "pg";
import { Client } from "undici";
import { signIn, type SignedIn } from "../scripts/demo/sign-in.ts";
import { DEMO_SHOP, type World } from "../scripts/demo/world.ts";
import { rounded } from "./doors.ts";
import { quantile } from "./load.ts";
import { seedPayments } from "./seed-payments.ts";
import { seedSettlements } from "./seed-settlements.ts";

export interface AdminListFigures {
  payments: number;
  p95Ms: number;
  searchP95Ms: number;
  /** "What happened with this payment?": the slowest of its kinds of question. */
  storyP95Ms: number;
  /** The sums of all of them together, which the page asks for on a press. */
  totalsP95Ms: number;
}

const PAYMENTS = 100_000;
const ROUNDS = 6;
const SEARCHES = 100;
const TOTALS = 20;
/** Statements, plans and compiled code of a process that has just started are not what a merchant meets. */
const WARM_UP = 30;

/** The list by its views, orders and filters. */
export const ADDRESSES = [
  "",
  ...["pending", "paid", "expired", "voided", "review"].map((view) => `view=${view}`),
  ...["created-asc", "expires-asc", "expires-desc", "amount-desc", "amount-asc"].map(
    (sort) => `sort=${sort}`,
  ),
  ...["view=pending&sort=expires-asc", "view=paid&sort=amount-desc", "view=expired&sort=expires-desc"],
  ...["mode=all", "mode=test", "currency=USD", "min=100.00&max=200.00"],
  ...["unsettled", "settled", "paid-out"].map((stage) => `money=${stage}`),
];
/** A search is typed on the page, which then asks for its new rows and not for a new document. */
export const PAGE_DATA = `_data=${encodeURIComponent("routes/merchant/payments")}`;
const STORY_DATA = `_data=${encodeURIComponent("routes/merchant/search")}`;
/** How many pages are turned from each address. */
const PAGES = 4;

/** Gives the demo's shop its payments; then measures. The tables must be empty, and the web role must run. */
export async function adminList(world: World, databaseUrl: string): Promise<AdminListFigures> {
  const cipOf = await seed(databaseUrl);
  const person = await signIn(world, DEMO_SHOP);
  const client = new Client(world.webOrigin, { pipelining: 1 });
  try {
    const open = (query: string) => openPage(client, person, `/app/payments?${query}`);
    for (let n = 0; n < WARM_UP; n += 1) await open(ADDRESSES[n % ADDRESSES.length] ?? "");
    const pages: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const address of ADDRESSES) pages.push(...(await turnPages(open, address)));
    }
    const searches: number[] = [];
    for (let n = 1; n <= SEARCHES; n += 1) {
      const cip = cipOf((n * 997) % PAYMENTS);
      const { tookMs, text } = await open(`q=${cip}&${PAGE_DATA}`);
      if (!text.includes(`"cip":"${cip}"`)) throw new Error("a search by CIP found nothing");
      searches.push(tookMs);
    }
    const totals: number[] = [];
    for (let n = 0; n < TOTALS; n += 1)
      totals.push((await openPage(client, person, "/app/payments/totals")).tookMs);
    return {
      payments: PAYMENTS,
      p95Ms: rounded(quantile(pages, 0.95)),
      searchP95Ms: rounded(quantile(searches, 0.95)),
      storyP95Ms: rounded(await slowestStories((path) => openPage(client, person, path), cipOf)),
      totalsP95Ms: rounded(quantile(totals, 0.95)),
    };
  } finally {
    await client.close();
  }
}

async function seed(databaseUrl: string): Promise<(number: number) => string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const now = new Date();
    const { shopId, cipOf } = await seedPayments(client, { domain: DEMO_SHOP, now, count: PAYMENTS });
    await seedSettlements(client, { shopId, now });
    return cipOf;
  } finally {
    await client.end();
  }
}

export type Open = (query: string) => Promise<{ tookMs: number; text: string }>;

/** How long each page took, first to last. */
export async function turnPages(open: Open, address: string, pages = PAGES): Promise<number[]> {
  const took: number[] = [];
  let query: string | null = address;
  for (let page = 0; page < pages && query !== null; page += 1) {
    const { tookMs, text } = await open(query);
    took.push(tookMs);
    const next: string | undefined = /href="\/app\/payments\?([^"]*after=[^"]*)"/.exec(text)?.[1];
    query = next?.replaceAll("&amp;", "&") ?? null;
  }
  return took;
}

/** The 95th percentile of each kind of question by itself, and of these the highest. */
async function slowestStories(
  open: (path: string) => Promise<{ tookMs: number; text: string }>,
  cipOf: (number: number) => string,
): Promise<number> {
  const kinds: Record<string, (n: number) => string> = {
    cip: (n) => `CIP: ${cipOf(n)}`,
    email: (n) => `comprador${n % 40_000}@example.com`,
    phone: (n) => `+51 9${String(10_000_000 + (n % 40_000))}`,
    amount: (n) => `S/ ${(1_000 + ((n * 7_919) % 90_000)) / 100}`,
    operation: (n) => `operación ${n}`,
  };
  const slowest: number[] = [];
  for (const questionOf of Object.values(kinds)) {
    const took: number[] = [];
    for (let n = 1; n <= SEARCHES; n += 1) {
      const question = encodeURIComponent(questionOf((n * 997) % PAYMENTS));
      took.push((await open(`/app/search?q=${question}&${STORY_DATA}`)).tookMs);
    }
    slowest.push(quantile(took, 0.95));
  }
  return Math.max(...slowest);
}

/** One page or its rows, as a signed-in person gets them. Throws where it is not answered with 200. */
export async function openPage(client: Client, person: SignedIn, path: string) {
  const begun = performance.now();
  const answer = await client.request({
    method: "GET",
    path,
    headers: person.headers,
  });
  const text = await answer.body.text();
  const tookMs = performance.now() - begun;
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}`);
  return { tookMs, text };
}
