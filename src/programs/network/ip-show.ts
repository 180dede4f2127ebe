// How ip prints links, addresses and routes: iproute2's lines, its brief form and its JSON, and busybox's lines,
// which leave out state, mode and group.

import type { AddressInfo, LinkInfo, RouteInfo } from "../../kernel/netlink.ts";
import { broadcastOf, isInside, toNumber } from "./addresses.ts";

export interface IpView {
  readonly busybox: boolean;
  readonly oneline: boolean;
  readonly brief: boolean;
  readonly statistics: boolean;
  readonly details: boolean;
  readonly json: boolean;
  readonly family: "inet" | "inet6" | undefined;
  /** in which namespace to look, by name */
  readonly namespace: string | undefined;
}

const NO_MAC = "00:00:00:00:00:00";

// ---- links

/** In the order in which both print them. */
export function flagsOf(link: LinkInfo, links: readonly LinkInfo[], busybox: boolean): string[] {
  const running = link.up && link.carrier;
  const flags =
    link.kind === "loopback"
      ? ["LOOPBACK"]
      : link.kind === "dummy"
        ? ["BROADCAST", "NOARP"]
        : ["BROADCAST", "MULTICAST"];
  const first = link.up && !link.carrier ? ["NO-CARRIER"] : [];
  const after = [...(link.up ? ["UP"] : []), ...(running ? ["LOWER_UP"] : [])];
  // busybox cannot see a peer in another namespace, iproute2 does not look for it
  const peer = links.find((l) => l.index === link.peer && !link.peerElsewhere);
  const masterDown = busybox ? link.peerElsewhere : peer?.up === false;
  return [...first, ...flags, ...after, ...(masterDown ? ["M-DOWN"] : [])];
}

export function stateOf(link: LinkInfo): string {
  if (link.kind === "loopback" || (link.kind === "dummy" && link.up)) return link.up ? "UNKNOWN" : "DOWN";
  if (!link.up) return "DOWN";
  if (link.carrier) return "UP";
  return link.kind === "veth" ? "LOWERLAYERDOWN" : "DOWN";
}

/** What programs call it, with the other end of a pair. */
export function titleOf(link: LinkInfo, links: readonly LinkInfo[]): string {
  if (link.peer === undefined) return link.name;
  const peer = link.peerElsewhere ? undefined : links.find((l) => l.index === link.peer);
  return `${link.name}@${peer?.name ?? `if${link.peer}`}`;
}

const disciplineOf = (link: LinkInfo): string => (link.up || link.kind === "loopback" ? "noqueue" : "noop");

/** Docker's bridges and pairs have no queue. */
const queueOf = (link: LinkInfo): number => (link.kind === "bridge" || link.kind === "veth" ? 0 : 1000);

function headOf(link: LinkInfo, links: readonly LinkInfo[], view: IpView, forLink: boolean): string {
  const title = `${link.index}: ${titleOf(link, links)}: <${flagsOf(link, links, view.busybox).join(",")}> mtu ${link.mtu}`;
  const six = view.busybox && view.family === "inet6" && !forLink;
  const discipline = six ? "" : ` qdisc ${disciplineOf(link)}`;
  const master = link.master === undefined || six ? "" : ` master ${link.master}`;
  const queue = queueOf(link);
  if (view.busybox) return `${title}${discipline}${master} ${queue === 0 ? "" : `qlen ${queue}`}`;
  const mode = forLink ? " mode DEFAULT" : "";
  const group = " group default";
  return `${title}${discipline}${master} state ${stateOf(link)}${mode}${group} qlen ${queue}`;
}

const typeOf = (link: LinkInfo): string => (link.kind === "loopback" ? "link/loopback" : "link/ether");
const broadcastMac = (link: LinkInfo): string => (link.kind === "loopback" ? NO_MAC : "ff:ff:ff:ff:ff:ff");

const SEGMENTS =
  "gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 gso_ipv4_max_size 65536 gro_ipv4_max_size 65536 ";

/** What a bridge keeps count of is left out. */
function detailsOf(link: LinkInfo): string {
  const limits = link.kind === "loopback" ? "minmtu 0 maxmtu 0 " : "minmtu 68 maxmtu 65535 ";
  const kind =
    link.kind === "loopback" || link.kind === "ethernet"
      ? "addrgenmode eui64"
      : `\n    ${link.kind} addrgenmode eui64`;
  return ` promiscuity 0 allmulti 0 ${limits}${kind} numtxqueues 1 numrxqueues 1 ${SEGMENTS}`;
}

function hardwareLine(link: LinkInfo, view: IpView): string {
  const elsewhere = link.peerElsewhere && !view.busybox ? ` link-netnsid ${link.namespaceNumber}` : "";
  const details = view.details ? detailsOf(link) : "";
  return `    ${typeOf(link)} ${link.mac} brd ${broadcastMac(link)}${elsewhere}${details}`;
}

const counted = (bytes: number, packets: number): string =>
  `    ${String(bytes).padStart(10)}${String(packets).padStart(8)}      0       0       0       0 `;

const statisticsOf = ({
  traffic: { rxBytes, rxPackets, txBytes, txPackets },
}: LinkInfo): readonly string[] => [
  "    RX:  bytes packets errors dropped  missed   mcast           ",
  counted(rxBytes, rxPackets),
  "    TX:  bytes packets errors dropped carrier collsns           ",
  counted(txBytes, txPackets),
];

const joined = (lines: readonly string[], view: IpView): string =>
  `${lines.join(view.oneline ? "\\" : "\n")}\n`;

export function linkText(link: LinkInfo, links: readonly LinkInfo[], view: IpView): string {
  if (view.brief) return briefLink(link, links);
  const lines = [headOf(link, links, view, true), hardwareLine(link, view)];
  return joined(view.statistics ? [...lines, ...statisticsOf(link)] : lines, view);
}

const briefHead = (link: LinkInfo, links: readonly LinkInfo[]): string =>
  `${titleOf(link, links).padEnd(16)} ${stateOf(link).padEnd(14)} `;

const briefLink = (link: LinkInfo, links: readonly LinkInfo[]): string =>
  `${briefHead(link, links)}${link.mac} <${flagsOf(link, links, false).join(",")}> \n`;

// ---- addresses

export const isOfFamily = ({ address }: AddressInfo, family: IpView["family"]): boolean =>
  family === undefined || (family === "inet6") === address.includes(":");

const scopeOf = (address: string): string =>
  address.startsWith("127.") || address === "::1" ? "host" : address.startsWith("fe80:") ? "link" : "global";

/** Of addresses in one network those after the first. */
const isSecondary = (link: LinkInfo, { address, prefix }: AddressInfo): boolean => {
  const same = link.addresses.find(
    (a) => !a.address.includes(":") && a.prefix === prefix && isInside(a.address, address, prefix),
  );
  return !address.includes(":") && same?.address !== address;
};

const broadcastIn = (entry: AddressInfo): string | undefined =>
  scopeOf(entry.address) === "host" || entry.prefix === 32 || entry.plain || entry.address.includes(":")
    ? undefined
    : broadcastOf(entry.address, entry.prefix);

function addressLine(entry: AddressInfo, link: LinkInfo, view: IpView): string {
  const { address, prefix } = entry;
  const scope = scopeOf(address);
  if (address.includes(":")) {
    const origin =
      view.busybox || scope === "global" ? "" : scope === "host" ? "proto kernel_lo " : "proto kernel_ll ";
    return `inet6 ${address}/${prefix} scope ${scope} ${origin}`;
  }
  const broadcast = broadcastIn(entry);
  const brd = broadcast === undefined ? "" : ` brd ${broadcast}`;
  const secondary = isSecondary(link, entry) ? "secondary " : "";
  return `inet ${address}/${prefix}${brd} scope ${scope} ${secondary}${link.name}`;
}

const LIFETIME = "       valid_lft forever preferred_lft forever";

/** Those that the view and the filter ask for. */
export const addressesOf = (link: LinkInfo, view: IpView, scope: string | undefined): AddressInfo[] =>
  link.addresses.filter(
    (a) => isOfFamily(a, view.family) && (scope === undefined || scopeOf(a.address) === scope),
  );

export function addressText(
  link: LinkInfo,
  links: readonly LinkInfo[],
  view: IpView,
  addresses: readonly AddressInfo[],
): string {
  if (view.brief) {
    const list = addresses.map(({ address, prefix }) => `${address}/${prefix} `).join("");
    return `${briefHead(link, links)}${list}\n`;
  }
  if (view.oneline)
    return addresses
      .map((a) => `${link.index}: ${link.name}    ${addressLine(a, link, view)}\\${LIFETIME}\n`)
      .join("");
  const hardware = view.family === undefined ? [hardwareLine(link, view)] : [];
  const lines = addresses.flatMap((a) => [`    ${addressLine(a, link, view)}`, LIFETIME]);
  const counters = view.statistics ? statisticsOf(link) : [];
  return joined([headOf(link, links, view, false), ...hardware, ...counters, ...lines], view);
}

// ---- routes

const KERNEL = "proto kernel ";

/** Without the link's name if that is known from the question: then it is empty. */
export function routeText({ to, via, link, source, linkDown }: RouteInfo, busybox: boolean): string {
  const gateway = via === undefined ? "" : `via ${via} `;
  const scope = via === undefined ? "scope link " : "";
  const own = via === undefined && source !== undefined && !busybox ? KERNEL : "";
  const from = source === undefined ? "" : `${busybox ? " " : ""}src ${source} `;
  const out = link === "" ? "" : `dev ${link} `;
  const dead = linkDown === true && !busybox ? "linkdown " : "";
  return `${to} ${gateway}${out}${own}${scope}${from}${dead}\n`;
}

/** Routes of the table `local`, which the addresses make. */
export function localRoutes(links: readonly LinkInfo[], busybox: boolean): string {
  const own = busybox ? "" : KERNEL;
  const gap = busybox ? " " : "";
  const lines = new Map<string, number>();
  for (const link of links)
    for (const entry of link.addresses.filter((a) => !a.address.includes(":"))) {
      const { address, prefix } = entry;
      const first = link.addresses.find(
        (a) => !isSecondary(link, a) && a.prefix === prefix && isInside(a.address, address, prefix),
      );
      const source = first?.address ?? address;
      const tail = (scope: string): string => `dev ${link.name} ${own}scope ${scope} ${gap}src ${source} \n`;
      const broadcast = broadcastOf(address, prefix);
      if (address.startsWith("127.")) lines.set(`local 127.0.0.0/8 ${tail("host")}`, toNumber("127.0.0.0"));
      lines.set(`local ${address} ${tail("host")}`, toNumber(address));
      if (prefix < 32) lines.set(`broadcast ${broadcast} ${tail("link")}`, toNumber(broadcast));
    }
  const sorted = [...lines].sort(([, a], [, b]) => a - b);
  return sorted.map(([text]) => text).join("");
}

// ---- JSON

function addressJson(entry: AddressInfo, link: LinkInfo): object {
  const { address, prefix } = entry;
  const scope = scopeOf(address);
  const six = address.includes(":");
  const broadcast = broadcastIn(entry);
  return {
    family: six ? "inet6" : "inet",
    local: address,
    prefixlen: prefix,
    ...(broadcast === undefined ? {} : { broadcast }),
    scope,
    ...(isSecondary(link, entry) ? { secondary: true } : {}),
    ...(six
      ? scope === "global"
        ? {}
        : { protocol: scope === "host" ? "kernel_lo" : "kernel_ll" }
      : { label: link.name }),
    valid_life_time: 4294967295,
    preferred_life_time: 4294967295,
  };
}

/** With addresses as `ip addr` has it, or without as `ip link`. */
export function linkJson(
  link: LinkInfo,
  links: readonly LinkInfo[],
  addresses: readonly AddressInfo[] | undefined,
): object {
  const peer = links.find((l) => l.index === link.peer && !link.peerElsewhere);
  const pair =
    link.peer === undefined ? {} : link.peerElsewhere ? { link_index: link.peer } : { link: peer?.name };
  return {
    ifindex: link.index,
    ...pair,
    ifname: link.name,
    flags: flagsOf(link, links, false),
    mtu: link.mtu,
    qdisc: disciplineOf(link),
    ...(link.master === undefined ? {} : { master: link.master }),
    operstate: stateOf(link),
    ...(addresses ? {} : { linkmode: "DEFAULT" }),
    group: "default",
    txqlen: queueOf(link),
    link_type: link.kind === "loopback" ? "loopback" : "ether",
    address: link.mac,
    broadcast: broadcastMac(link),
    ...(link.peerElsewhere ? { link_netnsid: link.namespaceNumber } : {}),
    ...(addresses ? { addr_info: addresses.map((a) => addressJson(a, link)) } : {}),
  };
}

export const routeJson = ({ to, via, link, source, linkDown }: RouteInfo): object => ({
  dst: to,
  ...(via === undefined ? {} : { gateway: via }),
  dev: link,
  ...(via === undefined ? { protocol: "kernel", scope: "link" } : {}),
  ...(source === undefined ? {} : { prefsrc: source }),
  flags: linkDown === true ? ["linkdown"] : [],
});
