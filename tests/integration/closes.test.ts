import type pg from "pg";
import { describe, expect, it } from "vitest";
import type { Queryable } from "#app/lib/database.server.ts";
import { runClose } from "#app/books/run-close.server.ts";
import { closeYesterday, startClose } from "#app/books/start-close.server.ts";
import { USER } from "../builders/act.ts";
import { MONTH, PLANTED } from "../builders/closed-month.ts";
import { DAY, NOON, useCloses } from "../builders/closes.ts";

const built = useCloses("closes");

interface Exception {
  cip: string;
  problems: string[];
}

function exceptionsOf(closeId: string): Promise<Exception[]> {
  return built().select<Exception>(
    "select cip, problems from close_entries where close_id = $1 and cardinality(problems) > 0",
    [closeId],
  );
}

/** Everything that a close kept, for comparing two of them. */
function keptOf(closeId: string) {
  return built().select(
    `select number, place, bucket, problems, here_centimos, there_centimos, said_rows, facts from close_entries
     where close_id = $1 order by number`,
    [closeId],
  );
}

/** A database that is gone from the n-th statement of this name on, as for a worker that was killed. */
function killedAt(name: string, count: number): Queryable {
  let seen = 0;
  return {
    query: <Row extends pg.QueryResultRow>(config: pg.QueryConfig) => {
      if (config.name === name && (seen += 1) >= count) throw new Error("killed");
      return built().pool.query<Row>(config);
    },
  };
}

describe("a month with planted differences", () => {
  it("is closed with all of them, each for its reason, and no other", async () => {
    const month = await built().month(1_200);

    const close = await built().closeMonth(month.shopId);

    const found = await exceptionsOf(close.closeId);
    expect(found.map(({ cip }) => cip).toSorted()).toEqual(month.planted.map(({ cip }) => cip).toSorted());
    for (const { kind, cip } of month.planted)
      expect(found.find((exception) => exception.cip === cip)?.problems, `${kind} ${cip}`).toContain(kind);
    expect(await built().see(close)).toMatchObject({ isDone: true, open: PLANTED, exceptions: PLANTED });
  });

  it("adds up to what the tables hold, in each currency", async () => {
    const month = await built().month(400);

    const { sums, totals } = await built().see(await built().closeMonth(month.shopId));

    const here = await built().select<{ currency: string; centimos: number }>(
      `select currency, sum(amount_centimos)::float8 as centimos from codes where shop_id = $1 and state = 'paid'
       group by currency order by currency`,
      [month.shopId],
    );
    const said = await built().select<{ kind: string; currency: string; centimos: number }>(
      `select s.kind, r.currency, sum(r.amount_centimos)::float8 as centimos from statement_rows r
         join statements s on s.id = r.statement_id
       where s.shop_id = $1 and r.state in ('paid', 'reversed') group by s.kind, r.currency order by s.kind, r.currency`,
      [month.shopId],
    );
    const of = (kind: string) => said.filter((sum) => sum.kind === kind).map(({ centimos }) => centimos);
    expect(sums.map(({ hereCentimos }) => hereCentimos)).toEqual(here.map(({ centimos }) => centimos));
    expect(sums.map(({ thereCentimos }) => thereCentimos)).toEqual(of("report"));
    expect(sums.map(({ settledCentimos }) => settledCentimos)).toEqual(of("settlement"));
    expect(totals.reduce((count, { entries }) => count + entries, 0)).toBe(400 + 4);
  });

  it.each([
    ["while it took down what to match", "collect-close-paid", 9],
    ["between two of its steps", "append-close-entries", 2],
    ["before its end", "finish-close", 1],
  ])("is closed the same when its worker is killed %s", async (_, statement, count) => {
    const { shopId } = await built().month(1_200);
    const whole = await built().closeMonth(shopId);
    const begun = await built().begin(shopId, MONTH);
    await built().ask(begun);

    const killed = runClose({ ...built().deps, db: killedAt(statement, count) }, begun.closeId);
    await expect(killed).rejects.toThrow("killed");
    await runClose(built().deps, begun.closeId);

    expect(await keptOf(begun.closeId)).toEqual(await keptOf(whole.closeId));
    const { sums } = await built().see(begun);
    expect(sums).toEqual((await built().see(whole)).sums);
  });
});

describe("asked for several times at once", () => {
  it("it is one close, and two workers on it write nothing twice", async () => {
    const { shopId } = await built().month(1_200);
    const ask = () => startClose(built().deps, { shopId, userId: USER, ...MONTH });

    const outcomes = await Promise.all([ask(), ask(), ask(), ask()]);
    const [closeId = "", ...others] = outcomes.flatMap((outcome) =>
      outcome.kind === "refused" ? [] : [outcome.closeId],
    );
    await built().ask({ shopId, closeId });
    await Promise.all([1, 2, 3].map(() => runClose(built().deps, closeId)));

    expect(new Set(others)).toEqual(new Set([closeId]));
    expect(outcomes.filter(({ kind }) => kind === "started")).toHaveLength(1);
    expect(await exceptionsOf(closeId)).toHaveLength(PLANTED);
    expect((await keptOf(closeId)).length).toBe(1_200 + 4);
    const [left] = await built().select(
      "select count(*)::int as count from close_work where close_id = $1",
      [closeId],
    );
    expect(left).toEqual({ count: 0 });
  });

  it.each<[string, { from: string; to: string }, string]>([
    ["a day that is none", { from: "2026-02-30", to: "2026-03-01" }, "not-a-day"],
    ["days in the wrong order", { from: "2026-10-02", to: "2026-10-01" }, "wrong-order"],
    ["days to come", { from: "2099-10-02", to: "2099-10-02" }, "in-the-future"],
    ["a whole year", { from: "2025-10-02", to: "2026-10-01" }, "too-long"],
  ])("it refuses %s", async (_, span, reason) => {
    const { shopId } = await built().newShop();

    const outcome = await startClose(built().deps, { shopId, userId: USER, ...span });

    expect(outcome).toEqual({ kind: "refused", reason });
  });
});

describe("yesterday", () => {
  const daily = (shopId: string) =>
    built().select<{ day: string; asked_by: string | null }>(
      "select to_char(from_day, 'YYYY-MM-DD') as day, asked_by from closes where shop_id = $1 and kind = 'daily' order by from_day",
      [shopId],
    );

  it("is closed once it is 06:00 in Lima, once, and for each shop that has sold", async () => {
    const shop = await built().newShop();
    await built().paid(shop);
    const other = await built().newShop();

    built().moveTo("2026-10-16T10:59:00Z");
    await closeYesterday(built().deps);
    expect(await daily(shop.shopId)).toEqual([]);
    built().moveTo("2026-10-16T11:00:30Z");
    await Promise.all([closeYesterday(built().deps), closeYesterday(built().deps)]);
    await closeYesterday(built().deps);

    expect(await daily(shop.shopId)).toEqual([{ day: DAY, asked_by: null }]);
    expect(await daily(other.shopId)).toEqual([]);
    built().moveTo("2026-10-19T11:00:30Z");
    await closeYesterday(built().deps);
    expect((await daily(shop.shopId)).map(({ day }) => day)).toEqual([
      DAY,
      ...["2026-10-16", "2026-10-17", "2026-10-18"],
    ]);
    built().clock.shift(0);
  });

  it("is begun again where its job was lost", async () => {
    const shop = await built().newShop();
    await built().paid(shop);
    built().moveTo("2026-10-16T11:01:00Z");
    await closeYesterday(built().deps);
    await built().select("delete from graphile_worker._private_jobs");

    built().moveTo("2026-10-16T11:30:00Z");
    await closeYesterday(built().deps);

    const [running] = await built().select<{ id: string }>("select id from closes where shop_id = $1", [
      shop.shopId,
    ]);
    const jobs = await built().select<{ key: string }>("select key from graphile_worker._private_jobs");
    expect(jobs.map(({ key }) => key)).toContain(`close:${running?.id}`);
    built().clock.shift(0);
  });
});

describe("PagoEfectivo", () => {
  it("is asked about what is not settled here, and the close waits for it, but not for ever", async () => {
    const shop = await built().newShop();
    const { codeId } = await built().paid(shop, { code: { state: "live", paid_at: null } });
    built().moveTo("2026-10-16T11:01:00Z");
    const key = await built().begin(shop.shopId);

    await runClose(built().deps, key.closeId);

    const [due] = await built().select<{ at: Date | null }>(
      "select next_ask_at as at from codes where id = $1",
      [codeId],
    );
    expect(due?.at).not.toBeNull();
    expect((await built().see(key)).progress.isAsking).toBe(true);
    built().moveTo("2026-10-16T11:12:00Z");
    await runClose(built().deps, key.closeId);
    expect((await built().see(key)).isDone).toBe(true);
    built().clock.shift(0);
  });

  it("is what a day without any statement is compared with", async () => {
    const shop = await built().newShop();
    await built().paid(shop);
    await built().paid(shop, { report: { state: "due", acknowledged_at: null } });

    const { open, totals } = await built().see(await built().close(shop.shopId));

    expect(open).toBe(1);
    expect(totals).toMatchObject([{ bucket: "equal", entries: 2, hereCentimos: 25_000, thereCentimos: 0 }]);
  });

  it("has money that Shopify was told of although nobody paid it here", async () => {
    const shop = await built().newShop();
    const unpaid = await built().paid(shop, { code: { state: "expired", paid_at: null } });

    const close = await built().close(shop.shopId);

    expect(await exceptionsOf(close.closeId)).toEqual([{ cip: unpaid.cip, problems: ["resolved-unpaid"] }]);
  });
});

describe("two codes of one checkout", () => {
  it("are one paid order and money that somebody has to decide about", async () => {
    const shop = await built().newShop();
    const first = await built().paid(shop);
    const cip = "377999001";
    const later = new Date(NOON.getTime() + 60_000);
    await built().rows.newCode(first.place, { state: "paid", cip, paid_at: later, created_at: NOON });

    const close = await built().close(shop.shopId);

    const rows = await built().select(
      "select cip, bucket, problems from close_entries where close_id = $1 order by cip",
      [close.closeId],
    );
    expect(rows).toEqual([
      { cip: first.cip, bucket: "equal", problems: [] },
      { cip, bucket: "paid-twice", problems: ["not-told"] },
    ]);
  });
});
