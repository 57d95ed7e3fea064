import type { TestWorld } from "../setup/world.ts";

export interface Scrape {
  text: string;
  /** Every metric that is served, with its type. */
  types: ReadonlyMap<string, string>;
  /** The sum of all series of this name that have these labels; null where there is none. */
  value(name: string, labels?: Readonly<Record<string, string>>): number | null;
}

/** What Prometheus reads from a private port: the world's own, or that of another process. */
export async function scrape({ system }: TestWorld, port = system.opsPort): Promise<Scrape> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  if (!answer.ok) throw new Error(`the metrics were answered ${answer.status}`);
  const text = await answer.text();
  const types = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = "", type = ""]) => [name, type] as const),
  );
  const samples = [...text.matchAll(/^([a-z_0-9]+)(?:\{(.*)\})? (\S+)$/gm)].map(
    ([, name = "", labels = "", value = ""]) => ({ name, labels: labelsOf(labels), value: Number(value) }),
  );
  return {
    text,
    types,
    value: (name, labels = {}) => {
      const found = samples.filter(
        (sample) =>
          sample.name === name &&
          Object.entries(labels).every(([label, value]) => sample.labels.get(label) === value),
      );
      return found.length === 0 ? null : found.reduce((sum, sample) => sum + sample.value, 0);
    },
  };
}

function labelsOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value] as const),
  );
}
