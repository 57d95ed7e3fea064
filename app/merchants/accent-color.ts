/**
 * The colour of the buttons and links on the shopper's page. A store's own colour is taken only where it can be read:
 * WCAG 2.2, success criterion 1.4.3, asks 4.5 : 1.
 */

/** The page's own colour, where the merchant chose none. */
export const DEFAULT_ACCENT = "#0b5c8a";
export const LEAST_CONTRAST = 4.5;

/** Buttons carry white words; links stand on the page's grey, which is the harder of the two. */
const STANDS_AGAINST = ["#ffffff", "#f6f7f8"] as const;

/** `#rrggbb` in lower case out of what was typed, with or without `#`; null for anything else. */
export function readColor(typed: string): string | null {
  const [, digits] = /^#?([0-9a-f]{6})$/i.exec(typed.trim()) ?? [];
  return digits === undefined ? null : `#${digits.toLowerCase()}`;
}

/** How well the colour can be read on the shopper's page, 1 to 21: the least over all places where it stands. */
export function accentContrast(color: string): number {
  return Math.min(...STANDS_AGAINST.map((other) => contrastRatio(color, other)));
}

/** WCAG's contrast ratio of two colours `#rrggbb`, 1 to 21. */
export function contrastRatio(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance, 0 to 1, by WCAG's definition. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
