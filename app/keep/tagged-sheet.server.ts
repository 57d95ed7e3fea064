/**
 * A page of A4 that a screen reader can read: everything on it stands in the structure tree in reading order, or is marked as
 * decoration (ISO 32000-1:2008, 14.7 and 14.8). Text in the standard fonts, which every reader has: nothing is embedded.
 */
import PDFDocument from "pdfkit";
import { qrShape } from "#app/keep/page-qr.ts";
import { winAnsiText } from "#app/keep/win-ansi.ts";

const MARGIN = 56;
const INK = "#000000";
const MUTED = "#444444";
const PLATE = "#e9edf0";

/** Of the em, in Helvetica-Bold; all its digits are equally wide (Adobe, Helvetica-Bold.afm). */
const DIGIT_WIDTH = 0.556;

type Mark = "H1" | "H2" | "P";
interface Look {
  size?: number;
  bold?: boolean;
  muted?: boolean;
  /** Space above, in points. */
  above?: number;
}

export interface TaggedSheet {
  text(mark: Mark, text: string, look?: Look): void;
  /** One line of digits, each group of three on a plate of its own; the text has no gaps, so that copying gives the code. */
  digits(digits: string): void;
  steps(steps: readonly string[]): void;
  /** A QR of an address, with what it is for. */
  qr(address: string, alt: string): void;
  /** Across the page, behind the text. */
  watermark(word: string): void;
  finish(): Promise<Uint8Array<ArrayBuffer>>;
}

export function taggedSheet(about: { title: string; language: string; madeAt: Date }): TaggedSheet {
  const doc = new PDFDocument({
    size: "A4",
    margin: MARGIN,
    pdfVersion: "1.7",
    tagged: true,
    lang: about.language,
    displayTitle: true,
    info: { Title: about.title, Creator: "Ventanilla", Producer: "PDFKit", CreationDate: about.madeAt },
  });
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const root = doc.struct("Document");
  doc.addStructure(root);

  return {
    text: (mark, text, look = {}) => {
      doc.y += look.above ?? 4;
      root.add(doc.struct(mark, {}, () => write(doc, text, look)));
    },
    digits: (digits) => {
      const look = digitsLook(digits);
      drawPlates(doc, digits, look);
      root.add(doc.struct("P", {}, () => writeDigits(doc, digits, look)));
    },
    steps: (steps) => {
      const list = doc.struct("L");
      root.add(list);
      for (const [index, step] of steps.entries()) {
        const body = doc.struct("LBody", {}, () => write(doc, `${index + 1}. ${step}`, {}));
        list.add(doc.struct("LI", {}, [body]));
      }
    },
    qr: (address, alt) => {
      root.add(doc.struct("Figure", { alt }, () => drawQr(doc, address)));
    },
    watermark: (word) => drawWatermark(doc, word),
    finish: () =>
      new Promise((resolve, reject) => {
        doc.on("error", reject);
        doc.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
        root.end();
        doc.end();
      }),
  };
}

function write(doc: PDFKit.PDFDocument, text: string, look: Look): void {
  doc.font(look.bold ? "Helvetica-Bold" : "Helvetica").fontSize(look.size ?? 11);
  doc.fillColor(look.muted ? MUTED : INK);
  doc.text(winAnsiText(text), MARGIN, doc.y);
}

/** Of the em. With more, readers take the gaps for spaces. */
const DIGIT_GAP = 0.08;
const PLATE_INSET = 4;
const PLATE_GAP = 3;

interface DigitsLook {
  size: number;
  gap: number;
  /** From one digit to the next. */
  advance: number;
}

/** A longer code gets a smaller face, so that it stays on one line. */
function digitsLook(digits: string): DigitsLook {
  const size = digits.length > 11 ? 26 : 36;
  return { size, gap: size * DIGIT_GAP, advance: size * (DIGIT_WIDTH + DIGIT_GAP) };
}

function drawPlates(doc: PDFKit.PDFDocument, digits: string, { size, gap, advance }: DigitsLook): void {
  doc.markContent("Artifact", { type: "Layout" });
  for (let first = 0; first < digits.length; first += 3) {
    const count = Math.min(3, digits.length - first);
    const left = MARGIN + PLATE_INSET + first * advance - gap;
    doc.rect(left, doc.y, count * advance - PLATE_GAP, size + 8).fill(PLATE);
  }
  doc.endMarkedContent();
}

function writeDigits(doc: PDFKit.PDFDocument, digits: string, { size, gap }: DigitsLook): void {
  const { y } = doc;
  doc.fillColor(INK).font("Helvetica-Bold").fontSize(size);
  const baselineInset = 7;
  doc.text(digits, MARGIN + PLATE_INSET, y + baselineInset, {
    characterSpacing: gap,
    lineBreak: false,
  });
  doc.y = y + size + 14;
}

function drawQr(doc: PDFKit.PDFDocument, address: string): void {
  const { size, path } = qrShape(address);
  const side = 84;
  doc.save();
  doc.translate(MARGIN, doc.y + 6).scale(side / size);
  doc.path(path).fill(INK);
  doc.restore();
  doc.y += side + 10;
}

function drawWatermark(doc: PDFKit.PDFDocument, word: string): void {
  const { width, height } = doc.page;
  const { y } = doc;
  doc.markContent("Artifact", { type: "Page" });
  doc.save();
  doc.rotate(-35, { origin: [width / 2, height / 2] });
  doc.font("Helvetica-Bold").fontSize(110).fillColor("#b00020").fillOpacity(0.14);
  doc.text(word, 0, height / 2 - 55, { width, align: "center", lineBreak: false });
  doc.restore();
  doc.fillOpacity(1);
  doc.endMarkedContent();
  doc.y = y;
}
