// Content from files: the file of a location's root or alias, index files, directories, conditions and ranges
// (ngx_http_static_module, ngx_http_index_module, not_modified and range filters).

import { errnoNumber, failed, strerror, type Errno } from "../../../base/errno.ts";
import { SECOND } from "../../../base/time.ts";
import type { Stat, Sys, Task } from "../../../kernel/sys.ts";
import { isDirectory } from "../../libc/file-mode.ts";
import { readFile } from "../../libc/input.ts";
import { httpDate } from "../http/http-date.ts";
import { fieldOf } from "../http/http-head.ts";
import type { Exchange, Response } from "./exchange.ts";
import { hostOf } from "./exchange.ts";
import { directoryPage } from "./pages.ts";
import type { Location, Settings } from "./site.ts";

const EMPTY = new Uint8Array(0);

export const failure = (status: number, complaint?: string): Response => ({
  status,
  fields: [],
  type: undefined,
  body: EMPTY,
  ...(complaint === undefined ? {} : { complaint }),
});

/** The file that a URI stands for. */
export function pathFor(uri: string, settings: Settings, location: Location | undefined): string {
  if (settings.alias !== undefined && location !== undefined && !location.modifier.startsWith("~"))
    return settings.alias + uri.slice(location.path.length);
  return settings.root.replace(/\/$/, "") + uri;
}

function openFailed(path: string, errno: Errno): Response {
  const complaint = `open() "${path}" failed (${errnoNumber(errno)}: ${strerror(errno)})`;
  return failure(errno === "EACCES" ? 403 : errno === "ENOENT" || errno === "ENOTDIR" ? 404 : 500, complaint);
}

export function typeOf(path: string, settings: Settings): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const extension = name.includes(".") ? name.slice(name.lastIndexOf(".") + 1).toLowerCase() : "";
  return settings.types.get(extension) ?? settings.defaultType;
}

/** A file as it is, or what its conditions say. */
export function* serveFile(
  sys: Sys,
  path: string,
  node: Stat,
  settings: Settings,
  e: Exchange,
): Task<Response> {
  const bytes = yield* readFile(sys, path);
  if (failed(bytes)) return openFailed(path, bytes);
  const modified = Math.floor(node.mtime / SECOND) * SECOND;
  const etag = `"${(modified / SECOND).toString(16)}-${node.size.toString(16)}"`;
  const whole: Response = {
    status: 200,
    fields: [],
    type: typeOf(path, settings),
    body: bytes,
    modified,
    etag,
    ranges: true,
  };
  const match = fieldOf(e.fields, "if-none-match");
  const since = fieldOf(e.fields, "if-modified-since");
  const fresh = match === undefined ? since === httpDate(modified) : match.split(/,\s*/).some((tag) => tag.replace(/^W\//, "") === etag || tag === "*"); // prettier-ignore
  if (fresh) return { status: 304, fields: [], type: undefined, body: EMPTY, modified, etag };
  const range = fieldOf(e.fields, "range");
  return range === undefined ? whole : part(whole, range);
}

function part(whole: Response, range: string): Response {
  const size = whole.body.length;
  const match = /^bytes=(\d*)-(\d*)$/.exec(range);
  if (match === null || (match[1] === "" && match[2] === "")) return whole;
  const from = match[1] === "" ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const to = match[1] === "" || match[2] === "" ? size - 1 : Math.min(size - 1, Number(match[2]));
  if (from > to || from >= size) return { ...failure(416), fields: [["Content-Range", `bytes */${size}`]] };
  return {
    ...whole,
    status: 206,
    ranges: false,
    fields: [["Content-Range", `bytes ${from}-${to}/${size}`]],
    body: whole.body.subarray(from, to + 1),
  };
}

/** `http://HOST[:PORT]URI`, with the port that the server listens on unless that is 80. */
export function absoluteUrl(uri: string, e: Exchange): string {
  const port = e.peer.ownPort === 80 ? "" : `:${e.peer.ownPort}`;
  return `http://${hostOf(e)}${port}${encodeURI(uri)}`;
}

export type Content = Response | { readonly redirect: string };

export function* serveStatic(
  sys: Sys,
  e: Exchange,
  settings: Settings,
  location: Location | undefined,
): Task<Content> {
  const path = pathFor(e.uri, settings, location);
  if (e.uri.endsWith("/")) return serveDirectory(sys, e, settings, path);
  if (e.method !== "GET" && e.method !== "HEAD") return failure(405);
  const node = sys.stat(path);
  if (failed(node)) return openFailed(path, node);
  if (!isDirectory(node)) return yield* serveFile(sys, path, node, settings, e);
  const query = e.args === "" ? "" : `?${e.args}`;
  return { ...failure(301), location: absoluteUrl(`${e.uri}/`, e) + query };
}

function serveDirectory(sys: Sys, e: Exchange, settings: Settings, path: string): Content {
  for (const name of settings.index) {
    if (name.startsWith("/")) return { redirect: name };
    const node = sys.stat(path + name);
    if (!failed(node) && !isDirectory(node)) return { redirect: e.uri + name };
    if (node === "EACCES") return openFailed(path + name, node);
  }
  if (e.method !== "GET" && e.method !== "HEAD") return failure(405);
  const directory = sys.stat(path.replace(/\/$/, "") || "/");
  if (failed(directory)) {
    const first = settings.index[0] ?? "";
    return failure(404, `"${path}${first}" is not found (${errnoNumber(directory)}: ${strerror(directory)})`);
  }
  if (!settings.autoindex) return failure(403, `directory index of "${path}" is forbidden`);
  const page = directoryPage(sys, path, e.uri);
  return page === undefined ? failure(403) : { status: 200, fields: [], type: "text/html", body: page };
}
