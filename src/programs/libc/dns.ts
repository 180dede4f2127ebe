// DNS messages (RFC 1035): a query as bytes, an answer as records. Names in answers may point back into the
// message. Not here: who is asked (resolver.ts), and what a server does.

import { concat, decodeLatin1, encodeLatin1 } from "../../base/utf8.ts";

export const TYPES: ReadonlyMap<string, number> = new Map([
  ["A", 1],
  ["NS", 2],
  ["CNAME", 5],
  ["SOA", 6],
  ["PTR", 12],
  ["MX", 15],
  ["TXT", 16],
  ["AAAA", 28],
  ["SRV", 33],
  ["ANY", 255],
]);

const NAMES = new Map([...TYPES].map(([name, number]) => [number, name]));
export const typeName = (type: number): string => NAMES.get(type) ?? `TYPE${type}`;

export const RESPONSE_CODES = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

export interface DnsRecord {
  /** without the dot at the end */
  readonly name: string;
  readonly type: number;
  readonly ttl: number;
  /** an address, a name, or text as dig prints it */
  readonly data: string;
}

export interface DnsMessage {
  readonly id: number;
  readonly flags: number;
  readonly code: number;
  readonly authoritative: boolean;
  readonly recursionAvailable: boolean;
  readonly question: { readonly name: string; readonly type: number } | undefined;
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additional: readonly DnsRecord[];
  /** bytes of the message */
  readonly size: number;
}

function encodeName(name: string): Uint8Array {
  const labels = name
    .replace(/\.$/, "")
    .split(".")
    .filter((label) => label !== "");
  return concat([
    ...labels.flatMap((label) => [Uint8Array.of(label.length), encodeLatin1(label)]),
    Uint8Array.of(0),
  ]);
}

const two = (n: number): Uint8Array => Uint8Array.of(n >>> 8, n & 0xff);

/** A question with recursion desired. */
export const encodeQuery = (id: number, name: string, type: number): Uint8Array =>
  concat([two(id), two(0x0100), two(1), two(0), two(0), two(0), encodeName(name), two(type), two(1)]);

class Reader {
  at = 0;
  constructor(readonly bytes: Uint8Array) {}

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  short(): number {
    return this.byte() * 256 + this.byte();
  }

  long(): number {
    return this.short() * 65_536 + this.short();
  }

  name(): string {
    const labels: string[] = [];
    let end: number | undefined;
    for (let jumps = 0; jumps < 64; jumps++) {
      const length = this.byte();
      if (length === 0) break;
      if (length >= 0xc0) {
        const target = (length & 0x3f) * 256 + this.byte();
        end ??= this.at;
        this.at = target;
        continue;
      }
      labels.push(decodeLatin1(this.bytes.subarray(this.at, this.at + length)));
      this.at += length;
    }
    if (end !== undefined) this.at = end;
    return labels.join(".");
  }
}

/** Eight groups with the longest run of zeros left out. */
export function formatInet6(groups: readonly number[]): string {
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (at + length < 8 && groups[at + length] === 0) length++;
    if (length > best.length) best = { at, length };
  }
  const hex = groups.map((g) => g.toString(16));
  if (best.at < 0) return hex.join(":");
  return `${hex.slice(0, best.at).join(":")}::${hex.slice(best.at + best.length).join(":")}`;
}

function dataOf(reader: Reader, type: number, length: number): string {
  const end = reader.at + length;
  switch (typeName(type)) {
    case "A":
      return Array.from({ length: 4 }, () => reader.byte()).join(".");
    case "AAAA":
      return formatInet6(Array.from({ length: 8 }, () => reader.short()));
    case "CNAME":
    case "NS":
    case "PTR":
      return `${reader.name()}.`;
    case "MX":
      return `${reader.short()} ${reader.name()}.`;
    case "SRV":
      return `${reader.short()} ${reader.short()} ${reader.short()} ${reader.name()}.`;
    case "SOA":
      return `${reader.name()}. ${reader.name()}. ${Array.from({ length: 5 }, () => reader.long()).join(" ")}`;
    case "TXT": {
      const texts: string[] = [];
      while (reader.at < end) {
        const size = reader.byte();
        texts.push(`"${decodeLatin1(reader.bytes.subarray(reader.at, reader.at + size))}"`);
        reader.at += size;
      }
      return texts.join(" ");
    }
    default:
      return `\\# ${length}`;
  }
}

function recordsOf(reader: Reader, count: number): DnsRecord[] {
  return Array.from({ length: count }, () => {
    const name = reader.name();
    const type = reader.short();
    reader.short();
    const ttl = reader.long();
    const length = reader.short();
    const end = reader.at + length;
    const data = dataOf(reader, type, length);
    reader.at = end;
    return { name, type, ttl, data };
  });
}

/** undefined if the bytes are no message. */
export function parseMessage(bytes: Uint8Array): DnsMessage | undefined {
  if (bytes.length < 12) return undefined;
  const reader = new Reader(bytes);
  const [id, flags, questions, answers, authorities, additional] = Array.from({ length: 6 }, () => reader.short()) as [
    number, number, number, number, number, number,
  ]; // prettier-ignore
  let question: DnsMessage["question"];
  for (let i = 0; i < questions; i++) {
    question = { name: reader.name(), type: reader.short() };
    reader.short();
  }
  return {
    id,
    flags,
    code: flags & 15,
    authoritative: (flags & 0x0400) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    question,
    answers: recordsOf(reader, answers),
    authorities: recordsOf(reader, authorities),
    additional: recordsOf(reader, additional),
    size: bytes.length,
  };
}

/** `2.0.17.172.in-addr.arpa` for 172.17.0.2. */
export function reverseName(address: string): string {
  if (!address.includes(":")) return `${address.split(".").reverse().join(".")}.in-addr.arpa`;
  const groups = expandInet6(address);
  const digits = (groups ?? []).map((g) => g.toString(16).padStart(4, "0")).join("");
  return `${[...digits].reverse().join(".")}.ip6.arpa`;
}

/** The eight groups; undefined if the text is no address. */
export function expandInet6(text: string): number[] | undefined {
  if (!/^[0-9a-fA-F:.]*$/.test(text) || text.split("::").length > 2 || !text.includes(":")) return undefined;
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const plain =
    dotted === null
      ? text
      : `${dotted[1]}${(Number(dotted[2]) * 256 + Number(dotted[3])).toString(16)}:${(Number(dotted[4]) * 256 + Number(dotted[5])).toString(16)}`;
  const [head = "", tail] = plain.split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...left, ...Array.from({ length: Math.max(0, missing) }, () => "0"), ...right];
  return all.every((g) => /^[0-9a-fA-F]{1,4}$/.test(g)) ? all.map((g) => parseInt(g, 16)) : undefined;
}

export const isInet4 = (text: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split(".").every((byte) => Number(byte) < 256);

export const isInet6 = (text: string): boolean => expandInet6(text) !== undefined;
