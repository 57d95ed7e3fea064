import { InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { lyingBars, uprightBars } from "./bars-geometry.ts";

export interface Series {
  /** Of `figures.css`: it gives bars and legend one colour. */
  className: string;
  label: string;
}

export interface ChartPart {
  key: string;
  label: string;
  values: readonly number[];
}

interface ChartProps {
  /** The page's only drawing of this name. */
  id: string;
  title: string;
  /** What a person would be told who cannot see it. */
  description: string;
  series: readonly Series[];
  parts: readonly ChartPart[];
}

/** Bars that stand beside each other, for parts in an order of time. */
export function UprightChart(props: ChartProps & { tick: (value: number) => string }) {
  const { parts, series } = props;
  const drawn = uprightBars(
    parts.map(({ values }) => values),
    props.tick,
  );
  const { plot } = drawn;
  return (
    <>
      <Legend series={series} />
      <Drawing {...props} width={drawn.width} height={drawn.height}>
        {drawn.ticks.map(({ value, y }) => (
          <g key={value}>
            <line className="figures-line" x1={plot.left} x2={plot.right} y1={y} y2={y} />
            <text x={plot.left - 6} y={y + 4} textAnchor="end">
              {props.tick(value)}
            </text>
          </g>
        ))}
        {drawn.parts.map((bars, part) => (
          <g key={parts[part]?.key}>
            {bars.map((bar, index) => (
              <rect key={series[index]?.label} className={series[index]?.className} {...bar} />
            ))}
          </g>
        ))}
        {drawn.labels.map(({ part, x, anchor }) => (
          <text key={part} x={x} y={drawn.height - 8} textAnchor={anchor}>
            {parts[part]?.label}
          </text>
        ))}
      </Drawing>
    </>
  );
}

/** Bars that lie one below the other, each with what it says; for parts with long names. */
export function LyingChart(
  props: ChartProps & { isNamed: boolean; text: (value: number, part: number) => string },
) {
  const { parts, series, isNamed } = props;
  const drawn = lyingBars(
    parts.map(({ values }) => values),
    { named: isNamed },
  );
  return (
    <>
      {series.length > 1 && <Legend series={series} />}
      <Drawing {...props} width={drawn.width} height={drawn.height}>
        {parts.map((part, index) => {
          const place = drawn.parts[index];
          return (
            <g key={part.key}>
              {isNamed && (
                <text className="figures-name" x={0} y={place?.nameY}>
                  {part.label}
                </text>
              )}
              {place?.bars.map(({ textX, textY, ...bar }, number) => (
                <g key={series[number]?.label}>
                  <rect className={series[number]?.className} {...bar} />
                  <text x={textX} y={textY}>
                    {props.text(part.values[number] ?? 0, index)}
                  </text>
                </g>
              ))}
            </g>
          );
        })}
      </Drawing>
    </>
  );
}

function Drawing(
  props: Pick<ChartProps, "id" | "title" | "description"> & {
    width: number;
    height: number;
    children: ReactNode;
  },
) {
  const { id, width, height } = props;
  return (
    <svg
      className="figures-chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-description`}
    >
      <title id={`${id}-title`}>{props.title}</title>
      <desc id={`${id}-description`}>{props.description}</desc>
      {props.children}
    </svg>
  );
}

function Legend({ series }: { series: readonly Series[] }) {
  return (
    <InlineStack gap="400">
      {series.map(({ className, label }) => (
        <InlineStack key={label} gap="100" blockAlign="center">
          <span className={`figures-swatch ${className}`} aria-hidden="true" />
          <Text as="span" variant="bodySm">
            {label}
          </Text>
        </InlineStack>
      ))}
    </InlineStack>
  );
}
