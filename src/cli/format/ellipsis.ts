// docker/cli formatter's Ellipsis and TruncateID (cli/command/formatter/displayutils.go): how long texts are
// cut where --no-trunc does not forbid it.

import { isAscii } from "../../base/go/go-string.ts";
import { isWide } from "../../base/character-width.ts";

const SHORT_ID = 12;

/** An id without its algorithm, cut to 12 digits. */
export const truncateId = (id: string): string => id.slice(id.indexOf(":") + 1).slice(0, SHORT_ID);

function ellipsisOfWide(runes: readonly string[], text: string, columns: number): string {
  const widths = runes.map((rune) => (isWide(rune.codePointAt(0) as number) ? 2 : 1));
  let used = 0;
  if (widths.reduce((sum, width) => sum + width, 0) <= columns) return text;
  for (const [i, width] of widths.entries()) {
    used += width;
    const next = used + (widths[i + 1] ?? 0);
    if (used <= columns - 1 && next > columns - 1) return `${runes.slice(0, i + 1).join("")}…`;
  }
  return text;
}

/** Cuts a text to so many columns, the last of which is "…". One column shows the first character. */
export function ellipsis(text: string, columns: number): string {
  if (columns <= 0) return "";
  const runes = [...text];
  if (columns === 1) return runes[0] ?? "";
  if (!isAscii(text)) return ellipsisOfWide(runes, text, columns);
  return text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
}
