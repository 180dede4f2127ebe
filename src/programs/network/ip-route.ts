// ip route: shows the main table, the local one, and which way a packet would go; adds and removes routes.
// Routes of IPv6 are those of the links' addresses and the default one.

import type { RouteInfo } from "../../kernel/netlink.ts";
import type { Task } from "../../kernel/sys.ts";
import { addRoute, linksOf, removeRoute, routesOf } from "../libc/netlink.ts";
import { isInside, networkOf, parsePrefix } from "./addresses.ts";
import { answer, findLink, isWord, say, type Ip } from "./ip-context.ts";
import { orderedRoutes, routes6Of } from "./ip-routes.ts";
import { localRoutes, routeJson, routeText } from "./ip-show.ts";

const valueOf = (words: readonly string[], word: string): string | undefined => {
  const at = words.indexOf(word);
  return at < 0 ? undefined : words[at + 1];
};

/** IPv6: `fd00:1::/64 dev eth0 …`, and to whom packets for everywhere else go. */
function* show6(ip: Ip, link: string | undefined): Task<number> {
  const { io, view } = ip;
  for (const route of routes6Of(linksOf(io.sys), routesOf(io.sys))) {
    if (link !== undefined && route.link !== link) continue;
    const via = route.via === undefined ? "" : `via ${route.via} `;
    const out = link === undefined ? `dev ${route.link} ` : "";
    const own = view.busybox || route.via !== undefined ? "" : "proto kernel ";
    const dead = route.linkDown && !view.busybox ? "linkdown " : "";
    const gap = view.busybox ? " " : "";
    const end = view.busybox ? "" : "pref medium";
    yield* io.print(`${route.to} ${via}${out}${own}${gap}metric ${route.metric} ${dead}${end}\n`);
  }
  return 0;
}

function* show(ip: Ip, words: readonly string[]): Task<number> {
  const { io, view } = ip;
  if (valueOf(words, "table") === "local") {
    yield* io.print(localRoutes(linksOf(io.sys), view.busybox));
    return 0;
  }
  const link = valueOf(words, "dev");
  if (link !== undefined && (yield* findLink(ip, link)) === undefined) return 1;
  if (view.family === "inet6") return yield* show6(ip, link);
  const via = valueOf(words, "via");
  const to = words.find(
    (word, i) => (word === "default" || parsePrefix(word) !== undefined) && words[i - 1] !== "via",
  );
  const shown = orderedRoutes(routesOf(io.sys)).filter((route) => {
    if (route.to.includes(":")) return false;
    if (link !== undefined && route.link !== link) return false;
    if (via !== undefined && route.via !== via) return false;
    return to === undefined || route.to === to || (view.busybox && to === "default");
  });
  if (view.json) {
    yield* io.print(`${JSON.stringify(shown.map(routeJson))}\n`);
    return 0;
  }
  for (const route of shown)
    yield* io.print(routeText(link === undefined ? route : { ...route, link: "" }, view.busybox));
  return 0;
}

/** The route with the longest prefix around an address. */
function wayTo(routes: readonly RouteInfo[], address: string): RouteInfo | undefined {
  let best: { readonly route: RouteInfo; readonly length: number } | undefined;
  for (const route of routes) {
    const network = route.to === "default" ? parsePrefix("0.0.0.0/0") : parsePrefix(route.to);
    if (network === undefined || !isInside(address, network.address, network.length)) continue;
    if (best === undefined || network.length > best.length) best = { route, length: network.length };
  }
  return best?.route;
}

function* get(ip: Ip, words: readonly string[]): Task<number> {
  const { io, view } = ip;
  const text = words[0] === "to" ? words[1] : words[0];
  const target = text === undefined ? undefined : parsePrefix(text);
  if (target === undefined)
    return yield* say(
      ip,
      view.busybox || text === undefined
        ? `need at least ${view.busybox ? "" : "a "}destination address`
        : `Error: any valid prefix is expected rather than "${text}".`,
      1,
    );
  const links = linksOf(io.sys);
  const own =
    links.find((link) => link.addresses.some((a) => a.address === target.address)) ??
    (target.address.startsWith("127.") ? links.find((l) => l.kind === "loopback") : undefined);
  const gap = view.busybox ? " " : "";
  const tail = view.busybox ? "\n    cache " : "uid 0 \n    cache ";
  if (own !== undefined) {
    yield* io.print(
      `local ${target.address} dev lo ${gap}src ${target.address} ${view.busybox ? "" : "uid 0 \n    cache <local> "}\n`,
    );
    return 0;
  }
  const route = target.family === "inet6" ? undefined : wayTo(routesOf(io.sys), target.address);
  if (route === undefined) return yield* answer(ip, "ENETUNREACH");
  const source =
    route.source ??
    links.find((l) => l.name === route.link)?.addresses.find((a) => !a.address.includes(":"))?.address ??
    "0.0.0.0";
  const via = route.via === undefined ? "" : `via ${route.via} `;
  yield* io.print(`${target.address} ${via}dev ${route.link} ${gap}src ${source} ${tail}\n`);
  return 0;
}

/** The route that the words describe; a number is the status after a complaint. */
function* routeOf(ip: Ip, words: readonly string[]): Task<RouteInfo | number> {
  const types = ["unicast", "blackhole", "unreachable", "prohibit", "to"];
  const text = words.find((word) => !types.includes(word)) ?? "";
  const target = text === "default" ? undefined : parsePrefix(text);
  const gateway = valueOf(words, "via");
  if (ip.view.busybox && gateway !== undefined && parsePrefix(gateway) === undefined)
    return yield* say(ip, `an inet address is expected rather than "${gateway}"`, 1);
  if (text !== "default" && target === undefined)
    return yield* say(ip, `Error: any valid prefix is expected rather than "${text}".`, 1);
  const length = target?.length ?? 0;
  const to =
    target === undefined || length === 0
      ? "default"
      : length === 32
        ? target.address
        : `${networkOf(target.address, length)}/${length}`;
  const link = valueOf(words, "dev");
  if (link !== undefined && (yield* findLink(ip, link)) === undefined) return 1;
  return { to, via: gateway, link: link ?? "", source: valueOf(words, "src") };
}

function* add(ip: Ip, words: readonly string[], replace: boolean): Task<number> {
  const route = yield* routeOf(ip, words);
  if (typeof route === "number") return route;
  if (replace) void removeRoute(ip.io.sys, route.to, undefined);
  if (route.via === undefined && route.link === "") return yield* answer(ip, "ENODEV");
  return yield* answer(ip, addRoute(ip.io.sys, route), {
    ENETUNREACH: "Error: Nexthop has invalid gateway.",
    ENETDOWN: "Error: Device for nexthop is not up.",
  });
}

function* remove(ip: Ip, words: readonly string[]): Task<number> {
  const route = yield* routeOf(ip, words);
  if (typeof route === "number") return route;
  return yield* answer(ip, removeRoute(ip.io.sys, route.to, route.via));
}

function* flush(ip: Ip, words: readonly string[]): Task<number> {
  const link = valueOf(words, "dev");
  for (const route of routesOf(ip.io.sys))
    if (link === undefined || route.link === link) {
      const status = yield* answer(ip, removeRoute(ip.io.sys, route.to, route.via));
      if (status !== 0) return status;
    }
  return 0;
}

export function* ipRoute(ip: Ip, words: readonly string[]): Task<number> {
  const [verb, ...rest] = words;
  if (verb === undefined || isWord(verb, "show", "list", "lst")) return yield* show(ip, rest);
  if (isWord(verb, "get")) return yield* get(ip, rest);
  if (isWord(verb, "add", "append")) return yield* add(ip, rest, false);
  if (isWord(verb, "replace", "change")) return yield* add(ip, rest, true);
  if (isWord(verb, "delete")) return yield* remove(ip, rest);
  if (isWord(verb, "flush")) return yield* flush(ip, rest);
  if (ip.view.busybox) return yield* say(ip, `invalid argument '${verb}' to 'ip'`, 1);
  return yield* say(ip, `Command "${verb}" is unknown, try "ip route help".`, 255);
}
