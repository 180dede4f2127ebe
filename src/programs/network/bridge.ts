// bridge: ports of bridges, and the MACs that they lead to (iproute2).
// Not here: VLANs, groups of multicast, and changes.

import type { LinkInfo } from "../../kernel/netlink.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { learnedOf, linksOf } from "../libc/netlink.ts";
import { flagsOf } from "./ip-show.ts";
import { isWord } from "./ip-context.ts";

const USAGE = `Usage: bridge [ OPTIONS ] OBJECT { COMMAND | help }
       bridge [ -force ] -batch filename
where  OBJECT := { link | fdb | mdb | mst | vlan | vni | monitor }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] |
                    -o[neline] | -t[imestamp] | -n[etns] name |
                    -com[pressvlans] -c[olor] -p[retty] -j[son] }
`;
const FAILURE = 255;

function* say(io: Io, text: string): Task<number> {
  yield* io.tell(text);
  return FAILURE;
}

/** It looks for the other end of a pair in its own namespace, whatever has that number there. */
const otherEnd = (links: readonly LinkInfo[], { peer }: LinkInfo): string =>
  links.find(({ index }) => index === peer)?.name ?? `if${peer ?? 0}`;

function* showLinks(io: Io, device: string | undefined, json: boolean): Task<number> {
  const links = linksOf(io.sys);
  if (device !== undefined && !links.some(({ name }) => name === device))
    return yield* say(io, `Cannot find device "${device}"\n`);
  const ports = links.filter(({ name, master }) => master !== undefined && (device ?? name) === name);
  const state = ({ up, carrier }: LinkInfo): string => (up && carrier ? "forwarding" : "disabled");
  if (json) {
    const shown = ports.map((port) => ({
      ifindex: port.index,
      ...(port.peer === undefined ? {} : { link: otherEnd(links, port) }),
      ifname: port.name,
      flags: flagsOf(port, links, false),
      mtu: port.mtu,
      master: port.master,
      state: state(port),
      priority: 32,
      cost: 2,
    }));
    yield* io.print(`${JSON.stringify(shown)}\n`);
    return 0;
  }
  for (const port of ports) {
    const title = port.peer === undefined ? port.name : `${port.name}@${otherEnd(links, port)}`;
    yield* io.print(
      `${port.index}: ${title}: <${flagsOf(port, links, false).join(",")}> mtu ${port.mtu} master ${port.master} state ${state(port)} priority 32 cost 2 \n`,
    );
  }
  return 0;
}

interface Entry {
  readonly mac: string;
  readonly link: string;
  readonly master: string | undefined;
  readonly tail: string;
}

/** The groups that a link listens to by itself: all nodes, those of its addresses, and on bridges all routers and snoopers. */
function groupsOf({ kind, addresses }: LinkInfo): string[] {
  const solicited = addresses
    .filter(({ address }) => address.startsWith("fe80:"))
    .flatMap(({ address }) => {
      const groups = address.split(":");
      const low = (groups.at(-1) ?? "0").padStart(4, "0");
      const high = (groups.at(-2) ?? "0").padStart(4, "0").slice(2);
      return [`33:33:ff:${high}:${low.slice(0, 2)}:${low.slice(2)}`, "33:33:ff:00:00:00"];
    });
  return kind === "bridge"
    ? [
        "33:33:00:00:00:01",
        "01:00:5e:00:00:6a",
        "33:33:00:00:00:6a",
        "01:00:5e:00:00:01",
        "33:33:00:00:00:02",
        ...solicited,
      ]
    : ["33:33:00:00:00:01", "01:00:5e:00:00:01", ...solicited];
}

function entriesOf(io: Io): Entry[] {
  const learned = learnedOf(io.sys);
  return linksOf(io.sys)
    .filter(({ kind, up }) => kind !== "loopback" && up)
    .flatMap((link): Entry[] => {
      const self = groupsOf(link).map((mac) => ({
        mac,
        link: link.name,
        master: undefined,
        tail: "self permanent",
      }));
      const master = link.kind === "bridge" ? link.name : link.master;
      if (master === undefined) return self;
      const own: Entry = { mac: link.mac, link: link.name, master, tail: "permanent" };
      const others = learned
        .filter(({ port, bridge }) => port === link.name && bridge === master)
        .map(({ mac }): Entry => ({ mac, link: link.name, master, tail: "" }));
      return link.kind === "bridge" ? [...self, own] : [...others, own, ...self];
    });
}

function* showEntries(io: Io, words: readonly string[]): Task<number> {
  const valueOf = (word: string): string | undefined =>
    words.includes(word) ? words[words.indexOf(word) + 1] : undefined;
  const device = valueOf("dev") ?? valueOf("brport");
  const bridge = valueOf("br");
  const links = linksOf(io.sys);
  const missing = [device, bridge].find(
    (name) => name !== undefined && !links.some((link) => link.name === name),
  );
  if (missing !== undefined)
    return yield* say(
      io,
      `Cannot find ${bridge === missing ? "bridge" : ""} device "${missing}"\n`.replace("  ", " "),
    );
  const masterOf = (name: string): string | undefined => links.find((link) => link.name === name)?.master;
  for (const { mac, link, master, tail } of entriesOf(io)) {
    if (device !== undefined && link !== device) continue;
    if (bridge !== undefined && link !== bridge && masterOf(link) !== bridge) continue;
    const out = device === undefined ? `dev ${link} ` : "";
    yield* io.print(`${mac} ${out}${master === undefined ? "" : `master ${master} `}${tail}\n`);
  }
  return 0;
}

function* run(io: Io, words: readonly string[], json: boolean): Task<number> {
  const [object, ...rest] = words;
  if (object === undefined || isWord(object, "help")) return yield* say(io, USAGE);
  const [verb, ...more] = rest;
  const shows = verb === undefined || isWord(verb, "show", "list", "lst");
  if (!shows) return yield* say(io, `bridge ${object} ${verb}: not modelled by paperwhale\n`);
  if (isWord(object, "link")) return yield* showLinks(io, more[0] === "dev" ? more[1] : undefined, json);
  if (isWord(object, "fdb")) return yield* showEntries(io, more);
  if (isWord(object, "vlan")) {
    yield* io.print("port              vlan-id  \n");
    return 0;
  }
  if (isWord(object, "mdb", "mst", "vni")) return 0;
  return yield* say(io, `Object "${object}" is unknown, try "bridge help".\n`);
}

export const bridge = command({ name: "bridge", gnu: "", raw: true }, function* (io) {
  const words = io.argv.slice(1);
  const options: string[] = [];
  while (words[0]?.startsWith("-")) options.push(words.shift() as string);
  if (options.some((word) => word.startsWith("-V"))) {
    yield* io.print("bridge utility, 7.3.0\n");
    return 0;
  }
  return yield* run(
    io,
    words,
    options.some((word) => isWord(word, "-json") && word.length > 1),
  );
});
