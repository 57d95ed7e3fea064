import { ChoiceList, Select, TextField, type IndexFiltersProps } from "@shopify/polaris";
import { useState } from "react";
import { PAYMENT_STEPS, UNKNOWN_CHANNEL, type ListFilter } from "#app/payments/payment-list-filter.ts";
import { channelText, hourText } from "../figures/figure-words.ts";
import { useWords, type MerchantWords } from "../words.tsx";

interface StepFieldsInput {
  filter: ListFilter;
  words: MerchantWords;
  set: (changes: Record<string, string>) => void;
}

const HOURS = [...Array(24).keys()];

/** Fields for how far payments came, when they began, and where they were paid: what the figures lead to the list with. */
export function stepFields({ filter, words, set }: StepFieldsInput): IndexFiltersProps["filters"] {
  const { say } = words;
  return [
    {
      key: "step",
      label: say("list.filter.step"),
      filter: (
        <ChoiceList
          title={say("list.filter.step")}
          titleHidden
          allowMultiple
          choices={PAYMENT_STEPS.map((value) => ({ value, label: say(`figures.step.${value}`) }))}
          selected={[...filter.steps]}
          onChange={(chosen) => set({ step: chosen.join(",") })}
        />
      ),
    },
    {
      key: "hour",
      label: say("list.filter.hour"),
      filter: (
        <Select
          label={say("list.filter.hour")}
          labelHidden
          options={[
            { value: "", label: say("list.filter.anyHour") },
            ...HOURS.map((hour) => ({ value: String(hour), label: hourText(hour) })),
          ]}
          value={filter.hour === null ? "" : String(filter.hour)}
          onChange={(hour) => set({ hour })}
        />
      ),
    },
    {
      key: "channel",
      label: say("list.filter.channel"),
      filter: <ChannelField channel={filter.channel} onLeave={(channel) => set({ channel })} />,
    },
  ];
}

/** The filters that are on, by the keys of their fields; empty text: not on. */
export function stepsApplied({ filter, words }: Omit<StepFieldsInput, "set">) {
  const { say } = words;
  return [
    { key: "step", label: filter.steps.map((step) => say(`figures.step.${step}`)).join(", ") },
    {
      key: "hour",
      label: filter.hour === null ? "" : say("list.applied.hour", { hours: hourText(filter.hour) }),
    },
    {
      key: "channel",
      label:
        filter.channel === null
          ? ""
          : say("list.applied.channel", { channel: channelText(filter.channel, words) }),
    },
  ];
}

/** A name is half typed most of the time: it counts when its field is left. */
function ChannelField(props: { channel: string | null; onLeave: (text: string) => void }) {
  const { say } = useWords();
  const [text, setText] = useState(props.channel ?? "");
  return (
    <TextField
      label={say("list.filter.channel")}
      helpText={say("list.filter.channelHelp", { sign: UNKNOWN_CHANNEL })}
      autoComplete="off"
      value={text}
      onChange={setText}
      onBlur={() => props.onLeave(text.trim())}
    />
  );
}
