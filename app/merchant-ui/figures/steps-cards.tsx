import type { ReactNode } from "react";
import {
  FUNNEL_STEPS,
  type FiguresView,
  type FunnelStep,
  type StepCounts,
} from "#app/figures/figures-view.ts";
import { ofAmounts, ofChannel, ofDays, ofHour, whoReached } from "#app/figures/figure-links.ts";
import { UNKNOWN_CHANNEL, type ListFilter } from "#app/payments/payment-list-filter.ts";
import { noonOf } from "../home/days.ts";
import { useWords, type MerchantWords } from "../words.tsx";
import { LyingChart, UprightChart, type ChartPart, type Series } from "./bar-charts.tsx";
import { FigureCard } from "./figure-card.tsx";
import { FigureTable, LinkedCount, type TableRow } from "./figure-table.tsx";
import { amountText, channelText, hourText, percentText, spanText, stepText } from "./figure-words.ts";

/** The steps that a chart draws: what was started stands in the table, and is nearly what was issued. */
const DRAWN = ["issued", "seen", "kept", "paid"] as const satisfies readonly FunnelStep[];
/** Bars of more channels would be too many to compare; the table has them all. */
const DRAWN_CHANNELS = 8;

interface Part {
  key: string;
  label: string;
  /** What stands below its bars, where the label would be too long. */
  mark?: string;
  steps: StepCounts;
  filter: ListFilter;
}

/** From the first step to the last, of all payments. */
export function FunnelCard({ view }: { view: FiguresView }) {
  const words = useWords();
  const { say } = words;
  const { funnel, filter } = view;
  const parts = FUNNEL_STEPS.map((step) => ({
    ...{ key: step, label: say(`figures.step.${step}`) },
    ...{ values: [funnel[step]], step },
  }));
  return (
    <FigureCard
      title={say("figures.funnel.title")}
      note={say("figures.funnel.note")}
      isEmpty={funnel.started === 0}
      chart={
        <LyingChart
          id="funnel"
          title={say("figures.funnel.title")}
          description={say("figures.funnel.description", {
            ...{ started: funnel.started, issued: words.number(funnel.issued) },
            ...{ seen: words.number(funnel.seen), kept: words.number(funnel.kept) },
            paid: words.number(funnel.paid),
          })}
          series={[{ className: "figures-issued", label: say("figures.payments") }]}
          parts={parts}
          isNamed
          text={(_, index) => stepText(FUNNEL_STEPS[index] ?? "started", funnel, words)}
        />
      }
      table={
        <FigureTable
          caption={say("figures.funnel.title")}
          headings={[say("figures.step"), say("figures.payments"), say("figures.shareOfIssued")]}
          rows={parts.map(({ key, label, step, values: [count = 0] }) => ({
            ...{ key, label },
            cells: [
              <LinkedCount
                key="count"
                text={words.number(count)}
                count={count}
                filter={whoReached(filter, step)}
              />,
              percentText(step, funnel, words) ?? "–",
            ],
          }))}
        />
      }
    />
  );
}

export function DaysCard({ view }: { view: FiguresView }) {
  const words = useWords();
  const parts = view.days.map(({ steps, ...span }) => ({
    key: span.from,
    label: spanText(span, words),
    mark: words.date(noonOf(span.from)),
    steps,
    filter: ofDays(view.filter, span),
  }));
  return (
    <UprightSteps
      id="steps-by-day"
      title={words.say("figures.days.title")}
      heading={words.say("figures.day")}
      parts={parts}
    />
  );
}

export function HoursCard({ view }: { view: FiguresView }) {
  const { say } = useWords();
  const parts = view.hours.map(({ hour, steps }) => ({
    key: String(hour),
    label: hourText(hour),
    mark: hourText(hour).slice(0, 5),
    steps,
    filter: ofHour(view.filter, hour),
  }));
  return (
    <UprightSteps
      id="steps-by-hour"
      title={say("figures.hours.title")}
      heading={say("figures.hour")}
      parts={parts}
    />
  );
}

export function AmountsCard({ view }: { view: FiguresView }) {
  const words = useWords();
  const parts = view.amounts.map(({ steps, ...band }) => ({
    key: String(band.minCentimos),
    label: amountText(band, view.filter.currency, words),
    steps,
    filter: ofAmounts(view.filter, band),
  }));
  return (
    <LyingSteps
      id="steps-by-amount"
      title={words.say("figures.amounts.title")}
      heading={words.say("figures.amount")}
      parts={parts}
    />
  );
}

/** Where codes were paid, as far as statements say so. */
export function ChannelsCard({ view }: { view: FiguresView }) {
  const words = useWords();
  const { say } = words;
  const isKnown = view.channels.some(({ channel }) => channel !== UNKNOWN_CHANNEL);
  const parts = view.channels.map(({ channel, steps }) => ({
    key: channel,
    label: channelText(channel, words),
    steps,
    filter: ofChannel(view.filter, channel),
  }));
  return (
    <LyingSteps
      id="steps-by-channel"
      title={say("figures.channels.title")}
      note={say(isKnown ? "figures.channels.note" : "figures.channels.none")}
      heading={say("figures.channel")}
      parts={parts}
      drawn={DRAWN_CHANNELS}
    />
  );
}

interface StepsProps {
  id: string;
  title: string;
  note?: string;
  heading: string;
  parts: readonly Part[];
  /** How many parts are drawn at most. */
  drawn?: number;
}

function UprightSteps(props: StepsProps) {
  const words = useWords();
  const { id, title, parts } = props;
  return (
    <StepsCard {...props}>
      <UprightChart
        {...{ id, title, description: descriptionOf(title, parts, words) }}
        series={stepSeries(words)}
        parts={chartParts(parts)}
        tick={words.number}
      />
    </StepsCard>
  );
}

function LyingSteps(props: StepsProps) {
  const words = useWords();
  const { id, title, parts } = props;
  return (
    <StepsCard {...props}>
      <LyingChart
        {...{ id, title, description: descriptionOf(title, parts, words) }}
        series={stepSeries(words)}
        parts={chartParts(parts.slice(0, props.drawn))}
        isNamed
        text={words.number}
      />
    </StepsCard>
  );
}

function StepsCard(props: StepsProps & { children: ReactNode }) {
  const { say, number } = useWords();
  const { title, note, heading, parts } = props;
  const rows = parts.map(({ key, label, steps, filter }): TableRow => ({
    ...{ key, label },
    cells: FUNNEL_STEPS.map((step) => (
      <LinkedCount
        key={step}
        text={number(steps[step])}
        count={steps[step]}
        filter={whoReached(filter, step)}
      />
    )),
  }));
  return (
    <FigureCard
      title={title}
      {...(note !== undefined && { note })}
      isEmpty={parts.every(({ steps }) => steps.started === 0)}
      chart={props.children}
      table={
        <FigureTable
          caption={title}
          headings={[heading, ...FUNNEL_STEPS.map((step) => say(`figures.step.${step}`))]}
          rows={rows}
        />
      }
    />
  );
}

function stepSeries({ say }: MerchantWords): Series[] {
  return DRAWN.map((step) => ({ className: `figures-${step}`, label: say(`figures.step.${step}`) }));
}

function chartParts(parts: readonly Part[]): ChartPart[] {
  return parts.map(({ key, label, mark, steps }) => ({
    key,
    label: mark ?? label,
    values: DRAWN.map((step) => steps[step]),
  }));
}

/** The part in which most were paid: what the drawing shows first. */
function descriptionOf(title: string, parts: readonly Part[], { say }: MerchantWords): string {
  const best = parts.reduce<Part | null>(
    (found, part) => (found === null || part.steps.paid > found.steps.paid ? part : found),
    null,
  );
  if (best === null || best.steps.paid === 0) return say("figures.nonePaid", { title });
  return say("figures.mostPaid", { title, part: best.label, paid: best.steps.paid });
}
