import { describe, expect, it } from "vitest";
import { qrShape, qrSvg } from "./page-qr.ts";

const ADDRESS = "https://pagos.example/v/8Zk2J0cVbq3nW1yXr5tLh7pMd9sAeFgU";

/** The modules as the path paints them. */
function painted({ path }: { path: string }): Set<string> {
  const modules = new Set<string>();
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let step = 0; step < Number(width); step += 1) modules.add(`${Number(x) + step},${y ?? ""}`);
  }
  return modules;
}

describe("the QR of a page's address", () => {
  // ISO/IEC 18004: three finder patterns of 7 × 7 modules, four white modules around all.
  it("has its three corners, and four modules of white around it", () => {
    const shape = qrShape(ADDRESS);
    const modules = painted(shape);
    const last = shape.size - 1;
    const finder = (left: number, top: number) =>
      [0, 1, 2, 3, 4, 5, 6].map(
        (x) => modules.has(`${left + x},${top}`) && modules.has(`${left + x},${top + 6}`),
      );

    expect([finder(4, 4), finder(last - 10, 4), finder(4, last - 10)].flat()).not.toContain(false);
    const edge = [...modules].filter((module) =>
      module.split(",").some((at) => Number(at) < 4 || Number(at) > last - 4),
    );
    expect(edge).toEqual([]);
  });

  it("is another one for another address", () => {
    expect(qrShape(`${ADDRESS}x`).path).not.toBe(qrShape(ADDRESS).path);
  });

  it("is one small picture, black on white, that needs nothing else", () => {
    const svg = qrSvg(ADDRESS);

    expect(svg.length).toBeLessThan(8 * 1024);
    expect(svg).toContain('fill="#fff"');
    expect(svg).not.toMatch(/href|<style|<script/);
  });
});
