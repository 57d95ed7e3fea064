import { IndexFilters, IndexFiltersMode, useSetIndexFiltersMode } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { PaymentList } from "#app/payments/payment-list.ts";
import {
  isNarrowed,
  LIST_SORTS,
  PAYMENT_VIEWS,
  widened,
  type ListFilter,
  type ListSort,
} from "#app/payments/payment-list-filter.ts";
import { useWords, type MerchantWords } from "../words.tsx";
import { appliedFilters, filterFields } from "./filter-fields.tsx";
import { useListAddress } from "./list-address.ts";

/** Typing searches by itself after this long. */
const TYPING_MS = 400;

/** Views as tabs, which are links; search, filters and order as Polaris has them. */
export function ListFilters({ list }: { list: PaymentList }) {
  const words = useWords();
  const { say } = words;
  const { addressFor, show, isLoading } = useListAddress();
  const { filter } = list;
  const { mode, setMode } = useSetIndexFiltersMode(
    isNarrowed(filter) ? IndexFiltersMode.Filtering : IndexFiltersMode.Default,
  );
  const [typed, setTyped] = useTypedSearch(filter, show);
  const tabs = PAYMENT_VIEWS.map((view) => ({
    id: `view-${view}`,
    content: say(`list.view.${view}`),
    url: addressFor({ ...widened(filter), view, mode: filter.mode }),
    isLocked: true,
  }));
  return (
    <IndexFilters
      tabs={tabs}
      selected={PAYMENT_VIEWS.indexOf(filter.view)}
      canCreateNewView={false}
      mode={mode}
      setMode={setMode}
      queryValue={typed}
      queryPlaceholder={say("list.search.placeholder")}
      onQueryChange={setTyped}
      onQueryClear={() => setTyped("")}
      filters={filterFields({ filter, words, onChange: show })}
      appliedFilters={appliedFilters({ filter, words, onChange: show })}
      onClearAll={() => show({ ...widened(filter), view: "all" })}
      cancelAction={{ onAction: () => show(widened(filter)) }}
      sortOptions={sortOptions(words)}
      sortSelected={[filter.sort.replace("-", " ")]}
      onSort={([chosen]) => {
        const sort = LIST_SORTS.find((known) => known.replace("-", " ") === chosen);
        if (sort) show({ ...filter, sort });
      }}
      loading={isLoading}
      filteringAccessibilityLabel={say("list.filter.open")}
      filteringAccessibilityTooltip={say("list.filter.open")}
    />
  );
}

/** What stands in the search field: the address follows it, and it follows the address when that is changed otherwise. */
function useTypedSearch(filter: ListFilter, show: (filter: ListFilter) => void) {
  const [typed, setTyped] = useState(filter.q);
  useEffect(() => setTyped(filter.q), [filter.q]);
  useEffect(() => {
    if (typed.trim() === filter.q) return;
    const timer = setTimeout(() => show({ ...filter, q: typed.trim() }), TYPING_MS);
    return () => clearTimeout(timer);
    // Only what is typed sets it off: a filter that changes meanwhile does so by an address of its own.
  }, [typed]);
  return [typed, setTyped] as const;
}

function sortOptions({ say }: MerchantWords) {
  const directions: Record<ListSort, string> = {
    "created-desc": say("list.sort.newest"),
    "created-asc": say("list.sort.oldest"),
    "expires-asc": say("list.sort.soonest"),
    "expires-desc": say("list.sort.latest"),
    "amount-desc": say("list.sort.highest"),
    "amount-asc": say("list.sort.lowest"),
  };
  const option = (by: "created" | "expires" | "amount", direction: "asc" | "desc") => ({
    label: say(`list.sort.${by}`),
    value: `${by} ${direction}` as const,
    directionLabel: directions[`${by}-${direction}`],
  });
  return (["created", "expires", "amount"] as const).flatMap((by) => [
    option(by, "asc"),
    option(by, "desc"),
  ]);
}
