/** A file that was uploaded in parts, each sealed for its place: the file it is for its readers. */
import type { Queryable } from "#app/lib/database.server.ts";
import { Secret } from "#app/lib/secret.ts";
import type { SealedPlace, Vault } from "#app/lib/vault.server.ts";
import type { StatementFile } from "./statement-file.server.ts";
import { PART_BYTES } from "./statement-upload.ts";
import { loadPart } from "./statement-upload-queries.server.ts";
import { FileRefused } from "./statement-table.ts";

interface PartPlace {
  shop: string;
  uploadId: string;
  number: number;
}

export function sealPart(vault: Vault, place: PartPlace, bytes: Uint8Array): string {
  return vault.seal(new Secret(Buffer.from(bytes).toString("base64")), sealedPlace(place));
}

function sealedPlace({ shop, uploadId, number }: PartPlace): SealedPlace {
  return { shop, field: `statement-upload:${uploadId}:${number}` };
}

/** An archive is read in two places at a time: its directory at the end, and an entry. */
const OPEN_PARTS = 3;

/** Reads part after part, and keeps the last ones open. */
export function stagedFile(
  deps: { db: Queryable; vault: Vault },
  upload: { id: string; shop: string; size: number },
): StatementFile {
  const open = new Map<number, Buffer>();
  const partAt = async (number: number): Promise<Buffer> => {
    const known = open.get(number);
    if (known) return known;
    const sealed = await loadPart(deps.db, { uploadId: upload.id, number });
    if (sealed === null) throw new FileRefused("incomplete");
    const place = sealedPlace({ shop: upload.shop, uploadId: upload.id, number });
    const bytes = Buffer.from(deps.vault.open(sealed, place).reveal(), "base64");
    const [oldest] = open.keys();
    if (open.size >= OPEN_PARTS && oldest !== undefined) open.delete(oldest);
    open.set(number, bytes);
    return bytes;
  };
  return {
    size: upload.size,
    async read(offset, length) {
      const pieces: Buffer[] = [];
      for (let at = offset; at < offset + length;) {
        const number = Math.floor(at / PART_BYTES);
        const start = at - number * PART_BYTES;
        const piece = (await partAt(number)).subarray(start, start + offset + length - at);
        // A part that is shorter than it was taken for would be asked for again for ever.
        if (piece.length === 0) throw new FileRefused("incomplete");
        pieces.push(piece);
        at += piece.length;
      }
      return Buffer.concat(pieces);
    },
  };
}
