// ip netns: network namespaces by name. A name is a file below /run/netns: one that ip itself makes, or a link to
// /proc/PID/ns/net, by which people reach the namespace of a container. Not here: monitors, and numbers that are set by hand.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { O_CREAT, O_EXCL, O_RDONLY, type Sys, type Task } from "../../kernel/sys.ts";
import { execute, toStrings } from "../libc/execute.ts";
import { addNamespace, enterNamespace, namespaceNumber, removeNamespace } from "../libc/netlink.ts";
import { isWord, say, type Ip } from "./ip-context.ts";

const FOLDER = "/run/netns";

/** The process whose namespace a link stands for. */
function processBehind(sys: Sys, name: string): string | undefined {
  const link = sys.readlink(`${FOLDER}/${name}`);
  return failed(link) ? undefined : /^\/proc\/(\d+)\/ns\/net$/.exec(link.target)?.[1];
}

export function enterByName(sys: Sys, name: string): Errno | undefined {
  const pid = processBehind(sys, name);
  if (pid === undefined) return enterNamespace(sys, name);
  return sys.enterNamespaces(Number(pid), ["net"]);
}

export const cannotOpen = (name: string, errno: Errno): string =>
  `Cannot open network namespace "${name}": ${strerror(errno === "ESRCH" ? "ENOENT" : errno)}`;

function* list(ip: Ip): Task<number> {
  const { sys } = ip.io;
  const names = sys.list(FOLDER);
  if (failed(names)) return 0;
  for (const { name } of names.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (name === "." || name === "..") continue;
    const number = namespaceNumber(sys, processBehind(sys, name) ?? name);
    yield* ip.io.print(`${name}${number === undefined ? "" : ` (id: ${number})`}\n`);
  }
  return 0;
}

function* add(ip: Ip, name: string): Task<number> {
  const { sys } = ip.io;
  void sys.mkdir("/run", 0o755);
  void sys.mkdir(FOLDER, 0o755);
  const path = `${FOLDER}/${name}`;
  const fd = yield* sys.open(path, O_RDONLY | O_CREAT | O_EXCL, 0);
  if (failed(fd)) return yield* say(ip, `Cannot create namespace file "${path}": ${strerror(fd)}`, 1);
  void sys.close(fd);
  const refused = addNamespace(sys, name);
  return refused === undefined ? 0 : yield* say(ip, `Failed to create a new network namespace "${name}": ${strerror(refused)}`, 255); // prettier-ignore
}

function* remove(ip: Ip, name: string): Task<number> {
  const path = `${FOLDER}/${name}`;
  const refused = ip.io.sys.unlink(path);
  if (refused !== undefined)
    return yield* say(ip, `Cannot remove namespace file "${path}": ${strerror(refused)}`, 1);
  void removeNamespace(ip.io.sys, name);
  return 0;
}

function* run(ip: Ip, name: string, argv: readonly string[]): Task<number> {
  const { sys, env } = ip.io;
  const refused = enterByName(sys, name);
  if (refused !== undefined) return yield* say(ip, cannotOpen(name, refused), 255);
  if (argv.length === 0) return yield* say(ip, "No command specified", 255);
  const why = yield* execute(sys, argv, toStrings(env));
  return yield* say(ip, `exec of "${argv[0]}" failed: ${strerror(why)}`, 1);
}

/** Those that are named, or with a process the one that it lives in. */
function* ofProcess(ip: Ip, pid: string): Task<number> {
  const { sys } = ip.io;
  const own = namespaceNumber(sys, pid);
  const names = sys.list(FOLDER);
  for (const { name } of failed(names) ? [] : names)
    if (own !== undefined && namespaceNumber(sys, processBehind(sys, name) ?? name) === own)
      yield* ip.io.print(`${name}\n`);
  return 0;
}

export function* ipNetns(ip: Ip, words: readonly string[]): Task<number> {
  const [verb, name, ...rest] = words;
  if (verb === undefined || isWord(verb, "list", "show", "lst")) return yield* list(ip);
  if (verb === "help") return yield* say(ip, "Usage:\tip netns list\n\tip netns add NAME\n\tip netns delete NAME\n\tip netns identify [PID]\n\tip netns exec NAME cmd ...", 255); // prettier-ignore
  if (isWord(verb, "identify")) return yield* ofProcess(ip, name ?? "");
  if (name === undefined) return yield* say(ip, "No netns name specified", 255);
  if (isWord(verb, "add")) return yield* add(ip, name);
  if (isWord(verb, "delete")) return yield* remove(ip, name);
  if (isWord(verb, "exec")) return yield* run(ip, name, rest);
  return yield* say(ip, `Command "${verb}" is unknown, try "ip netns help".`, 255);
}
