// mount: lists mounts, or mounts: tmpfs, proc, sysfs, binds, remounts and what /etc/fstab names. Block devices
// and network file systems are not modelled: there are no such devices. util-linux's words and busybox's.

import { strerror, type Errno } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { mountLine, readFstab, readMounts, type MountEntry } from "./mount-table.ts";

const HINT = "       dmesg(1) may have more information after failed mount system call.\n";

interface Wanted {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly options: readonly string[];
}

const FLAGS = new Set([
  "ro", "rw", "nosuid", "suid", "nodev", "dev", "noexec", "exec", "sync", "async", "remount", "bind", "rbind", "noatime", "atime",
  "relatime", "norelatime", "nodiratime", "diratime", "strictatime", "private", "rprivate", "shared", "rshared", "slave", "rslave",
  "unbindable", "move", "silent", "lazytime",
]); // prettier-ignore
/** What fstab says to mount(8) and nobody else hears. */
const UNHEARD = /^(?:defaults|auto|noauto|user|nouser|users|owner|group|_netdev|nofail|comment=.*|x-.*)$/;

const listOf = (text: string | undefined): string[] =>
  (text ?? "").split(",").filter((option) => option !== "" && !UNHEARD.test(option));

/** Options of long names that are no `-o`. */
function given(io: Io): string[] {
  const names = [
    "bind",
    "rbind",
    "move",
    "make-private",
    "make-rprivate",
    "make-shared",
    "make-rshared",
    "make-slave",
    "make-rslave",
  ];
  const long = names.filter((name) => io.has(name)).map((name) => name.replace("make-", ""));
  const letters = [
    ...(io.has("B") ? ["bind"] : []),
    ...(io.has("R") ? ["rbind"] : []),
    ...(io.has("r") ? ["ro"] : []),
    ...(io.has("w") ? ["rw"] : []),
  ];
  return [...long, ...letters, ...io.options.values("o").flatMap(listOf)];
}

const isBind = (options: readonly string[]): boolean =>
  options.some((o) => o === "bind" || o === "rbind" || o === "move");
const isPropagation = (options: readonly string[]): boolean =>
  options.length === 1 && /^r?(?:private|shared|slave)$/.test(options[0] as string);

function carryOut(io: Io, { source, target, type, options }: Wanted): Errno | undefined {
  const flags = options.filter((option) => FLAGS.has(option));
  const data = options.filter((option) => !FLAGS.has(option) && !option.startsWith("loop")).join(",");
  // Propagation is always private; asking for it changes nothing.
  if (isPropagation(options)) return io.sys.hasCapability("CAP_SYS_ADMIN") ? undefined : "EPERM";
  return io.sys.mount({ source, target, type, flags, data });
}

// ---- words

function busyboxWords({ source, target }: Wanted, refused: Errno): string {
  if (refused === "EPERM" || refused === "EACCES") return "permission denied (are you root?)";
  return `mounting ${source} on ${target} failed: ${strerror(refused)}`;
}

function gnuWords(io: Io, { source, target, type, options }: Wanted, refused: Errno): string {
  const { euid } = io.sys.credentials();
  if (refused === "EPERM") return euid === 0 ? "permission denied." : "must be superuser to use mount.";
  if (refused === "ENOENT" && io.sys.stat(target) === "ENOENT") return "mount point does not exist.";
  if (refused === "ENOENT" && isBind(options)) return `special device ${source} does not exist.`;
  if (refused === "ENODEV" && type !== "") return `unknown filesystem type '${type}'.`;
  if (refused === "ENODEV") return `fsconfig() failed: ${source}: Can't lookup blockdev.`;
  if (refused === "ENOTDIR") return "mount point is not a directory.";
  if (refused === "EINVAL" && options.includes("remount")) return "mount point not mounted or bad option.";
  if (refused === "EBUSY") return `${source} already mounted or mount point busy.`;
  return `mount failed: ${strerror(refused)}.`;
}

function* refuse(io: Io, wanted: Wanted, refused: Errno): Task<number> {
  if (io.family === "busybox") {
    const denied = refused === "EPERM" || refused === "EACCES";
    return yield* io.complain(busyboxWords(wanted, refused), denied ? 1 : 255);
  }
  yield* io.complain(`${wanted.target}: ${gnuWords(io, wanted, refused)}`, 32);
  yield* io.sys.write(2, encode(HINT));
  return 32;
}

// ---- what is asked

function* list(io: Io): Task<number> {
  const type = io.value("t")?.split(",");
  for (const entry of yield* readMounts(io.sys))
    if (type === undefined || type.includes(entry.type)) yield* io.print(mountLine(entry));
  return 0;
}

const asWanted = (io: Io, entry: MountEntry): Wanted => ({
  source: entry.source,
  target: entry.target,
  type: io.value("t") ?? entry.type,
  options: [...listOf(entry.options), ...given(io)],
});

function* mountAll(io: Io): Task<number> {
  const there = new Set((yield* readMounts(io.sys)).map((entry) => entry.target));
  let status = 0;
  for (const entry of yield* readFstab(io.sys)) {
    if (entry.type === "swap" || entry.options.includes("noauto") || there.has(entry.target)) continue;
    const wanted = asWanted(io, entry);
    const refused = carryOut(io, wanted);
    if (refused !== undefined) status = yield* refuse(io, wanted, refused);
  }
  return status;
}

/** One word: a remount, a propagation, or a line of fstab. */
function* byOneName(io: Io, name: string): Task<Wanted | undefined> {
  const options = given(io);
  if (options.includes("remount") || isPropagation(options)) {
    const there = (yield* readMounts(io.sys)).findLast((entry) => entry.target === name);
    return { source: there?.source ?? "none", target: name, type: there?.type ?? "", options };
  }
  if (io.has("t") && io.family === "gnu") return undefined;
  const entry = (yield* readFstab(io.sys)).find((line) => line.target === name || line.source === name);
  if (entry !== undefined) return asWanted(io, entry);
  if (isBind(options)) yield* io.complain(`${name}: mount failed: Invalid argument.`);
  else
    yield* io.complain(
      io.family === "busybox" ? `can't find ${name} in /etc/fstab` : `${name}: can't find in /etc/fstab.`,
    );
  return undefined;
}

function* one(io: Io): Task<number> {
  const source = io.operands[0] as string;
  const second = io.operands[1];
  const wanted: Wanted | undefined =
    second === undefined
      ? yield* byOneName(io, source)
      : { source, target: second, type: io.value("t") ?? "", options: given(io) };
  if (wanted === undefined) return io.status;
  if (wanted.options.some((option) => option.startsWith("loop")) && io.family === "gnu")
    return yield* io.complain(`${wanted.target}: failed to setup loop device for ${wanted.source}.`, 32);
  const refused = carryOut(io, wanted);
  return refused === undefined ? 0 : yield* refuse(io, wanted, refused);
}

export const mount = command(
  {
    name: "mount",
    gnu: "a/all c f F n r/read-only s v/verbose w/rw t/types: O: o/options: B/bind R/rbind M/move L: U: T: source: target: make-private make-rprivate make-shared make-rshared make-slave make-rslave make-unbindable m/mkdir? N: V h",
    busybox: "a r w n f v s i t: o: O:",
    package: "util-linux 2.41.5",
    usage: "[OPTIONS] [-o OPT] DEVICE NODE",
  },
  function* (io) {
    if (io.has("a")) return yield* mountAll(io);
    const [first, second] = io.operands;
    if (first === undefined) return io.has("o") ? yield* io.misuse("bad usage", undefined) : yield* list(io);
    if (second === undefined && io.has("t") && io.family === "gnu" && !given(io).includes("remount"))
      return yield* io.complain(`${first}: can't find in /etc/fstab.`);
    return yield* one(io);
  },
);
