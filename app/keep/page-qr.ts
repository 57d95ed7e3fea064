/**
 * A QR of a page's own address, for a shopper at a desk whose phone has the bank's app. Pure. Never a QR of the code itself:
 * no counter and no wallet in Peru has agreed to read one of ours.
 */
import { encode } from "uqr";

/** Four modules of white around it (ISO/IEC 18004:2015, 5.3.8): without them some phones see nothing. */
const QUIET = 4;

export interface QrShape {
  /** Side of the square, in modules, its quiet zone included. */
  size: number;
  /** The black modules as the outline of an SVG path, each run of a row one rectangle. */
  path: string;
}

export function qrShape(text: string): QrShape {
  const { data, size } = encode(text, { ecc: "M", border: QUIET });
  const path = data.flatMap((row, y) =>
    runsOf(row).map(({ x, width }) => `M${x} ${y}h${width}v1h-${width}z`),
  );
  return { size, path: path.join("") };
}

/** Black on white in every colour scheme: scanners do not read the inverse. */
export function qrSvg(text: string): string {
  const { size, path } = qrShape(text);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`
  );
}

function runsOf(row: readonly boolean[]): { x: number; width: number }[] {
  const runs: { x: number; width: number }[] = [];
  for (const [x, isBlack] of row.entries()) {
    const last = runs.at(-1);
    if (!isBlack) continue;
    if (last && last.x + last.width === x) last.width += 1;
    else runs.push({ x, width: 1 });
  }
  return runs;
}
