// Requests of the Engine API as HTTP sends them: bytes cut into heads and bodies, paths into operations. Answers are
// http-answer.ts.

import { decode, decodeLatin1 } from "../base/utf8.ts";
import type { OperationName } from "./wire/operations.ts";
import { ROUTES } from "./wire/routes.ts";

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  readonly closes: boolean;
  /** what came after it */
  readonly rest: Uint8Array;
}

/** undefined: not all of it is there yet */
export function cutHttpRequest(bytes: Uint8Array): HttpRequest | undefined {
  const text = decodeLatin1(bytes);
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = text.slice(0, end).split("\r\n");
  const fields = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const from = end + 4;
  const chunked = fields.get("transfer-encoding") === "chunked";
  const length = Number(fields.get("content-length") ?? 0);
  const body = chunked ? joinChunks(bytes.subarray(from)) : bytes.length < from + length ? undefined : bytes.subarray(from, from + length); // prettier-ignore
  if (body === undefined) return undefined;
  const [method = "", target = ""] = first.split(" ");
  const cut = target.indexOf("?");
  return {
    method,
    path: cut < 0 ? target : target.slice(0, cut),
    query: queryOf(cut < 0 ? "" : target.slice(cut + 1)),
    body: decode(body),
    closes: /close/i.test(fields.get("connection") ?? ""),
    rest: chunked ? new Uint8Array(0) : bytes.subarray(from + length),
  };
}

function joinChunks(bytes: Uint8Array): Uint8Array | undefined {
  const parts: number[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(10, at);
    if (end < 0) return undefined;
    const size = parseInt(decodeLatin1(bytes.subarray(at, end)), 16) || 0;
    if (size === 0) return Uint8Array.from(parts);
    if (bytes.length < end + 1 + size + 2) return undefined;
    parts.push(...bytes.subarray(end + 1, end + 1 + size));
    at = end + 3 + size;
  }
}

/** `%C3%A9` and `+` as what they stand for. */
function unescape(text: string): string {
  const bytes = text
    .replaceAll("+", " ")
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0) & 255));
}

function queryOf(text: string): Record<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = unescape(equals < 0 ? pair : pair.slice(0, equals));
    found.set(name, [...(found.get(name) ?? []), equals < 0 ? "" : unescape(pair.slice(equals + 1))]);
  }
  return Object.fromEntries(found);
}

export interface Routed {
  readonly operation: OperationName;
  readonly target: string;
  /** as in /v1.51/; "" without one */
  readonly version: string;
}

/** undefined: there is no such page */
export function routeOf({ method, path }: HttpRequest): Routed | undefined {
  const match = /^\/v(\d+\.\d+)(\/.*)$/.exec(path);
  const plain = match?.[2] ?? path;
  for (const [operation, [verb, pattern]] of Object.entries(ROUTES)) {
    const isMethod = verb.toUpperCase() === method || (operation === "SystemPing" && method === "GET");
    if (!isMethod) continue;
    const [before = "", after] = pattern.split("{}");
    if (after === undefined ? plain !== before : !plain.startsWith(before) || !plain.endsWith(after))
      continue;
    const target = after === undefined ? "" : plain.slice(before.length, plain.length - after.length);
    if (after !== undefined && (target === "" || (target.includes("/") && !before.startsWith("/images"))))
      continue;
    return { operation: operation as OperationName, target: unescape(target), version: match?.[1] ?? "" };
  }
  return undefined;
}
