/**
 * What the size of the tables costs: the doors and the merchant's list of an installation with few payments, and of others with ever more. All are
 * asked in turn, round by round, so that what the machine does meanwhile falls on each of them; few connections and short rounds: it is
 * the time of one answer that must not grow.
 */
import { Client } from "undici";
import { signIn, type SignedIn } from "../../scripts/demo/sign-in.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { ADDRESSES, openPage, PAGE_DATA, turnPages, type Open } from "../admin-list.ts";
import { notices, rounded, sessions, type Target } from "../doors.ts";
import { load, median, quantile } from "../load.ts";
import { FIRST_CIP } from "../seed-payments.ts";
import { BROWSER } from "../voucher-page.ts";
import type { Installation } from "./installation.ts";
import { domainOf } from "./seed-shops.ts";

const MEASURED = ["intake", "notice", "voucherPage", "status", "list", "search"] as const;
type Measured = (typeof MEASURED)[number];

interface Timing {
  p50Ms: number;
  p95Ms: number;
}

type AtSize = Record<Measured, Timing> & { seededInS: number };

export interface ScaleFigures {
  /** By how many payments there are. */
  sizes: Record<string, AtSize>;
  /** The slowest of the doors and the list, at each size. */
  p95Ms: Record<string, number>;
  /** The most that p50 or p95 of any of them grew from the smallest size to the largest. */
  growthRatio: number;
  grewMost: string;
}

export const SCALE_SIZES = [10_000, 200_000, 1_000_000];
const ROUNDS = 5;
const CONNECTIONS = 4;
/** Of one round of a door. */
const REQUESTS = 800;
/** A page's news takes a third of the time: a round of it must not be over while the machine looks elsewhere. */
const REQUESTS_OF_NEWS = 3_000;
const LONGEST_S = 10;
const PAGES = 2;
const SEARCHES = 20;

/** The installations, smallest first. */
export async function compareSizes(
  installations: readonly Installation[],
  say: (line: string) => void,
): Promise<ScaleFigures> {
  const admins = await Promise.all(installations.map(openAdmin));
  const inTurn = async (name: Measured, rounds: readonly (() => Promise<Timing>)[]) => {
    const timings = await alternately(rounds);
    say(`${name}: ${JSON.stringify(timings)}`);
    return timings;
  };
  try {
    const doors = (door: (at: Installation) => Target, requests = REQUESTS) =>
      installations.map((at) => {
        const target = door(at);
        return () => times(target, requests);
      });
    // Sessions go to a shop of their own: what a benchmark adds must not be what the list is slow with.
    const toAnother = ({ world }: Installation) => sessions(new URL(world.paymentsUrl).origin, domainOf(1));
    const measured: Record<Measured, Timing[]> = {
      list: await inTurn("list", admins.map(listRound)),
      search: await inTurn("search", admins.map(searchRound)),
      voucherPage: await inTurn("voucherPage", doors(pages(""))),
      status: await inTurn("status", doors(pages("/status"), REQUESTS_OF_NEWS)),
      notice: await inTurn(
        "notice",
        doors(({ world }) => notices(world)),
      ),
      intake: await inTurn("intake", doors(toAnother)),
    };
    return figures(installations, measured);
  } finally {
    for (const { client } of admins) await client.close();
  }
}

/** Medians of each. One round is made to warm up. */
async function alternately(rounds: readonly (() => Promise<Timing>)[]): Promise<Timing[]> {
  const timings: Timing[][] = rounds.map(() => []);
  for (let n = 0; n <= ROUNDS; n += 1) {
    for (const [at, round] of rounds.entries()) {
      const timing = await round();
      if (n > 0) timings[at]?.push(timing);
    }
  }
  return timings.map((of) => ({
    p50Ms: rounded(median(of.map(({ p50Ms }) => p50Ms))),
    p95Ms: rounded(median(of.map(({ p95Ms }) => p95Ms))),
  }));
}

function times(target: Target, requests: number): Promise<Timing> {
  return load({ ...target, connections: CONNECTIONS, seconds: LONGEST_S, requests });
}

function pages(leaf: string): (at: Installation) => Target {
  return ({ world, slugs }) => {
    let opened = 0;
    const next = () => ({ path: `/v/${slugs[(opened += 1) % slugs.length]}${leaf}`, headers: BROWSER });
    return { origin: world.webOrigin, next };
  };
}

interface Admin {
  client: Client;
  open: Open;
  payments: number;
}

async function openAdmin({ world, payments }: Installation): Promise<Admin> {
  const person: SignedIn = await signIn(world, DEMO_SHOP);
  const client = new Client(world.webOrigin, { pipelining: 1 });
  return { client, payments, open: (query) => openPage(client, person, `/app/payments?${query}`) };
}

/** By views, orders and filters, two pages of each. */
function listRound({ open }: Admin): () => Promise<Timing> {
  return async () => {
    const took: number[] = [];
    for (const address of ADDRESSES) took.push(...(await turnPages(open, address, PAGES)));
    return timing(took);
  };
}

/** By CIP and by e-mail in turn. */
function searchRound(admin: Admin): () => Promise<Timing> {
  return async () => {
    const took: number[] = [];
    for (let n = 1; n <= SEARCHES; n += 1) took.push(await searchOne(admin, n));
    return timing(took);
  };
}

/** Every tenth payment is of the measured shop, and of each two hundred of those the fiftieth is paid, or waits to be. */
async function searchOne({ open, payments }: Admin, n: number): Promise<number> {
  const ofShop = Math.floor((payments / 10) * (n / (SEARCHES + 1)));
  const paid = ofShop - (ofShop % 200) + 50;
  const cip = String(FIRST_CIP + paid * 10);
  const searched = n % 2 === 0 ? cip : `comprador${paid % 40_000}@example.com`;
  const { tookMs, text } = await open(`q=${encodeURIComponent(searched)}&mode=all&${PAGE_DATA}`);
  if (!text.includes(`"cip":"${cip}"`)) throw new Error(`a search for ${searched} did not find ${cip}`);
  return tookMs;
}

function timing(tookMs: readonly number[]): Timing {
  return { p50Ms: quantile(tookMs, 0.5), p95Ms: quantile(tookMs, 0.95) };
}

const NONE: Timing = { p50Ms: 0, p95Ms: 0 };

function figures(
  installations: readonly Installation[],
  measured: Record<Measured, Timing[]>,
): ScaleFigures {
  const of = (name: Measured, at: number) => measured[name].at(at) ?? NONE;
  const grown = MEASURED.flatMap((name) =>
    (["p50Ms", "p95Ms"] as const).map((which) => ({
      name: `${name}.${which}`,
      ratio: of(name, -1)[which] / of(name, 0)[which],
    })),
  );
  const most = grown.reduce((worst, one) => (one.ratio > worst.ratio ? one : worst));
  const each = <Value>(value: (at: number, installation: Installation) => Value) =>
    Object.fromEntries(
      installations.map((one, at): [string, Value] => [String(one.payments), value(at, one)]),
    );
  return {
    sizes: each((at, { seededInS }) => ({
      ...{ intake: of("intake", at), notice: of("notice", at) },
      ...{ voucherPage: of("voucherPage", at), status: of("status", at) },
      ...{ list: of("list", at), search: of("search", at), seededInS },
    })),
    p95Ms: each((at) => Math.max(...MEASURED.map((name) => of(name, at).p95Ms))),
    growthRatio: rounded(most.ratio),
    grewMost: most.name,
  };
}
