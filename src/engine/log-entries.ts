// One entry of a container's log as its driver writes it: a line of JSON (jsonfilelog), or a length, a protobuf
// message and the length again (local). Text is kept as it came; a piece of a long line has no newline.

import { encodeJsonString } from "../base/go/json-encode.ts";
import { parseJson } from "../base/go/json-decode.ts";
import { parseRfc3339, rfc3339, type Instant } from "../base/time.ts";
import { concat, decode, encode } from "../base/utf8.ts";
import type { StreamName } from "./attachments.ts";

export interface LogEntry {
  readonly at: Instant;
  readonly stream: StreamName;
  /** with its newline, unless it is a piece of a line */
  readonly text: string;
  /** labels and the like, by name */
  readonly attributes: ReadonlyMap<string, string> | undefined;
  /** why this entry cannot be read, in the daemon's words; the rest then means nothing */
  readonly error: string | undefined;
}

// ---- json-file

export function encodeJsonEntries(
  at: Instant,
  stream: StreamName,
  texts: readonly string[],
  attributes: string,
): Uint8Array {
  const extra = attributes === "" ? "" : `"attrs":${attributes},`;
  const end = `,"stream":"${stream}",${extra}"time":"${rfc3339(at)}"}\n`;
  return encode(texts.map((text) => `{"log":${logString(text)}${end}`).join(""));
}

/** Unlike encoding/json it knows no short form for tabs, back spaces and form feeds (jsonlogbytes.go). */
const logString = (text: string): string =>
  encodeJsonString(text, true).replace(
    /\\(?:\\|[tbf])/g,
    (escape) => ({ "\\t": "\\u0009", "\\b": "\\u0008", "\\f": "\\u000c" })[escape] ?? escape,
  );

const broken = (error: string): LogEntry => ({
  at: 0,
  stream: "stdout",
  text: "",
  attributes: undefined,
  error,
});

export function decodeJsonEntries(bytes: Uint8Array): LogEntry[] {
  const lines = decode(bytes).split("\n");
  return lines.filter((line) => line !== "").map(decodeJsonEntry);
}

function decodeJsonEntry(line: string): LogEntry {
  const parsed = parseJson(line);
  if (!parsed.ok) return broken(parsed.error);
  if (!(parsed.value instanceof Map)) return broken("json: cannot unmarshal log entry");
  const member = (name: string): string => {
    const value = (parsed.value as Map<string, unknown>).get(name);
    return typeof value === "string" ? value : "";
  };
  const attributes = parsed.value.get("attrs");
  return {
    at: parseRfc3339(member("time")) ?? 0,
    stream: member("stream") === "stderr" ? "stderr" : "stdout",
    text: member("log"),
    attributes: attributes instanceof Map ? (attributes as Map<string, string>) : undefined,
    error: undefined,
  };
}

// ---- local

export function encodeLocalEntry(at: Instant, stream: StreamName, text: string): Uint8Array {
  const partial = !text.endsWith("\n");
  const line = encode(partial ? text : text.slice(0, -1));
  const message = concat([
    Uint8Array.of(0x0a, stream.length), encode(stream),
    Uint8Array.of(0x10), varint(BigInt(at) * 1000n),
    Uint8Array.of(0x1a), varint(BigInt(line.length)), line,
    partial ? Uint8Array.of(0x20, 1) : new Uint8Array(0),
  ]); // prettier-ignore
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, message.length);
  return concat([length, message, length]);
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}

export function decodeLocalEntries(bytes: Uint8Array): LogEntry[] {
  const entries: LogEntry[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = view.getUint32(at);
    if (at + 8 + length > bytes.length) break;
    entries.push(decodeLocalEntry(bytes.subarray(at + 4, at + 4 + length)));
    at += length + 8;
  }
  return entries;
}

function decodeLocalEntry(message: Uint8Array): LogEntry {
  const fields = new Map<number, Uint8Array | bigint>();
  let at = 0;
  const number = (): bigint => {
    let value = 0n;
    for (let shift = 0n; at < message.length; shift += 7n) {
      const byte = message[at++] as number;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < message.length) {
    const tag = Number(number());
    const value = number();
    if ((tag & 7) === 2) {
      fields.set(tag >> 3, message.subarray(at, at + Number(value)));
      at += Number(value);
    } else fields.set(tag >> 3, value);
  }
  const bytes = (field: number): Uint8Array =>
    (fields.get(field) as Uint8Array | undefined) ?? new Uint8Array(0);
  return {
    at: Number(((fields.get(2) as bigint | undefined) ?? 0n) / 1000n),
    stream: decode(bytes(1)) === "stderr" ? "stderr" : "stdout",
    text: decode(bytes(3)) + (fields.get(4) === 1n ? "" : "\n"),
    attributes: undefined,
    error: undefined,
  };
}
