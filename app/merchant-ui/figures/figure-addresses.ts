import { useNavigate } from "@remix-run/react";
import type { FiguresView } from "#app/figures/figures-view.ts";
import { writeListFilter, type ListFilter } from "#app/payments/payment-list-filter.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { addressOf } from "../merchant-link.tsx";

const PATH = "/app/figures";

/** Addresses of the figures under other filters, of the payments behind them, and of their file. */
export function useFigureAddresses() {
  const { keptQuery } = useAdminFrame();
  const navigate = useNavigate();
  return {
    listOf: (filter: ListFilter) => addressOf("/app/payments", writeListFilter(filter), keptQuery),
    /** The days and the mode that are shown, in every currency that was asked for. */
    fileOf: ({ filter, asked }: FiguresView) =>
      addressOf(`${PATH}/export`, writeListFilter({ ...filter, currency: asked.currency }), keptQuery),
    /** A changed filter takes the place of the one before: *back* leaves the page. */
    show: (filter: ListFilter) =>
      navigate(addressOf(PATH, writeListFilter(filter), keptQuery), {
        replace: true,
        preventScrollReset: true,
      }),
  };
}
