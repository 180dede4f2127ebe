// ip address: shows addresses by link, adds, removes and flushes them. Broadcasts follow from prefixes, labels
// and lifetimes are not kept.

import type { LinkInfo } from "../../kernel/netlink.ts";
import type { Task } from "../../kernel/sys.ts";
import { addAddress, linksOf, removeAddress } from "../libc/netlink.ts";
import { parsePrefix } from "./addresses.ts";
import { answer, findLink, isWord, noDevice, say, type Ip } from "./ip-context.ts";
import { addressesOf, addressText, isOfFamily, linkJson } from "./ip-show.ts";

interface Filter {
  readonly link: string | undefined;
  readonly up: boolean;
  readonly master: string | undefined;
  readonly kind: string | undefined;
  readonly scope: string | undefined;
}

const VALUED = ["dev", "scope", "master", "type"];
const INCOMPLETE = 'Command line is not complete. Try option "help"';

/** Words after show: `[dev] NAME`, up, master NAME, type KIND, scope WORD. */
export function* filterOf(ip: Ip, words: readonly string[]): Task<Filter | undefined> {
  const filter: { -readonly [K in keyof Filter]: Filter[K] } = {
    link: undefined,
    up: false,
    master: undefined,
    kind: undefined,
    scope: undefined,
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    const value = words[at + 1];
    if (value === undefined && VALUED.includes(word)) {
      yield* say(ip, ip.view.busybox ? "argument is missing" : INCOMPLETE, 255);
      return undefined;
    }
    if (word === "dev" || word === "scope" || (!ip.view.busybox && (word === "master" || word === "type"))) {
      if (word === "dev") filter.link = value;
      else if (word === "scope") filter.scope = value;
      else if (word === "master") filter.master = value;
      else filter.kind = value;
      at++;
    } else if (word === "up") filter.up = true;
    else if (word === "primary" || word === "permanent" || word === "dynamic") continue;
    else if (filter.link === undefined && !(ip.view.busybox && (word === "master" || word === "type")))
      filter.link = word;
    else if (ip.view.busybox) {
      yield* say(ip, `either "dev" is duplicate, or "${value ?? word}" is garbage`, 2);
      return undefined;
    } else {
      yield* say(ip, `Error: either "dev" is duplicate, or "${word}" is garbage.`, 255);
      return undefined;
    }
    if (ip.view.busybox && (word === "master" || word === "type")) {
      yield* say(ip, `either "dev" is duplicate, or "${value ?? word}" is garbage`, 2);
      return undefined;
    }
  }
  return filter;
}

export function isShown(link: LinkInfo, filter: Filter): boolean {
  if (filter.link !== undefined && link.name !== filter.link) return false;
  if (filter.up && !link.up) return false;
  if (filter.master !== undefined && link.master !== filter.master) return false;
  return filter.kind === undefined || filter.kind === link.kind;
}

/** A link that is named and not there; its status. */
export function* missing(ip: Ip, name: string | undefined, status: number): Task<number | undefined> {
  if (name === undefined || linksOf(ip.io.sys).some((link) => link.name === name)) return undefined;
  if (ip.view.busybox) return yield* noDevice(ip, name, status);
  return yield* say(ip, `Device "${name}" does not exist.`, 1);
}

function* show(ip: Ip, words: readonly string[]): Task<number> {
  const filter = yield* filterOf(ip, words);
  if (filter === undefined) return ip.view.busybox ? 1 : 255;
  const gone = yield* missing(ip, filter.link, 1);
  if (gone !== undefined) return gone;
  const links = linksOf(ip.io.sys);
  const shown = links.filter((link) => {
    if (!isShown(link, filter)) return false;
    const whole = ip.view.family === undefined && filter.scope === undefined;
    return whole || addressesOf(link, ip.view, filter.scope).length > 0;
  });
  if (ip.view.json) {
    yield* ip.io.print(
      `${JSON.stringify(shown.map((link) => linkJson(link, links, addressesOf(link, ip.view, filter.scope))))}\n`,
    );
    return 0;
  }
  for (const link of shown)
    yield* ip.io.print(addressText(link, links, ip.view, addressesOf(link, ip.view, filter.scope)));
  return 0;
}

interface Change {
  readonly address: string;
  readonly length: number;
  readonly link: string;
}

/** `ADDRESS[/LENGTH] … dev LINK`; a number is the status after a complaint. */
function* changeOf(ip: Ip, words: readonly string[]): Task<Change | number> {
  const at = words.indexOf("dev");
  const link = at < 0 ? undefined : words[at + 1];
  const text = words[0] === "local" ? words[1] : words[0];
  const prefix = text === undefined ? undefined : parsePrefix(text);
  if (prefix === undefined && !ip.view.busybox) {
    return yield* say(ip, `Error: any valid prefix is expected rather than "${text ?? "dev"}".`, 1);
  }
  if (link === undefined) {
    const words = ip.view.busybox
      ? 'need "dev IFACE"'
      : 'Not enough information: "dev" argument is required.';
    return yield* say(ip, words, 1);
  }
  if ((yield* findLink(ip, link)) === undefined) return 1;
  if (prefix === undefined) return yield* answer(ip, "ERANGE");
  return { address: prefix.address, length: prefix.length, link };
}

const family = (address: string): string => (address.includes(":") ? "ipv6" : "ipv4");

function* add(ip: Ip, words: readonly string[], replace: boolean): Task<number> {
  const change = yield* changeOf(ip, words);
  if (typeof change === "number") return change;
  if (replace) void removeAddress(ip.io.sys, change.link, change.address);
  const refused = addAddress(
    ip.io.sys,
    change.link,
    change.address,
    change.length,
    words.includes("brd") || words.includes("broadcast"),
  );
  return yield* answer(ip, refused, {
    EEXIST: `Error: ${family(change.address)}: Address already assigned.`,
  });
}

function* remove(ip: Ip, words: readonly string[]): Task<number> {
  const change = yield* changeOf(ip, words);
  if (typeof change === "number") return change;
  const refused = removeAddress(ip.io.sys, change.link, change.address);
  return yield* answer(ip, refused, {
    EADDRNOTAVAIL: `Error: ${family(change.address)}: Address not found.`,
  });
}

function* flush(ip: Ip, words: readonly string[]): Task<number> {
  const filter = yield* filterOf(ip, words);
  if (filter === undefined) return ip.view.busybox ? 1 : 255;
  const gone = yield* missing(ip, filter.link, 1);
  if (gone !== undefined) return gone;
  for (const link of linksOf(ip.io.sys).filter((l) => isShown(l, filter)))
    for (const entry of link.addresses.filter((a) => isOfFamily(a, ip.view.family))) {
      if (filter.scope === "link" && !entry.address.startsWith("fe80:")) continue;
      const status = yield* answer(ip, removeAddress(ip.io.sys, link.name, entry.address));
      if (status !== 0) return status;
    }
  return 0;
}

export function* ipAddress(ip: Ip, words: readonly string[]): Task<number> {
  const [verb, ...rest] = words;
  if (verb === undefined || isWord(verb, "show", "list", "lst")) return yield* show(ip, rest);
  if (isWord(verb, "add")) return yield* add(ip, rest, false);
  if (isWord(verb, "change", "replace")) return yield* add(ip, rest, true);
  if (isWord(verb, "delete")) return yield* remove(ip, rest);
  if (isWord(verb, "flush")) return yield* flush(ip, rest);
  if (ip.view.busybox) return yield* say(ip, `invalid argument '${verb}' to 'ip'`, 1);
  return yield* say(ip, `Command "${verb}" is unknown, try "ip address help".`, 255);
}
