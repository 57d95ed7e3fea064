/** Poppler's reader of PDFs, with which the tests read back what an accountant is handed. */
import { findProgram, installFromDebian } from "./system-program.ts";

const NAMES = ["pdftotext"];

/** Installs it where there is none and this process may. */
export function installPdftotext(): void {
  if (findProgram(NAMES) === null) installFromDebian("poppler-utils");
}

/** Its path. Throws with what to do by hand where it is missing. */
export function requirePdftotext(): string {
  const found = findProgram(NAMES);
  if (found !== null) return found;
  throw new Error(
    "The tests read PDFs with pdftotext, which is not here. Install it (Debian: apt-get install poppler-utils; " +
      "macOS: brew install poppler).",
  );
}
