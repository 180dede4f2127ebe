// A difference for people: the lines that are only on one side, with things that have an identity as labels,
// `<id#3>`, the same label for the same thing on both sides as far as that is known.

import type { Parts, Token } from "./line.ts";
import { IDENTITY, sameLine, type Ties } from "./ties.ts";

const MAX_WIDTH = 400;

/** Numbers things in the order in which they are asked for, each kind on its own. */
class Numbers {
  private readonly numbers = new Map<string, number>();
  private readonly counts = new Map<string, number>();

  of(thing: string, kind: string): number {
    const known = this.numbers.get(thing);
    if (known !== undefined) return known;
    const next = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, next);
    this.numbers.set(thing, next);
    return next;
  }
}

const keyOf = ({ kind, value }: Token): string => `${kind} ${value}`;

const labelOf = ({ kind, style }: Token, number: string): string =>
  `<${kind}#${number}${kind === "id" && style !== "64" ? `/${style}` : ""}>`;

function plain({ kind, style }: Token): string {
  if (kind === "text") return style;
  return kind === "time" && style !== "" ? `<time ${style}>` : `<${kind}>`;
}

const show = (parts: Parts, label: (token: Token) => string): string =>
  parts
    .map((part) => (typeof part === "string" ? part : IDENTITY.has(part.kind) ? label(part) : plain(part)))
    .join("");

/** Writes lines with labels that stay the same over a scenario. */
export class Labels {
  private readonly known = new Numbers();
  private readonly unknown = new Numbers();

  expected(parts: Parts): string {
    return show(parts, (token) => labelOf(token, String(this.known.of(keyOf(token), token.kind))));
  }

  actual(parts: Parts, ties: Ties): string {
    return show(parts, (token) => {
      const tied = ties.expectedOf(keyOf(token));
      const number =
        tied === undefined
          ? `new${this.unknown.of(keyOf(token), token.kind)}`
          : String(this.known.of(tied, token.kind));
      return labelOf(token, number);
    });
  }
}

export interface Difference {
  readonly title: string;
  readonly expected: readonly Parts[];
  readonly actual: readonly Parts[];
}

/** `- real` and `+ simulated` lines under a title. */
export function describe(difference: Difference, labels: Labels, ties: Ties, maxLines: number): string[] {
  const { title, expected, actual } = difference;
  const mark = ties.mark();
  const lines: string[] = [];
  const agree = commonLines(expected, actual).filter(([i, j]) =>
    sameLine(expected[i] ?? [], actual[j] ?? [], ties),
  );
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...agree, [expected.length, actual.length] as const]) {
    for (; i < nextI; i++) lines.push(`    - ${labels.expected(expected[i] ?? [])}`);
    for (; j < nextJ; j++) lines.push(`    + ${labels.actual(actual[j] ?? [], ties)}`);
    [i, j] = [nextI + 1, nextJ + 1];
  }
  ties.undo(mark);
  const shown = lines.slice(0, maxLines).map(clip);
  if (lines.length > maxLines) shown.push(`    ... ${lines.length - maxLines} more`);
  return [`   ${title}  (- real, + simulated)`, ...shown];
}

/** The longest common subsequence of two lists of lines, by their words; pairs of indices. */
function commonLines(expected: readonly Parts[], actual: readonly Parts[]): [number, number][] {
  const shape = (parts: Parts): string =>
    parts.map((part) => (typeof part === "string" ? part : `\0${part.kind}`)).join("");
  const [e, a] = [expected.map(shape), actual.map(shape)];
  if (e.length * a.length > 4e6) return [];
  const lengths = Array.from({ length: e.length + 1 }, () => new Uint32Array(a.length + 1));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = e.length - 1; i >= 0; i--)
    for (let j = a.length - 1; j >= 0; j--)
      (lengths[i] as Uint32Array)[j] =
        e[i] === a[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < e.length && j < a.length;)
    if (e[i] === a[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  return pairs;
}

function clip(line: string): string {
  const short = line.length > MAX_WIDTH ? `${line.slice(0, MAX_WIDTH)} ...` : line;
  return Array.from(short, (c) =>
    isControl(c) ? `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}` : c,
  ).join("");
}

const isControl = (c: string): boolean => c < " " && c !== "\t" && c !== "\n";
