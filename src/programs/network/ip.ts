// ip: links, addresses, routes and neighbours of the network namespace, shown and changed. iproute2's program
// and busybox's, which has fewer words and speaks of "RTNETLINK answers" where iproute2 has words of its own.
// Not here: tunnels, policies beyond the three usual rules, monitors, batches.

import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { BUSYBOX_BANNER, command } from "../libc/command.ts";
import { changeNeighbour, linksOf, neighboursOf } from "../libc/netlink.ts";
import { ipAddress } from "./ip-address.ts";
import { answer, isWord, say, type Ip } from "./ip-context.ts";
import { ipLink } from "./ip-link.ts";
import { cannotOpen, enterByName, ipNetns } from "./ip-netns.ts";
import { ipRoute } from "./ip-route.ts";
import type { IpView } from "./ip-show.ts";

const VERSION = "ip utility, iproute2-7.3.0, libbpf 1.7.0\n";
const USAGE = "Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\n       ip [ -force ] -batch filename\n";
const BUSYBOX_USAGE = `[OPTIONS] address|route|link|tunnel|neigh|rule [ARGS]

OPTIONS := -f[amily] inet|inet6|link | -o[neline]

ip addr add|del IFADDR dev IFACE | show|flush [dev IFACE] [to PREFIX]
ip route list|flush|add|del|change|append|replace|test ROUTE
ip link set IFACE [up|down] [arp on|off] [multicast on|off]
	[promisc on|off] [mtu NUM] [name NAME] [qlen NUM] [address MAC]
	[master IFACE | nomaster] [netns PID] [type TYPE ARGS]
ip tunnel add|change|del|show [NAME]
	[mode ipip|gre|sit] [remote ADDR] [local ADDR] [ttl TTL]
ip neigh show|flush [to PREFIX] [dev DEV] [nud STATE]
ip rule [list] | add|del SELECTOR ACTION
`;
const UNKNOWN_OPTION = 255;

function* usage(ip: Ip): Task<number> {
  const text = ip.view.busybox ? `${BUSYBOX_BANNER}\n\nUsage: ip ${BUSYBOX_USAGE}` : USAGE;
  yield* ip.io.sys.write(2, encode(text));
  return ip.view.busybox ? 1 : UNKNOWN_OPTION;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Parsed {
  readonly view: IpView;
  readonly words: readonly string[];
  readonly unknown: string | undefined;
  readonly version: boolean;
}

const BUSYBOX_OPTIONS = /^--?(?:o(?:neline)?|4|6|0|f(?:amily)?)$/;

function applyOption(view: Mutable<IpView>, word: string, next: () => string | undefined): boolean {
  const name = word.replace(/^--?/, "");
  if (name === "4") view.family = "inet";
  else if (name === "6") view.family = "inet6";
  else if (
    name === "0" ||
    name === "B" ||
    name === "N" ||
    name === "t" ||
    name === "ts" ||
    name === "echo" ||
    name === "iec"
  )
    return true;
  else if (name === "n" || (name.length > 2 && isWord(name, "netns"))) view.namespace = next();
  else if (isWord(name, "oneline")) view.oneline = true;
  else if (name === "br" || (name.length > 2 && isWord(name, "brief"))) view.brief = true;
  else if (isWord(name, "statistics", "stats")) view.statistics = true;
  else if (isWord(name, "details")) view.details = true;
  else if (isWord(name, "json")) view.json = true;
  else if (isWord(name, "pretty", "resolve", "human-readable", "all", "force")) return true;
  else if (name === "c" || name.startsWith("color") || name.startsWith("c=")) return true;
  else if (isWord(name, "family")) {
    const family = next();
    view.family = family === "inet" || family === "inet6" ? family : undefined;
  } else return false;
  return true;
}

function parse(args: readonly string[], busybox: boolean): Parsed {
  const view: Mutable<IpView> = {
    busybox,
    oneline: false,
    brief: false,
    statistics: false,
    details: false,
    json: false,
    family: undefined,
    namespace: undefined,
  };
  let at = 0;
  for (; at < args.length; at++) {
    const word = args[at] as string;
    if (!word.startsWith("-")) break;
    if (isWord(word, "-Version", "--Version") && word.length > 1 && !busybox)
      return { view, words: [], unknown: undefined, version: true };
    if (isWord(word, "-help", "--help") && !busybox && word.length > 2) break;
    const known = (!busybox || BUSYBOX_OPTIONS.test(word)) && applyOption(view, word, () => args[++at]);
    if (!known) return { view, words: [], unknown: word, version: false };
  }
  return { view, words: args.slice(at), unknown: undefined, version: false };
}

function* rules(ip: Ip): Task<number> {
  const end = ip.view.busybox ? " " : "";
  for (const [n, table] of [[0, "local"], [32766, "main"], [32767, "default"]] as const) yield* ip.io.print(`${n}:\tfrom all lookup ${table}${end}\n`); // prettier-ignore
  return 0;
}

function* neighbours(ip: Ip, words: readonly string[]): Task<number> {
  const [verb, ...rest] = words;
  const valueOf = (word: string): string | undefined =>
    words.includes(word) ? words[words.indexOf(word) + 1] : undefined;
  const device = valueOf("dev");
  if (verb !== undefined && isWord(verb, "add", "replace", "change", "delete") && rest[0] !== undefined) {
    const mac = isWord(verb, "delete") ? undefined : valueOf("lladdr");
    return yield* answer(ip, changeNeighbour(ip.io.sys, device ?? "", rest[0], mac), { ENXIO: "RTNETLINK answers: No such file or directory" }); // prettier-ignore
  }
  const isGet = verb !== undefined && isWord(verb, "get");
  const all = neighboursOf(ip.io.sys).toReversed();
  const shown = all.filter(
    ({ address, link }) => (device === undefined || link === device) && (!isGet || address === rest[0]),
  );
  if (isGet && shown.length === 0) return yield* say(ip, "Error: Neighbour entry not found.", 2);
  for (const { address, link, mac, state } of shown)
    yield* ip.io.print(
      `${address} ${device === undefined || isGet ? `dev ${link} ` : ""}${mac === undefined ? "" : `lladdr ${mac} `}${ip.view.busybox ? ` used 0/0/0 probes 0 ${state}` : state} \n`,
    );
  return 0;
}

function* multicast(ip: Ip, words: readonly string[]): Task<number> {
  const name = words.filter((word) => !isWord(word, "show", "list") && word !== "dev").at(-1);
  for (const link of linksOf(ip.io.sys)) {
    if (name !== undefined && link.name !== name) continue;
    yield* ip.io.print(`${link.index}:\t${link.name}\n`);
    if (link.up) yield* ip.io.print("\tinet  224.0.0.1\n");
    if (link.up && link.addresses.some((a) => a.address.includes(":")))
      yield* ip.io.print("\tinet6 ff02::1\n\tinet6 ff01::1\n");
  }
  return 0;
}

function* run(ip: Ip, words: readonly string[]): Task<number> {
  const [object, ...rest] = words;
  if (object === undefined || object === "help" || object.startsWith("-")) return yield* usage(ip);
  if (isWord(object, "address")) return yield* ipAddress(ip, rest);
  if (isWord(object, "route")) return yield* ipRoute(ip, rest);
  if (isWord(object, "link")) return yield* ipLink(ip, rest);
  if (object.length > 1 && isWord(object, "neighbor", "neighbour")) return yield* neighbours(ip, rest);
  if (isWord(object, "rule")) return yield* rules(ip);
  if (ip.view.busybox) return isWord(object, "tunnel") ? 0 : yield* usage(ip);
  if (isWord(object, "maddress")) return yield* multicast(ip, rest);
  if (isWord(object, "netns")) return yield* ipNetns(ip, rest);
  if (isWord(object, "tunnel", "nexthop", "xfrm", "tuntap", "vrf")) return 0;
  if (
    isWord(
      object,
      "monitor",
      "mroute",
      "addrlabel",
      "ntable",
      "netconf",
      "token",
      "macsec",
      "mptcp",
      "tcpmetrics",
      "l2tp",
      "fou",
    )
  )
    return yield* say(ip, `ip ${object}: not modelled yet`, 1);
  return yield* say(ip, `Object "${object}" is unknown, try "ip help".`, 1);
}

export const ip = command({ name: "ip", gnu: "", busybox: "", raw: true }, function* (io) {
  const { view, words, unknown, version } = parse(io.operands, io.family === "busybox");
  const context: Ip = { io, view };
  if (version) {
    yield* io.print(VERSION);
    return 0;
  }
  if (unknown !== undefined)
    return view.busybox
      ? yield* usage(context)
      : yield* say(context, `Option "${unknown}" is unknown, try "ip -help".`, UNKNOWN_OPTION);
  if (view.namespace !== undefined) {
    const refused = enterByName(io.sys, view.namespace);
    if (refused !== undefined) return yield* say(context, cannotOpen(view.namespace, refused), 1);
  }
  return yield* run(context, words);
});
