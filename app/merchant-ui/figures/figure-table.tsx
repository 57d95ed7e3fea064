import type { ReactNode } from "react";
import type { ListFilter } from "#app/payments/payment-list-filter.ts";
import { MerchantLink } from "../merchant-link.tsx";
import { useFigureAddresses } from "./figure-addresses.ts";

export interface TableRow {
  key: string;
  label: string;
  cells: readonly ReactNode[];
}

/** A figure as a table. The keyboard can scroll it where it is wider than the screen. */
export function FigureTable(props: {
  caption: string;
  /** Of the first column, then of each cell. */
  headings: readonly string[];
  rows: readonly TableRow[];
}) {
  const { caption, headings, rows } = props;
  return (
    <div className="figures-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="figures-table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, cells }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              {cells.map((cell, index) => (
                <td key={headings[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A number that leads to the payments which it counts; nothing leads nowhere. */
export function LinkedCount(props: { text: string; count: number; filter: ListFilter }) {
  const { listOf } = useFigureAddresses();
  if (props.count === 0) return props.text;
  return (
    <MerchantLink url={listOf(props.filter)} monochrome>
      {props.text}
    </MerchantLink>
  );
}
