// Files of `KEY=value` lines: --env-file and --label-file (docker/cli pkg/kvfile). No quotes, no escapes, no
// interpolation: what stands after the `=` is the value, to the end of the line.

import { rawByteOf } from "../../base/go/go-string.ts";
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
    if (Array.from(text).some((rune) => rawByteOf(rune) !== undefined))
      return fail(`invalid utf8 bytes at line ${number}: [${raw.join(" ")}]`);
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
