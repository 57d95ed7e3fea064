import { useNavigate, useNavigation } from "@remix-run/react";
import { writeListFilter, type ListFilter } from "#app/payments/payment-list-filter.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { addressOf } from "../merchant-link.tsx";

const PATH = "/app/payments";

/** Addresses of the list under other filters, and the way to them. Every filter is an address: to be kept, and sent to a colleague. */
export function useListAddress() {
  const { keptQuery } = useAdminFrame();
  const navigate = useNavigate();
  const navigation = useNavigation();
  const addressFor = (filter: ListFilter, more: Record<string, string | null> = {}) =>
    addressOf(PATH, { ...writeListFilter(filter), ...more }, keptQuery);
  return {
    addressFor,
    exportAddress: (filter: ListFilter) => addressOf(`${PATH}/export`, writeListFilter(filter), keptQuery),
    totalsAddress: (filter: ListFilter) => addressOf(`${PATH}/totals`, writeListFilter(filter), keptQuery),
    /** A changed filter takes the place of the one before: *back* leaves the list, and does not undo keystrokes. */
    show: (filter: ListFilter) => navigate(addressFor(filter), { replace: true, preventScrollReset: true }),
    isLoading: navigation.state === "loading",
  };
}
