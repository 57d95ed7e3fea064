import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isNarrowed,
  limaDayEnd,
  limaDayStart,
  LIST_SORTS,
  PAYMENT_VIEWS,
  readListFilter,
  wantedStatuses,
  widened,
  writeListFilter,
  type ListFilter,
} from "./payment-list-filter.ts";

const read = (query: string): ListFilter => readListFilter(new URLSearchParams(query));

function addressOf(filter: ListFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(writeListFilter(filter))) if (value) query.set(name, value);
  return query.toString();
}

describe("an address of the list", () => {
  it("shows everything, newest first, when it asks for nothing", () => {
    expect(read("")).toMatchObject({ view: "all", sort: "created-desc", mode: null, q: "", states: [] });
    expect(isNarrowed(read("view=paid&sort=amount"))).toBe(false);
  });

  it("is read as it was written", () => {
    const query =
      "view=expired&state=expired&from=2026-11-01&to=2026-11-24&currency=USD&mode=test&min=1.50&max=20.00&step=seen%2Ckept&hour=7&channel=BCP+-+Agente&money=paid-out&q=ana%40x.pe&sort=amount-asc";

    expect(addressOf(read(query))).toBe(query);
    expect(isNarrowed(read(query))).toBe(true);
    expect(addressOf(widened(read(query)))).toBe("view=expired&sort=amount-asc");
  });

  it.each([
    "view=everything",
    "view=__proto__",
    "view=constructor",
    "from=2026-02-31&to=yesterday",
    "from=0000-01-01&to=9999-12-31",
    "from=2026-11-24T00:00&to=20261-1-1",
    "min=-1&max=1e9",
    "min=1.005&max=99999999999999999999",
    "money=everything",
    "currency=EUR&mode=both&sort=shop_id",
    "state=paid'--,nothing",
    "sort=created-desc;drop table payments",
    "step=paid,'--&hour=24",
    "hour=-1&channel=%00",
    "hour=7.5&channel=%7F",
    `channel=${"x".repeat(101)}`,
  ])("is not harmed by %s", (query) => {
    const filter = { ...read(query), states: [] };

    expect(filter).toEqual({ ...read(""), states: [] });
  });

  it("never fails, whatever it holds, and says the same when it is written and read again", () => {
    const names = [
      ...["view", "state", "from", "to", "currency", "mode", "min", "max", "q", "sort"],
      ...["step", "hour", "channel", "money"],
    ];
    const query = fc.dictionary(fc.constantFrom(...names), fc.string({ unit: "binary" }));

    fc.assert(
      fc.property(query, (values) => {
        const filter = readListFilter(new URLSearchParams(values));

        expect(read(addressOf(filter))).toEqual(filter);
      }),
    );
  });

  it("cuts a search that no field of ours could hold", () => {
    expect(read(`q=${"9".repeat(100_000)}`).q).toHaveLength(200);
  });

  it("takes the short names of the orders", () => {
    expect(read("sort=expires").sort).toBe("expires-asc");
    expect(read("sort=amount").sort).toBe("amount-desc");
    expect(LIST_SORTS.map((sort) => read(`sort=${sort}`).sort)).toEqual(LIST_SORTS);
  });
});

describe("a view", () => {
  it("shows what its name says", () => {
    const shown = Object.fromEntries(
      PAYMENT_VIEWS.map((view) => [view, wantedStatuses(read(`view=${view}`)).length]),
    );

    expect(shown).toEqual({ all: 8, pending: 1, paid: 1, expired: 1, voided: 1, review: 1 });
  });

  it("is narrowed by a state, and shows nothing for one that it never holds", () => {
    expect(wantedStatuses(read("state=failed,paid"))).toEqual(["paid", "failed"]);
    expect(wantedStatuses(read("view=paid&state=failed"))).toEqual([]);
  });
});

describe("a day", () => {
  it("is a day in Lima, from midnight to midnight", () => {
    expect(limaDayStart("2026-11-24").toISOString()).toBe("2026-11-24T05:00:00.000Z");
    expect(limaDayEnd("2026-12-31").toISOString()).toBe("2027-01-01T05:00:00.000Z");
  });
});
