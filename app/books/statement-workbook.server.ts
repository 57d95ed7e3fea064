/**
 * A workbook (XLSX: ECMA-376, part 1, chapter 18) as rows of cells. Only what stands in the cells is read: no formula is worked out
 * (its last result counts), no style, picture, macro or link is looked at.
 */
import { openArchive, type Archive } from "./statement-zip.server.ts";
import type { StatementFile } from "./statement-file.server.ts";
import { readTexts, TextTable } from "./statement-texts.server.ts";
import { readXml } from "./statement-xml.server.ts";
import { FileRefused } from "./statement-table.ts";

export interface Sheet {
  /** The entry in the archive. */
  entry: string;
  isHidden: boolean;
}

export interface Workbook {
  archive: Archive;
  sheets: readonly Sheet[];
  is1904: boolean;
  /** Reads the table of texts, or its first ones. */
  texts(count?: number): Promise<TextTable>;
}

interface Relation {
  id: string;
  type: string;
  target: string;
}

export async function openWorkbook(file: StatementFile): Promise<Workbook> {
  const archive = await openArchive(file);
  const root = (await relationsOf(archive, "_rels/.rels", "")).find(
    ({ type }) => type === "officeDocument",
  );
  const entry = root?.target ?? "";
  if (!archive.has(entry)) throw new FileRefused("no-workbook");
  const folder = entry.slice(0, entry.lastIndexOf("/") + 1);
  const name = entry.slice(folder.length);
  const relations = await relationsOf(archive, `${folder}_rels/${name}.rels`, folder);
  const { sheets, is1904 } = await sheetsOf(archive, entry, relations);
  if (sheets.length === 0) throw new FileRefused("no-workbook");
  const texts = relations.find(({ type }) => type === "sharedStrings")?.target;
  return {
    ...{ archive, sheets, is1904 },
    texts: async (count) =>
      texts !== undefined && archive.has(texts) ? readTexts(archive.open(texts), count) : new TextTable(),
  };
}

async function relationsOf(archive: Archive, entry: string, folder: string): Promise<Relation[]> {
  if (!archive.has(entry)) return [];
  const found: Relation[] = [];
  await drain(
    readXml(archive.open(entry), {
      ...NOTHING,
      open(name, attribute) {
        if (name !== "Relationship" || attribute("TargetMode") === "External") return;
        const target = attribute("Target") ?? "";
        const type = attribute("Type") ?? "";
        found.push({
          id: attribute("Id") ?? "",
          type: type.slice(type.lastIndexOf("/") + 1),
          target: target.startsWith("/") ? target.slice(1) : `${folder}${target}`,
        });
      },
    }),
  );
  return found;
}

async function sheetsOf(archive: Archive, entry: string, relations: readonly Relation[]) {
  const sheets: Sheet[] = [];
  let is1904 = false;
  await drain(
    readXml(archive.open(entry), {
      ...NOTHING,
      open(name, attribute) {
        if (name === "workbookPr") is1904 = ["1", "true"].includes(attribute("date1904") ?? "");
        if (name !== "sheet") return;
        const id = attribute("r:id") ?? attribute("id");
        const relation = relations.find((known) => known.id === id && known.type === "worksheet");
        if (relation && archive.has(relation.target))
          sheets.push({
            entry: relation.target,
            isHidden: (attribute("state") ?? "visible") !== "visible",
          });
      },
    }),
  );
  return { sheets, is1904 };
}

const NOTHING = { open: () => undefined, close: () => undefined, text: () => undefined };

/** What lists a workbook's parts is small; whatever is longer lists something else. */
const MOST_PIECES = 200;

async function drain(reading: AsyncIterable<undefined>): Promise<void> {
  let pieces = 0;
  for await (const _ of reading) {
    pieces += 1;
    if (pieces > MOST_PIECES) throw new FileRefused("too-large-inside");
  }
}
