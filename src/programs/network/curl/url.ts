// URLs as curl takes them: a scheme may be missing, dots in paths are folded, and a relative reference is
// resolved against the URL before it (RFC 3986). Not here: globbing, and names that are no ASCII.

export interface Url {
  readonly scheme: string;
  /** without brackets */
  readonly host: string;
  readonly port: number;
  /** as it was written */
  readonly portGiven: boolean;
  readonly user: string | undefined;
  /** with its query */
  readonly path: string;
}

const PORTS: ReadonlyMap<string, number> = new Map([["http", 80], ["https", 443]]); // prettier-ignore

export type UrlProblem = { readonly code: number; readonly message: string };

const rejected = (why: string): UrlProblem => ({ code: 3, message: `URL rejected: ${why}` });

export function foldDots(path: string): string {
  const cut = path.search(/[?#]/);
  const [plain, rest] = cut < 0 ? [path, ""] : [path.slice(0, cut), path.slice(cut)];
  const out: string[] = [];
  const parts = plain.split("/").slice(1);
  parts.forEach((part, i) => {
    const last = i === parts.length - 1;
    if (part === "..") out.pop();
    if (part !== "." && part !== "..") out.push(part);
    else if (last) out.push("");
  });
  return `/${out.join("/")}${rest}`;
}

export function parseUrl(text: string): Url | UrlProblem {
  if (/\s/.test(text) || text === "") return rejected("Malformed input to a URL function");
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/\/?)?([^/?#]*)([^#]*)/.exec(text) as RegExpExecArray;
  const [, scheme = "http", authority = "", rest = ""] = match;
  const port = PORTS.get(scheme.toLowerCase());
  if (port === undefined) return { code: 1, message: `Protocol "${scheme}" not supported` };
  const at = authority.lastIndexOf("@");
  const place = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority.slice(at + 1));
  const [, host = "", given] = place ?? [];
  if (place === null) return rejected("Malformed input to a URL function");
  if (host === "") return rejected("No host part in the URL");
  if (given !== undefined && given !== "" && (!/^\d+$/.test(given) || Number(given) > 65_535))
    return rejected("Port number was not a decimal number between 0 and 65535");
  const path = rest.startsWith("/") ? rest : `/${rest}`;
  return {
    scheme: scheme.toLowerCase(),
    host: host.replace(/^\[|\]$/g, ""),
    port: given ? Number(given) : port,
    portGiven: given !== undefined && given !== "" && Number(given) !== port,
    user: at < 0 ? undefined : decodePercent(authority.slice(0, at)),
    path: foldDots(path),
  };
}

export const decodePercent = (text: string): string =>
  text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

export const isUrlProblem = (url: Url | UrlProblem): url is UrlProblem => "code" in url;

const bracketed = (host: string): string => (host.includes(":") ? `[${host}]` : host);

/** As in the field Host. */
export const hostField = ({ host, port, portGiven }: Url): string =>
  portGiven ? `${bracketed(host)}:${port}` : bracketed(host);

export const hostAndPort = ({ host, port }: Url): string => `${bracketed(host)}:${port}`;

export const urlText = (url: Url): string => `${url.scheme}://${hostField(url)}${url.path}`;

/** What a Location means, seen from `base`. */
export function resolveLocation(base: Url, location: string): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(location)) return location;
  const origin = `${base.scheme}://${hostField(base)}`;
  if (location.startsWith("//")) return `${base.scheme}:${location}`;
  if (location.startsWith("/")) return origin + foldDots(location);
  const path = base.path.replace(/[?#].*/, "");
  if (location.startsWith("?")) return origin + path + location;
  return origin + foldDots(path.slice(0, path.lastIndexOf("/") + 1) + location);
}
