// Dumps: databases as bytes, in Redis's own format (version 12), so that a real server reads them. Written with the
// plain encodings of every type; read are those, and whole numbers in place of strings. Not read: what real servers
// pack into listpacks, streams, modules, compressed strings. Relies on crc64.ts and keyspace.ts.

import { concat, decodeLatin1, encodeLatin1 } from "../../base/utf8.ts";
import { crc64 } from "./crc64.ts";
import { Keyspace, type Value } from "./keyspace.ts";
import { REDIS_VERSION } from "./settings.ts";

const MAGIC = "REDIS";
const VERSION = "0012";
const AUX = 0xfa;
const RESIZE = 0xfb;
const EXPIRE_MS = 0xfc;
const EXPIRE_S = 0xfd;
const SELECT = 0xfe;
const END = 0xff;

const TYPES = new Map([["string", 0], ["list", 1], ["set", 2], ["hash", 4], ["zset", 5]] as const); // prettier-ignore

export interface Dump {
  readonly databases: ReadonlyMap<number, Keyspace>;
  readonly version: string;
  /** seconds since 1970 */
  readonly created: number;
  readonly memory: number;
  readonly loaded: number;
  readonly expired: number;
}

// ---- writing

const byte = (value: number): string => String.fromCharCode(value & 0xff);

function numberBytes(size: number, write: (view: DataView) => void): string {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return decodeLatin1(bytes);
}

function lengthBytes(length: number): string {
  if (length < 64) return byte(length);
  if (length < 16_384) return byte(0x40 | (length >> 8)) + byte(length);
  return byte(0x80) + numberBytes(4, (view) => view.setUint32(0, length));
}

/** A string, or a whole number of up to 32 bits in its place. */
function textBytes(text: string): string {
  if (/^(?:0|-?[1-9]\d{0,9})$/.test(text)) {
    const value = Number(text);
    if (value >= -128 && value < 128) return byte(0xc0) + byte(value);
    if (value >= -32_768 && value < 32_768)
      return byte(0xc1) + numberBytes(2, (view) => view.setInt16(0, value, true));
    if (value >= -(2 ** 31) && value < 2 ** 31)
      return byte(0xc2) + numberBytes(4, (view) => view.setInt32(0, value, true));
  }
  return lengthBytes(text.length) + text;
}

const textsBytes = (texts: readonly string[]): string => texts.map(textBytes).join("");

function valueBytes(value: Value): string {
  switch (value.type) {
    case "string":
      return textBytes(value.text);
    case "list":
      return lengthBytes(value.items.length) + textsBytes(value.items);
    case "set":
      return lengthBytes(value.members.size) + textsBytes([...value.members]);
    case "hash":
      return lengthBytes(value.fields.size) + textsBytes([...value.fields].flat());
    case "zset":
      return (
        lengthBytes(value.scores.size) +
        [...value.scores]
          .map(([member, score]) => textBytes(member) + numberBytes(8, (view) => view.setFloat64(0, score, true)))
          .join("")
      );
  }
} // prettier-ignore

const aux = (name: string, value: string): string => byte(AUX) + textBytes(name) + textBytes(value);
const milliseconds = (at: number): string =>
  numberBytes(8, (view) => view.setBigInt64(0, BigInt(Math.floor(at)), true));

export interface DumpFacts {
  /** seconds since 1970 */
  readonly created: number;
  readonly memory: number;
  /** it is the base of an append-only file */
  readonly base: boolean;
}

export function encodeDump(databases: ReadonlyMap<number, Keyspace>, facts: DumpFacts): Uint8Array {
  const parts = [
    MAGIC + VERSION,
    aux("redis-ver", REDIS_VERSION),
    aux("redis-bits", "64"),
    aux("ctime", String(facts.created)),
    aux("used-mem", String(facts.memory)),
    aux("aof-base", facts.base ? "1" : "0"),
  ];
  for (const [number, db] of [...databases].sort(([a], [b]) => a - b)) {
    if (db.size === 0) continue;
    parts.push(byte(SELECT) + lengthBytes(number));
    parts.push(byte(RESIZE) + lengthBytes(db.size) + lengthBytes(db.expiring));
    for (const key of db.keys()) {
      const value = db.get(key) as Value;
      const at = db.expiryOf(key);
      if (at !== undefined) parts.push(byte(EXPIRE_MS) + milliseconds(at));
      parts.push(byte(TYPES.get(value.type) as number) + textBytes(key) + valueBytes(value));
    }
  }
  const body = encodeLatin1(parts.join("") + byte(END));
  return concat([body, crc64(body)]);
}

// ---- reading

/** Where it is in the bytes; `bad` once something made no sense. */
class Reader {
  at = 0;
  bad: string | undefined;

  constructor(private readonly bytes: Uint8Array) {}

  private get view(): DataView {
    return new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
  }

  private step(size: number): number {
    const { at } = this;
    this.at += size;
    if (this.at <= this.bytes.length) return at;
    this.bad ??= "Unexpected EOF reading RDB file";
    this.at = this.bytes.length;
    return -1;
  }

  byte(): number {
    const at = this.step(1);
    return at < 0 ? END : (this.bytes[at] as number);
  }

  number(size: number, read: (view: DataView, at: number) => number): number {
    const at = this.step(size);
    return at < 0 ? 0 : read(this.view, at);
  }

  raw(size: number): string {
    const at = this.step(size);
    return at < 0 ? "" : decodeLatin1(this.bytes.subarray(at, at + size));
  }

  length(): number {
    const first = this.byte();
    if (first >> 6 === 0) return first;
    if (first >> 6 === 1) return ((first & 63) << 8) | this.byte();
    if (first === 0x80) return this.number(4, (view, at) => view.getUint32(at));
    this.bad ??= `Unknown length encoding ${first}`;
    return 0;
  }

  text(): string {
    const first = this.bytes[this.at] ?? 0;
    if (first >> 6 !== 3) return this.raw(this.length());
    this.at++;
    if (first === 0xc0) return String(this.number(1, (view, at) => view.getInt8(at)));
    if (first === 0xc1) return String(this.number(2, (view, at) => view.getInt16(at, true)));
    if (first === 0xc2) return String(this.number(4, (view, at) => view.getInt32(at, true)));
    this.bad ??= "compressed strings of a dump are not modelled by paperwhale";
    return "";
  }

  texts(count: number): string[] {
    const all: string[] = [];
    for (let i = 0; i < count && this.bad === undefined; i++) all.push(this.text());
    return all;
  }

  value(type: number): Value | undefined {
    switch (type) {
      case 0:
        return { type: "string", text: this.text() };
      case 1:
        return { type: "list", items: this.texts(this.length()) };
      case 2:
        return { type: "set", members: new Set(this.texts(this.length())) };
      case 4: {
        const flat = this.texts(2 * this.length());
        const fields = new Map<string, string>();
        for (let i = 0; i < flat.length; i += 2) fields.set(flat[i] as string, flat[i + 1] ?? "");
        return { type: "hash", fields };
      }
      case 5: {
        const scores = new Map<string, number>();
        for (let left = this.length(); left > 0 && this.bad === undefined; left--)
          scores.set(
            this.text(),
            this.number(8, (view, at) => view.getFloat64(at, true)),
          );
        return { type: "zset", scores };
      }
      default:
        this.bad ??= `values of type ${type} in a dump are not modelled by paperwhale`;
        return undefined;
    }
  }
}

/** `now` in milliseconds: what has expired is left out. */
export function decodeDump(bytes: Uint8Array, now: number): Dump | { readonly wrong: string } {
  const reader = new Reader(bytes);
  if (reader.raw(MAGIC.length) !== MAGIC) return { wrong: "Wrong signature trying to load DB from file" };
  const version = Number(reader.raw(4));
  if (!(version >= 1 && version <= Number(VERSION)))
    return { wrong: `Can't handle RDB format version ${version}` };
  const facts = new Map<string, string>();
  const databases = new Map<number, Keyspace>();
  let number = 0;
  let expiresAt: number | undefined;
  let [loaded, expired] = [0, 0];
  for (;;) {
    const code = reader.byte();
    if (reader.bad !== undefined) return { wrong: reader.bad };
    if (code === END) break;
    if (code === AUX) facts.set(reader.text(), reader.text());
    else if (code === SELECT) number = reader.length();
    else if (code === RESIZE) void [reader.length(), reader.length()];
    else if (code === EXPIRE_MS)
      expiresAt = reader.number(8, (view, at) => Number(view.getBigInt64(at, true)));
    else if (code === EXPIRE_S) expiresAt = 1000 * reader.number(4, (view, at) => view.getInt32(at, true));
    else {
      const key = reader.text();
      const value = reader.value(code);
      if (value === undefined || reader.bad !== undefined) return { wrong: reader.bad ?? "" };
      if (expiresAt === undefined || expiresAt > now) {
        const db = databases.get(number) ?? new Keyspace();
        databases.set(number, db);
        db.set(key, value, expiresAt);
        loaded++;
      } else expired++;
      expiresAt = undefined;
    }
  }
  const tail = bytes.subarray(reader.at, reader.at + 8);
  const sum = crc64(bytes.subarray(0, reader.at));
  if (version >= 5 && tail.some((value) => value !== 0) && tail.some((value, i) => value !== sum[i]))
    return { wrong: "Wrong RDB checksum" };
  const fact = (name: string): number => Number(facts.get(name) ?? 0);
  return { databases, version: facts.get("redis-ver") ?? "", created: fact("ctime"), memory: fact("used-mem"), loaded, expired }; // prettier-ignore
}
