// hexdump and hd: bytes in hexadecimal, octal, decimal or as characters, in the lines that its options name (util-linux's,
// busybox's). xxd in its plain form. Not here: formats of one's own (-e), and xxd's way back.

import { failed, strerror } from "../../base/errno.ts";
import { concat } from "../../base/utf8.ts";
import { O_RDONLY, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import { named } from "../libc/quote.ts";
import { parseSize } from "../libc/sizes.ts";

const PER_LINE = 16;
const ESCAPES = new Map([[0, "\\0"], [7, "\\a"], [8, "\\b"], [9, "\\t"], [10, "\\n"], [11, "\\v"], [12, "\\f"], [13, "\\r"]]); // prettier-ignore

const hex = (value: number, width: number): string => value.toString(16).padStart(width, "0");
const printable = (byte: number): string => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".");

interface Style {
  readonly address: number;
  line(bytes: Uint8Array): string;
}

/** Fields of `size` bytes, little end first. */
const fields = (size: 1 | 2, width: number, show: (value: number) => string): Style => ({
  address: 7,
  line: (bytes) => {
    let text = "";
    for (let i = 0; i < PER_LINE; i += size) {
      const value = (bytes[i] ?? 0) + (size === 2 ? (bytes[i + 1] ?? 0) * 256 : 0);
      text += (i < bytes.length ? show(value) : "").padStart(width);
    }
    return text;
  },
});

const character = (byte: number): string =>
  ESCAPES.get(byte) ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, "0")); // prettier-ignore

const canonical: Style = {
  address: 8,
  line: (bytes) => {
    let text = "";
    for (let i = 0; i < PER_LINE; i++)
      text += `${i % 8 === 0 ? "  " : " "}${i < bytes.length ? hex(bytes[i] as number, 2) : "  "}`;
    return `${text}  |${[...bytes].map(printable).join("")}|`;
  },
};

const STYLES: Record<string, Style> = {
  b: fields(1, 4, (value) => value.toString(8).padStart(3, "0")),
  c: fields(1, 4, character),
  C: canonical,
  d: fields(2, 8, (value) => String(value).padStart(5, "0")),
  o: fields(2, 8, (value) => value.toString(8).padStart(6, "0")),
  x: fields(2, 8, (value) => hex(value, 4)),
};

const PLAIN = fields(2, 5, (value) => hex(value, 4));

function* inputOf(io: Io): Task<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  for (const path of io.operandsOr("-")) {
    const fd = path === "-" ? 0 : yield* io.sys.open(path, O_RDONLY);
    const bytes = failed(fd) ? fd : yield* readAll(io.sys, fd);
    if (!failed(fd) && fd !== 0) void io.sys.close(fd);
    if (failed(bytes)) yield* io.complain(`${named(io, path)}: ${strerror(bytes)}`);
    else parts.push(bytes);
  }
  if (parts.length === 0 && io.family === "gnu") yield* io.complain("all input file arguments failed");
  return parts.length === 0 ? undefined : concat(parts);
}

function* dump(io: Io, style: Style, bytes: Uint8Array, from: number): Task<void> {
  let before = "";
  let starred = false;
  for (let at = 0; at < bytes.length; at += PER_LINE) {
    const piece = bytes.subarray(at, at + PER_LINE);
    const key = piece.join();
    if (!io.has("v") && at > 0 && piece.length === PER_LINE && key === before) {
      if (!starred) yield* io.print("*\n");
      starred = true;
      continue;
    }
    starred = false;
    before = key;
    yield* io.print(`${hex(from + at, style.address)}${style.line(piece)}\n`);
  }
  if (bytes.length > 0) yield* io.print(`${hex(from + bytes.length, style.address)}\n`);
}

const hexdumpCommand = (name: string, usual: Style) =>
  command(
    {
      name,
      gnu: "b/one-byte-octal c/one-byte-char C/canonical d/two-bytes-decimal o/two-bytes-octal x/two-bytes-hex e/format: f/format-file: n/length: s/skip: v/no-squeezing L/color? X/one-byte-hex",
      busybox: "b c C d o x e: f: n: s: v R",
      usage: "[-bcdoxCv] [-e FMT] [-f FMT_FILE] [-n LEN] [-s OFS] [FILE]...",
    },
    function* (io) {
      if (io.has("e") || io.has("f"))
        return yield* io.complain("formats of one's own (-e, -f) are not modelled by paperwhale");
      const bytes = yield* inputOf(io);
      if (bytes === undefined) return 1;
      const skip = parseSize(io.value("s") ?? "0") ?? 0;
      const limit = io.value("n");
      const part = bytes.subarray(skip, limit === undefined ? undefined : skip + (parseSize(limit) ?? 0));
      const asked = io.options.given.flatMap(({ key }) => STYLES[key] ?? []);
      for (const style of asked.length > 0 ? asked : [usual]) yield* dump(io, style, part, skip);
      return 0;
    },
  );

export const hexdump = hexdumpCommand("hexdump", PLAIN);
export const hd = hexdumpCommand("hd", canonical);

export const xxd = command(
  {
    name: "xxd",
    gnu: "p/ps/plain l/len: c/cols: g/groupsize: s/seek: u r/revert i/include b/bits",
    busybox: "p l: c: g: s: r i",
    usage: "[-pri] [-g N] [-c N] [-l LEN] [-s OFS] [-o OFS] [FILE]",
  },
  function* (io) {
    for (const key of ["r", "i", "b"])
      if (io.has(key)) return yield* io.complain(`-${key} is not modelled by paperwhale`);
    const all = yield* inputOf(io);
    if (all === undefined) return 1;
    const skip = Number(io.value("s") ?? 0);
    const limit = io.value("l");
    const bytes = all.subarray(skip, limit === undefined ? undefined : skip + Number(limit));
    const plain = io.has("p");
    const columns = Number(io.value("c") ?? (plain ? 30 : PER_LINE));
    const group = Number(io.value("g") ?? 2) || columns;
    const digits = (byte: number): string => (io.has("u") ? hex(byte, 2).toUpperCase() : hex(byte, 2));
    for (let at = 0; at < bytes.length; at += columns) {
      const piece = bytes.subarray(at, at + columns);
      if (plain) {
        yield* io.print(`${[...piece].map(digits).join("")}\n`);
        continue;
      }
      let text = "";
      for (let i = 0; i < columns; i++)
        text += (i % group === 0 ? " " : "") + (i < piece.length ? digits(piece[i] as number) : "  ");
      yield* io.print(`${hex(skip + at, 8)}:${text}  ${[...piece].map(printable).join("")}\n`);
    }
    return 0;
  },
);
