// route: the table of routes, shown and changed, in the words of net-tools and of busybox. Changes go the same way as
// ip's. Not here: metrics, rejected routes, the cache.

import { strerror, type Errno } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { addRoute, linksOf, removeRoute } from "../libc/netlink.ts";
import { lengthOfMask, networkOf, parsePrefix } from "./addresses.ts";
import { printRoutes, printRoutes6 } from "./routing-table.ts";

const USAGE = `[-ne] [-A inet[6]] [{add|del} [-net|-host] TARGET [netmask MASK]
	[gw GATEWAY] [metric N] [mss BYTES] [window BYTES] [reject] [IFACE]]

Show or edit kernel routing tables

	-n	Don't resolve names
	-e	Display other/more information
	-A inet[6]	Select address family`;

const GNU_USAGE = `Usage: route [-nNvee] [-FC] [<AF>]           List kernel routing tables
       route [-v] [-FC] {add|del|flush} ...  Modify routing table for AF.

       route {-h|--help} [<AF>]              Detailed usage syntax for specified AF.
       route {-V|--version}                  Display version/author and exit.

        -v, --verbose            be verbose
        -n, --numeric            don't resolve names
        -e, --extend             display other/more information
        -F, --fib                display Forwarding Information Base (default)
        -C, --cache              display routing cache instead of FIB

  <AF>=Use -4, -6, '-A <af>' or '--<af>'; default: inet
  List of possible address families (which support routing):
    inet (DARPA Internet) inet6 (IPv6) ax25 (AMPR AX.25) 
    netrom (AMPR NET/ROM) rose (AMPR ROSE) ipx (Novell IPX) 
    ddp (Appletalk DDP) x25 (CCITT X.25) 
`;

const isBusybox = (io: Io): boolean => io.family === "busybox";

function* misused(io: Io): Task<number> {
  if (isBusybox(io)) return yield* io.misuse("");
  yield* io.tell(GNU_USAGE);
  return 3;
}

interface Wanted {
  readonly to: string;
  readonly via: string | undefined;
  readonly link: string | undefined;
}

/** `[-net|-host] TARGET [netmask MASK] [gw GATEWAY] [[dev] IFACE]` */
function read(words: readonly string[]): Wanted | undefined {
  let to: string | undefined;
  let via: string | undefined;
  let link: string | undefined;
  let length: number | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    const value = words[at + 1] ?? "";
    if (word === "-host") length = 32;
    if (word === "-net" || word === "-host" || word === "reject") continue;
    if (["netmask", "gw", "gateway", "dev", "metric", "mss", "window", "irtt"].includes(word)) {
      at++;
      if (word === "netmask") length = lengthOfMask(value);
      else if (word === "gw" || word === "gateway") via = value;
      else if (word === "dev") link = value;
    } else if (to === undefined) to = word;
    else link = word;
  }
  if (to === undefined) return undefined;
  const target = to === "default" || to === "0.0.0.0" ? undefined : parsePrefix(to);
  if (target === undefined) return { to: "default", via, link };
  const bits = length ?? target.length;
  return { to: bits === 32 ? target.address : `${networkOf(target.address, bits)}/${bits}`, via, link };
}

function* refuse(io: Io, call: string, refused: Errno | undefined): Task<number> {
  if (refused === undefined) return 0;
  yield* io.tell(`${isBusybox(io) ? "route: " : ""}${call}: ${strerror(refused)}\n`);
  return isBusybox(io) ? 1 : 7;
}

function* change(io: Io, verb: string, words: readonly string[]): Task<number> {
  const wanted = read(words);
  if (wanted === undefined) return yield* misused(io);
  const { to, via, link } = wanted;
  if (verb === "del" || verb === "delete")
    return yield* refuse(io, isBusybox(io) ? "SIOCDELRT" : "SIOCDELRT", removeRoute(io.sys, to, via));
  if (via === undefined && link === undefined) return yield* refuse(io, "SIOCADDRT", "ENODEV");
  if (link !== undefined && !linksOf(io.sys).some(({ name }) => name === link))
    return yield* refuse(io, "SIOCADDRT", "ENODEV");
  return yield* refuse(io, "SIOCADDRT", addRoute(io.sys, { to, via, link: link ?? "", source: undefined }));
}

export const route = command(
  { name: "route", gnu: "", busybox: "", raw: true, usage: USAGE },
  function* (io) {
    const words = io.argv.slice(1);
    const options: string[] = [];
    while (words[0]?.startsWith("-") && words[0] !== "-net" && words[0] !== "-host") {
      const word = words.shift() as string;
      options.push(word === "-A" ? `-A ${words.shift() ?? ""}` : word);
    }
    const [verb, ...rest] = words;
    if (verb === "add" || verb === "del" || verb === "delete") return yield* change(io, verb, rest);
    const letters = options.filter((word) => /^-[nevFC46]+$/.test(word)).join("");
    const isSix = options.some((word) => /^(?:-A inet6|-6|--inet6)$/.test(word));
    if (verb !== undefined) return yield* misused(io);
    if (isSix) yield* printRoutes6(io);
    else
      yield* printRoutes(io, {
        numeric: letters.includes("n") || options.includes("--numeric"),
        netstat: letters.includes("e"),
      });
    return 0;
  },
);
