/** An uploaded file as its readers see it: some bytes from somewhere in it at a time, never all of them. */
export interface StatementFile {
  size: number;
  /** Exactly these bytes; asked for within the file. */
  read(offset: number, length: number): Promise<Buffer>;
}

const PIECE = 64 * 1024;

/** The bytes from `start` up to `end`, in pieces. */
export async function* piecesOf(
  file: StatementFile,
  start = 0,
  end = file.size,
): AsyncGenerator<Buffer, void> {
  for (let offset = start; offset < end; offset += PIECE) {
    yield await file.read(offset, Math.min(PIECE, end - offset));
  }
}
