// Sorting, merging and checking lines by the keys of sort. Values of keys are made once for each line; lines
// whose keys are all equal are compared as a whole unless the sort is to be stable.

import type { Family } from "../libc/command.ts";
import { keyText, PLAIN, type Key, type KeyOptions } from "./sort-keys.ts";
import { orderingOf, type Compare, type Ordering, type Value } from "./sort-orders.ts";

interface Column {
  readonly textOf: (line: string) => string;
  readonly ordering: Ordering;
  readonly sign: 1 | -1;
}

const WHOLE: Pick<Key, "startField" | "startChar" | "endField" | "endChar"> = {
  startField: 0,
  startChar: 0,
  endField: Infinity,
  endChar: 0,
};

export class Sorter {
  private readonly columns: readonly Column[];
  /** the last comparison of whole lines: 0 if there is none */
  private readonly lastSign: 1 | -1 | 0;
  /** whole lines by their bytes, and nothing else */
  private readonly plain: boolean;

  constructor(
    keys: readonly Key[],
    common: KeyOptions,
    tab: string | undefined,
    stable: boolean,
    readonly unique: boolean,
    family: Family,
    seed: number,
  ) {
    const all = keys.length > 0 ? keys : [{ ...common, ...WHOLE }];
    const whole = keys.length === 0 && !common.skipStart;
    this.columns = all.map((key) => ({
      textOf: whole ? (line) => line : (line) => keyText(line, key, tab),
      ordering: orderingOf(key, family, seed),
      sign: key.reverse ? -1 : 1,
    }));
    // GNU's -u compares keys only; busybox's compares lines as well and then drops equal keys
    this.lastSign = stable || (unique && family === "gnu") ? 0 : common.reverse ? -1 : 1;
    const { reverse: _, ...rest } = common;
    const { reverse: __, ...usual } = PLAIN;
    this.plain = keys.length === 0 && JSON.stringify(rest) === JSON.stringify(usual);
  }

  private valuesOf(line: string): Value[] {
    return this.columns.map(({ textOf, ordering }) => ordering.valueOf(textOf(line)));
  }

  private compareValues(a: readonly Value[], b: readonly Value[]): number {
    for (const [i, { ordering, sign }] of this.columns.entries()) {
      const order = ordering.compare(a[i] as Value, b[i] as Value);
      if (order !== 0) return sign * order;
    }
    return 0;
  }

  /** Of two lines; 0 only if neither keys nor, where they count, lines differ. */
  compare(a: string, b: string): number {
    const order = this.compareValues(this.valuesOf(a), this.valuesOf(b));
    return order !== 0 ? order : this.lastSign * bytes(a, b);
  }

  sort(lines: readonly string[]): string[] {
    if (this.plain) return this.sortPlain(lines);
    return this.columns.length === 1 ? this.sortByOne(lines) : this.sortByMany(lines);
  }

  private sortPlain(lines: readonly string[]): string[] {
    // equal lines look the same, so neither stability nor their order shows
    const sorted = lines.slice().sort();
    return this.columns[0]?.sign === -1 ? sorted.reverse() : sorted;
  }

  private sortByOne(lines: readonly string[]): string[] {
    const { textOf, ordering, sign } = this.columns[0] as Column;
    const values = lines.map((line) => ordering.valueOf(textOf(line)));
    const { lastSign } = this;
    const compare: Compare = ordering.compare;
    const order = indices(lines.length).sort((i, j) => {
      const first = compare(values[i] as Value, values[j] as Value);
      return first !== 0 ? sign * first : lastSign * bytes(lines[i] as string, lines[j] as string);
    });
    return order.map((i) => lines[i] as string);
  }

  private sortByMany(lines: readonly string[]): string[] {
    const values = lines.map((line) => this.valuesOf(line));
    const order = indices(lines.length).sort((i, j) => {
      const first = this.compareValues(values[i] as Value[], values[j] as Value[]);
      return first !== 0 ? first : this.lastSign * bytes(lines[i] as string, lines[j] as string);
    });
    return order.map((i) => lines[i] as string);
  }

  /** Of lines with equal keys, which stand together, the first. */
  withoutRepeats(lines: readonly string[]): string[] {
    const kept: string[] = [];
    let before: Value[] | undefined;
    for (const line of lines) {
      const values = this.valuesOf(line);
      if (before === undefined || this.compareValues(before, values) !== 0) kept.push(line);
      before = values;
    }
    return kept;
  }

  sameKeys(a: string, b: string): boolean {
    return this.compareValues(this.valuesOf(a), this.valuesOf(b)) === 0;
  }
}

const bytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const indices = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Index of the first line that is not where it belongs. */
export function checkLines(lines: readonly string[], sorter: Sorter): number | undefined {
  for (let i = 1; i < lines.length; i++) {
    const [a, b] = [lines[i - 1] as string, lines[i] as string];
    const order = sorter.compare(a, b);
    if (order > 0 || (sorter.unique && sorter.sameKeys(a, b))) return i;
  }
  return undefined;
}

/** Files that are sorted each for itself; where they are not, the result is not either. */
export function mergeSorted(files: readonly (readonly string[])[], sorter: Sorter): string[] {
  const at = files.map(() => 0);
  const merged: string[] = [];
  for (;;) {
    let least = -1;
    for (const [i, file] of files.entries()) {
      const line = file[at[i] as number];
      if (line === undefined) continue;
      const best = least < 0 ? undefined : (files[least]?.[at[least] as number] as string);
      if (best === undefined || sorter.compare(line, best) < 0) least = i;
    }
    if (least < 0) return merged;
    merged.push(files[least]?.[at[least] as number] as string);
    (at[least] as number)++;
  }
}
