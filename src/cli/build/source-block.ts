// The lines of a Dockerfile that an error is about, with some around them (BuildKit's solver/errdefs/source.go).
// Which lines they are the daemon tells.

import type { AnswerOf } from "../../api/wire/operations.ts";

export type SourceLines = NonNullable<Extract<AnswerOf<"BuildSolve">, { kind: "failed" }>["source"]>;

const RULE = "--------------------";

export function sourceBlock({ filename, text, start, end }: SourceLines): string {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const last = Math.min(end, lines.length);
  if (start < 1 || start > lines.length) return "";
  let [from, to] = [start, last];
  const padding = start === last ? 4 : 2;
  for (let padded = 0; padded < padding; padded++) {
    if (from > 1) {
      from--;
      padded++;
    }
    if (to !== lines.length) {
      to++;
      padded++;
    }
  }
  const shown: string[] = [];
  for (let number = from; number <= to; number++) {
    const mark = number >= start && number <= last ? ">>>" : "   ";
    shown.push(` ${String(number).padStart(3)} | ${mark} ${lines[number - 1]}\n`);
  }
  return `${filename}:${start}\n${RULE}\n${shown.join("")}${RULE}\n`;
}
