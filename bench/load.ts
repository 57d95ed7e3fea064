/**
 * A closed-loop load: each connection sends its next request when the last one was answered. The same generator drives
 * the app and the floor, so that its own cost falls on both.
 */
import { Client } from "undici";

export interface LoadResult {
  requests: number;
  rps: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  /** Until the answer began. */
  firstByteP95Ms: number;
}

export interface Shot {
  path: string;
  headers: Record<string, string>;
  /** Without one it is a GET. */
  body?: string;
}

/** Runs for `seconds` on `connections` connections, or until `requests` were sent. Throws at the first answer that is not 200. */
export async function load(input: {
  origin: string;
  connections: number;
  seconds: number;
  requests?: number;
  next: () => Shot;
}): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const firstBytesMs: number[] = [];
  const begun = performance.now();
  const endAt = begun + input.seconds * 1_000;
  let left = input.requests ?? Infinity;
  const one = async () => {
    const client = new Client(input.origin, { pipelining: 1 });
    try {
      while (performance.now() < endAt && left-- > 0) {
        const shot = input.next();
        const sentAt = performance.now();
        const method = shot.body === undefined ? "GET" : "POST";
        const answer = await client.request({ method, ...shot });
        firstBytesMs.push(performance.now() - sentAt);
        const text = await answer.body.text();
        if (answer.statusCode !== 200)
          throw new Error(`${input.origin}${shot.path}: ${answer.statusCode} ${text}`);
        latenciesMs.push(performance.now() - sentAt);
      }
    } finally {
      await client.close();
    }
  };
  await Promise.all(Array.from({ length: input.connections }, one));
  const seconds = (performance.now() - begun) / 1_000;
  return {
    requests: latenciesMs.length,
    rps: latenciesMs.length / seconds,
    p50Ms: quantile(latenciesMs, 0.5),
    p95Ms: quantile(latenciesMs, 0.95),
    p99Ms: quantile(latenciesMs, 0.99),
    firstByteP95Ms: quantile(firstBytesMs, 0.95),
  };
}

/** The q-quantile of the numbers (0 … 1); 0 of none. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}
