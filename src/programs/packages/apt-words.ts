// How apt writes sizes and lists of packages: apt-get's paragraphs, filled up to 80 columns, and the columns of apt 3.
// Texts only: what is listed is decided elsewhere.

import { byName } from "./dpkg-database.ts";

const UNITS = ["", "k", "M", "G", "T"];

/** apt's SizeToStr: three digits and a unit, `59.4 k`, `1271 k`, `0 `. */
export function sizeText(bytes: number): string {
  let size = Math.abs(bytes);
  for (const [i, unit] of UNITS.entries()) {
    if (size < 100 && i > 0) return `${size.toFixed(1)} ${unit}`;
    if (size < 10_000) return `${size.toFixed(0)} ${unit}`;
    size /= 1000;
  }
  return `${size.toFixed(0)} P`;
}

const WIDTH = 77;

/** Names after one another in lines. */
export function filled(names: readonly string[]): string {
  let text = "";
  let used = 0;
  for (const name of names) {
    if (used > 0 && used + name.length >= WIDTH) {
      text += "\n";
      used = 0;
    }
    text += used === 0 ? `  ${name}` : ` ${name}`;
    used += name.length + (used === 0 ? 0 : 1);
  }
  return `${text}\n`;
}

/** Names below one another in as many columns as there is room for. */
export function columns(names: readonly string[]): string {
  for (let count = names.length; count > 0; count--) {
    const rows = Math.ceil(names.length / count);
    const used = Math.ceil(names.length / rows);
    const widths = Array.from({ length: used }, (_, i) =>
      Math.max(...names.slice(i * rows, (i + 1) * rows).map((name) => name.length)),
    );
    if (count > 1 && widths.reduce((sum, width) => sum + width + 2, 0) > 79) continue;
    const line = (row: number): string =>
      widths
        .map((width, i) => (names[i * rows + row] ?? "").padEnd(width))
        .join("  ")
        .trimEnd();
    return Array.from({ length: rows }, (_, row) => `  ${line(row)}\n`).join("");
  }
  return "";
}

export const names = (all: readonly { readonly name: string }[]): string[] =>
  [...all].sort(byName).map(({ name }) => name);
