/**
 * The two machine doors against the floor: alternating runs on the same machine, tables emptied before each, no worker.
 * What counts is the ratio within one run; the machine's own speed changes from hour to hour.
 */
import { createHmac, randomBytes } from "node:crypto";
import pg from "pg";
import type { World } from "../scripts/demo/world.ts";
import { DEMO_SHOP } from "../scripts/demo/world.ts";
import { load, median, type LoadResult, type Shot } from "./load.ts";

export interface DoorFigures {
  rps: number;
  p99Ms: number;
  floorRps: number;
  floorP99Ms: number;
  ratio: number;
}

export interface Target {
  origin: string;
  next: () => Shot;
}

const PAIRS = 5;
const SECONDS = 4;

/** Medians of alternating pairs on this many connections. The ratio is the median of the pairs' own ratios. */
export async function compare(input: {
  connections: number;
  databaseUrl: string;
  door: Target;
  floorOrigin: string;
}): Promise<DoorFigures> {
  const { connections, databaseUrl, door } = input;
  const floor = { origin: input.floorOrigin, next: door.next };
  const pairs = await alternate({ connections, door, floor, before: () => emptyTables(databaseUrl) });
  return {
    rps: Math.round(median(pairs.map(({ door }) => door.rps))),
    p99Ms: rounded(median(pairs.map(({ door }) => door.p99Ms))),
    floorRps: Math.round(median(pairs.map(({ floor }) => floor.rps))),
    floorP99Ms: rounded(median(pairs.map(({ floor }) => floor.p99Ms))),
    ratio: ratioOf(pairs),
  };
}

export interface Pair {
  door: LoadResult;
  floor: LoadResult;
}

/** Floor and door in turn, so that what the machine does meanwhile falls on both. */
export async function alternate(input: {
  connections: number;
  door: Target;
  floor: Target;
  before: () => Promise<void>;
}): Promise<Pair[]> {
  const { connections, before } = input;
  const measure = async (target: Target) => {
    await before();
    return load({ ...target, connections, seconds: SECONDS });
  };
  const pairs: Pair[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const floor = await measure(input.floor);
    pairs.push({ floor, door: await measure(input.door) });
  }
  return pairs;
}

export function ratioOf(pairs: readonly Pair[]): number {
  return rounded(median(pairs.map(({ door, floor }) => door.rps / floor.rps)));
}

async function emptyTables(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // The guards against deletion are triggers on rows; TRUNCATE is how a benchmark starts anew.
    await client.query(
      "truncate floor, payments, codes, timeline, notices, reports, report_attempts, cases cascade",
    );
    await client.query("truncate graphile_worker._private_jobs");
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
}

/** New sessions as Shopify sends them, each once. */
export function sessions(paymentsOrigin: string, shop = DEMO_SHOP): Target {
  return {
    origin: paymentsOrigin,
    next: () => {
      const id = randomBytes(12).toString("base64url");
      return {
        path: "/shopify/payment-sessions",
        headers: {
          "content-type": "application/json",
          "shopify-shop-domain": shop,
          "shopify-request-id": id,
          "shopify-api-version": "2026-10",
        },
        body: JSON.stringify({
          id,
          gid: `gid://shopify/PaymentSession/${id}`,
          group: `g-${id}`,
          session_id: `s-${id}`,
          amount: "125.50",
          currency: "PEN",
          test: false,
          merchant_locale: "es-PE",
          payment_method: { type: "offsite", data: { cancel_url: `https://${shop}/checkouts/${id}` } },
          proposed_at: new Date().toISOString(),
          kind: "sale",
          customer: { email: "rosa@example.com", locale: "es", billing_address: { family_name: "Quispe" } },
        }),
      };
    },
  };
}

/** Signed notices of CIPs that nobody asked for, each once. */
export function notices(world: World): Target {
  let cip = 400_000_000;
  const path = new URL(world.noticeUrl).pathname;
  return {
    origin: world.webOrigin,
    next: () => {
      cip += 1;
      const body = `{"eventType":"cip.paid","operationNumber":"1253","data":{"cip":"${cip}","currency":"PEN","amount":125.50}}`;
      const signature = createHmac("sha256", world.liveSecretKey).update(body).digest("hex");
      return { path, headers: { "content-type": "application/json", "pe-signature": signature }, body };
    },
  };
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
