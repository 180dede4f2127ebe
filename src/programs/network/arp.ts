// arp: the table of neighbours, shown and changed, in the words of net-tools and of busybox. Names of hosts are not
// looked for. Not here: publishing, files of entries.

import { strerror, type Errno } from "../../base/errno.ts";
import type { NeighbourInfo } from "../../kernel/netlink.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isInet4 } from "../libc/dns.ts";
import { changeNeighbour, linksOf, neighboursOf } from "../libc/netlink.ts";
import { isInside } from "./addresses.ts";

const USAGE = `
[-vn]	[-H HWTYPE] [-i IF] -a [HOSTNAME]
[-v]		    [-i IF] -d HOSTNAME [pub]
[-v]	[-H HWTYPE] [-i IF] -s HOSTNAME HWADDR [temp]
[-v]	[-H HWTYPE] [-i IF] -s HOSTNAME HWADDR [netmask MASK] pub
[-v]	[-H HWTYPE] [-i IF] -Ds HOSTNAME IFACE [netmask MASK] pub

Manipulate ARP cache

	-a		Display (all) hosts
	-d		Delete ARP entry
	-s		Set new entry
	-v		Verbose
	-n		Don't resolve names
	-i IF		Network interface
	-D		Read HWADDR from IFACE
	-A,-p AF	Protocol family
	-H HWTYPE	Hardware address type`;

const isBusybox = (io: Io): boolean => io.family === "busybox";

/** `? (172.17.0.2) at 02:42:ac:11:00:02 [ether] on eth0` */
function sentence(io: Io, { address, link, mac, state }: NeighbourInfo): string {
  if (mac === undefined) return `? (${address}) at <incomplete>  on ${link}\n`;
  const mark = state === "PERMANENT" ? " PERM" : isBusybox(io) ? " " : "";
  return `? (${address}) at ${mac} [ether]${mark} on ${link}\n`;
}

const HEAD = "Address                  HWtype  HWaddress           Flags Mask            Iface\n";

function row({ address, link, mac, state }: NeighbourInfo): string {
  const middle =
    mac === undefined
      ? `        (incomplete)        ${" ".repeat(22)}`
      : `ether   ${mac}   ${`C${state === "PERMANENT" ? "M" : ""}`.padEnd(22)}`;
  return `${address.padEnd(24)} ${middle}${link}\n`;
}

function* show(io: Io, host: string | undefined): Task<number> {
  const device = io.value("i");
  const all = neighboursOf(io.sys)
    .toReversed()
    .filter(
      ({ address, link, state }) =>
        !address.includes(":") &&
        (device === undefined || link === device) &&
        (isBusybox(io) || state !== "FAILED"),
    );
  const shown = host === undefined ? all : all.filter(({ address }) => address === host);
  if (host !== undefined && shown.length === 0) {
    yield* io.print(
      isBusybox(io) ? `No match found in ${all.length} entries\n` : `${host} (${host}) -- no entry\n`,
    );
    return 0;
  }
  const inWords = isBusybox(io) || io.has("a");
  if (!inWords && shown.length > 0) yield* io.print(HEAD);
  for (const entry of shown) yield* io.print(inWords ? sentence(io, entry) : row(entry));
  return 0;
}

/** The link on whose network an address lies. */
const linkTowards = (io: Io, address: string): string | undefined =>
  linksOf(io.sys).find((link) =>
    link.addresses.some((a) => isInet4(a.address) && isInside(address, a.address, a.prefix)),
  )?.name;

function* refuse(io: Io, call: string, refused: Errno | undefined): Task<number> {
  if (refused === undefined) return 0;
  yield* io.tell(`${isBusybox(io) ? "arp: " : ""}${call}: ${strerror(refused)}\n`);
  return isBusybox(io) ? 1 : 255;
}

export const arp = command(
  {
    name: "arp",
    gnu: "a e v n d s i: D H: A: p: f",
    busybox: "a d s v n i: D A: p: H: t:",
    usage: USAGE,
  },
  function* (io) {
    const [host, mac] = io.operands;
    if (!io.has("d") && !io.has("s")) return yield* show(io, host);
    if (host === undefined) return yield* io.misuse("need host name");
    const link = io.value("i") ?? linkTowards(io, host);
    const call = io.has("s") ? "SIOCSARP" : isBusybox(io) ? "SIOCDARP(priv)" : "SIOCDARP(dontpub)";
    if (link === undefined) return yield* refuse(io, call, "ENETUNREACH");
    if (io.has("s") && mac === undefined) return yield* io.misuse("need hardware address");
    return yield* refuse(io, call, changeNeighbour(io.sys, link, host, io.has("s") ? mac : undefined));
  },
);
