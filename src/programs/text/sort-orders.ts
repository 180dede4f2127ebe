// How sort compares: the value of a key is made once for each line, then values are compared. Numbers that a
// double does not hold exactly are compared digit by digit. Text is bytes, as in the C locale.

import { numberOf, readFloat } from "../libc/float-text.ts";
import type { Family } from "../libc/command.ts";
import { versionOrder } from "../libc/version-order.ts";
import type { Key, KeyOptions } from "./sort-keys.ts";
import { strverscmp } from "./strverscmp.ts";

export type Value = string | number;
export type Compare = (a: Value, b: Value) => number;

export interface Ordering {
  readonly valueOf: (text: string) => Value;
  readonly compare: Compare;
}

const byBytes: Compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const monthOf = (text: string): number => MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase());

const NUMBER = /^[ \t\n]*(-?)(\d*)(?:\.(\d*))?/;

/** A number as GNU's -n reads it; a text of its digits where they are too many for a double. */
function numericValue(text: string): Value {
  const [, sign = "", whole = "", fraction = ""] = NUMBER.exec(text) as unknown as string[];
  if (whole.length + fraction.length <= 15) return Number(`${sign}${whole || "0"}.${fraction || "0"}`);
  return `${sign}${whole.replace(/^0+/, "")}.${fraction.replace(/0+$/, "")}`;
}

const compareNumbers: Compare = (a, b) => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return compareDigits(String(a), String(b));
};

function compareDigits(a: string, b: string): number {
  const negative = a.startsWith("-");
  if (negative !== b.startsWith("-")) return Number(a) - Number(b);
  const [p = "", q = ""] = a.replace("-", "").split(".");
  const [r = "", s = ""] = b.replace("-", "").split(".");
  const [x, y] = [p.replace(/^0+/, ""), r.replace(/^0+/, "")];
  const order = x.length !== y.length ? x.length - y.length : byBytes(x, y) || byBytes(q.replace(/0+$/, ""), s.replace(/0+$/, "")); // prettier-ignore
  return negative ? -order : order;
}

const UNITS = "KMGTPEZYRQ";

/** Sizes with suffixes: first the suffix counts, then the number. */
function humanValue(text: string): Value {
  const [all = "", sign = "", whole = "", fraction = ""] = NUMBER.exec(text) as unknown as string[];
  const number = Number(`${whole || "0"}.${fraction || "0"}`);
  const letter = (text[all.length] ?? "").toUpperCase();
  const power = letter === "" || number === 0 ? 0 : UNITS.indexOf(letter) + 1;
  const size = power * 1e16 + number;
  return sign === "-" ? -size : size;
}

/** strtod's reading: what is no number comes first, then NaN, then numbers. */
function generalValue(text: string): Value {
  const { value, used } = readFloat(text, 53);
  return used === 0 ? "none" : value.kind === "nan" ? "nan" : numberOf(value);
}

const generalRank = (value: Value): number => (value === "none" ? 0 : value === "nan" ? 1 : 2);

const compareGeneral: Compare = (a, b) => {
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  return generalRank(a) - generalRank(b);
};

/** FNV-1a with a seed: lines with the same key stay together, in an order of chance. */
function scatter(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}

const isPlainText = (key: KeyOptions): boolean => !key.fold && !key.dictionary && !key.printable;

function textValue(key: KeyOptions): (text: string) => string {
  if (isPlainText(key)) return (text) => text;
  return (text) => {
    const kept = key.dictionary ? text.replace(/[^0-9A-Za-z \t\n]/g, "") : key.printable ? text.replace(/[^ -~]/g, "") : text; // prettier-ignore
    return key.fold ? kept.replace(/[a-z]+/g, (letters) => letters.toUpperCase()) : kept;
  };
}

export function orderingOf(key: Key | KeyOptions, family: Family, seed: number): Ordering {
  switch (key.order) {
    case "bytes":
      return { valueOf: textValue(key), compare: byBytes };
    case "numeric":
      return { valueOf: numericValue, compare: compareNumbers };
    case "general":
      return { valueOf: generalValue, compare: compareGeneral };
    case "human":
      return { valueOf: humanValue, compare: compareNumbers };
    case "month":
      return { valueOf: monthOf, compare: compareNumbers };
    case "random":
      return { valueOf: (text) => scatter(text, seed), compare: compareNumbers };
    case "version": {
      const order = family === "gnu" ? versionOrder : strverscmp;
      return { valueOf: textValue(key), compare: (a, b) => order(a as string, b as string) };
    }
  }
}
