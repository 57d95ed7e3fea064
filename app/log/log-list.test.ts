import { describe, expect, it } from "vitest";
import { isNarrowed, logKind, readLogCursor, readLogFilter, writeLogFilter } from "./log-list.ts";

const read = (query: string) => readLogFilter(new URLSearchParams(query));

describe("the log's filter", () => {
  it("is what PagoEfectivo told us, unless the address asks for something else", () => {
    expect(read("")).toEqual({
      ...{ direction: "from-pagoefectivo", verdict: null, kind: null, from: null, to: null, payment: "" },
    });
    expect(isNarrowed(read("direction=to-shopify"))).toBe(false);
  });

  it("comes back from the address that it writes", () => {
    const filter = read(
      "direction=to-shopify&verdict=retrying&kind=resolve&from=2026-11-01&to=2026-11-30&payment=u0nwm",
    );

    const query = Object.entries(writeLogFilter(filter)).flatMap(([name, value]) =>
      value === null ? [] : [[name, value]],
    );
    expect(readLogFilter(new URLSearchParams(query))).toEqual(filter);
    expect(filter).toMatchObject({ verdict: "retrying", kind: "resolve", payment: "u0nwm" });
  });

  it.each(["verdict=retrying", "kind=resolve", "direction=nowhere", "from=yesterday", "payment=%00%20"])(
    "ignores what its direction does not know: %s",
    (query) => {
      expect(read(query)).toEqual(read(""));
    },
  );
});

it("calls a kind that no version knows something else", () => {
  expect(logKind("cip.paid")).toBe("cip.paid");
  expect(logKind("cip.invented")).toBe("other");
  expect(logKind(null)).toBe("other");
});

it("takes only places of its own for the end of a page", () => {
  const place = "019aab00-0000-7000-8000-00000000000a";
  expect(readLogCursor(place)).toBe(place);
  for (const text of [null, "", "1", `${place}'`, place.toUpperCase()])
    expect(readLogCursor(text)).toBeNull();
});
