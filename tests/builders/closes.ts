import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import type { CloseKey } from "#app/books/close-queries.server.ts";
import type { CloseView, EntryChoice } from "#app/books/close-page.ts";
import { runClose } from "#app/books/run-close.server.ts";
import { seeClose } from "#app/books/see-close.server.ts";
import { startClose } from "#app/books/start-close.server.ts";
import { movableClock, type MovableClock } from "../../scripts/demo/movable-clock.ts";
import { cloneDatabase } from "../setup/database.ts";
import { USER } from "./act.ts";
import { answerAll, MONTH, writeMonth, writeStatement, type ClosedMonth } from "./closed-month.ts";
import { RowWriter, type Place, type Row } from "./rows.ts";

/** Noon in Lima on the day that the tests close. */
export const DAY = "2026-10-15";
export const NOON = new Date("2026-10-15T17:00:00.000Z");

/** A database of the file's own with shops whose books are written straight into the tables. */
export function useCloses(name: string): () => Closes {
  let built: Closes | null = null;
  let end = async () => {};
  beforeAll(async () => {
    const database = await cloneDatabase(name);
    const pool = new pg.Pool({ connectionString: database.url, max: 6 });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    built = new Closes(pool, client);
    end = async () => {
      await client.end();
      await pool.end();
      await database.drop();
    };
  });
  afterAll(() => end());
  return () => {
    invariant(built, "the database is there");
    return built;
  };
}

interface SoldShop {
  shopId: string;
  versionId: string;
}

export class Closes {
  readonly pool: pg.Pool;
  readonly client: pg.Client;
  readonly rows: RowWriter;
  readonly clock: MovableClock = movableClock();
  #made = 0;

  constructor(pool: pg.Pool, client: pg.Client) {
    this.pool = pool;
    this.client = client;
    this.rows = new RowWriter(client);
  }

  get deps() {
    return { db: this.pool, clock: this.clock };
  }

  /** Moves the clock to this instant; from there it runs. */
  moveTo(at: string): void {
    this.clock.shift(0);
    this.clock.shift(Date.parse(at) - this.clock.now().getTime());
  }

  month(count: number): Promise<ClosedMonth> {
    return writeMonth(this.client, count);
  }

  async newShop(): Promise<SoldShop> {
    const shopId = await this.rows.newShop();
    return { shopId, versionId: await this.rows.newVersion(shopId) };
  }

  /** A payment of S/ 125.00 that was paid at noon of the day and acknowledged by Shopify. */
  async paid(shop: SoldShop, more: { code?: Row; payment?: Row; report?: Row } = {}) {
    this.#made += 1;
    const group = `group-${this.#made}`;
    const made = new Date(NOON.getTime() - 3_600_000);
    const paymentId = await this.rows.newPayment(shop.shopId, {
      ...{ session_group: group, told: "resolved", proposed_at: made, received_at: made, started_at: made },
      pending_expires_at: new Date(made.getTime() + 49 * 3_600_000),
      ...more.payment,
    });
    const place: Place = { ...shop, group, paymentId };
    const cip = String(377_000_000 + this.#made);
    const codeId = await this.rows.newCode(place, {
      ...{ state: "paid", cip, paid_at: NOON, created_at: made },
      expires_at: new Date(made.getTime() + 48 * 3_600_000),
      ...more.code,
    });
    await this.rows.newReport(place, "resolve", {
      ...{ decided_at: NOON, state: "acknowledged", acknowledged_at: NOON },
      ...more.report,
    });
    return { place, codeId, cip };
  }

  /** PagoEfectivo's report of the day, uploaded days later. */
  report(shopId: string, rows: readonly Row[], kind = "report"): Promise<string> {
    return writeStatement(this.client, { shopId, kind }, async (statementId) => {
      for (const [index, row] of rows.entries()) {
        await this.rows.insert("statement_rows", {
          ...{ statement_id: statementId, line: index + 2, amount_centimos: 12_500, currency: "PEN" },
          ...{ state: "paid", issued_at: new Date(NOON.getTime() - 3_600_000), paid_at: NOON },
          ...row,
        });
      }
    });
  }

  /** Asks for a close of these days; its job has not run. */
  async begin(
    shopId: string,
    span: { from: string; to: string } = { from: DAY, to: DAY },
  ): Promise<CloseKey> {
    const outcome = await startClose(this.deps, { shopId, userId: USER, ...span });
    invariant(outcome.kind === "started", `the close was ${outcome.kind}`);
    return { shopId, closeId: outcome.closeId };
  }

  /** Runs its job until it would match: PagoEfectivo was asked, and its answers are here. */
  async ask(key: CloseKey): Promise<void> {
    await runClose(this.deps, key.closeId);
    await answerAll(this.pool, key.shopId);
  }

  /** Asks for a close of these days and runs its job to its end. */
  async close(shopId: string, span?: { from: string; to: string }): Promise<CloseKey> {
    const key = await this.begin(shopId, span);
    await this.ask(key);
    await runClose(this.deps, key.closeId);
    return key;
  }

  closeMonth(shopId: string) {
    return this.close(shopId, MONTH);
  }

  async see(key: CloseKey, view: EntryChoice = "exceptions"): Promise<CloseView> {
    const seen = await seeClose(this.deps, { ...key, view, after: 0 });
    invariant(seen, "the close is there");
    return seen;
  }

  async select<R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.pool.query<R>(text, [...values])).rows;
  }
}
