import { BlockStack, Button, Card, DataTable, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import type { HomeView } from "#app/payments/home-view.ts";
import { noonOf } from "./days.ts";
import { useWords } from "../words.tsx";
import { chartGeometry } from "./chart-geometry.ts";

/** Codes of each day and how many of them were paid: drawn on the server, and readable as a table. */
export function CodesChart({ view }: { view: HomeView }) {
  const { say } = useWords();
  const [isTable, setTable] = useState(false);
  const { figures } = view;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {say("home.chart.title")}
          </Text>
          {figures.created > 0 && (
            <Button variant="plain" onClick={() => setTable(!isTable)}>
              {say(isTable ? "home.chart.asChart" : "home.chart.asTable")}
            </Button>
          )}
        </InlineStack>
        {figures.created === 0 && <Text as="p">{say("home.chart.empty")}</Text>}
        {figures.created > 0 && (isTable ? <ChartTable view={view} /> : <ChartDrawing view={view} />)}
      </BlockStack>
    </Card>
  );
}

function ChartDrawing({ view }: { view: HomeView }) {
  const words = useWords();
  const { figures, period } = view;
  const chart = chartGeometry(figures.days);
  const description = words.say("home.chart.description", {
    from: words.date(noonOf(period.from)),
    to: words.date(noonOf(period.to)),
    created: figures.created,
    paid: figures.paid,
  });
  return (
    <>
      <InlineStack gap="400">
        <Legend
          className="admin-swatch admin-swatch-created"
          label={words.say("home.chart.created")}
          count={figures.created}
        />
        <Legend
          className="admin-swatch admin-swatch-paid"
          label={words.say("home.chart.paid")}
          count={figures.paid}
        />
      </InlineStack>
      <svg
        className="admin-chart"
        viewBox={`0 0 ${chart.width} ${chart.height}`}
        role="img"
        aria-labelledby="codes-chart-title codes-chart-description"
      >
        <title id="codes-chart-title">{words.say("home.chart.title")}</title>
        <desc id="codes-chart-description">{description}</desc>
        {chart.ticks.map(({ count, y }) => (
          <g key={count}>
            <line className="admin-chart-line" x1={chart.plot.left} x2={chart.plot.right} y1={y} y2={y} />
            <text x={chart.plot.left - 6} y={y + 4} textAnchor="end">
              {words.number(count)}
            </text>
          </g>
        ))}
        {chart.bars.map(({ day, x, width, created, paid }) => (
          <g key={day}>
            <rect className="admin-chart-created" x={x} width={width} {...created} />
            <rect className="admin-chart-paid" x={x} width={width} {...paid} />
          </g>
        ))}
        {chart.dayLabels.map(({ day, x, anchor }) => (
          <text key={anchor} x={x} y={chart.height - 6} textAnchor={anchor}>
            {words.date(noonOf(day))}
          </text>
        ))}
      </svg>
    </>
  );
}

function Legend(props: { className: string; label: string; count: number }) {
  const { number } = useWords();
  return (
    <InlineStack gap="100" blockAlign="center">
      <span className={props.className} aria-hidden="true" />
      <Text as="span" variant="bodySm">
        {props.label}
      </Text>
      <Text as="span" variant="bodySm" fontWeight="semibold">
        {number(props.count)}
      </Text>
    </InlineStack>
  );
}

function ChartTable({ view }: { view: HomeView }) {
  const { say, date, number } = useWords();
  const rows = view.figures.days.map(({ day, created, paid }) => [
    date(noonOf(day)),
    number(created),
    number(paid),
  ]);
  return (
    <DataTable
      columnContentTypes={["text", "numeric", "numeric"]}
      headings={[say("home.chart.day"), say("home.chart.created"), say("home.chart.paid")]}
      rows={rows}
    />
  );
}
