// Ranges of lines whose order among themselves is a matter of chance in the real Docker: what a prune lists,
// anonymous volumes, build cache, images of the same age.

import { HEX64, re, SPAN } from "./patterns.ts";
import type { Ranges } from "./ties.ts";

export function unordered(command: string, lines: readonly string[]): Ranges {
  const ranges = new Map<number, number>();
  const text = (i: number): string => lines[i] ?? "";
  const add = (from: number, to: number): void => {
    if (to - from > 1) ranges.set(from, to);
  };
  const until = (from: number, isEnd: (line: string) => boolean): number => {
    let end = from;
    while (end < lines.length && text(end) !== "" && !isEnd(text(end))) end++;
    return end;
  };
  const hasId = (from: number, to: number): boolean =>
    lines.slice(from, to).some((line) => line.match(HEX64));
  const isList = /\bvolume\s+(?:ls|list)\b|\bcompose\b[^\n]*\bconfig\b[^\n]*--images\b/.test(command);

  for (let i = 0; i < lines.length; i++) {
    const head = text(i);
    const body = i + 1;
    if (/^Deleted [A-Z][\w ]*:$/i.test(head))
      add(
        body,
        until(body, (line) => /^(?:Deleted|Total) /.test(line)),
      );
    else if (/\bVOLUME NAME\b/.test(head)) {
      const end = until(body, (line) => !/\s{2,}/.test(line) || /\bVOLUME NAME\b/.test(line));
      if (hasId(body, end)) add(body, end);
    } else if (/^(?:CACHE )?ID\b.*\b(?:RECLAIMABLE|LAST USED)\b/.test(head))
      add(
        body,
        until(body, (line) => /^(?:Total|Reclaimable|Shared|Private):/.test(line)),
      );
    else if (/\bIMAGE ID\b.*\bSHARED SIZE\b/.test(head))
      add(
        body,
        until(body, () => false),
      );
    else if (/\bIMAGE ID\b.*\bCREATED\b/.test(head))
      addSameAges(
        lines,
        body,
        until(body, (line) => /\bIMAGE ID\b/.test(line)),
        add,
      );
    else if (isList && /^\S+$/.test(head)) {
      const end = until(i, (line) => !/^\S+$/.test(line));
      if (/--images\b/.test(command) || hasId(i, end)) add(i, end);
      i = Math.max(i, end - 1);
    }
  }
  return ranges;
}

const AGE = re(`${SPAN} ago`, "");

function addSameAges(
  lines: readonly string[],
  from: number,
  to: number,
  add: (from: number, to: number) => void,
): void {
  const ageAt = (i: number): string | undefined => AGE.exec(lines[i] ?? "")?.[0];
  for (let i = from; i < to;) {
    let end = i + 1;
    while (end < to && ageAt(end) !== undefined && ageAt(end) === ageAt(i)) end++;
    add(i, end);
    i = end;
  }
}
