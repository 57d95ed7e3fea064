/** XML of a workbook, piece by piece: no document tree, no document type, no entity but XML's own five, no endless text. */
import { SaxesParser } from "saxes";
import { FileRefused } from "./statement-table.ts";

export interface XmlHandlers {
  /** Names without their prefix: some tools write `x:row`. */
  open(name: string, attribute: (name: string) => string | null): void;
  close(name: string): void;
  text(text: string): void;
}

/** What may come without one tag: beyond it the parser would hold whatever is sent. */
const MOST_BETWEEN_TAGS = 1_000_000;

/** Feeds the handlers; gives way after every piece, so that the caller can pass on what has come together. */
export async function* readXml(
  pieces: AsyncIterable<Buffer>,
  handlers: XmlHandlers,
): AsyncGenerator<undefined, void> {
  let sinceTag = 0;
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on("error", () => {
    throw new FileRefused("damaged");
  });
  // A document type declares entities: files of the machine, addresses, or a text that doubles a hundred times.
  parser.on("doctype", () => {
    throw new FileRefused("has-doctype");
  });
  parser.on("opentag", ({ name, attributes }) => {
    sinceTag = 0;
    handlers.open(local(name), (wanted) => attributes[wanted] ?? null);
  });
  parser.on("closetag", ({ name }) => {
    sinceTag = 0;
    handlers.close(local(name));
  });
  parser.on("text", (text) => handlers.text(text));
  parser.on("cdata", (text) => handlers.text(text));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (piece?: Buffer) => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      throw new FileRefused("damaged"); // Not the encoding that the format asks for.
    }
  };
  for await (const piece of pieces) {
    sinceTag += piece.length;
    parser.write(decode(piece));
    if (sinceTag > MOST_BETWEEN_TAGS) throw new FileRefused("cell-too-long");
    yield undefined;
  }
  parser.write(decode());
  parser.close();
  yield undefined;
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
