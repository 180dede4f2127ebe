// Messages of DNS as a server reads and writes them (RFC 1035): the question of a query, and an answer to it. What
// clients need is programs/libc/dns.ts.

import { concat, decodeLatin1, encodeLatin1 } from "../base/utf8.ts";
import { parseAddress } from "./address.ts";
import { groupsOf } from "./inet6.ts";

export const DNS_TYPES = { A: 1, PTR: 12, AAAA: 28 } as const;

export interface DnsQuestion {
  readonly id: number;
  /** without the dot at the end, as it was written */
  readonly name: string;
  readonly type: number;
  /** of the message, to be repeated */
  readonly bytes: Uint8Array;
}

export type DnsAnswer =
  | { readonly code: "NOERROR"; readonly type: number; readonly data: readonly string[] }
  | { readonly code: "SERVFAIL" | "NXDOMAIN" };

const HEADER = 12;
const CODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3 } as const;
const TTL = 600;

/** undefined if the bytes are no query with one question. */
export function parseQuestion(bytes: Uint8Array): DnsQuestion | undefined {
  if (bytes.length < HEADER + 5 || (bytes[2] as number) >= 128) return undefined;
  const labels: string[] = [];
  let at = HEADER;
  for (;;) {
    const length = bytes[at] ?? 0;
    if (length === 0) break;
    if (length >= 64) return undefined;
    labels.push(decodeLatin1(bytes.subarray(at + 1, at + 1 + length)));
    at += 1 + length;
  }
  const type = (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0);
  const id = (bytes[0] as number) * 256 + (bytes[1] as number);
  return { id, name: labels.join("."), type, bytes: bytes.slice(HEADER, at + 5) };
}

const two = (n: number): readonly [number, number] => [(n >>> 8) & 255, n & 255];

function encodeName(name: string): Uint8Array {
  const labels = name.split(".").filter((label) => label !== "");
  return concat([
    ...labels.flatMap((label) => [Uint8Array.of(label.length), encodeLatin1(label)]),
    Uint8Array.of(0),
  ]);
}

function encodeData(type: number, data: string): Uint8Array {
  if (type === DNS_TYPES.PTR) return encodeName(data);
  if (type === DNS_TYPES.AAAA) return Uint8Array.from((groupsOf(data) ?? []).flatMap(two));
  const value = parseAddress(data) ?? 0;
  return Uint8Array.from([24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256));
}

export function encodeAnswer(question: DnsQuestion, answer: DnsAnswer): Uint8Array {
  const data = answer.code === "NOERROR" ? answer.data : [];
  const type = answer.code === "NOERROR" ? answer.type : 0;
  const records = data.map((one) => {
    const bytes = encodeData(type, one);
    // The name stands there once more: the daemon does not compress.
    return concat([
      question.bytes.subarray(0, -4),
      Uint8Array.of(...two(type), 0, 1, 0, 0, ...two(TTL), ...two(bytes.length)),
      bytes,
    ]);
  });
  const head = Uint8Array.of(
    ...two(question.id),
    0x81,
    // A failure does not say that recursion is to be had.
    (answer.code === "SERVFAIL" ? 0 : 0x80) | CODES[answer.code],
    0,
    1,
    ...two(data.length),
    0,
    0,
    0,
    0,
  );
  return concat([head, question.bytes, ...records]);
}
