// Sets of characters, as bracket expressions, `.` and single characters mean them. A set is kept as ranges
// of code points and Unicode properties, perhaps negated, so that it can be written as a JS class, asked for
// one character, and held against another set. Not here: collating orders; ranges go by code points, as in
// the C locale and C.UTF-8.

export interface CharSet {
  readonly negated: boolean;
  /** pairs of first and last, in no order */
  readonly ranges: readonly number[];
  /** such as \p{L}; only for what is beyond ASCII */
  readonly properties: readonly string[];
  /** a newline is never in it, even if negated */
  readonly noNewline: boolean;
  /** one char is one byte */
  readonly bytes: boolean;
}

const codes = (text: string): number[] => [...text].flatMap((c) => [c.charCodeAt(0), c.charCodeAt(0)]);
const UPPER = [0x41, 0x5a];
const LOWER = [0x61, 0x7a];
const DIGIT = [0x30, 0x39];
const BLANK = [9, 9, 32, 32];
const SPACE = [9, 13, 32, 32];
const PUNCT = [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e];
const WIDE_SPACE = [
  0x1680, 0x1680, 0x2000, 0x2006, 0x2008, 0x200a, 0x2028, 0x2029, 0x205f, 0x205f, 0x3000, 0x3000,
];

interface NamedClass {
  readonly ranges: readonly number[];
  readonly wide: readonly number[];
  readonly properties: readonly string[];
}

const named = (ranges: readonly number[], properties: readonly string[] = [], wide: readonly number[] = []): NamedClass => ({ ranges, wide, properties }); // prettier-ignore

const CLASSES = new Map<string, NamedClass>([
  ["alpha", named([...UPPER, ...LOWER], ["\\p{L}"])],
  ["digit", named(DIGIT)],
  ["alnum", named([...UPPER, ...LOWER, ...DIGIT], ["\\p{L}", "\\p{Nd}"])],
  ["upper", named(UPPER, ["\\p{Lu}"])],
  ["lower", named(LOWER, ["\\p{Ll}"])],
  ["space", named(SPACE, [], WIDE_SPACE)],
  [
    "blank",
    named(
      BLANK,
      [],
      WIDE_SPACE.filter((code) => code < 0x2028 || code > 0x2029),
    ),
  ],
  ["punct", named(PUNCT, ["\\p{P}", "\\p{S}"])],
  ["print", named([32, 126], ["\\p{L}", "\\p{M}", "\\p{N}", "\\p{P}", "\\p{S}"], WIDE_SPACE)],
  ["graph", named([33, 126], ["\\p{L}", "\\p{M}", "\\p{N}", "\\p{P}", "\\p{S}"])],
  ["cntrl", named([0, 31, 127, 127], [], [0x80, 0x9f])],
  ["xdigit", named([...DIGIT, 0x41, 0x46, 0x61, 0x66])],
]);

export const isClassName = (name: string): boolean => CLASSES.has(name);

/** Gathers what stands in a bracket expression. */
export class CharSetBuilder {
  private readonly ranges: number[] = [];
  private readonly properties = new Set<string>();
  negated = false;

  constructor(
    private readonly bytes: boolean,
    private readonly noNewline: boolean,
    private readonly foldsAscii: boolean,
  ) {}

  add(first: number, last = first): this {
    this.ranges.push(first, last);
    if (this.foldsAscii) this.fold(first, last);
    return this;
  }

  addClass(name: string): this {
    const { ranges, wide, properties } = CLASSES.get(name) as NamedClass;
    for (let i = 0; i < ranges.length; i += 2) this.add(ranges[i] as number, ranges[i + 1]);
    if (this.bytes) return this;
    this.ranges.push(...wide);
    for (const property of properties) this.properties.add(property);
    return this;
  }

  addText(text: string): this {
    this.ranges.push(...codes(text));
    return this;
  }

  build(): CharSet {
    const { negated, ranges, bytes, noNewline } = this;
    return { negated, ranges, properties: [...this.properties], bytes, noNewline };
  }

  private fold(first: number, last: number): void {
    const shift = (low: number, high: number, by: number): void => {
      const a = Math.max(first, low);
      const b = Math.min(last, high);
      if (a <= b) this.ranges.push(a + by, b + by);
    };
    shift(0x41, 0x5a, 32);
    shift(0x61, 0x7a, -32);
  }
}

/** The code point if the set is a single character. */
export function singleOf(set: CharSet): number | undefined {
  const [first, last] = set.ranges;
  const single = !set.negated && set.ranges.length === 2 && first === last && set.properties.length === 0;
  return single && !(set.noNewline && first === 10) ? first : undefined;
}

const escapeCode = (code: number): string =>
  code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;

const isPlain = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) ||
  code === 32 || code === 95; // prettier-ignore

/** One character in a JS pattern with the u flag, in or outside a class. */
export const literalOf = (code: number): string =>
  isPlain(code) ? String.fromCharCode(code) : escapeCode(code);

/** As a JS pattern with the u flag. Bytes that are no UTF-8 (U+DC80 to U+DCFF) are in no negated set. */
export function patternOf(set: CharSet): string {
  const single = singleOf(set);
  if (single !== undefined) return literalOf(single);
  let body = set.properties.join("");
  for (let i = 0; i < set.ranges.length; i += 2) {
    const first = set.ranges[i] as number;
    const last = set.ranges[i + 1] as number;
    body += first === last ? literalOf(first) : `${literalOf(first)}-${literalOf(last)}`;
  }
  if (!set.negated) return set.noNewline && has(set, 10, true) ? `(?!\\n)[${body}]` : `[${body}]`;
  return `[^${body}${set.noNewline ? "\\n" : ""}${set.bytes ? "" : "\\udc80-\\udcff"}]`;
}

const propertyTests = new Map<string, RegExp>();

function hasProperty(set: CharSet, code: number): boolean {
  const body = set.properties.join("");
  let test = propertyTests.get(body);
  if (test === undefined) propertyTests.set(body, (test = new RegExp(`[${body}]`, "u")));
  return test.test(String.fromCodePoint(code));
}

export function has(set: CharSet, code: number, newlineToo = false): boolean {
  if (code === 10 && set.noNewline && !newlineToo) return false;
  if (code >= 0xdc80 && code <= 0xdcff && set.negated) return false;
  let found = false;
  for (let i = 0; i < set.ranges.length && !found; i += 2)
    found = code >= (set.ranges[i] as number) && code <= (set.ranges[i + 1] as number);
  if (!found && code > 127 && set.properties.length > 0) found = hasProperty(set, code);
  return found !== set.negated;
}

/** Which ASCII characters are in a set, one element each; the last tells whether others may be. */
export function outlineOf(set: CharSet): Uint8Array {
  const outline = new Uint8Array(129);
  for (let code = 0; code < 128; code++) if (has(set, code)) outline[code] = 1;
  const beyond = set.negated || set.properties.length > 0 || set.ranges.some((code) => code > 127);
  if (beyond) outline[128] = 1;
  return outline;
}
