// hostname, domainname, dnsdomainname and their kin: the name of the host, as it is, short, in full, its
// addresses; root may set it. Debian's hostname and busybox's differ in words and in -I.

import { failed, strerror } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { readText } from "../libc/input.ts";
import { extraOperand } from "../libc/operands.ts";
import { linksOf } from "../libc/netlink.ts";
import { isLookupError, lookupText, lookUp, type HostEntry } from "../libc/resolver.ts";

const USAGE =
  "Usage: hostname [-b] {hostname|-F file}         set host name (from file)\n       hostname [-a|-A|-d|-f|-i|-I|-s|-y]       display formatted name\n       hostname                                 display host name\n\n";
/** Debian's program leaves with -1. */
const WRONG = 255;

const ownName = (io: Io): string => io.sys.uname().nodename;

/** herror(3) */
const BUSYBOX_TEXTS = {
  EAI_AGAIN: "Host name lookup failure",
  EAI_NODATA: "No address associated with name",
  EAI_NONAME: "Unknown host",
} as const;

/** The host's own entry; undefined after a complaint. */
function* ownEntry(io: Io): Task<HostEntry | undefined> {
  const name = ownName(io);
  const entry = yield* lookUp(io.sys, name, io.family === "busybox" ? { family: "inet" } : {});
  if (!isLookupError(entry)) return entry;
  if (io.family === "busybox") {
    const words = BUSYBOX_TEXTS[entry];
    yield* io.complain(`${name}: ${words}`);
  } else yield* io.complain(lookupText(entry));
  return undefined;
}

const domainOf = (canonical: string): string => {
  const dot = canonical.indexOf(".");
  return dot < 0 ? "" : canonical.slice(dot + 1);
};

/** All addresses of links that are no loopback, each with a blank behind it. */
function allAddresses(io: Io): string {
  const addresses = linksOf(io.sys)
    .filter((link) => link.kind !== "loopback" && link.up)
    .flatMap((link) => link.addresses)
    .map(({ address }) => address)
    .filter((address) => !address.startsWith("fe80:"));
  return addresses.map((address) => `${address} `).join("");
}

function* formatted(io: Io, key: string): Task<number> {
  if (key === "s") {
    yield* io.print(`${ownName(io).split(".")[0]}\n`);
    return 0;
  }
  if (key === "I" || key === "A") {
    yield* io.print(`${allAddresses(io)}\n`);
    return 0;
  }
  const entry = yield* ownEntry(io);
  if (entry === undefined) return 1;
  const { canonical, aliases, addresses } = entry;
  if (key === "d") {
    const domain = domainOf(canonical);
    if (domain !== "") yield* io.print(`${domain}\n`);
    return 0;
  }
  // gethostbyname(3), which busybox asks, knows the first line of /etc/hosts alone.
  const shown = io.family === "busybox" ? addresses.slice(0, 1) : addresses;
  const unique = [...new Set(shown.map((a) => a.address))];
  const text = key === "f" ? canonical : key === "a" ? aliases.join(" ") : unique.join(" ");
  yield* io.print(`${text}\n`);
  return 0;
}

function* setName(io: Io, name: string): Task<number> {
  if (!/^(?!-)[A-Za-z0-9.-]{1,64}$/.test(name) && io.family === "gnu")
    return yield* io.complain("the specified hostname is invalid");
  const refused = io.sys.sethostname(name);
  if (refused === undefined) return 0;
  if (io.family === "busybox") return yield* io.complain(`sethostname: ${strerror(refused)}`);
  return yield* io.complain(
    refused === "EPERM" ? "you must be root to change the host name" : strerror(refused),
  );
}

function* fromFile(io: Io, path: string): Task<number> {
  const file = yield* readText(io.sys, path);
  if (failed(file)) return yield* io.complainOf(path, file);
  const line = file.text.split("\n").find((one) => one.trim() !== "" && !one.startsWith("#"));
  return yield* setName(io, line?.trim() ?? "");
}

function* nisDomain(io: Io, plain: boolean): Task<number> {
  const name = io.sys.uname().domainname;
  if (name === "(none)" && !plain) {
    yield* io.print(`${io.name}: Local domain name not set\n`);
    return 1;
  }
  yield* io.print(`${name}\n`);
  return 0;
}

export const hostname: Command = command(
  {
    name: "hostname",
    gnu: "a/alias A/all-fqdns b/boot d/domain f/fqdn long F/file: i/ip-address I/all-ip-addresses s/short y/yp nis v h V",
    busybox: "d f i s F: v",
    misuse: (name, message) => `${name}: ${message}\n`,
    usageOnOutput: USAGE,
    usageStatus: { gnu: WRONG },
    usage: "[-sidf] [HOSTNAME | -F FILE]",
  },
  function* (io) {
    const file = io.value("F");
    if (file !== undefined) return yield* fromFile(io, file);
    if (io.has("y") || io.has("nis")) return yield* nisDomain(io, false);
    const key = io.has("long") ? "f" : io.options.last("s", "f", "d", "i", "I", "A", "a");
    if (key !== undefined) return yield* formatted(io, key);
    const [name, more] = io.operands;
    if (more !== undefined && io.family === "gnu") {
      yield* io.sys.write(2, encode(USAGE));
      return WRONG;
    }
    if (name !== undefined) return yield* setName(io, name);
    yield* io.print(`${ownName(io)}\n`);
    return 0;
  },
);

export const domainname: Command = command(
  { name: "domainname", gnu: "F: v h V", busybox: "F:" },
  function* (io) {
    return yield* nisDomain(io, true);
  },
);

const nisNamed = (name: string): Command =>
  command({ name, gnu: "F: v h V" }, function* (io) {
    return yield* nisDomain(io, false);
  });

export const nisdomainname = nisNamed("nisdomainname");
export const ypdomainname = nisNamed("ypdomainname");

export const dnsdomainname: Command = command(
  { name: "dnsdomainname", gnu: "v h V", busybox: "" },
  function* (io) {
    return yield* formatted(io, "d");
  },
);

/** The host's own address, with its halves in an order of their own (gethostid(3)). */
export const hostid: Command = command({ name: "hostid", gnu: "", busybox: "" }, function* (io) {
  const extra = io.operands[0];
  if (extra !== undefined) return yield* extraOperand(io, extra);
  const entry = yield* lookUp(io.sys, ownName(io), { family: "inet" });
  const address = isLookupError(entry) ? "0.0.0.0" : (entry.addresses[0]?.address ?? "0.0.0.0");
  const [a = "", b = "", c = "", d = ""] = address
    .split(".")
    .map((n) => Number(n).toString(16).padStart(2, "0"));
  yield* io.print(`${b}${a}${d}${c}\n`);
  return 0;
});
