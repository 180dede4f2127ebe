// ifconfig: links and their addresses in the words of net-tools and of busybox. Frames are not counted. Changes
// go the same way as ip's.

import { strerror, type Errno } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import type { LinkInfo } from "../../kernel/netlink.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isInet4 } from "../libc/dns.ts";
import { addAddress, changeLink, linksOf, removeAddress } from "../libc/netlink.ts";
import { broadcastOf, lengthOfMask, maskOf, parsePrefix } from "./addresses.ts";

const sorted = (links: readonly LinkInfo[]): LinkInfo[] =>
  links.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

const isLoopback = (link: LinkInfo): boolean => link.kind === "loopback";
const queueOf = (link: LinkInfo): number => (link.kind === "bridge" || link.kind === "veth" ? 0 : 1000);

const scopeWords = (address: string): [number: string, word: string, capital: string] =>
  address === "::1"
    ? ["0x10", "host", "Host"]
    : address.startsWith("fe80:")
      ? ["0x20", "link", "Link"]
      : ["0x0", "global", "Global"];

// ---- net-tools

function flagWords(link: LinkInfo): { readonly number: number; readonly words: string[] } {
  const all: [boolean, number, string][] = [
    [link.up, 1, "UP"],
    [!isLoopback(link), 2, "BROADCAST"],
    [isLoopback(link), 8, "LOOPBACK"],
    [link.up && link.carrier, 64, "RUNNING"],
    [!isLoopback(link), 4096, "MULTICAST"],
  ];
  const set = all.filter(([on]) => on);
  return { number: set.reduce((sum, [, bit]) => sum + bit, 0), words: set.map(([, , word]) => word) };
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

/** `1.2 KiB` */
function humanBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < UNITS.length - 1; unit++) value /= 1024;
  return `${value.toFixed(1)} ${UNITS[unit]}`;
}

function gnuText(link: LinkInfo): string {
  const { number, words } = flagWords(link);
  let text = `${link.name}: flags=${number}<${words.join(",")}>  mtu ${link.mtu}\n`;
  for (const { address, prefix, plain } of link.addresses) {
    if (address.includes(":")) {
      const [n, word] = scopeWords(address);
      text += `        inet6 ${address}  prefixlen ${prefix}  scopeid ${n}<${word}>\n`;
    } else {
      const broadcast = isLoopback(link) || plain ? "" : `  broadcast ${broadcastOf(address, prefix)}`;
      text += `        inet ${address}  netmask ${maskOf(prefix)}${broadcast}\n`;
    }
  }
  const queue = `txqueuelen ${queueOf(link)}`;
  text += isLoopback(link)
    ? `        loop  ${queue}  (Local Loopback)\n`
    : `        ether ${link.mac}  ${queue}  (Ethernet)\n`;
  const { rxPackets, rxBytes, txPackets, txBytes } = link.traffic;
  return `${text}        RX packets ${rxPackets}  bytes ${rxBytes} (${humanBytes(rxBytes)})\n        RX errors 0  dropped 0  overruns 0  frame 0\n        TX packets ${txPackets}  bytes ${txBytes} (${humanBytes(txBytes)})\n        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0\n\n`;
}

const LETTERS: Record<string, string> = {
  UP: "U",
  BROADCAST: "B",
  LOOPBACK: "L",
  RUNNING: "R",
  MULTICAST: "M",
};
const shortFlags = (link: LinkInfo): string => {
  const letters = flagWords(link).words.map((word) => LETTERS[word]);
  return ["B", "L", "M", "R", "U"].filter((letter) => letters.includes(letter)).join("");
};

/** Rows of `ifconfig -s` and `netstat -i`. */
export const counterRow = (link: LinkInfo): string =>
  `${link.name.padEnd(12)} ${String(link.mtu).padStart(8)} ${String(link.traffic.rxPackets).padStart(8)}      0      0 0      ${String(link.traffic.txPackets).padStart(8)}      0      0      0 ${shortFlags(link)}\n`; // prettier-ignore

// ---- busybox

function busyboxText(link: LinkInfo): string {
  const kind = isLoopback(link) ? "Local Loopback  " : `Ethernet  HWaddr ${link.mac.toUpperCase()}  `;
  let text = `${link.name.padEnd(9)} Link encap:${kind}\n`;
  for (const { address, prefix, plain } of link.addresses) {
    if (address.includes(":"))
      text += `          inet6 addr: ${address}/${prefix} Scope:${scopeWords(address)[2]}\n`;
    else {
      const broadcast = isLoopback(link) || plain ? "" : `  Bcast:${broadcastOf(address, prefix)}`;
      text += `          inet addr:${address}${broadcast}  Mask:${maskOf(prefix)}\n`;
    }
  }
  const words = [
    link.up ? "UP " : "",
    isLoopback(link) ? "LOOPBACK " : "BROADCAST ",
    link.up && link.carrier ? "RUNNING " : "",
    isLoopback(link) ? "" : "MULTICAST ",
  ].join("");
  const { rxPackets, rxBytes, txPackets, txBytes } = link.traffic;
  return `${text}          ${words} MTU:${link.mtu}  Metric:1\n          RX packets:${rxPackets} errors:0 dropped:0 overruns:0 frame:0\n          TX packets:${txPackets} errors:0 dropped:0 overruns:0 carrier:0\n          collisions:0 txqueuelen:${queueOf(link)} \n          RX bytes:${rxBytes} (${humanBytes(rxBytes)})  TX bytes:${txBytes} (${humanBytes(txBytes)})\n\n`;
}

// ---- changes

function* refuse(io: Io, what: string, refused: Errno | undefined): Task<number> {
  if (refused === undefined) return 0;
  const words =
    io.family === "busybox" ? `ifconfig: ${what}: ${strerror(refused)}` : `${what}: ${strerror(refused)}`;
  yield* io.sys.write(2, encode(`${words}\n`));
  return 1;
}

/** `[ADDRESS[/N]] [netmask M] [up|down] [mtu N] [hw ether MAC] [add|del ADDRESS]` */
function* change(io: Io, link: LinkInfo, words: readonly string[]): Task<number> {
  const { sys } = io;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    const value = words[at + 1] ?? "";
    let status = 0;
    if (word === "up" || word === "down")
      status = yield* refuse(io, "SIOCSIFFLAGS", changeLink(sys, link.name, { up: word === "up" }));
    else if (word === "mtu")
      status = yield* refuse(io, "SIOCSIFMTU", changeLink(sys, link.name, { mtu: Number(words[++at]) }));
    else if (word === "hw") {
      status = yield* refuse(io, "SIOCSIFHWADDR", changeLink(sys, link.name, { mac: words[at + 2] ?? "" }));
      at += 2;
    } else if (word === "netmask" || word === "broadcast" || word === "txqueuelen" || word === "metric") at++;
    else if (word === "add" || word === "del") {
      const prefix = parsePrefix(value);
      at++;
      if (prefix === undefined) return yield* io.complain(`bad address '${value}'`);
      status = yield* refuse(
        io,
        "SIOCSIFADDR",
        word === "add"
          ? addAddress(sys, link.name, prefix.address, prefix.length, true)
          : removeAddress(sys, link.name, prefix.address),
      );
    } else if (!/^-?(?:arp|promisc|allmulti|multicast|dynamic)$/.test(word))
      status = yield* setAddress(io, link, word, words);
    if (status !== 0) return status;
  }
  return 0;
}

/** The address of a link is replaced, and the link goes up. */
function* setAddress(io: Io, link: LinkInfo, word: string, words: readonly string[]): Task<number> {
  const prefix = parsePrefix(word);
  if (prefix === undefined || !isInet4(prefix.address)) {
    const text =
      io.family === "busybox"
        ? `ifconfig: bad address '${word}'\n`
        : `${word}: Unknown host\nifconfig: \`--help' gives usage information.\n`;
    yield* io.sys.write(2, encode(text));
    return 1;
  }
  const mask = words[words.indexOf("netmask") + 1];
  const asked = words.includes("netmask") ? lengthOfMask(mask ?? "") : undefined;
  const first = Number(prefix.address.split(".")[0]);
  const length = asked ?? (word.includes("/") ? prefix.length : first < 128 ? 8 : first < 192 ? 16 : 24);
  for (const old of link.addresses)
    if (isInet4(old.address)) void removeAddress(io.sys, link.name, old.address);
  const refused = addAddress(io.sys, link.name, prefix.address, length, true);
  return yield* refuse(io, "SIOCSIFADDR", refused ?? changeLink(io.sys, link.name, { up: true }));
}

export const ifconfig = command({ name: "ifconfig", gnu: "", busybox: "", raw: true }, function* (io) {
  const busybox = io.family === "busybox";
  const options = busybox
    ? io.operands.filter((word) => word === "-a")
    : io.operands.filter((word) => /^-[asv]$/.test(word));
  const [name, ...rest] = io.operands.filter((word) => !options.includes(word));
  const links = linksOf(io.sys);
  if (name !== undefined) {
    const link = links.find((l) => l.name === name);
    if (link === undefined) {
      const words = `${name}: error fetching interface information: Device not found`;
      yield* io.sys.write(2, encode(busybox ? `ifconfig: ${words}\n` : `${words}\n`));
      return 1;
    }
    if (rest.length > 0) return yield* change(io, link, rest);
    yield* io.print(busybox ? busyboxText(link) : gnuText(link));
    return 0;
  }
  const shown = sorted(links).filter((link) => link.up || options.includes("-a"));
  if (options.includes("-s")) {
    yield* io.print("Iface      MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n");
    for (const link of shown) yield* io.print(counterRow(link));
    return 0;
  }
  for (const link of shown) yield* io.print(busybox ? busyboxText(link) : gnuText(link));
  return 0;
});
