// Which server and which location a request belongs to: by the address that it came to and the name that it
// asks for, then exact, longest prefix and expressions in nginx's order (ngx_http_core_module).

import { decodePercent } from "../curl/url.ts";
import type { Listen, Location, Site, VirtualServer } from "./site.ts";

const isAny = (address: string): boolean => address === "0.0.0.0" || address === "::";

function matchesListen(listen: Listen, address: string, port: number): boolean {
  return listen.port === port && (listen.address === address || isAny(listen.address));
}

function nameRank(name: string, host: string): number {
  if (name === host) return 4;
  if (name.startsWith("*.") && host.endsWith(name.slice(1))) return 3;
  if (name.startsWith(".") && (host.endsWith(name) || host === name.slice(1))) return 3;
  if (name.endsWith(".*") && host.startsWith(name.slice(0, -1))) return 2;
  return name.startsWith("~") && new RegExp(name.slice(1), "i").test(host) ? 1 : 0;
}

export function chooseServer(
  site: Site,
  address: string,
  port: number,
  host: string,
): VirtualServer | undefined {
  const here = site.servers.filter((s) => s.listens.some((l) => matchesListen(l, address, port)));
  let best: VirtualServer | undefined;
  let rank = 0;
  for (const server of here)
    for (const name of server.names) {
      const found = nameRank(name, host);
      if (found > rank) [best, rank] = [server, found];
    }
  return (
    best ?? here.find((s) => s.listens.some((l) => l.isDefault && matchesListen(l, address, port))) ?? here[0]
  );
}

/** undefined: no location, the server's own settings hold. */
export function chooseLocation(locations: readonly Location[], uri: string): Location | undefined {
  const exact = locations.find((l) => l.modifier === "=" && l.path === uri);
  if (exact !== undefined) return exact;
  let prefix: Location | undefined;
  for (const location of locations)
    if ((location.modifier === "" || location.modifier === "^~") && uri.startsWith(location.path))
      if (prefix === undefined || location.path.length > prefix.path.length) prefix = location;
  const nested = prefix === undefined ? undefined : chooseLocation(prefix.locations, uri);
  if (nested !== undefined && nested.modifier !== "") return nested;
  if (prefix?.modifier === "^~") return nested ?? prefix;
  const expression = locations.find(
    (l) =>
      (l.modifier === "~" && new RegExp(l.path).test(uri)) ||
      (l.modifier === "~*" && new RegExp(l.path, "i").test(uri)),
  );
  return expression ?? nested ?? prefix;
}

/** Decoded, with dots folded and slashes merged; undefined if it leads out of the root. */
export function normalUri(target: string): { readonly uri: string; readonly args: string } | undefined {
  const plain = target.replace(/^https?:\/\/[^/]*/, "").replace(/#.*/, "");
  const cut = plain.indexOf("?");
  const path = decodePercent(cut < 0 ? plain : plain.slice(0, cut));
  if (!path.startsWith("/") || path.includes("\0")) return undefined;
  const out: string[] = [];
  const parts = path.split("/").slice(1);
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    if (part === "..") {
      if (out.pop() === undefined) return undefined;
      if (last) out.push("");
    } else if (part === "." || part === "") {
      if (last) out.push("");
    } else out.push(part);
  }
  return { uri: `/${out.join("/")}`, args: cut < 0 ? "" : plain.slice(cut + 1) };
}
