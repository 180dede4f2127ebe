// Patterns for what Docker prints differently from one run to the next: ids, names, ages, times.

import WORDS from "./random-names.json" with { type: "json" };

/** Left edge of a word, also after an escaped newline. */
export const L = "(?:(?<![0-9A-Za-z])|(?<=\\\\[nrt]))";
/** Right edge of a word. */
export const R = "(?![0-9A-Za-z])";

export const MON = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
export const DAY = "(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)";
export const SPAN =
  "(?:Less than a second|About a minute|About an hour|\\d+ (?:second|minute|hour|day|week|month|year)s?)";

export const re = (source: string, flags = "g"): RegExp => new RegExp(source, flags);

export const RANDOM_NAME = re(
  `${L}(?:${WORDS.left.join("|")})_(?:${WORDS.right.join("|")})\\d?(?![0-9A-Za-z_])`,
);
export const HEX64 = re(`${L}[0-9a-f]{64}${R}`);
export const HEX12 = re(`${L}[0-9a-f]{12}${R}`);
export const ZERO_TIME = /(?:0001-01-01|1970-01-01)[T ]00:00:00(?:Z|(?: \+0000 UTC)?)/g;

const ANY_ID = re(`${L}[0-9a-f]{6,64}${R}`);

/** A text without ids, MACs and times, to sort by. */
export const mask = (text: string): string =>
  text
    .replace(ANY_ID, "~")
    .replace(/(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/g, "~")
    .replace(/\d{4}-\d\d-\d\d[T ][\d:.]+/g, "~");

/** A number that stands alone: no part of a version, an address or a path. */
export const lone = (source: string): RegExp => re(`(?<![\\w.:/+@-])${source}(?![\\w.:/%+@-])`);

/** A lone run of 12 digits is a number rather than an id if it is a round one. */
export const isShortId = (hex: string): boolean =>
  !/^\d+$/.test(hex) || (Number(hex) % 65536 !== 0 && Number(hex) % 100000 !== 0);

export const order = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

export const byMask = (a: string, b: string): number => order(mask(a), mask(b));

/** a,b,c in the order of the pieces */
export const sortPieces = (text: string): string => text.split(",").sort(byMask).join(",");
