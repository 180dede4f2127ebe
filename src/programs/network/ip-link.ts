// ip link: shows links, makes bridges, dummies and pairs, sets them up, down, into bridges, renames them, takes
// them away or to another network namespace.

import { strerror } from "../../base/errno.ts";
import type { LinkChange } from "../../kernel/netlink.ts";
import type { Task } from "../../kernel/sys.ts";
import { addLink, changeLink, linksOf, removeLink } from "../libc/netlink.ts";
import { filterOf, isShown, missing } from "./ip-address.ts";
import { answer, findLink, isWord, noDevice, say, type Ip } from "./ip-context.ts";
import { linkJson, linkText } from "./ip-show.ts";

function* show(ip: Ip, words: readonly string[]): Task<number> {
  const filter = yield* filterOf(ip, words);
  if (filter === undefined) return ip.view.busybox ? 2 : 255;
  const gone = yield* missing(ip, filter.link, 2);
  if (gone !== undefined) return gone;
  const links = linksOf(ip.io.sys);
  if (filter.master !== undefined && !links.some((link) => link.name === filter.master))
    return yield* say(ip, `Error: argument "${filter.master}" is wrong: Device does not exist\n`, 255);
  const shown = links.filter((link) => isShown(link, filter));
  if (ip.view.json) {
    yield* ip.io.print(`${JSON.stringify(shown.map((link) => linkJson(link, links, undefined)))}\n`);
    return 0;
  }
  for (const link of shown) yield* ip.io.print(linkText(link, links, ip.view));
  return 0;
}

function* add(ip: Ip, words: readonly string[]): Task<number> {
  const typeAt = words.indexOf("type");
  const kind = typeAt < 0 ? undefined : words[typeAt + 1];
  const own = words.slice(0, Math.max(0, typeAt));
  const valueOf = (word: string): string | undefined =>
    own.includes(word) ? own[own.indexOf(word) + 1] : undefined;
  if (kind === undefined) {
    if (ip.view.busybox) return yield* answer(ip, "EOPNOTSUPP");
    return yield* say(ip, 'Not enough information: "type" argument is required', 1);
  }
  const name =
    valueOf("name") ??
    (["type", "dev", "address", "mtu", "link"].includes(words[0] as string) ? valueOf("dev") : own[0]) ??
    `${kind}0`;
  const afterPeer = words.slice(words.indexOf("peer") + 1);
  // busybox leaves the name to the kernel
  const peer =
    !ip.view.busybox && words.includes("peer")
      ? afterPeer[0] === "name"
        ? afterPeer[1]
        : afterPeer[0]
      : undefined;
  const at = afterPeer.indexOf("netns");
  const space = peer === undefined || at < 0 ? undefined : afterPeer[at + 1];
  const refused = addLink(ip.io.sys, name, kind, peer, space);
  if (refused !== undefined) return yield* answer(ip, refused, { EOPNOTSUPP: "Error: Unknown device type." });
  const [mac, mtu] = [valueOf("address"), valueOf("mtu")];
  const change: LinkChange = {
    ...(mac === undefined ? {} : { mac }),
    ...(mtu === undefined ? {} : { mtu: Number(mtu) }),
  };
  return yield* answer(ip, changeLink(ip.io.sys, name, change));
}

/** What the words after `set NAME` change; a word that is none of them otherwise. */
function changeOf(words: readonly string[]): LinkChange | { readonly unknown: string } {
  const change: { -readonly [K in keyof LinkChange]: LinkChange[K] } = {};
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    const value = words[at + 1] ?? "";
    if (word === "up" || word === "down") change.up = word === "up";
    else if (word === "nomaster") change.master = "";
    else if (["mtu", "name", "address", "master", "txqueuelen", "promisc", "netns", "alias"].includes(word)) {
      at++;
      if (word === "mtu") change.mtu = Number(value);
      else if (word === "name") change.name = value;
      else if (word === "address") change.mac = value;
      else if (word === "master") change.master = value;
      else if (word === "netns") change.namespace = value;
    } else return { unknown: word };
  }
  return change;
}

const needsName = (ip: Ip): Task<number> =>
  ip.view.busybox
    ? say(ip, '"dev" requires an argument', 2)
    : say(ip, 'Not enough information: "dev" argument is required.', 255);

function* set(ip: Ip, words: readonly string[]): Task<number> {
  const args = words[0] === "dev" ? words.slice(1) : words;
  const [name, ...rest] = args;
  if (name === undefined) return yield* needsName(ip);
  if (!linksOf(ip.io.sys).some((link) => link.name === name))
    return ip.view.busybox
      ? yield* say(ip, `${rest.includes("mtu") ? "SIOCSIFMTU" : "SIOCGIFFLAGS"}: No such device`, 2)
      : yield* noDevice(ip, name);
  const change = changeOf(rest);
  if ("unknown" in change) {
    return yield* say(
      ip,
      ip.view.busybox
        ? `either "dev" is duplicate, or "${change.unknown}" is garbage`
        : `Error: either "dev" is duplicate, or "${change.unknown}" is garbage.`,
      ip.view.busybox ? 2 : 255,
    );
  }
  if (
    change.master !== undefined &&
    change.master !== "" &&
    (yield* findLink(ip, change.master)) === undefined
  )
    return 1;
  const refused = changeLink(ip.io.sys, name, change);
  if (change.namespace !== undefined && refused === "EINVAL")
    return yield* say(ip, `Error: argument "${change.namespace}" is wrong: Invalid "netns" value`, 255);
  if (ip.view.busybox && refused !== undefined && change.up !== undefined)
    return yield* say(ip, `SIOCSIFFLAGS: ${strerror(refused)}`, 2);
  return yield* answer(ip, refused);
}

function* remove(ip: Ip, words: readonly string[]): Task<number> {
  const name = words[0] === "dev" ? words[1] : words[0];
  if (name === undefined) return yield* needsName(ip);
  if ((yield* findLink(ip, name)) === undefined) return ip.view.busybox ? 2 : 1;
  return yield* answer(ip, removeLink(ip.io.sys, name));
}

export function* ipLink(ip: Ip, words: readonly string[]): Task<number> {
  const [verb, ...rest] = words;
  if (verb === undefined || isWord(verb, "show", "list", "lst")) return yield* show(ip, rest);
  if (isWord(verb, "add")) return yield* add(ip, rest);
  if (isWord(verb, "set", "change")) return yield* set(ip, rest);
  if (isWord(verb, "delete")) return yield* remove(ip, rest);
  if (ip.view.busybox) return yield* say(ip, `invalid argument '${verb}' to 'ip'`, 2);
  return yield* say(ip, `Command "${verb}" is unknown, try "ip link help".`, 255);
}
