// The request that curl's options describe: method, path, fields in curl's order, and body. Multipart forms and
// data from files are put together here; nothing is sent.

import { failed } from "../../../base/errno.ts";
import { concat, encode } from "../../../base/utf8.ts";
import type { Sys, Task } from "../../../kernel/sys.ts";
import { readAll, readFile } from "../../libc/input.ts";
import type { Field } from "../http/http-head.ts";
import type { CurlOptions } from "./options.ts";
import { hostField, type Url } from "./url.ts";

export interface Body {
  readonly bytes: Uint8Array;
  readonly type: string | undefined;
}

export interface CurlRequest {
  readonly method: string;
  readonly path: string;
  readonly fields: readonly Field[];
  readonly body: Uint8Array | undefined;
}

const USER_AGENT = "curl/8.23.0";
const FORM = "application/x-www-form-urlencoded";
const EMPTY = new Uint8Array(0);

function* contentOf(sys: Sys, path: string): Task<Uint8Array | { readonly missing: string }> {
  const bytes = path === "-" ? yield* readAll(sys, 0) : yield* readFile(sys, path);
  return failed(bytes) ? { missing: path } : bytes;
}

const escapeUrl = (text: string): string =>
  [...encode(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9._~-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");

function* dataOf(sys: Sys, name: string, value: string): Task<Uint8Array | { readonly missing: string }> {
  if (name === "data-urlencode") {
    const equals = value.indexOf("=");
    if (equals < 0) return encode(escapeUrl(value));
    return encode(`${value.slice(0, equals)}${equals > 0 ? "=" : ""}${escapeUrl(value.slice(equals + 1))}`);
  }
  if (name === "data-raw" || !value.startsWith("@")) return encode(value);
  const bytes = yield* contentOf(sys, value.slice(1));
  if ("missing" in bytes || name === "data-binary" || name === "json") return bytes;
  return bytes.filter((byte) => byte !== 10 && byte !== 13 && byte !== 0);
}

function* formBody(sys: Sys, parts: readonly string[]): Task<Body | { readonly missing: string }> {
  const boundary = `------------------------${[...sys.random(11)].map((b) => (b % 36).toString(36)).join("")}`;
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    const equals = part.indexOf("=");
    const name = part.slice(0, equals);
    const value = part.slice(equals + 1);
    const isFile = value.startsWith("@");
    const path = value.slice(1).split(";")[0] as string;
    const bytes = isFile ? yield* contentOf(sys, path) : encode(value);
    if ("missing" in bytes) return bytes;
    const file = isFile
      ? `; filename="${path.slice(path.lastIndexOf("/") + 1)}"\r\nContent-Type: application/octet-stream`
      : "";
    pieces.push(
      encode(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`),
      bytes,
      encode("\r\n"),
    );
  }
  pieces.push(encode(`--${boundary}--\r\n`));
  return { bytes: concat(pieces), type: `multipart/form-data; boundary=${boundary}` };
}

/** What is to be sent as the body; a file that is not there is named. */
export function* bodyOf(
  sys: Sys,
  options: CurlOptions,
): Task<Body | undefined | { readonly missing: string }> {
  const upload = options.value("upload-file");
  if (upload !== undefined) {
    const bytes = yield* contentOf(sys, upload);
    return "missing" in bytes ? bytes : { bytes, type: undefined };
  }
  if (options.data.length === 0) return undefined;
  if (options.data.some(([name]) => name.startsWith("form")))
    return yield* formBody(sys, options.data.map(([, value]) => value)); // prettier-ignore
  const pieces: Uint8Array[] = [];
  for (const [name, value] of options.data) {
    const bytes = yield* dataOf(sys, name, value);
    if ("missing" in bytes) return bytes;
    if (pieces.length > 0 && name !== "json") pieces.push(encode("&"));
    pieces.push(bytes);
  }
  const type = options.data.some(([name]) => name === "json") ? "application/json" : FORM;
  return { bytes: concat(pieces), type };
}

export function methodOf(options: CurlOptions, body: Body | undefined): string {
  if (options.has("head")) return "HEAD";
  if (options.value("upload-file") !== undefined) return "PUT";
  return body === undefined || options.has("get") ? "GET" : "POST";
}

const base64 = (text: string): string => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const bytes = encode(text);
  let out = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i] as number, bytes[i + 1], bytes[i + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    out += [18, 12, 6, 0].map((shift) => letters[(bits >> shift) & 63] as string).join("").slice(0, b === undefined ? 2 : c === undefined ? 3 : 4).padEnd(4, "="); // prettier-ignore
  }
  return out;
};

/** Fields that the user gives replace curl's own of that name; without a value they take them away. */
function withOwn(own: readonly Field[], given: readonly string[]): Field[] {
  const fields: Field[] = [];
  const replaced = new Map<string, string | undefined>();
  const extra: Field[] = [];
  for (const line of given) {
    const match = /^([^:;]+)(?::\s*(.*)|;)$/.exec(line);
    if (match === null) continue;
    const [, name = "", value] = match;
    const isOwn = own.some(([key]) => key.toLowerCase() === name.toLowerCase());
    if (isOwn && name.toLowerCase() === "host") replaced.set("host", value);
    else {
      if (isOwn) replaced.set(name.toLowerCase(), undefined);
      if (value !== "") extra.push([name, value ?? ""]);
    }
  }
  for (const [name, value] of own) {
    const key = name.toLowerCase();
    if (!replaced.has(key)) fields.push([name, value]);
    else if (replaced.get(key)) fields.push([name, replaced.get(key) as string]);
  }
  return [...fields, ...extra];
}

export function requestFor(
  options: CurlOptions,
  url: Url,
  body: Body | undefined,
  method: string,
): CurlRequest {
  const user = options.value("user") ?? url.user;
  const query = options.has("get") && body !== undefined ? new Uint8Array(body.bytes) : EMPTY;
  const joined =
    query.length === 0 ? "" : (url.path.includes("?") ? "&" : "?") + String.fromCharCode(...query);
  const sends = body !== undefined && !options.has("get") && !["GET", "HEAD"].includes(method);
  const isJson = sends && body.type === "application/json";
  const own: Field[] = [
    ["Host", hostField(url)],
    ...(user === undefined ? [] : [["Authorization", `Basic ${base64(user)}`] as const]),
    ...(options.value("range") === undefined ? [] : [["Range", `bytes=${options.value("range")}`] as const]),
    ["User-Agent", options.value("user-agent") ?? USER_AGENT],
    ["Accept", isJson ? "application/json" : "*/*"],
    ...(options.has("compressed") ? [["Accept-Encoding", "deflate, gzip, br, zstd"] as const] : []),
    ...(options.value("referer") === undefined
      ? []
      : [["Referer", options.value("referer") as string] as const]),
    ...(/=/.test(options.value("cookie") ?? "")
      ? [["Cookie", options.value("cookie") as string] as const]
      : []),
    ...(sends ? [["Content-Length", String(body.bytes.length)] as const] : []),
    ...(sends && body.type !== undefined ? [["Content-Type", body.type] as const] : []),
  ];
  return {
    method: options.value("request") ?? method,
    path: url.path + joined,
    fields: withOwn(own, options.all("header")),
    body: sends ? body.bytes : undefined,
  };
}

export const headBytes = ({ method, path, fields }: CurlRequest): string =>
  `${method} ${path} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
