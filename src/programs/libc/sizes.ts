// Sizes as people write and read them: `1.5K`, `10M`, `4kB`. GNU's tools round up and busybox's to the
// nearest; both show one decimal below ten (GNU) or always (busybox). Not here: Docker's sizes (base/go).

const LETTERS = ["", "K", "M", "G", "T", "P", "E", "Z", "Y", "R", "Q"];

/** GNU's -h (base 1024) and --si (base 1000): rounded up, one decimal below ten. */
export function gnuHumanSize(bytes: number, base: 1024 | 1000 = 1024): string {
  if (bytes < base) return String(Math.ceil(bytes));
  let power = 0;
  let unit = 1;
  while (bytes / unit >= base) {
    unit *= base;
    power++;
  }
  const suffix = (): string => (base === 1000 && power === 1 ? "k" : (LETTERS[power] as string));
  const tenths = Math.ceil((bytes * 10) / unit);
  if (tenths < 100) return `${Math.floor(tenths / 10)}.${tenths % 10}${suffix()}`;
  const whole = Math.ceil(bytes / unit);
  if (whole < base) return `${whole}${suffix()}`;
  power++;
  return `1.0${suffix()}`;
}

/** busybox's -h: one decimal of what is left below the last division by 1024. */
export function busyboxHumanSize(bytes: number, fraction = true): string {
  if (bytes === 0) return "0";
  let value = Math.floor(bytes);
  let tenth = 0;
  let power = 0;
  while (value >= 1024) {
    tenth = Math.floor(((value % 1024) * 10 + 512) / 1024);
    value = Math.floor(value / 1024);
    power++;
  }
  if (tenth >= 10) {
    value++;
    tenth = 0;
  }
  if (power === 0) return String(value);
  if (!fraction) return `${tenth >= 5 ? value + 1 : value}${LETTERS[power]}`;
  return `${value}.${tenth}${LETTERS[power]}`;
}

/** In units of `unit` bytes: busybox rounds to the nearest. */
export const busyboxBlocks = (bytes: number, unit: number): number => Math.floor((bytes + unit / 2) / unit);

const MULTIPLIER = /^([KMGTPEZYRQkm])?(iB|B|b)?$/;

/**
 * A number with a multiplier, as dd, truncate, head and split take it: `1K` and `1KiB` are 1024, `1KB` is
 * 1000, `b` is 512, `c` 1, `w` 2. undefined if it is none.
 */
export function parseSize(text: string, blockSuffixes = true): number | undefined {
  const match = /^(\d+)(.*)$/.exec(text);
  if (match === null) return undefined;
  const [, digits = "", suffix = ""] = match;
  const factor = multiplierOf(suffix, blockSuffixes);
  return factor === undefined ? undefined : Number(digits) * factor;
}

/** What a suffix multiplies by; undefined if it is none. */
export function multiplierOf(suffix: string, blockSuffixes = true): number | undefined {
  if (suffix === "") return 1;
  if (blockSuffixes && suffix === "b") return 512;
  if (blockSuffixes && suffix === "c") return 1;
  if (blockSuffixes && suffix === "w") return 2;
  if (suffix === "B") return blockSuffixes ? 1 : undefined;
  const match = MULTIPLIER.exec(suffix);
  if (match === null || match[1] === undefined || match[2] === "b") return undefined;
  const power = LETTERS.indexOf(match[1].toUpperCase());
  return (match[2] === "B" ? 1000 : 1024) ** power;
}
