// The bytes of a header as GNU's tar and busybox's write them: GNU's format with @LongLink for long names, POSIX's ustar,
// its pax extension, and the oldest. Relies on base/formats/tar-header.ts for numbers of types and the checksum.
// Not here: how the daemon writes archives (src/fs), which follows Go.

import { BLOCK, checksumOf, GNU_LONG_LINK, GNU_LONG_NAME, PAX } from "../../../base/formats/tar-header.ts";
import { SECOND } from "../../../base/time.ts";
import { concat, encode } from "../../../base/utf8.ts";

export type TarFormat = "gnu" | "pax" | "ustar" | "v7";

export interface NewMember {
  readonly name: string;
  readonly type: string;
  readonly linkname: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly uname: string;
  readonly gname: string;
  readonly size: number;
  readonly mtime: number;
  readonly devmajor: number;
  readonly devminor: number;
}

const NAME = 100;

/** All headers of a member; undefined if the format cannot say its name. */
export function headersOf(member: NewMember, format: TarFormat): Uint8Array | undefined {
  const name = encode(member.name);
  const link = encode(member.linkname);
  const fits = name.length <= NAME && link.length <= NAME;
  if (format === "gnu") {
    const parts: Uint8Array[] = [];
    if (link.length > NAME) parts.push(longLink(GNU_LONG_LINK, link));
    if (name.length > NAME) parts.push(longLink(GNU_LONG_NAME, name));
    return concat([...parts, block(member, name, "gnu", "")]);
  }
  if (format === "pax") {
    const records = paxRecords(member, name.length > NAME, link.length > NAME);
    return concat([...paxHeader(member, records), block(member, name, "ustar", "")]);
  }
  if (fits) return block(member, name, format, "");
  const split = format === "ustar" && link.length <= NAME ? splitName(member.name) : undefined;
  return split && block(member, encode(split[1]), format, split[0]);
}

function longLink(type: string, text: Uint8Array): Uint8Array {
  const size = text.length + 1;
  const head = { name: "", type, linkname: "", mode: 0o644, uid: 0, gid: 0, uname: "root", gname: "root", size, mtime: 0, devmajor: 0, devminor: 0 }; // prettier-ignore
  return concat([block(head, encode("././@LongLink"), "gnu", ""), padded(concat([text, Uint8Array.of(0)]))]);
}

/** A name in two parts at a slash. */
function splitName(name: string): readonly [prefix: string, rest: string] | undefined {
  for (let at = name.indexOf("/"); at >= 0; at = name.indexOf("/", at + 1)) {
    const rest = name.slice(at + 1);
    if (at > 0 && rest !== "" && encode(rest).length <= NAME)
      return encode(name.slice(0, at)).length <= 155 ? [name.slice(0, at), rest] : undefined;
  }
  return undefined;
}

function paxRecords(member: NewMember, longName: boolean, longLinkName: boolean): readonly string[] {
  const records: string[] = [];
  if (longName) records.push(` path=${member.name}\n`);
  if (longLinkName) records.push(` linkpath=${member.linkname}\n`);
  if (member.mtime % SECOND !== 0)
    records.push(` mtime=${(member.mtime / SECOND).toFixed(6).replace(/0+$/, "")}\n`);
  return records;
}

function paxHeader(member: NewMember, records: readonly string[]): readonly Uint8Array[] {
  if (records.length === 0) return [];
  const data = concat(records.map((record) => encode(withLength(record))));
  const slash = member.name.replace(/\/$/, "").lastIndexOf("/") + 1;
  const name = `${member.name.slice(0, slash)}PaxHeaders/${member.name.slice(slash)}`;
  const head = { ...member, type: PAX, linkname: "", size: data.length, mode: 0o644 };
  return [block(head, encode(name).subarray(0, NAME), "ustar", ""), padded(data)];
}

/** The length of a record counts its own digits. */
function withLength(record: string): string {
  const rest = encode(record).length;
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return `${length}${record}`;
}

export function padded(data: Uint8Array): Uint8Array {
  const rest = -data.length & (BLOCK - 1);
  return rest === 0 ? data : concat([data, new Uint8Array(rest)]);
}

function block(
  member: NewMember,
  name: Uint8Array,
  format: "gnu" | "ustar" | "v7",
  prefix: string,
): Uint8Array {
  const bytes = new Uint8Array(BLOCK);
  const put = (at: number, width: number, text: Uint8Array): void => bytes.set(text.subarray(0, width), at);
  const octal = (at: number, width: number, value: number): void => putNumber(bytes, at, width, value);
  put(0, NAME, name);
  octal(100, 8, member.mode);
  octal(108, 8, member.uid);
  octal(116, 8, member.gid);
  octal(124, 12, member.size);
  octal(136, 12, Math.floor(member.mtime / SECOND));
  bytes[156] = format === "v7" && member.type === "0" ? 0 : member.type.charCodeAt(0);
  put(157, NAME, encode(member.linkname));
  if (format !== "v7") {
    put(257, 8, encode(format === "gnu" ? "ustar  \0" : "ustar\u000000"));
    put(265, 31, encode(member.uname));
    put(297, 31, encode(member.gname));
    octal(329, 8, member.devmajor);
    octal(337, 8, member.devminor);
    put(345, 155, encode(prefix));
  }
  put(148, 8, encode(`${checksumOf(bytes).toString(8).padStart(6, "0")}\0 `));
  return bytes;
}

/** Octal digits, or base 256 where they do not suffice. */
function putNumber(bytes: Uint8Array, at: number, width: number, value: number): void {
  const digits = value < 0 ? undefined : value.toString(8);
  if (digits !== undefined && digits.length < width) {
    bytes.set(encode(digits.padStart(width - 1, "0")), at);
    return;
  }
  let rest = BigInt.asUintN(64, BigInt(value));
  for (let i = width - 1; i > 0; i--) {
    bytes[at + i] = Number(rest & 0xffn);
    rest = i > width - 8 || value >= 0 ? rest >> 8n : 0xffn;
  }
  bytes[at] = value < 0 ? 0xff : 0x80;
}
