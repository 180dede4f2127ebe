// Files of `KEY=value` lines: --env-file and --label-file (docker/cli pkg/kvfile). No quotes, no escapes, no
// interpolation: what stands after the `=` is the value, to the end of the line.

import { fail, ok, type Result } from "../../base/result.ts";
import { decode } from "../../base/utf8.ts";
import type { ClientIo } from "./client-io.ts";
import { cut } from "./key-value.ts";

/** The longest line that Go's bufio.Scanner takes. */
const MAX_LINE = 64 * 1024;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

type Lookup = (name: string) => string | undefined;

/** Lines as `KEY=value`; a name alone takes what `lookup` knows, and is left out if that is nothing. */
export function readKeyValueFile(path: string, io: ClientIo, lookup: Lookup): Result<string[], string> {
  const bytes = io.readFile(path);
  if (!bytes.ok) return bytes;
  const lines = parseKeyValueLines(bytes.value, lookup);
  return lines.ok ? lines : fail(`invalid env file (${path}): ${lines.error}`);
}

export function parseKeyValueLines(bytes: Uint8Array, lookup: Lookup): Result<string[], string> {
  const entries: string[] = [];
  let number = 0;
  for (const raw of splitLines(bytes)) {
    number++;
    if (raw.length >= MAX_LINE) return fail("bufio.Scanner: token too long");
    const text = decode(raw);
    if (text.includes("\uFFFD") && !isUtf8(raw)) return fail(`invalid utf8 bytes at line ${number}: [${raw.join(" ")}]`);
    const entry = parseLine(number === 1 ? text.replace(/^\uFEFF/, "") : text, lookup);
    if (!entry.ok) return entry;
    if (entry.value !== undefined) entries.push(entry.value);
  }
  return ok(entries);
}

function parseLine(text: string, lookup: Lookup): Result<string | undefined, string> {
  const line = text.replace(LEADING_SPACE, "");
  if (line === "" || line.startsWith("#")) return ok(undefined);
  const [key, , hasValue] = cut(line, "=");
  if (key === "") return fail(`no variable name on line '${line}'`);
  if (/[ \t]/.test(key)) return fail(`variable '${key}' contains whitespaces`);
  if (hasValue) return ok(line);
  const value = lookup(line);
  return ok(value === undefined ? undefined : `${key}=${value}`);
}

/** Go's unicode.IsSpace, which U+FEFF is not. */
const LEADING_SPACE = /^[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/;

function* splitLines(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    yield bytes.subarray(start, end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end);
    start = end + 1;
  }
}

/** Whether the replacement characters of the decoded text were there before. */
function isUtf8(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i);
    if (length === 0) return false;
    i += length;
  }
  return true;
}

function sequenceLength(bytes: Uint8Array, i: number): number {
  const lead = bytes[i] as number;
  if (lead < 0x80) return 1;
  const length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  for (let k = 1; k < length; k++) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[i + 1] ?? 0;
  const outside =
    (lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f) || (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f);
  return outside ? 0 : length;
}
