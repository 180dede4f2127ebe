// getent: entries of the system's databases (glibc): hosts by file and by name server, accounts and groups by file. Not
// here: networks, protocols and services, whose files the images do not have.

import { failed } from "../../base/errno.ts";
import { decode } from "../../base/utf8.ts";
import { O_RDONLY, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isInet4, isInet6 } from "../libc/dns.ts";
import { isLookupError, lookUp, nameOf, type HostAddress } from "../libc/resolver.ts";

const NOT_FOUND = 2;
const FILES: Readonly<Record<string, string>> = { passwd: "/etc/passwd", group: "/etc/group", shadow: "/etc/shadow", gshadow: "/etc/gshadow" }; // prettier-ignore

function* linesOf(io: Io, path: string): Task<readonly string[]> {
  const fd = yield* io.sys.open(path, O_RDONLY);
  if (failed(fd)) return [];
  let text = "";
  for (;;) {
    const bytes = yield* io.sys.read(fd, 65_536);
    if (failed(bytes) || bytes.length === 0) break;
    text += decode(bytes);
  }
  void io.sys.close(fd);
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

/** By name, or by number. */
function* ofFile(io: Io, path: string, keys: readonly string[]): Task<number> {
  const lines = yield* linesOf(io, path);
  if (keys.length === 0) for (const line of lines) yield* io.print(`${line}\n`);
  let status = 0;
  for (const key of keys) {
    const found = lines.find((line) => {
      const [name, , number] = line.split(":");
      return name === key || number === key;
    });
    if (found === undefined) status = NOT_FOUND;
    else yield* io.print(`${found}\n`);
  }
  return status;
}

const row = (address: string, names: readonly string[]): string =>
  `${address.padEnd(15)} ${names.join(" ")}\n`;

function* host(io: Io, key: string): Task<boolean> {
  if (isInet4(key) || isInet6(key)) {
    const name = yield* nameOf(io.sys, key);
    if (name !== undefined) yield* io.print(row(key, [name]));
    return name !== undefined;
  }
  for (const family of ["inet6", "inet"] as const) {
    const found = yield* lookUp(io.sys, key, { family });
    if (isLookupError(found)) continue;
    for (const { address } of found.addresses)
      yield* io.print(row(address, [found.canonical, ...found.aliases]));
    return true;
  }
  return false;
}

const KINDS = ["STREAM", "DGRAM", "RAW"];

function* everyKind(io: Io, key: string, family: "inet" | "inet6" | undefined): Task<boolean> {
  const found = yield* lookUp(io.sys, key, family === undefined ? {} : { family });
  if (isLookupError(found)) return false;
  const line = ({ address }: HostAddress, kind: string, name: string): string =>
    `${address.padEnd(15)} ${kind.padEnd(6)} ${name}`.trimEnd();
  for (const [i, one] of found.addresses.entries())
    for (const [j, kind] of KINDS.entries())
      yield* io.print(`${line(one, kind, i === 0 && j === 0 ? found.canonical : "")}\n`);
  return true;
}

export const getent = command(
  { name: "getent", gnu: "i/no-idn s: A", package: "Debian GLIBC 2.43-7" },
  function* (io) {
    const [database, ...keys] = io.operands;
    if (database === undefined) {
      yield* io.complain("wrong number of arguments");
      return yield* io.tryHelp();
    }
    const path = FILES[database];
    if (path !== undefined) return yield* ofFile(io, path, keys);
    if (!/^a?hosts(?:v[46])?$/.test(database)) {
      yield* io.tell(
        `Unknown database: ${database}\nTry \`getent --help' or \`getent --usage' for more information.\n`,
      );
      return 1;
    }
    if (keys.length === 0 && database === "hosts") {
      for (const line of yield* linesOf(io, "/etc/hosts")) {
        const [address = "", ...names] = line.trim().split(/\s+/);
        yield* io.print(row(address, names));
      }
      return 0;
    }
    const family = database.endsWith("v4") ? "inet" : database.endsWith("v6") ? "inet6" : undefined;
    let status = 0;
    for (const key of keys) {
      const found = database === "hosts" ? yield* host(io, key) : yield* everyKind(io, key, family);
      if (!found) status = NOT_FOUND;
    }
    return status;
  },
);
