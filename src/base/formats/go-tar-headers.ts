// Headers of tar archives as Go's archive/tar writes them for what moby and the docker client hand it: ustar while it
// can say all, else pax records (sorted) before a header that says what it can. Digests depend on every byte of them.
// Not here: the bytes of files, and GNU tar, which writes differently (programs).

import { byteOrder } from "../byte-order.ts";
import { SECOND, type Instant } from "../time.ts";
import { concat, encode } from "../utf8.ts";
import { BLOCK, checksumOf, PAX, XATTR_RECORD } from "./tar-header.ts";

const NAME_SIZE = 100;
const PREFIX_SIZE = 155;

/** What a header says beside the size. */
export interface TarFields {
  readonly name: string;
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly uname?: string;
  readonly gname?: string;
  readonly mtime: Instant;
  readonly linkname?: string;
  readonly devmajor?: number;
  readonly devminor?: number;
  readonly xattrs?: ReadonlyMap<string, Uint8Array> | undefined;
}

const NO_BYTES = new Uint8Array(BLOCK);

/** What fills the last block of so many bytes. */
export const tarPadding = (size: number): Uint8Array => NO_BYTES.subarray(0, -size & (BLOCK - 1));

/** The blocks before an entry's bytes, of which there are `size` (none for what is only a header). */
export function* encodeTarHeaders(entry: TarFields, size: number): Generator<Uint8Array> {
  const split = splitName(entry.name);
  const records = recordsOf(entry, size, split !== undefined);
  if (records === undefined) {
    yield header(entry, size, split?.name ?? entry.name, split?.prefix ?? "");
    return;
  }
  const data = concat(
    [...records].sort((a, b) => byteOrder(a[0], b[0])).map(([key, value]) => record(key, value)),
  );
  yield paxHeader(entry.name, data.length);
  yield data;
  yield tarPadding(data.length);
  yield header(entry, size, entry.name, "");
}

/** What ustar cannot say; undefined if that is nothing. */
function recordsOf(entry: TarFields, size: number, canSplit: boolean): Map<string, Uint8Array> | undefined {
  const records = new Map<string, Uint8Array>();
  const say = (key: string, value: string | number): Map<string, Uint8Array> =>
    records.set(key, encode(String(value)));
  const linkname = entry.linkname ?? "";
  if (!fitsField(entry.linkname ?? "", NAME_SIZE)) say("linkpath", linkname);
  if (!fitsField(entry.uname ?? "", 32)) say("uname", entry.uname ?? "");
  if (!fitsField(entry.gname ?? "", 32)) say("gname", entry.gname ?? "");
  if (!fitsOctal(8, entry.uid)) say("uid", entry.uid);
  if (!fitsOctal(8, entry.gid)) say("gid", entry.gid);
  if (!fitsOctal(12, size)) say("size", size);
  if (entry.mtime % SECOND !== 0 || !fitsOctal(12, entry.mtime / SECOND))
    say("mtime", formatTime(entry.mtime));
  for (const [name, value] of entry.xattrs ?? []) records.set(XATTR_RECORD + name, value);
  const ustar = records.size === 0 && (fitsField(entry.name, NAME_SIZE) || canSplit);
  if (ustar) return undefined;
  if (!fitsField(entry.name, NAME_SIZE)) say("path", entry.name);
  return records;
}

/** A long name in two parts at a slash, if it is ASCII and has a slash in the right place. */
function splitName(name: string): { readonly prefix: string; readonly name: string } | undefined {
  if (name.length <= NAME_SIZE || !isAscii(name)) return undefined;
  const end =
    name.length > PREFIX_SIZE + 1 ? PREFIX_SIZE + 1 : name.endsWith("/") ? name.length - 1 : name.length;
  const slash = name.slice(0, end).lastIndexOf("/");
  const rest = name.length - slash - 1;
  if (slash <= 0 || rest > NAME_SIZE || rest === 0 || slash > PREFIX_SIZE) return undefined;
  return { prefix: name.slice(0, slash), name: name.slice(slash + 1) };
}

function header(entry: TarFields, size: number, name: string, prefix: string): Uint8Array {
  const block = new Uint8Array(BLOCK);
  putName(block, 0, NAME_SIZE, name);
  putOctal(block, 100, 8, entry.mode);
  putOctal(block, 108, 8, entry.uid);
  putOctal(block, 116, 8, entry.gid);
  putOctal(block, 124, 12, size);
  putOctal(block, 136, 12, Math.floor(entry.mtime / SECOND));
  block[156] = entry.type.charCodeAt(0);
  putName(block, 157, NAME_SIZE, entry.linkname ?? "");
  putName(block, 265, 32, entry.uname ?? "");
  putName(block, 297, 32, entry.gname ?? "");
  putOctal(block, 329, 8, entry.devmajor ?? 0);
  putOctal(block, 337, 8, entry.devminor ?? 0);
  putName(block, 345, PREFIX_SIZE, prefix);
  return finish(block);
}

function paxHeader(name: string, size: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const slash = name.lastIndexOf("/") + 1;
  const path = joinClean(name.slice(0, slash), `PaxHeaders.0/${name.slice(slash)}`);
  putText(block, 0, NAME_SIZE, toAscii(path).slice(0, NAME_SIZE).replace(/\/+$/, ""));
  for (const [at, width] of [[100, 8], [108, 8], [116, 8]] as const) putOctal(block, at, width, 0); // prettier-ignore
  putOctal(block, 124, 12, size);
  putOctal(block, 136, 12, 0);
  block[156] = PAX.charCodeAt(0);
  return finish(block);
}

/** Go's path.Join. */
function joinClean(directory: string, rest: string): string {
  const path = `${directory}/${rest}`
    .split("/")
    .filter((name) => name !== "" && name !== ".")
    .join("/");
  return directory.startsWith("/") ? `/${path}` : path;
}

function finish(block: Uint8Array): Uint8Array {
  putText(block, 257, 8, "ustar\u000000");
  putOctal(block, 148, 7, checksumOf(block));
  block[155] = 0x20;
  return block;
}

/** "LENGTH KEY=VALUE\n", where the length counts itself. */
function record(key: string, value: Uint8Array): Uint8Array {
  const text = encode(` ${key}=`);
  const rest = text.length + value.length + 1;
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return concat([encode(String(length)), text, value, encode("\n")]);
}

function formatTime(instant: number): string {
  const negative = instant < 0;
  const absolute = Math.abs(instant);
  const fraction = String(absolute % SECOND).padStart(6, "0").replace(/0+$/, ""); // prettier-ignore
  return `${negative ? "-" : ""}${Math.floor(absolute / SECOND)}${fraction === "" ? "" : `.${fraction}`}`;
}

function putOctal(block: Uint8Array, at: number, width: number, value: number): void {
  const digits = fitsOctal(width, value) ? Math.floor(value).toString(8) : "0";
  putText(block, at, width, digits.padStart(width - 1, "0"));
}

const fitsOctal = (width: number, value: number): boolean => value >= 0 && value < 8 ** (width - 1);

/** Some readers take a regular file with a slash at the end for a directory, so a cut name has none. */
function putName(block: Uint8Array, at: number, width: number, name: string): void {
  const ascii = toAscii(name);
  putText(block, at, width, ascii);
  if (ascii.length <= width || block[at + width - 1] !== 0x2f) return;
  block[at + ascii.slice(0, width - 1).replace(/\/+$/, "").length] = 0;
}

function putText(block: Uint8Array, at: number, width: number, text: string): void {
  for (let i = 0; i < Math.min(width, text.length); i++) block[at + i] = text.charCodeAt(i);
}

const fitsField = (text: string, width: number): boolean => text.length <= width && isAscii(text);

// eslint-disable-next-line no-control-regex
const isAscii = (text: string): boolean => /^[\u0001-\u007f]*$/.test(text);
// eslint-disable-next-line no-control-regex
const toAscii = (text: string): string => (isAscii(text) ? text : text.replace(/[^\u0001-\u007f]/g, ""));
