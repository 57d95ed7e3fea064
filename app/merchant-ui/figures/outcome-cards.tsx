import { BlockStack, InlineStack, Text } from "@shopify/polaris";
import { ofDays, whoStandsAt } from "#app/figures/figure-links.ts";
import type { FiguresView } from "#app/figures/figures-view.ts";
import { noonOf } from "../home/days.ts";
import { durationText } from "../home/figures.tsx";
import type { PaymentStatus } from "#app/payments/payment-status.ts";
import { useWords, type MerchantWords } from "../words.tsx";
import { LyingChart, UprightChart } from "./bar-charts.tsx";
import { FigureCard } from "./figure-card.tsx";
import { FigureTable, LinkedCount } from "./figure-table.tsx";
import { spanText, timeText } from "./figure-words.ts";

/** What became of the payments by now, in the statuses of the list. */
export function OutcomesCard({ view }: { view: FiguresView }) {
  const { say, money, number } = useWords();
  const { outcomes, filter } = view;
  const title = say("figures.outcomes.title");
  const some = outcomes.filter(({ count }) => count > 0);
  return (
    <FigureCard
      title={title}
      note={say("figures.outcomes.note")}
      isEmpty={some.length === 0}
      chart={
        <LyingChart
          id="outcomes"
          title={title}
          description={say("figures.outcomes.description")}
          series={[{ className: "figures-issued", label: say("figures.payments") }]}
          parts={some.map(({ status, count }) => ({
            key: status,
            label: say(`status.${status}`),
            values: [count],
          }))}
          isNamed
          text={number}
        />
      }
      table={
        <FigureTable
          caption={title}
          headings={[say("figures.status"), say("figures.payments"), say("figures.amount")]}
          rows={outcomes.map(({ status, count, centimos }) => ({
            key: status,
            label: say(`status.${status}`),
            cells: [
              <LinkedCount
                key="count"
                text={number(count)}
                count={count}
                filter={whoStandsAt(filter, status)}
              />,
              money({ centimos, currency: filter.currency }),
            ],
          }))}
        />
      }
    />
  );
}

/** How long it took from the creation of a code to its payment. */
export function TimesCard({ view }: { view: FiguresView }) {
  const words = useWords();
  const { say, number } = words;
  const { times, filter } = view;
  const title = say("figures.times.title");
  const parts = times.bands.map((band) => ({
    key: String(band.fromMinutes),
    label: timeText(band, words),
    values: [band.count],
  }));
  return (
    <FigureCard
      title={title}
      note={say("figures.times.note")}
      isEmpty={times.measured === 0}
      chart={
        <LyingChart
          id="times"
          title={title}
          description={say("figures.times.description", {
            median: durationText(times.medianMs, words),
            p90: durationText(times.p90Ms, words),
          })}
          series={[{ className: "figures-paid", label: say("figures.step.paid") }]}
          parts={parts}
          isNamed
          text={number}
        />
      }
      table={
        <FigureTable
          caption={title}
          headings={[say("figures.times.took"), say("figures.step.paid")]}
          rows={parts.map(({ key, label, values: [count = 0] }) => ({
            key,
            label,
            cells: [number(count)],
          }))}
        />
      }
    >
      <InlineStack gap="600">
        <Value label={say("figures.times.median")} value={durationText(times.medianMs, words)} />
        <Value label={say("figures.times.p90")} value={durationText(times.p90Ms, words)} />
      </InlineStack>
      <Text as="p" tone="subdued">
        <LinkedCount
          text={say("figures.times.of", { count: times.measured })}
          count={times.measured}
          filter={whoStandsAt(filter, "paid")}
        />
        {times.unmeasured > 0 &&
          ` · ${say("figures.times.unmeasured", { count: number(times.unmeasured) })}`}
      </Text>
    </FigureCard>
  );
}

/** What was collected, and what shoppers let expire, by the day on which the payment began. */
export function ValuesCard({ view }: { view: FiguresView }) {
  const words = useWords();
  const { say, number } = words;
  const { values } = view;
  const title = say("figures.values.title");
  const [paid, expired] = [sumAt(view, "paid", words), sumAt(view, "expired", words)];
  return (
    <FigureCard
      title={title}
      note={say("figures.values.note")}
      isEmpty={values.every((value) => value.paidCentimos === 0 && value.expiredCentimos === 0)}
      chart={
        <UprightChart
          id="values"
          title={title}
          description={say("figures.values.description", { paid, expired })}
          series={[
            { className: "figures-paid", label: say("figures.values.paid") },
            { className: "figures-expired", label: say("figures.values.expired") },
          ]}
          parts={values.map(({ paidCentimos, expiredCentimos, from }) => ({
            key: from,
            label: words.date(noonOf(from)),
            values: [paidCentimos, expiredCentimos],
          }))}
          // A line stands for whole soles or dollars; the exact sums are in the table.
          tick={(centimos) => number(Math.round(centimos / 100))}
        />
      }
      table={<ValuesTable view={view} />}
    >
      <InlineStack gap="600">
        <Value label={say("figures.values.paid")} value={paid} />
        <Value label={say("figures.values.expired")} value={expired} />
      </InlineStack>
    </FigureCard>
  );
}

function ValuesTable({ view }: { view: FiguresView }) {
  const words = useWords();
  const { say, money } = words;
  const { filter } = view;
  return (
    <FigureTable
      caption={say("figures.values.title")}
      headings={[say("figures.day"), say("figures.values.paid"), say("figures.values.expired")]}
      rows={view.values.map(({ paidCentimos, expiredCentimos, ...span }) => {
        const sum = (status: "paid" | "expired", centimos: number) => (
          <LinkedCount
            key={status}
            text={money({ centimos, currency: filter.currency })}
            count={centimos}
            filter={whoStandsAt(ofDays(filter, span), status)}
          />
        );
        return {
          key: span.from,
          label: spanText(span, words),
          cells: [sum("paid", paidCentimos), sum("expired", expiredCentimos)],
        };
      })}
    />
  );
}

function sumAt(view: FiguresView, status: PaymentStatus, { money }: MerchantWords): string {
  const outcome = view.outcomes.find((each) => each.status === status);
  return money({ centimos: outcome?.centimos ?? 0, currency: view.filter.currency });
}

function Value({ label, value }: { label: string; value: string }) {
  return (
    <BlockStack gap="050">
      <Text as="p" tone="subdued">
        {label}
      </Text>
      <Text as="p" variant="headingLg">
        {value}
      </Text>
    </BlockStack>
  );
}
