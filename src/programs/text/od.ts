// od: bytes in octal, hexadecimal, decimal and as characters (POSIX, "od"; GNU's and busybox's, which are alike).
// Several types stand below each other, their columns widened to the same. Not here: strings (-S), floats of odd sizes.

import { failed, strerror } from "../../base/errno.ts";
import { concat } from "../../base/utf8.ts";
import { O_RDONLY, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import { named, quoted } from "../libc/quote.ts";
import { parseSize } from "../libc/sizes.ts";
import { formatFloat, specOf, parseFormat, type Conversion } from "../libc/printf.ts";
import { readFloat } from "../libc/float-text.ts";

/** One way to show bytes. */
interface Kind {
  readonly letter: string;
  readonly size: number;
  /** of a field, without the space before it */
  readonly width: number;
  readonly trailer: boolean;
}

const WIDTHS: Record<string, Record<number, number>> = {
  o: { 1: 3, 2: 6, 4: 11, 8: 22 },
  d: { 1: 4, 2: 6, 4: 11, 8: 20 },
  u: { 1: 3, 2: 5, 4: 10, 8: 20 },
  x: { 1: 2, 2: 4, 4: 8, 8: 16 },
  f: { 4: 15, 8: 24 },
};

const SIZE_LETTERS: Record<string, number> = { C: 1, S: 2, I: 4, L: 8, F: 4, D: 8 };

/** The old options that stand for types. */
const OLD: Record<string, string> = {
  a: "a",
  b: "o1",
  c: "c",
  d: "u2",
  f: "fF",
  i: "dI",
  l: "dL",
  o: "o2",
  s: "d2",
  x: "x2",
  B: "o2",
  D: "u4",
  e: "fD",
  h: "x2",
  H: "x4",
  O: "o4",
  X: "x4",
};

const TYPE = /^([acdfoux])(?:(\d+|[CSILFD]))?(z?)/;

/** The types of one -t; what is wrong, else. */
function parseKinds(io: Io, text: string): readonly Kind[] | string {
  const kinds: Kind[] = [];
  for (let rest = text; rest !== "";) {
    const match = TYPE.exec(rest);
    if (io.family === "busybox" && (match === null || match[3] === "z"))
      return `invalid type string '${text}'; 4294967295-byte integral type is not supported`;
    if (match === null) return `invalid character '${rest[0]}' in type string ${quoted(io, text)}`;
    const [whole, letter = "", size, z] = match;
    const own = letter === "f" ? 8 : 4;
    const bytes = size === undefined ? own : (SIZE_LETTERS[size] ?? Number(size));
    const single = letter === "a" || letter === "c";
    const width = single ? 3 : WIDTHS[letter]?.[bytes];
    if (width === undefined)
      return `invalid type string ${quoted(io, text)};\nthis system doesn't provide a ${bytes}-byte ${letter === "f" ? "floating point" : "integral"} type`;
    kinds.push({ letter, size: single ? 1 : bytes, width, trailer: z === "z" });
    rest = rest.slice(whole.length);
  }
  return kinds;
}

// ---- fields

const NAMES = "nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp".split(" "); // prettier-ignore
const ESCAPES = new Map([[0, "\\0"], [7, "\\a"], [8, "\\b"], [9, "\\t"], [10, "\\n"], [11, "\\v"], [12, "\\f"], [13, "\\r"]]); // prettier-ignore

const isPrintable = (byte: number): boolean => byte >= 32 && byte < 127;

function character(byte: number): string {
  const escape = ESCAPES.get(byte);
  if (escape !== undefined) return escape;
  return isPrintable(byte) ? String.fromCharCode(byte) : byte.toString(8).padStart(3, "0");
}

const nameOf = (byte: number): string => (byte === 127 ? "del" : (NAMES[byte] ?? String.fromCharCode(byte)));

const FLOATS = new Map(
  [[4, "%.8g"], [8, "%.17g"]].map(([size, format]) => [size as number, parseFormat(format as string)[0] as Conversion]), // prettier-ignore
);

/** The shortest text of a float that reads back the same is what GNU prints. */
function float(size: number, value: number): string {
  const text = size === 4 ? shortestSingle(value) : String(value);
  const conversion = FLOATS.get(size) as Conversion;
  return text.includes("e") || !Number.isFinite(value)
    ? formatFloat(specOf({ ...conversion, precision: text.replace(/e.*|[-.]/g, "").length }, undefined, undefined), readFloat(text, 53).value, 53) // prettier-ignore
    : text;
}

function shortestSingle(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

function fieldOf({ letter, size }: Kind, view: DataView, at: number, little: boolean): string {
  const byte = view.getUint8(at);
  if (letter === "c") return character(byte);
  if (letter === "a") return nameOf(byte & 0x7f);
  if (letter === "f") return float(size, size === 4 ? view.getFloat32(at, little) : view.getFloat64(at, little)); // prettier-ignore
  const unsigned = size === 8 ? view.getBigUint64(at, little) : BigInt(integerAt(view, at, size, little));
  if (letter === "d") return String(BigInt.asIntN(size * 8, unsigned));
  if (letter === "u") return String(unsigned);
  const radix = letter === "x" ? 16 : 8;
  return unsigned.toString(radix).padStart(WIDTHS[letter]?.[size] ?? 0, "0");
}

function integerAt(view: DataView, at: number, size: number, little: boolean): number {
  if (size === 1) return view.getUint8(at);
  return size === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
}

// ---- lines

interface Settings {
  readonly kinds: readonly Kind[];
  readonly perLine: number;
  readonly radix: string;
  readonly little: boolean;
  readonly all: boolean;
}

function addressOf(radix: string, offset: number): string {
  if (radix === "n") return "";
  const base = radix === "o" ? 8 : radix === "d" ? 10 : 16;
  return offset.toString(base).padStart(radix === "x" ? 6 : 7, "0");
}

function lineOf(settings: Settings, kind: Kind, bytes: Uint8Array, width: number): string {
  const { perLine, little } = settings;
  const whole = new Uint8Array(perLine);
  whole.set(bytes);
  const view = new DataView(whole.buffer);
  const fields = perLine / kind.size;
  const padding = width - (kind.width + 1) * fields;
  let remaining = padding;
  let text = "";
  for (let i = 0; i * kind.size < bytes.length; i++) {
    const next = Math.floor((padding * (fields - i - 1)) / fields);
    const field = fieldOf(kind, view, i * kind.size, little);
    text += ` ${field.padStart(kind.width + remaining - next)}`;
    remaining = next;
  }
  if (!kind.trailer) return text;
  const shown = [...bytes].map((byte) => (isPrintable(byte) ? String.fromCharCode(byte) : ".")).join("");
  return `${text.padEnd(width)}  >${shown}<`;
}

function* dump(io: Io, settings: Settings, bytes: Uint8Array, from: number): Task<void> {
  const { kinds, perLine, radix, all } = settings;
  const widths = kinds.map((kind) => (kind.width + 1) * (perLine / kind.size));
  const indent = " ".repeat(addressOf(radix, 0).length);
  let before = "";
  let starred = false;
  for (let at = 0; at < bytes.length; at += perLine) {
    const piece = bytes.subarray(at, at + perLine);
    const key = piece.join();
    if (!all && at > 0 && piece.length === perLine && key === before) {
      if (!starred) yield* io.print("*\n");
      starred = true;
      continue;
    }
    starred = false;
    before = key;
    for (const [i, kind] of kinds.entries())
      yield* io.print(
        `${i === 0 ? addressOf(radix, from + at) : indent}${lineOf(settings, kind, piece, io.family === "gnu" ? Math.max(...widths) : (widths[i] as number))}\n`,
      );
  }
  if (radix !== "n") yield* io.print(`${addressOf(radix, from + bytes.length)}\n`);
}

/** undefined if there is none, which was said. */
function* inputOf(io: Io): Task<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  for (const path of io.operandsOr("-")) {
    const fd = path === "-" ? 0 : yield* io.sys.open(path, O_RDONLY);
    const bytes = failed(fd) ? fd : yield* readAll(io.sys, fd);
    if (!failed(fd) && fd !== 0) void io.sys.close(fd);
    const unread = failed(bytes) && !failed(fd) && io.family === "busybox";
    if (unread) yield* io.complain(`${path}: read error`);
    else if (failed(bytes)) yield* io.complain(`${named(io, path)}: ${strerror(bytes)}`);
    if (!failed(bytes)) parts.push(bytes);
    else if (!failed(fd)) parts.push(new Uint8Array(0));
  }
  return parts.length === 0 ? undefined : concat(parts);
}

/** In the order in which types were asked for, in the new way and the old. */
function kindsOf(io: Io): readonly Kind[] | string {
  const kinds: Kind[] = [];
  for (const { key, value } of io.options.given) {
    const text = key === "t" ? value : OLD[key];
    const parsed = text === undefined ? [] : parseKinds(io, text);
    if (typeof parsed === "string") return parsed;
    kinds.push(...parsed);
  }
  return kinds.length > 0 ? kinds : [{ letter: "o", size: 2, width: 6, trailer: false }];
}

function greatest(a: number, b: number): number {
  return b === 0 ? a : greatest(b, a % b);
}

export const od = command(
  {
    name: "od",
    gnu: "A/address-radix: endian: j/skip-bytes: N/read-bytes: S/strings: t/format: v/output-duplicates w/width? traditional a b c d f i l o s x B D e h H O X",
    busybox: "A: j: N: S: t: v w? a b B c D d e F f H h I i L l O o s X x",
    usage: "[-abcdfhilovxs] [-t TYPE] [-A RADIX] [-N SIZE] [-j SKIP] [FILE]...",
  },
  function* (io) {
    if (io.has("S")) return yield* io.complain("strings (-S) are not modelled by paperwhale");
    const kinds = kindsOf(io);
    if (typeof kinds === "string") return yield* io.complain(kinds);
    const radix = io.value("A") ?? "o";
    if (!/^[doxn]$/.test(radix))
      return yield* io.complain(
        `invalid output address radix '${radix}'; it must be one character from [doxn]`,
      );
    const unit = kinds.reduce((all, { size }) => (all * size) / greatest(all, size), 1);
    const asked = io.has("w") ? Number(io.value("w") ?? 32) : 16;
    const perLine = asked > 0 && asked % unit === 0 ? asked : unit;
    const skip = parseSize(io.value("j") ?? "0") ?? 0;
    const limit = io.value("N");
    const bytes = yield* inputOf(io);
    if (bytes === undefined) return 1;
    if (skip > bytes.length) return yield* io.complain("cannot skip past end of combined input");
    const end = limit === undefined ? bytes.length : skip + (parseSize(limit) ?? 0);
    const settings = { kinds, perLine, radix, little: io.value("endian") !== "big", all: io.has("v") };
    yield* dump(io, settings, bytes.subarray(skip, end), skip);
    return 0;
  },
);
