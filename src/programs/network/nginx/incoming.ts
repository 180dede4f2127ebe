// What arrives on a connection, cut into requests: heads with their bodies, as far as they are complete. Several may
// have come at once (pipelining). Pure: bytes in, requests and the rest out.

import { decodeLatin1 } from "../../../base/utf8.ts";
import { concat } from "../../../base/utf8.ts";
import { fieldOf, headOf, type Field } from "../http/http-head.ts";

export interface Incoming {
  readonly line: string;
  readonly method: string;
  readonly target: string;
  readonly protocol: string;
  readonly fields: readonly Field[];
  readonly body: Uint8Array;
}

export type Cut =
  | { readonly kind: "more" }
  | { readonly kind: "bad"; readonly line: string; readonly why: string }
  | { readonly kind: "request"; readonly request: Incoming; readonly rest: Uint8Array };

const LONGEST_HEAD = 32_768;

function headEnd(bytes: Uint8Array): { readonly end: number; readonly next: number } | undefined {
  for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) {
    if (bytes[i + 1] === 10) return { end: i, next: i + 2 };
    if (bytes[i + 1] === 13 && bytes[i + 2] === 10) return { end: i, next: i + 3 };
  }
  return undefined;
}

export function cutRequest(bytes: Uint8Array): Cut {
  let from = 0;
  while (bytes[from] === 13 || bytes[from] === 10) from++;
  const here = bytes.subarray(from);
  const first = firstLine(here);
  if (first !== undefined && !/^[A-Z_-]+ \S.* HTTP\/\d\.\d$/.test(first) && !/^GET \S+$/.test(first))
    return { kind: "bad", line: first, why: /^[A-Z_-]+ /.test(first) ? "client sent invalid request" : "client sent invalid method while reading client request line" }; // prettier-ignore
  const found = headEnd(here);
  if (found === undefined)
    return here.length > LONGEST_HEAD
      ? { kind: "bad", line: first ?? "", why: "client sent too long header line" }
      : { kind: "more" };
  const lines = decodeLatin1(here.subarray(0, found.end)).split("\n").map((l) => l.replace(/\r$/, "")); // prettier-ignore
  const head = headOf(lines);
  const body = cutBody(here.subarray(found.next), head.fields);
  if (body === undefined) return { kind: "more" };
  const [method = "", ...words] = head.first.split(" ");
  const protocol = words.length > 1 ? (words.pop() as string) : "HTTP/0.9";
  const request = {
    line: head.first,
    method,
    target: words.join(" "),
    protocol,
    fields: head.fields,
    body: body.bytes,
  };
  return { kind: "request", request, rest: body.rest };
}

function firstLine(bytes: Uint8Array): string | undefined {
  const end = bytes.indexOf(10);
  return end < 0 ? undefined : decodeLatin1(bytes.subarray(0, end)).replace(/\r$/, "");
}

interface CutBody {
  readonly bytes: Uint8Array;
  readonly rest: Uint8Array;
}

function cutBody(bytes: Uint8Array, fields: readonly Field[]): CutBody | undefined {
  if (/chunked$/i.test(fieldOf(fields, "transfer-encoding") ?? "")) return cutChunks(bytes);
  const length = Number(fieldOf(fields, "content-length") ?? 0) || 0;
  if (bytes.length < length) return undefined;
  return { bytes: bytes.subarray(0, length), rest: bytes.subarray(length) };
}

function cutChunks(bytes: Uint8Array): CutBody | undefined {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(10, at);
    if (end < 0) return undefined;
    const size = parseInt(decodeLatin1(bytes.subarray(at, end)), 16) || 0;
    if (bytes.length < end + 1 + size + 2) return undefined;
    if (size === 0) return { bytes: concat(pieces), rest: bytes.subarray(end + 3) };
    pieces.push(bytes.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 2;
  }
}
