// The answer to a request: server, location, rewriting, access, content, and error pages with their internal
// redirections; at the end the fields that nginx sends, in its order.

import { failed } from "../../../base/errno.ts";
import { concat, encode, encodeLatin1 } from "../../../base/utf8.ts";
import type { Sys, Task } from "../../../kernel/sys.ts";
import { isDirectory } from "../../libc/file-mode.ts";
import { httpDate } from "../http/http-date.ts";
import { formatHead, type Field } from "../http/http-head.ts";
import { chooseLocation, normalUri } from "./choose.ts";
import { expandText, statusLine, type Exchange, type Response } from "./exchange.ts";
import { errorPage, VERSION } from "./pages.ts";
import { proxy } from "./proxy.ts";
import type { Location, Settings, Site } from "./site.ts";
import { absoluteUrl, failure, pathFor, serveStatic, type Content } from "./static-files.ts";

/** Internal redirections before 500, as nginx counts them. */
const MOST_REDIRECTS = 10;

export interface Answered {
  readonly response: Response;
  readonly settings: Settings;
}

function fixedAnswer(e: Exchange, settings: Settings): Response | undefined {
  const { answer } = settings;
  if (answer === undefined) return undefined;
  const text = answer.text === undefined ? undefined : expandText(answer.text, e);
  if (answer.status >= 301 && answer.status <= 308 && answer.status !== 304 && text !== undefined)
    return { ...failure(answer.status), location: text.startsWith("/") ? absoluteUrl(text, e) : text };
  if (text === undefined) return failure(answer.status);
  return { status: answer.status, fields: [], type: "", body: encode(text) };
}

function rewritten(e: Exchange, settings: Settings): Content | undefined {
  for (const [pattern, to, flag] of settings.rewrites) {
    const match = new RegExp(pattern).exec(e.uri);
    if (match === null) continue;
    const target = expandText(
      to.replace(/\$(\d)/g, (_, n: string) => match[Number(n)] ?? ""),
      e,
    );
    if (flag === "redirect" || flag === "permanent" || /^https?:/.test(target))
      return { ...failure(flag === "permanent" ? 301 : 302), location: target.startsWith("/") ? absoluteUrl(target, e) : target }; // prettier-ignore
    return { redirect: target };
  }
  return undefined;
}

function inNetwork(address: string, network: string): boolean {
  if (network === "all") return true;
  const [base = "", bits = "32"] = network.split("/");
  const number = (text: string): number => text.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - Number(bits));
  if (address.includes(":") || base.includes(":")) return address === base;
  return Math.floor(number(address) / size) === Math.floor(number(base) / size);
}

function refused(e: Exchange, settings: Settings): Response | undefined {
  const rule = settings.access.find(([, who]) => inNetwork(e.peer.address, who));
  return rule?.[0] === "deny" ? failure(403, "access forbidden by rule") : undefined;
}

function tryFiles(
  sys: Sys,
  e: Exchange,
  settings: Settings,
  location: Location | undefined,
): Content | Exchange {
  const tries = settings.tryFiles as readonly string[];
  for (const entry of tries.slice(0, -1)) {
    const uri = expandText(entry, e);
    const node = sys.stat(pathFor(uri, settings, location).replace(/(.)\/$/, "$1"));
    if (!failed(node) && isDirectory(node) === uri.endsWith("/")) return { ...e, uri };
  }
  const last = expandText(tries.at(-1) as string, e);
  if (last.startsWith("=")) return failure(Number(last.slice(1)));
  return { redirect: last };
}

/** Where it comes from once its location is known. */
function* contentOf(
  sys: Sys,
  site: Site,
  e: Exchange,
  settings: Settings,
  location: Location | undefined,
): Task<Content> {
  const early = rewritten(e, settings) ?? fixedAnswer(e, settings) ?? refused(e, settings);
  if (early !== undefined) return early;
  let current = e;
  if (settings.tryFiles !== undefined) {
    const tried = tryFiles(sys, e, settings, location);
    if (!("line" in tried)) return tried;
    current = tried;
  }
  if (settings.status) return stubStatus();
  if (e.body.length > settings.bodyLimit && settings.bodyLimit > 0)
    return failure(413, `client intended to send too large body: ${e.body.length} bytes`);
  if (settings.proxyPass !== undefined) return yield* proxy(sys, site, current, settings, location);
  return yield* serveStatic(sys, current, settings, location);
}

const stubStatus = (): Response => ({
  status: 200,
  fields: [],
  type: "text/plain",
  body: encode(
    "Active connections: 1 \nserver accepts handled requests\n 1 1 1 \nReading: 0 Writing: 1 Waiting: 0 \n",
  ),
});

export function* respond(sys: Sys, site: Site, first: Exchange): Task<Answered> {
  let e = first;
  let status: number | undefined;
  let complaint: string | undefined;
  let named: string | undefined;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const { server } = e;
    const atServer =
      redirects === 0 ? (rewritten(e, server.settings) ?? fixedAnswer(e, server.settings)) : undefined;
    const location = named === undefined ? chooseLocation(server.locations, e.uri) : server.locations.find((l) => l.path === named); // prettier-ignore
    const settings = atServer === undefined ? (location?.settings ?? server.settings) : server.settings;
    const hidden = settings.internal && redirects === 0 ? failure(404) : undefined;
    const content = atServer ?? hidden ?? (yield* contentOf(sys, site, e, settings, location));
    if ("redirect" in content) {
      named = content.redirect.startsWith("@") ? content.redirect : undefined;
      if (named === undefined) e = { ...e, ...target(content.redirect, e) };
      continue;
    }
    complaint ??= content.complaint;
    const page =
      status === undefined && content.body.length === 0 ? settings.errorPages.get(content.status) : undefined;
    if (page !== undefined && content.status >= 300) {
      status = page.status === undefined ? content.status : page.status;
      if (/^https?:/.test(page.uri)) return { response: { ...failure(302), location: page.uri }, settings };
      named = page.uri.startsWith("@") ? page.uri : undefined;
      if (named === undefined)
        e = { ...e, method: e.method === "HEAD" ? "HEAD" : "GET", ...target(page.uri, e) };
      continue;
    }
    const final = status === undefined || status === 0 || content.status >= 300 ? content.status : status;
    return { response: finished({ ...content, status: final, ...(complaint === undefined ? {} : { complaint }) }, settings), settings }; // prettier-ignore
  }
  const cycle = failure(
    500,
    "rewrite or internal redirection cycle while internally redirecting to the index",
  );
  return { response: finished(cycle, e.server.settings), settings: e.server.settings };
}

function target(uri: string, e: Exchange): { readonly uri: string; readonly args: string } {
  const found = normalUri(uri.startsWith("/") ? uri : `/${uri}`);
  return found === undefined
    ? { uri: "/", args: "" }
    : { uri: found.uri, args: found.args === "" ? e.args : found.args };
}

/** Errors without a page get nginx's own. */
function finished(response: Response, settings: Settings): Response {
  const { status } = response;
  if (
    response.body.length > 0 ||
    response.type !== undefined ||
    status === 304 ||
    status === 204 ||
    status < 300
  )
    return response;
  if (status === 444) return response;
  return { ...response, type: "text/html", body: errorPage(status, settings.tokens) };
}

/** The bytes of an answer. */
export function formatResponse({ response, settings }: Answered, e: Exchange, keeps: boolean): Uint8Array {
  const { status, location, modified, etag } = response;
  const bodiless = status === 304 || status === 204;
  const extra: Field[] = settings.headers
    .filter(([, , always]) => always || [200, 201, 204, 206, 301, 302, 303, 304, 307, 308].includes(status))
    .map(([name, value]) => [name, expandText(value, e)] as const)
    .filter(([, value]) => value !== "");
  const type = response.type === "" ? settings.defaultType : response.type;
  const fields: Field[] = [
    ["Server", settings.tokens ? VERSION : "nginx"],
    ["Date", httpDate(e.now)],
    ...(type === undefined || bodiless ? [] : [["Content-Type", type] as const]),
    ...(bodiless ? [] : [["Content-Length", String(response.body.length)] as const]),
    ...(modified === undefined ? [] : [["Last-Modified", httpDate(modified)] as const]),
    ...(location === undefined ? [] : [["Location", location] as const]),
    ["Connection", keeps ? "keep-alive" : "close"],
    ...(etag === undefined ? [] : [["ETag", etag] as const]),
    ...response.fields,
    ...extra,
    ...(response.ranges === true ? [["Accept-Ranges", "bytes"] as const] : []),
  ];
  const head = encodeLatin1(formatHead(`HTTP/1.1 ${statusLine(status)}`, fields));
  return e.method === "HEAD" || bodiless ? head : concat([head, response.body]);
}
