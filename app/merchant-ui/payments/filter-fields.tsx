import { BlockStack, ChoiceList, TextField, type IndexFiltersProps } from "@shopify/polaris";
import { useState } from "react";
import { CURRENCIES, toDecimalText } from "#app/lib/money.ts";
import {
  LIST_MODES,
  limaDayStart,
  readListFilter,
  wantedStatuses,
  writeListFilter,
  type ListFilter,
  type ListMode,
} from "#app/payments/payment-list-filter.ts";
import { MONEY_STAGES } from "#app/payments/payment-money.ts";
import { PAYMENT_STATUSES } from "#app/payments/payment-status.ts";
import { useWords, type MerchantWords } from "../words.tsx";
import { stepFields, stepsApplied } from "./step-fields.tsx";

interface FieldsInput {
  filter: ListFilter;
  words: MerchantWords;
  onChange: (filter: ListFilter) => void;
}

/** One field for each filter. What does not fit in one is ignored, as in an address. */
export function filterFields({ filter, words, onChange }: FieldsInput): IndexFiltersProps["filters"] {
  const { say } = words;
  const set = (changes: Record<string, string>) => onChange(changed(filter, changes));
  return [
    {
      key: "dates",
      label: say("list.filter.dates"),
      filter: <DateFields filter={filter} onChange={set} />,
      pinned: true,
    },
    {
      key: "state",
      label: say("list.filter.state"),
      filter: (
        <ChoiceList
          title={say("list.filter.state")}
          titleHidden
          allowMultiple
          choices={PAYMENT_STATUSES.map((value) => ({ value, label: say(`status.${value}`) }))}
          selected={filter.view === "all" ? [...filter.states] : [...wantedStatuses(filter)]}
          // What is chosen here is all that is meant: a view besides would only take from it.
          onChange={(chosen) => set({ state: chosen.join(","), view: "" })}
        />
      ),
      pinned: true,
    },
    moneyField(filter, words, set),
    {
      key: "amount",
      label: say("list.filter.amount"),
      filter: <AmountFields filter={filter} onChange={set} />,
    },
    {
      key: "currency",
      label: say("list.filter.currency"),
      filter: (
        <ChoiceList
          title={say("list.filter.currency")}
          titleHidden
          choices={CURRENCIES.map((value) => ({ value, label: value }))}
          selected={filter.currency ? [filter.currency] : []}
          onChange={([chosen]) => set({ currency: chosen ?? "" })}
        />
      ),
    },
    {
      key: "mode",
      label: say("list.filter.mode"),
      filter: (
        <ChoiceList
          title={say("list.filter.mode")}
          titleHidden
          choices={LIST_MODES.map((value) => ({ value, label: modeText(value, words) }))}
          selected={filter.mode ? [filter.mode] : []}
          onChange={([chosen]) => set({ mode: chosen ?? "" })}
        />
      ),
    },
    ...stepFields({ filter, words, set }),
  ];
}

function moneyField(
  filter: ListFilter,
  { say }: MerchantWords,
  set: (changes: Record<string, string>) => void,
): IndexFiltersProps["filters"][number] {
  return {
    key: "money",
    label: say("fees.stage.title"),
    filter: (
      <ChoiceList
        title={say("fees.stage.title")}
        titleHidden
        choices={MONEY_STAGES.map((value) => ({ value, label: say(`fees.stage.${value}`) }))}
        selected={filter.money ? [filter.money] : []}
        onChange={([chosen]) => set({ money: chosen ?? "" })}
      />
    ),
  };
}

/** The filters that are on, each with the way to take it off. */
export function appliedFilters({ filter, words, onChange }: FieldsInput) {
  const without = (...names: string[]) => ({
    onRemove: () => onChange(changed(filter, Object.fromEntries(names.map((name) => [name, ""])))),
  });
  const all = [
    { key: "dates", label: datesText(filter, words), ...without("from", "to") },
    { key: "state", label: statesText(filter, words), ...without("state", "view") },
    {
      key: "money",
      label: filter.money ? words.say(`fees.stage.${filter.money}`) : "",
      ...without("money"),
    },
    { key: "amount", label: amountsText(filter, words), ...without("min", "max") },
    { key: "currency", label: filter.currency ?? "", ...without("currency") },
    { key: "mode", label: filter.mode ? modeText(filter.mode, words) : "", ...without("mode") },
    ...stepsApplied({ filter, words }).map((applied) => ({ ...applied, ...without(applied.key) })),
  ];
  return all.filter(({ label }) => label !== "");
}

function changed(filter: ListFilter, changes: Record<string, string>): ListFilter {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...writeListFilter(filter), ...changes })) {
    if (value) query.set(name, value);
  }
  return readListFilter(query);
}

interface PairInput {
  filter: ListFilter;
  onChange: (changes: Record<string, string>) => void;
}

function DateFields({ filter, onChange }: PairInput) {
  const { say } = useWords();
  const field = { type: "date", autoComplete: "off" } as const;
  return (
    <BlockStack gap="200">
      <TextField
        {...field}
        label={say("list.filter.from")}
        value={filter.from ?? ""}
        onChange={(from) => onChange({ from })}
      />
      <TextField
        {...field}
        label={say("list.filter.to")}
        value={filter.to ?? ""}
        onChange={(to) => onChange({ to })}
      />
    </BlockStack>
  );
}

/** An amount is half typed most of the time: it counts when its field is left. */
function AmountFields({ filter, onChange }: PairInput) {
  const { say } = useWords();
  return (
    <BlockStack gap="200">
      <AmountField
        label={say("list.filter.min")}
        centimos={filter.minCentimos}
        onLeave={(min) => onChange({ min })}
      />
      <AmountField
        label={say("list.filter.max")}
        centimos={filter.maxCentimos}
        onLeave={(max) => onChange({ max })}
      />
    </BlockStack>
  );
}

function AmountField(props: { label: string; centimos: number | null; onLeave: (text: string) => void }) {
  const [text, setText] = useState(props.centimos === null ? "" : toDecimalText(props.centimos));
  return (
    <TextField
      label={props.label}
      inputMode="decimal"
      autoComplete="off"
      value={text}
      onChange={setText}
      onBlur={() => props.onLeave(text)}
    />
  );
}

function modeText(mode: ListMode, { say }: MerchantWords): string {
  return mode === "all" ? say("list.filter.allModes") : say(`status.mode.${mode}`);
}

/** Where filters are shown, Polaris shows no tabs: the view then stands among them. */
function statesText(filter: ListFilter, { say }: MerchantWords): string {
  if (filter.view === "all") return filter.states.map((status) => say(`status.${status}`)).join(", ");
  return filter.states.length === 0
    ? say(`list.view.${filter.view}`)
    : wantedStatuses(filter)
        .map((status) => say(`status.${status}`))
        .join(", ");
}

function datesText({ from, to }: ListFilter, { say, date }: MerchantWords): string {
  const shown = (day: string) => date(limaDayStart(day).toISOString());
  if (from !== null && to !== null)
    return say("list.applied.between", { from: shown(from), to: shown(to) });
  if (from !== null) return say("list.applied.from", { from: shown(from) });
  return to === null ? "" : say("list.applied.to", { to: shown(to) });
}

function amountsText({ minCentimos, maxCentimos }: ListFilter, { say }: MerchantWords): string {
  const min = minCentimos === null ? null : toDecimalText(minCentimos);
  const max = maxCentimos === null ? null : toDecimalText(maxCentimos);
  if (min !== null && max !== null) return say("list.applied.amountBetween", { min, max });
  if (min !== null) return say("list.applied.min", { min });
  return max === null ? "" : say("list.applied.max", { max });
}
