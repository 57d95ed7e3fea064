import { textStream } from "#app/lib/text-stream.ts";
import { figuresHead, figuresLines, type FiguresWords } from "#app/figures/figures-csv.ts";
import { seeFiguresOfEach, type FiguresDeps } from "#app/figures/see-figures.server.ts";

/**
 * What the page of figures shows under the same address, as CSV, each currency after the other. It holds sums and counts, and nothing
 * of a shopper: unlike an export of payments it is not written down.
 */
export function exportFigures(
  deps: FiguresDeps,
  input: { shopId: string; query: URLSearchParams; words: FiguresWords },
): ReadableStream<Uint8Array> {
  return textStream(lines(deps, input));
}

async function* lines(
  deps: FiguresDeps,
  { words, ...input }: Parameters<typeof exportFigures>[1],
): AsyncGenerator<string, void> {
  yield figuresHead(words);
  for await (const view of seeFiguresOfEach(deps, input)) {
    yield [...figuresLines(view, words)].join("");
  }
}
