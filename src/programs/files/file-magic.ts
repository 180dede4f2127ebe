// What bytes are, as file(1) names it: the formats that this world has, told by their first bytes, and kinds of
// text. Relies on nothing but the bytes. Not here: the thousands of formats that real magic files know.

import { decode } from "../../base/utf8.ts";

export interface Kind {
  readonly text: string;
  readonly mime: string;
  /** of --mime-encoding; binary unless said */
  readonly charset?: string;
}

const starts = (bytes: Uint8Array, magic: readonly number[], at = 0): boolean =>
  magic.every((byte, i) => bytes[at + i] === byte);

const latin = (bytes: Uint8Array, from: number, to: number): string => {
  let text = "";
  for (let i = from; i < Math.min(to, bytes.length); i++) text += String.fromCharCode(bytes[i] as number);
  return text;
};

const u16le = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
const u32le = (bytes: Uint8Array, at: number): number =>
  (u16le(bytes, at) | (u16le(bytes, at + 2) << 16)) >>> 0;
const u32be = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) << 24) |
    ((bytes[at + 1] ?? 0) << 16) |
    ((bytes[at + 2] ?? 0) << 8) |
    (bytes[at + 3] ?? 0)) >>>
  0;

// ---- binary formats

const MACHINES = new Map([
  [0x03, "Intel i386"],
  [0x28, "ARM"],
  [0x3e, "x86-64"],
  [0xb7, "ARM aarch64"],
  [0xf3, "UCB RISC-V"],
]);

function elf(bytes: Uint8Array): Kind {
  if (bytes.length < 20) return { text: "ELF", mime: "application/octet-stream" };
  const bits = bytes[4] === 2 ? "64-bit" : "32-bit";
  const order = bytes[5] === 2 ? "MSB" : "LSB";
  const machine = MACHINES.get(u16le(bytes, 18)) ?? "x86-64";
  const tail = `${machine}, version 1 (SYSV), dynamically linked, stripped`;
  return { text: `ELF ${bits} ${order} pie executable, ${tail}`, mime: "application/x-pie-executable" };
}

function gzip(bytes: Uint8Array, dateText: (seconds: number) => string): Kind {
  const flags = bytes[3] ?? 0;
  const seconds = u32le(bytes, 4);
  const parts = ["gzip compressed data"];
  if (flags & 8) {
    const end = bytes.indexOf(0, 10);
    parts.push(`was "${latin(bytes, 10, end)}"`);
  }
  if (seconds !== 0) parts.push(`last modified: ${dateText(seconds)}`);
  if (bytes[8] === 2) parts.push("max compression");
  else if (bytes[8] === 4) parts.push("max speed");
  if (bytes[9] === 3) parts.push("from Unix");
  return { text: parts.join(", "), mime: "application/gzip" };
}

function png(bytes: Uint8Array): Kind {
  const colors = new Map([
    [0, "grayscale"],
    [2, "RGB"],
    [3, "colormap"],
    [4, "gray+alpha"],
    [6, "RGBA"],
  ]);
  const size = `${u32be(bytes, 16)} x ${u32be(bytes, 20)}`;
  const color = `${bytes[24]}-bit${bytes[25] === 0 || bytes[25] === 3 ? " " : "/color "}${colors.get(bytes[25] ?? 0) ?? ""}`;
  const text = `PNG image data, ${size}, ${color}, ${bytes[28] === 1 ? "interlaced" : "non-interlaced"}`;
  return { text, mime: "image/png" };
}

function tar(bytes: Uint8Array): Kind | undefined {
  const magic = latin(bytes, 257, 265);
  const mime = "application/x-tar";
  if (magic === "ustar  \0") return { text: "POSIX tar archive (GNU)", mime };
  return magic.startsWith("ustar\0") ? { text: "POSIX tar archive", mime } : undefined;
}

function xz(bytes: Uint8Array): Kind {
  const checks = new Map([
    [0, "NONE"],
    [1, "CRC32"],
    [4, "CRC64"],
    [10, "SHA256"],
  ]);
  return {
    text: `XZ compressed data, checksum ${checks.get(bytes[7] ?? 0) ?? "CRC64"}`,
    mime: "application/x-xz",
  };
}

function zip(bytes: Uint8Array): Kind {
  const version = bytes[4] ?? 10;
  const text = `Zip archive data, at least v${Math.floor(version / 10)}.${version % 10} to extract`;
  return { text, mime: "application/zip" };
}

/** undefined if the first bytes say nothing. */
export function binaryKind(bytes: Uint8Array, dateText: (seconds: number) => string): Kind | undefined {
  if (starts(bytes, [0x7f, 0x45, 0x4c, 0x46])) return elf(bytes);
  if (starts(bytes, [0x1f, 0x8b])) return gzip(bytes, dateText);
  if (starts(bytes, [0x1f, 0x9d])) return { text: "compress'd data", mime: "application/x-compress" };
  if (starts(bytes, [0x42, 0x5a, 0x68]))
    return {
      text: `bzip2 compressed data, block size = ${String.fromCharCode(bytes[3] ?? 0x39)}00k`,
      mime: "application/x-bzip2",
    };
  if (starts(bytes, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])) return xz(bytes);
  if (starts(bytes, [0x28, 0xb5, 0x2f, 0xfd]))
    return { text: "Zstandard compressed data (v0.8+), Dictionary ID: None", mime: "application/zstd" };
  if (starts(bytes, [0x50, 0x4b, 3, 4])) return zip(bytes);
  if (starts(bytes, [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])) return png(bytes);
  const head = latin(bytes, 0, 16);
  if (/^GIF8[79]a/.test(head))
    return {
      text: `GIF image data, version ${head.slice(3, 6)}, ${u16le(bytes, 6)} x ${u16le(bytes, 8)}`,
      mime: "image/gif",
    };
  if (starts(bytes, [0xff, 0xd8, 0xff])) return { text: "JPEG image data", mime: "image/jpeg" };
  const pdf = /^%PDF-(\d\.\d)/.exec(head);
  if (pdf !== null) return { text: `PDF document, version ${pdf[1]}`, mime: "application/pdf" };
  if (head.startsWith("SQLite format 3\0"))
    return { text: "SQLite 3.x database", mime: "application/vnd.sqlite3" };
  if (head.startsWith("!<arch>\ndebian"))
    return { text: "Debian binary package (format 2.0)", mime: "application/vnd.debian.binary-package" };
  return tar(bytes);
}

// ---- text

const SCRIPTS: readonly (readonly [RegExp, string, string])[] = [
  [/^#! ?\/(?:usr\/)?bin\/sh\b/, "POSIX shell script", "text/x-shellscript"],
  [/^#! ?(?:\/usr)?\/bin\/(?:env )?bash\b/, "Bourne-Again shell script", "text/x-shellscript"],
  [/^#! ?\S*(?:env +)?python[\d.]*\b/, "Python script", "text/x-script.python"],
  [/^#! ?\S*(?:env +)?perl\b/, "Perl script text", "text/x-perl"],
  [/^#! ?\S*(?:env +)?node\b/, "Node.js script executable", "application/javascript"],
  [/^#! ?\S*(?:env +)?ruby\b/, "Ruby script", "text/x-ruby"],
];

interface Encoding {
  readonly words: string;
  readonly charset: string;
}

const isText = (byte: number): boolean =>
  (byte >= 32 && byte !== 127) || (byte >= 7 && byte <= 13) || byte === 27;

/** undefined: it is no text. */
function encodingOf(bytes: Uint8Array): Encoding | undefined {
  if (starts(bytes, [0xff, 0xfe]))
    return { words: "Unicode text, UTF-16, little-endian text", charset: "utf-16le" };
  if (starts(bytes, [0xfe, 0xff]))
    return { words: "Unicode text, UTF-16, big-endian text", charset: "utf-16be" };
  if (!bytes.every(isText)) return undefined;
  if (bytes.every((byte) => byte < 128)) return { words: "ASCII text", charset: "us-ascii" };
  const mark = starts(bytes, [0xef, 0xbb, 0xbf]);
  const whole = !/[\udc80-\udcff]/.test(
    decode(cutSequence(bytes)).replace(/[\ud800-\udbff][\udc00-\udfff]/g, ""),
  );
  if (whole) return { words: `Unicode text, UTF-8 ${mark ? "(with BOM) " : ""}text`, charset: "utf-8" };
  const latin1 = bytes.every((byte) => byte < 128 || byte >= 160);
  return latin1
    ? { words: "ISO-8859 text", charset: "iso-8859-1" }
    : { words: "Non-ISO extended-ASCII text", charset: "unknown-8bit" };
}

/** Without a character that the end of what was read has cut. */
function cutSequence(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] as number;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      if (length > back) end -= back;
      break;
    }
  }
  return bytes.subarray(0, end);
}

/** What is said of line ends and of lines that are very long. */
function lineNotes(bytes: Uint8Array, wide: boolean): string {
  let longest = 0;
  let crlf = 0;
  let lf = 0;
  let cr = 0;
  let start = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 10 && bytes[i] !== 13) continue;
    if (bytes[i] === 13 && bytes[i + 1] === 10) continue;
    if (bytes[i] === 13) cr++;
    else if (bytes[i - 1] === 13) crlf++;
    else lf++;
    longest = Math.max(longest, i - start);
    start = i + 1;
  }
  longest = Math.max(longest, bytes.length - start);
  const notes: string[] = [];
  if (longest > 300 && !wide) notes.push(`with very long lines (${longest})`);
  if (crlf + lf + cr === 0) notes.push("with no line terminators");
  else if (crlf > 0 || cr > 0) {
    const kinds = [crlf > 0 ? "CRLF" : "", cr > 0 ? "CR" : "", lf > 0 ? "LF" : ""].filter(
      (kind) => kind !== "",
    );
    notes.push(`with ${kinds.join(", ")} line terminators`);
  }
  return notes.map((note) => `, ${note}`).join("");
}

const JSON_START = /^\s*(?:\{\s*(?:"[^"]*"\s*:|\})|\[\s*(?:[[{"\d\]]|true|false|null))/;

/** What a text is written in; its first part is what is looked at. */
function contentOf(
  text: string,
): { readonly words: string; readonly mime: string; readonly after?: string } | undefined {
  for (const [pattern, words, mime] of SCRIPTS)
    if (pattern.test(text))
      return words.endsWith("executable") ? { words, mime } : { words, mime, after: " executable" };
  if (text.startsWith("-----BEGIN CERTIFICATE-----"))
    return { words: "PEM certificate", mime: "text/plain", after: "only" };
  const key = /^-----BEGIN (RSA|EC|DSA) PRIVATE KEY-----/.exec(text);
  if (key !== null) return { words: `PEM ${key[1]} private key`, mime: "text/plain", after: "only" };
  if (text.startsWith("-----BEGIN OPENSSH PRIVATE KEY-----"))
    return { words: "OpenSSH private key", mime: "text/plain", after: "only" };
  const ssh = /^ssh-(rsa|ed25519|dss) /.exec(text);
  if (ssh !== null)
    return {
      words: `OpenSSH ${(ssh[1] as string).toUpperCase()} public key`,
      mime: "text/plain",
      after: "only",
    };
  if (/^\s*<\?xml\s+version="([\d.]+)"/.test(text))
    return { words: `XML ${/version="([\d.]+)"/.exec(text)?.[1]} document`, mime: "text/xml" };
  if (/^\s*(?:<!doctype html|<html|<head|<title|<body)/i.test(text))
    return { words: "HTML document", mime: "text/html" };
  if (JSON_START.test(text)) return { words: "JSON text data", mime: "application/json", after: "only" };
  if (/^\s*#\s*include\s*[<"]|^(?:int|void) main\s*\(/m.test(text))
    return { words: "C source", mime: "text/x-c" };
  if (
    /^(?:def \w+\(.*\):|import \w+|from \w+ import )/m.test(text) &&
    /^(?:def |import |from |class )/m.test(text)
  )
    return { words: "Python script", mime: "text/x-script.python", after: " executable" };
  return undefined;
}

export function textKind(bytes: Uint8Array): Kind | undefined {
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return undefined;
  const { words, charset } = encoding;
  const content = charset.startsWith("utf-16") ? undefined : contentOf(latin(bytes, 0, 4096));
  const notes = lineNotes(bytes, charset.startsWith("utf-16"));
  if (content === undefined) return { text: words + notes, mime: "text/plain", charset };
  if (content.after === "only") return { text: content.words, mime: content.mime, charset };
  if (content.words === "Perl script text")
    return { text: `${content.words} executable`, mime: content.mime, charset };
  return { text: `${content.words}, ${words}${content.after ?? ""}${notes}`, mime: content.mime, charset };
}

export const DATA: Kind = { text: "data", mime: "application/octet-stream" };
